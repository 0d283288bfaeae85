"""The money as the register has it: what each chapter has, what is taken, paid and left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from schemas.rules.contesto import Contesto
from schemas.rules.istruttoria import AMMESSA
from schemas.rules.life import CHIUSI, EFFICACE
from schemas.rules.parameters import Parameters
from schemas.rules.risorse import BORSE, CAPITOLI, INCENTIVI, TOTALE, amount_set, impegno, stanziato
from storage.archive import Archive, Document
from web.acts.office import Office

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Entry:
    """
    What a document does to a chapter, in euro.

    Args:
        fascicolo: Whose path it is.
        numero: Number of the document.
        capitolo: The chapter.
        prenotato: Kept aside by a validation.
        effettivo: Granted, or paid where nothing is granted before.
        pagato: Paid.
    """

    fascicolo: str
    numero: str
    capitolo: str
    prenotato: Decimal = ZERO
    effettivo: Decimal = ZERO
    pagato: Decimal = ZERO


@dataclass(frozen=True)
class Chapter:
    """A chapter as it is now; *stanziato* is None while the Provincia has not set it."""

    codice: str
    stanziato: Decimal | None
    impegnato: Decimal
    pagato: Decimal

    @property
    def title(self) -> str:
        """Return the name of the chapter."""
        return CAPITOLI[self.codice]

    @property
    def residuo(self) -> Decimal | None:
        """Return what may still be taken, or None while there is no amount."""
        return None if self.stanziato is None else self.stanziato - self.impegnato


@dataclass(frozen=True)
class Budget:
    """All the chapters, and the total that the Provincia set, if it did."""

    chapters: tuple[Chapter, ...]
    totale: Decimal | None

    @property
    def quadra(self) -> bool:
        """Return whether the chapters add up to the total (R-PAG-4), or there is no total."""
        amounts = [chapter.stanziato or ZERO for chapter in self.chapters]
        return self.totale is None or sum(amounts, ZERO) == self.totale


def budget(*, office: Office) -> Budget:
    """Return where every chapter stands now."""
    taken, paid = _taken(entries(office.archive), office.archive), dict.fromkeys(CAPITOLI, ZERO)
    for entry in entries(office.archive):
        paid[entry.capitolo] += entry.pagato
    chapters = tuple(
        Chapter(
            codice,
            stanziato(codice, office.parameters),
            sum(taken[codice].values(), ZERO),
            paid[codice],
        )
        for codice in CAPITOLI
    )
    return Budget(chapters, amount_set(TOTALE, office.parameters))


def entries(archive: Archive, *, fascicolo: str = "") -> list[Entry]:
    """Return what documents in force do to the chapters: of one fascicolo, or of all."""
    return [
        entry
        for kind, read in _READERS.items()
        for document in archive.documents(kind=kind, fascicolo=fascicolo)
        if document.stato in EFFICACE
        for entry in read(document)
    ]


def _validated(document: Document) -> Iterator[Entry]:
    said = document.answers
    if said.get("esito_gcp") == "validato":
        for capitolo, name in ((BORSE, "importo_borsa"), (INCENTIVI, "importo_incentivo")):
            if amount := _euro(said.get(name)):
                yield replace(_entry(document, capitolo), prenotato=amount)


def _granted(document: Document) -> Iterator[Entry]:
    said = document.answers
    paid = _euro(said.get("importo_liquidato"))
    if said.get("esito") == AMMESSA:
        granted = paid if paid or said.get("data_revoca") else _euro(said.get("importo_concesso"))
        yield replace(_entry(document, INCENTIVI), effettivo=granted, pagato=paid)


def _paid(document: Document) -> Iterator[Entry]:
    if amount := _euro(document.answers.get("borse_totale")):
        yield replace(_entry(document, BORSE), effettivo=amount, pagato=amount)


_READERS = {
    "presa_in_carico": _validated,
    "richiesta_incentivo": _granted,
    "convenzione_stage": _paid,
}


def _entry(document: Document, capitolo: str) -> Entry:
    return Entry(document.fascicolo, str(document.number), capitolo)


def _euro(value: object) -> Decimal:
    return Decimal(str(value)) if value else ZERO


def _taken(found: Iterable[Entry], archive: Archive) -> dict[str, dict[str, Decimal]]:
    """Return what each path takes: chapter -> fascicolo -> euro."""
    prenotato: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    effettivo: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for entry in found:
        key = (entry.capitolo, entry.fascicolo)
        prenotato[key] += entry.prenotato
        effettivo[key] += entry.effettivo
    taken: dict[str, dict[str, Decimal]] = {codice: {} for codice in CAPITOLI}
    for capitolo, fascicolo in prenotato:
        key = (capitolo, fascicolo)
        chiuso = archive.fascicolo(fascicolo).stato in CHIUSI
        taken[capitolo][fascicolo] = impegno(prenotato[key], effettivo[key], chiuso=chiuso)
    return taken


class Residui(Mapping[str, Decimal]):
    """
    What is left of each chapter for one document, worked out when a rule first asks.

    ``residuo_borse`` is what is left for the path; ``disponibile_borse`` what the document may
    still take of it. A chapter without amount is missing.
    """

    def __init__(
        self, archive: Archive, parameters: Parameters, fascicolo: str, numero: str
    ) -> None:
        self._archive, self._parameters = archive, parameters
        self._fascicolo, self._numero = fascicolo, numero
        self._figures: dict[str, Decimal] | None = None

    def __getitem__(self, name: str) -> Decimal:
        return self._known()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def _known(self) -> Mapping[str, Decimal]:
        if self._figures is None:
            self._figures = dict(self._worked_out())
        return self._figures

    def _worked_out(self) -> Iterator[tuple[str, Decimal]]:
        amounts = {name: stanziato(name, self._parameters) for name in CAPITOLI}
        if not any(amounts.values()):
            return
        found = [one for one in entries(self._archive) if one.numero != self._numero]
        taken = _taken(found, self._archive)
        for capitolo, amount in amounts.items():
            if amount is not None:
                others = {**taken[capitolo], self._fascicolo: ZERO}
                left = amount - sum(others.values(), ZERO)
                yield f"residuo_{capitolo}", left
                yield f"disponibile_{capitolo}", left - self._own(capitolo, found)

    def _own(self, capitolo: str, found: Iterable[Entry]) -> Decimal:
        """Return what other documents of the same path were granted or paid of a chapter."""
        own = (capitolo, self._fascicolo)
        amounts = (one.effettivo for one in found if (one.capitolo, one.fascicolo) == own)
        return sum(amounts, ZERO)


def with_resources(contesto: Contesto, fascicolo: str, numero: str, *, office: Office) -> Contesto:
    """
    Return *contesto* with what is left of the chapters, for a document of *fascicolo*.

    What *numero*, the document itself or the one it replaces, takes already is not counted. Rules
    that decide upon money are tried inside the transaction that registers: two cannot take the
    same euro.
    """
    left = Residui(office.archive, office.parameters, fascicolo, numero)
    return replace(contesto, altro={**contesto.altro, "parametri": left})
