"""Filing a signed document: its signed copy, its protocol number, the archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generators.copies import NotACopy, form_of
from generators.dossier import count_pages
from generators.press.finish import page_texts
from schemas.kinds.examine import judge_fields
from schemas.parts.protocollazione import Protocollazione
from schemas.rules.life import next_document_state
from schemas.rules.messages import Problem
from schemas.rules.numero import Number, numbers_in
from schemas.rules.permissions import Actor
from storage.archive import Document, Event, NotAllowed
from web.acts.advancing import follow_paper
from web.acts.office import ROME, Office
from web.acts.signing import Acted

REPERTORIO, PROTOCOLLO = "repertorio", "protocollo"
LONGEST_PROTOCOL = 40

_MB = 1_000_000


@dataclass(frozen=True)
class SignedCopy:
    """A scan kept beside a document: its place from 1, its SHA-256, form, size and pages."""

    position: int
    sha256: str
    form: str
    size: int
    pages: int
    event: Event


def signed_copies(document: Document) -> list[SignedCopy]:
    """Return the scans attached to a document, in the order in which they were attached."""
    events = [event for event in document.events if event.tipo == "copia_firmata"]
    return [_copy(position, event) for position, event in enumerate(events, start=1)]


def _copy(position: int, event: Event) -> SignedCopy:
    size, pages = (int(str(event.dati.get(name, 1))) for name in ("byte", "pagine"))
    sha256, form = str(event.dati["sha256"]), str(event.dati["formato"])
    return SignedCopy(position, sha256, form, size, pages, event)


def attach_signed_copy(number: Number, content: bytes, *, office: Office, by: Actor) -> Acted:
    """Keep one scan of a signed paper; see `attach_signed_copies`."""
    return attach_signed_copies(number, (content,), office=office, by=by)


def attach_signed_copies(
    number: Number, contents: Sequence[bytes], *, office: Office, by: Actor
) -> Acted:
    """
    Keep the scans of a signed paper beside the document, each as a file of its own: all or none.

    A scan is admitted for what it holds, a PDF, a JPEG or a PNG that opens, whatever its name
    says. One that can be read must not bear the number of another document.

    A problem is at ``file`` when there is one scan, at ``file[1]`` for the second of several.

    Raises:
        NotFound: no such document.
        NotAllowed: nobody has signed it.
        ArchiveFault: the disk refused it.
    """
    document = _ready(number, "copia_firmata", office)
    forms: list[str] = []
    for position, content in enumerate(contents):
        judged = _form_or_fault(content, document, office)
        if isinstance(judged, Problem):
            path = "file" if len(contents) == 1 else f"file[{position}]"
            return Acted(document, (Problem(path, judged.code, judged.values),))
        forms.append(judged)
    if not contents:
        return Acted(document, (Problem("file", "copia_assente"),))
    with office.archive.transaction():
        _ready(number, "copia_firmata", office)
        for content, form in zip(contents, forms, strict=True):
            event = Event("copia_firmata", office.now, by.utente, _kept(content, form, office))
            document = office.archive.add_event(number, event)
    return Acted(document)


def _kept(content: bytes, form: str, office: Office) -> Mapping[str, object]:
    pages = count_pages(content) if form == "pdf" else 1
    sha256 = office.archive.put_blob(content)
    return {"sha256": sha256, "formato": form, "byte": len(content), "pagine": pages}


def _form_or_fault(content: bytes, document: Document, office: Office) -> str | Problem:
    """Return the form of a scan, or what keeps it from being attached."""
    most = copy_limit(office)
    if len(content) > most * _MB:
        return Problem("file", "copia_peso", {"max": str(most)})
    try:
        form = form_of(content)
    except NotACopy as reason:
        return Problem("file", "copia_formato", {"motivo": str(reason)})
    borne = numbers_in(" ".join(page_texts(content))) if form == "pdf" else set()
    if borne and document.number not in borne:
        values = {"numero": str(min(borne))}
        return Problem("file", "copia_altro_documento", values)
    return form


def copy_limit(office: Office) -> int:
    """Return how many megabytes a signed copy may weigh, at most."""
    return office.parameters.whole("copia_firmata.mb_massimi")


def record_protocol_answers(
    number: Number, answers: Mapping[str, object], *, office: Office, by: Actor
) -> Acted:
    """
    Record the protocol data that a page asked for; see `record_protocol`.

    *answers* are those to `schemas.parts.protocollazione.Protocollazione`.
    """
    _, data, problems = judge_fields(Protocollazione, answers)
    if problems:
        return Acted(office.archive.document(number), tuple(problems))
    given = str(data.get("protocollo_numero") or "")
    on = data.get("protocollo_data")
    day = on if isinstance(on, date) else None
    return record_protocol(number, given, day, office=office, by=by)


def record_protocol(
    number: Number, protocollo: str, on: date | None, *, office: Office, by: Actor
) -> Acted:
    """
    Record the protocol data of a signed document.

    Args:
        number: The document.
        protocollo: The number that the Province's protocol gave; or "" when the document stays in
            its own repertorio: then its number is that number, and its registration that date.
        on: The date that the protocol gave; not needed for a repertorio.
        office: The tools.
        by: Who records it.

    Raises:
        NotFound: no such document.
        NotAllowed: it is not signed, or has a protocol already.

    Source: D.P.R. 445/2000 art. 53.
    """
    with office.archive.transaction():
        document = _ready(number, "protocollo", office)
        protocollo = " ".join(protocollo.split())
        if not protocollo:
            registered = document.registered_at.astimezone(ROME).date()
            return _protocolled(document, REPERTORIO, str(number), registered, office, by)
        if len(protocollo) > LONGEST_PROTOCOL:
            values = {"max": str(LONGEST_PROTOCOL)}
            return Acted(document, (Problem("protocollo_numero", "lunghezza_max", values),))
        if problem := _date_problem(document, on, office):
            return Acted(document, (problem,))
        return _protocolled(document, PROTOCOLLO, protocollo, on or office.on, office, by)


def _date_problem(document: Document, on: date | None, office: Office) -> Problem | None:
    if on is None:
        return Problem("protocollo_data", "obbligatorio")
    if on < document.on:
        values = {"numero": str(document.number)}
        return Problem("protocollo_data", "data_precedente_dipendenza", values)
    return Problem("protocollo_data", "data_futura_oggi") if on > office.on else None


def _protocolled(
    document: Document, registro: str, numero: str, on: date, office: Office, by: Actor
) -> Acted:
    dati = {"registro": registro, "numero": numero, "data": on.isoformat()}
    event = Event("protocollo", office.now, by.utente, dati)
    return Acted(office.archive.add_event(document.number, event))


def archive_document(number: Number, *, office: Office, by: Actor) -> Acted:
    """
    Put a protocolled document to rest: from now on it can only be replaced.

    Raises:
        NotFound: no such document.
        NotAllowed: it has no protocol.
    """
    with office.archive.transaction():
        event = Event("archiviazione", office.now, by.utente)
        document = office.archive.add_event(number, event)
        follow_paper(document, office=office, by=by)
    return Acted(document)


def _ready(number: Number, passo: str, office: Office) -> Document:
    """Return the document if its state admits the step: before files are kept or answers judged."""
    document = office.archive.document(number)
    if next_document_state(document.stato, passo) is None:
        raise NotAllowed(number, document.stato, passo)
    return document
