"""A fascicolo at a glance: who follows the person, what money there is, all that happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from schemas.kinds.registry import all_kinds
from schemas.rules.importi import in_figures
from schemas.rules.istruttoria import STATI, stato_richiesta
from schemas.rules.life import EFFICACE, NOMI_PASSI, SEGUITO, STATI_FASCICOLO
from storage.archive import Document, Event, Fascicolo


@dataclass(frozen=True)
class Line:
    """One line of a summary: what it is, what it says, the document that says so or ""."""

    label: str
    words: str
    numero: str = ""


class Happening(NamedTuple):
    """Something that happened: when, what, who did it, and what else there is to say."""

    at: datetime
    words: str
    by: str
    detail: str = ""


def people_of(fascicolo: Fascicolo, documents: Sequence[Document]) -> list[Line]:
    """Return who follows the person, as the latest papers in force name them."""
    found = [
        _named(documents, "Operatore", "operatore", "pai", "patto_di_servizio"),
        _named(documents, "Assistente", "assistente_incaricato", "presa_in_carico"),
        _named(documents, "Azienda", "azienda.ragione_sociale", "convenzione_stage"),
        _named(documents, "Tutor aziendale", "tutor_aziendale", "convenzione_stage"),
    ]
    return [Line("Centro per l'Impiego", fascicolo.cpi), *filter(None, found)]


def _named(documents: Sequence[Document], label: str, path: str, *kinds: str) -> Line | None:
    for kind in kinds:
        for document in reversed(_in_force(documents, kind)):
            block, _, name = path.rpartition(".")
            value = document.answers.get(block) if block else document.answers
            if isinstance(value, dict) and value.get(name):
                return Line(label, str(value[name]), str(document.number))
    return None


def _in_force(documents: Sequence[Document], kind: str) -> list[Document]:
    return [one for one in documents if one.kind == kind and one.stato in EFFICACE]


def money_of(documents: Sequence[Document]) -> list[Line]:
    """Return the money of the path: the grant foreseen and paid, the requests of the company."""
    return [*_grant(documents), *_requests(documents)]


def _grant(documents: Sequence[Document]) -> Iterator[Line]:
    for presa in _in_force(documents, "presa_in_carico")[-1:]:
        if presa.answers.get("esito_gcp") == "validato" and presa.answers.get("importo_borsa"):
            words = f"{_euro(presa.answers['importo_borsa'])} in {presa.answers['mesi_borsa']} mesi"
            yield Line("Borsa di stage impegnata", words, str(presa.number))
    for stage in _in_force(documents, "convenzione_stage"):
        if amount := stage.answers.get("borse_totale"):
            yield Line("Borsa di stage pagata", _euro(amount), str(stage.number))


def _requests(documents: Sequence[Document]) -> Iterator[Line]:
    for request in _in_force(documents, "richiesta_incentivo"):
        said = request.answers
        names = ("importo_liquidato", "importo_concesso", "importo_richiesto")
        amount = next(said[name] for name in names if said.get(name))
        stato = STATI[stato_richiesta(request.stato, said)].lower()
        yield Line("Incentivo all'azienda", f"{_euro(amount)}, {stato}", str(request.number))


def _euro(value: object) -> str:
    return f"{in_figures(Decimal(str(value)))} euro"


def history_of(fascicolo: Fascicolo, documents: Sequence[Document]) -> list[Happening]:
    """Return all that happened to a fascicolo and to those documents, oldest first."""
    found = [Happening(fascicolo.opened_at, "Fascicolo aperto", fascicolo.autore)]
    for document in documents:
        found += _of_document(document)
    # Last, so that in the same second a paper comes before the step that it takes.
    found += [_step(event) for event in fascicolo.events]
    return sorted(found, key=lambda one: one.at)


def _step(event: Event) -> Happening:
    names = ("motivo", "documento")
    detail = " ".join(str(event.dati[name]) for name in names if event.dati.get(name))
    return Happening(event.at, f"Passa a «{STATI_FASCICOLO[event.tipo]}»", event.by, detail)


def _of_document(document: Document) -> Iterator[Happening]:
    kind = all_kinds()[document.kind]
    numero = str(document.number)
    registered = f"Registrato {numero}"
    yield Happening(document.registered_at, registered, document.autore, kind.title)
    for event in document.events:
        if event.tipo == SEGUITO:
            yield Happening(event.at, kind.seguiti[str(event.dati["nome"])].title, event.by, numero)
        elif event.tipo != "pdf":
            detail = " ".join(filter(None, (numero, str(event.dati.get("motivo", "")))))
            yield Happening(event.at, NOMI_PASSI[event.tipo], event.by, detail)
