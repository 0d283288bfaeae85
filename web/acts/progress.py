"""How the project goes: its figures, kept up with the register, within what each role may know."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from schemas.rules.andamento import Mese, Passo, Periodo, by_mese, mese_of, passo
from schemas.rules.conteggi import CONTATI, INDICATORI, Atto, Indicatore, Unita
from schemas.rules.segreto import MINIMO
from schemas.rules.territorio import TERRITORI
from storage.archive import Archive, Document, Fascicolo
from storage.care import ChainHead
from web.acts.office import Office
from web.acts.totals import totals

K = TypeVar("K")


class Conti:
    """What counts, as the register was at one line: a few facts of each document, and the units."""

    def __init__(self, head: ChainHead, atti: Mapping[str, Atto]) -> None:
        self.head, self.atti = head, atti

    @cached_property
    def unita(self) -> Mapping[str, Sequence[Unita]]:
        """Return the units of each indicator, oldest first."""
        atti = list(self.atti.values())
        return {
            nome: sorted(indicatore.conta(atti), key=lambda one: (one.on, one.documenti))
            for nome, indicatore in INDICATORI.items()
        }


_CONTI: WeakKeyDictionary[Archive, Conti] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()


def conti_of(archive: Archive) -> Conti:
    """Return what counts now: of what was counted before, only what changed is read again."""
    with _ONE_AT_A_TIME:
        known = _CONTI.get(archive)
        if known is None or known.head != archive.chain_head():
            known = _CONTI[archive] = _kept_up(known, archive) if known else _read(archive)
        return known


def _kept_up(known: Conti, archive: Archive) -> Conti:
    changed = archive.changed_since(known.head.line)
    if changed is None:
        return _read(archive)
    counted = [document for document in changed.documents if document.kind in CONTATI]
    atti = {str(one.number): _atto(one, archive.fascicolo(one.fascicolo)) for one in counted}
    return Conti(changed.head, {**known.atti, **atti})


def _read(archive: Archive) -> Conti:
    # First the line: what is registered while the rest is read will be read again.
    head = archive.chain_head()
    fascicoli = {fascicolo.numero: fascicolo for fascicolo in archive.fascicoli()}
    documents = [document for kind in CONTATI for document in archive.documents(kind=kind)]
    return Conti(
        head,
        {
            str(document.number): _atto(document, fascicoli[document.fascicolo])
            for document in documents
            if document.fascicolo in fascicoli
        },
    )


def _atto(document: Document, fascicolo: Fascicolo) -> Atto:
    answers = document.answers
    return Atto(
        numero=str(document.number),
        tipo=document.kind,
        data=document.on,
        fascicolo=fascicolo.numero,
        persona=fascicolo.codice_fiscale,
        territorio=fascicolo.territorio,
        firmato_il=_signed_on(document),
        sostituisce=document.replaces,
        azienda=document.index.get("partita_iva", ""),
        inserimento=str(answers.get("inserimento", "")),
        inizio=_day(answers.get("data_inizio")),
        presenza=answers.get("presenza_confermata") is True,
    )


def _signed_on(document: Document) -> date | None:
    if document.stato == "annullato":
        return None
    days = [event.dati["data"] for event in document.events if event.tipo == "firma"]
    return _day(days[-1]) if days else None


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


@dataclass(frozen=True)
class Figura:
    """
    An indicator as it may be told.

    Args:
        indicatore: What is counted.
        obiettivo: How many are wanted, in the Province.
        totale: How many there are; None when they are too few to be told.
        passo: How fast the target comes nearer; None when that would tell what is not told, and
            within one territorio, that has no target of its own.
        mesi: How many in each month; empty for who sees totals alone.
        territori: How many in each territorio; empty also within one.
    """

    indicatore: Indicatore
    obiettivo: int
    totale: int | None
    passo: Passo | None
    mesi: Mapping[Mese, int]
    territori: Mapping[str, int]


def figures(office: Office, territorio: str = "") -> list[Figura]:
    """
    Return every indicator, in a territorio or ("") in the Province, for who may see what it counts.

    Source: project document, targets; rules P-1, R-CNT-1 to R-CNT-4.
    """
    unita = {nome: units(nome, office, territorio) for nome in INDICATORI}
    months = by_mese([one.on for each in unita.values() for one in each], periodo_of(office))
    return [
        replace(
            _figure(nome, each, office, territorio),
            mesi=_counted(months, [mese_of(one.on) for one in each]),
            territori={} if territorio else _counted(TERRITORI, [one.territorio for one in each]),
        )
        for nome, each in unita.items()
    ]


def told_figures(office: Office) -> list[Figura]:
    """
    Return every indicator as a sum alone, told where its table of totals tells its sum.

    Source: rule P-2.
    """
    return [_told(nome, units(nome, office), office) for nome in INDICATORI]


def _told(nome: str, unita: Sequence[Unita], office: Office) -> Figura:
    exact = _figure(nome, unita, office, "")
    whole = totals(nome.replace("_", "-"), office=office).total[-1]
    told = whole.value is not None and len(unita) >= MINIMO
    return exact if told else replace(exact, totale=None, passo=None)


def _figure(nome: str, unita: Sequence[Unita], office: Office, territorio: str) -> Figura:
    obiettivo, days = _target(nome, office), [one.on for one in unita]
    pace = None if territorio else passo(days, obiettivo, periodo_of(office))
    return Figura(INDICATORI[nome], obiettivo, len(unita), pace, {}, {})


def _target(nome: str, office: Office) -> int:
    return office.parameters.whole(f"obiettivo.{nome}")


def _counted(keys: Iterable[K], found: Iterable[K]) -> dict[K, int]:
    counts = Counter(found)
    return {key: counts[key] for key in keys}


def units(nome: str, office: Office, territorio: str = "", mese: Mese | None = None) -> list[Unita]:
    """Return the units of an indicator until today, in a territorio and a month when given."""
    return [
        one
        for one in conti_of(office.archive).unita[nome]
        if one.on <= office.on
        and territorio in ("", one.territorio)
        and mese in (None, mese_of(one.on))
    ]


def periodo_of(office: Office) -> Periodo:
    """Return the days of the project, and the present one."""
    parameters = office.parameters
    return Periodo(
        parameters.day("progetto.data_inizio"), parameters.day("progetto.data_fine"), office.on
    )
