"""What is on file about a person, as rules see it and as forms start from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from schemas.kinds.carrying import PROVENIENZE
from schemas.kinds.differences import Difference, differences
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import from_json
from schemas.rules.azienda import codes_of
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.life import RITIRATI
from schemas.rules.numero import Number
from storage.archive import Archive, Document, Fascicolo, NotFound


def contesto_of(archive: Archive, given: Mapping[str, object]) -> Contesto:
    """
    Return what the archive holds that bears on *given*, the answers of a form.

    It holds the fascicolo named there, its documents, fascicoli and documents of the same codice
    fiscale, those of the same company, and every document named by number anywhere in the answers.
    It is closed: what is not there is not on file.
    """
    words = tuple(_texts(given))
    fascicoli = _fascicoli(archive, words)
    documents: dict[Number, Document] = {}
    for fascicolo in fascicoli:
        criteria = ({"fascicolo": fascicolo.numero}, {"codice_fiscale": fascicolo.codice_fiscale})
        for criterion in criteria:
            documents |= {found.number: found for found in archive.documents(**criterion)}
    for codice_fiscale in _codici_fiscali(words):
        found_here = archive.documents(codice_fiscale=codice_fiscale)
        documents |= {found.number: found for found in found_here}
    documents |= {found.number: found for found in _of_azienda(archive, codes_of(given))}
    documents |= {found.number: found for found in _named(archive, words)}
    same_person = (archive.fascicoli(codice_fiscale=word) for word in _codici_fiscali(words))
    known = (*fascicoli, *chain.from_iterable(same_person))
    return Contesto(
        fascicoli={fascicolo.numero: _fascicolo_record(fascicolo) for fascicolo in known},
        documenti=tuple(_document_record(document) for document in documents.values()),
        closed=True,
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip().upper()
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _codici_fiscali(words: tuple[str, ...]) -> set[str]:
    return {word for word in words if len(word) == 16}


def _fascicoli(archive: Archive, words: tuple[str, ...]) -> list[Fascicolo]:
    found = []
    for word in dict.fromkeys(word for word in words if word.startswith("F-")):
        try:
            found.append(archive.fascicolo(word))
        except NotFound:
            continue
    return found


def _of_azienda(archive: Archive, codes: frozenset[str]) -> Iterator[Document]:
    """Yield the documents of a company: its trainees count whoever they are (R-STG-5)."""
    for code in codes:
        for document in archive.documents(azienda=code):
            if "partita_iva" in all_kinds()[document.kind].index:
                yield document


def _named(archive: Archive, words: tuple[str, ...]) -> Iterator[Document]:
    for word in dict.fromkeys(words):
        try:
            yield archive.document(Number.parse(word))
        except (ValueError, NotFound):
            continue


def _fascicolo_record(fascicolo: Fascicolo) -> Record:
    taken = [event for event in fascicolo.events if event.tipo == "preso_in_carico"]
    presa = typed(taken[-1].dati["data"]) if taken else None
    return Record(
        {
            "numero": fascicolo.numero,
            "stato": fascicolo.stato,
            "codice_fiscale": fascicolo.codice_fiscale,
            "territorio": fascicolo.territorio,
            "cpi": fascicolo.cpi,
            "persona": fascicolo.persona,
            "data_apertura": min(fascicolo.on, presa) if isinstance(presa, date) else fascicolo.on,
            "data_presa_in_carico": presa,
        }
    )


def _document_record(document: Document) -> Record:
    return Record(
        {
            **{name: typed(value) for name, value in document.answers.items()},
            "numero": str(document.number),
            "tipo": document.kind,
            "fascicolo": document.fascicolo,
            "stato": document.stato,
            "data": document.on,
            "codice_fiscale": document.index.get("codice_fiscale"),
            "territorio": document.territorio,
            "motivi": list(document.motivi),
        }
    )


def data_of(document: Document) -> tuple[Kind, dict[str, object]]:
    """Return the kind of a registered document and its data as typed values."""
    kind = all_kinds()[document.kind]
    return kind, from_json(kind, document.answers)


def previous_of(archive: Archive, document: Document) -> Document | None:
    """Return the document that *document* replaces, or None: also if it was lawfully destroyed."""
    if not document.replaces:
        return None
    try:
        return archive.document(Number.parse(document.replaces))
    except NotFound:
        return None


def changes_of(archive: Archive, document: Document, *, restricted: bool) -> list[Difference]:
    """Return what *document* changes of the one it replaces, in words."""
    previous = previous_of(archive, document)
    if previous is None:
        return []
    kind, after = data_of(document)
    return differences(kind, data_of(previous)[1], after, restricted=restricted)


@dataclass(frozen=True)
class Source:
    """Where a carried value comes from: its label, the earlier document and its state now."""

    label: str
    numero: str
    on: str
    stato: str

    @property
    def changed(self) -> bool:
        """Return whether the earlier document was replaced or annulled since."""
        return self.stato in RITIRATI


def _italian(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""


def sources_of(archive: Archive, kind: Kind, data: Mapping[str, object]) -> list[Source]:
    """Return where the carried values of a document come from, and how those papers are now."""
    origins = data.get(PROVENIENZE)
    found = []
    for name, origin in origins.items() if isinstance(origins, Mapping) else ():
        numero, on = str(origin["numero"]), _italian(str(origin["data"]))
        try:
            stato = archive.document(Number.parse(numero)).stato
        except (ValueError, NotFound):
            stato = ""
        found.append(Source(kind.carries[name].label, numero, on, stato))
    return found
