"""Filing a signed document: its signed copy, its protocol number, the archive."""

from datetime import date

from generators.copies import NotACopy, form_of
from schemas.rules.life import next_document_state
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, Event, NotAllowed
from web.acts.office import ROME, Office
from web.acts.signing import Acted

REPERTORIO, PROTOCOLLO = "repertorio", "protocollo"
LONGEST_PROTOCOL = 40

_MB = 1_000_000


def attach_signed_copy(number: Number, content: bytes, *, office: Office, by: Actor) -> Acted:
    """
    Keep the scan of a signed paper beside the document, as a file of its own.

    It is admitted for what it holds, a PDF, a JPEG or a PNG that opens, whatever its name says.

    Raises:
        NotFound: no such document.
        NotAllowed: nobody has signed it.
        ArchiveFault: the disk refused it.
    """
    with office.archive.transaction():
        document = _ready(number, "copia_firmata", office)
        most = office.parameters.whole("copia_firmata.mb_massimi")
        if len(content) > most * _MB:
            return Acted(document, (Problem("file", "copia_peso", {"max": str(most)}),))
        try:
            form = form_of(content)
        except NotACopy as reason:
            return Acted(document, (Problem("file", "copia_formato", {"motivo": str(reason)}),))
        sha256 = office.archive.put_blob(content)
        dati = {"sha256": sha256, "formato": form, "byte": len(content)}
        event = Event("copia_firmata", office.now, by.utente, dati)
        return Acted(office.archive.add_event(number, event))


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
    event = Event("archiviazione", office.now, by.utente)
    return Acted(office.archive.add_event(number, event))


def _ready(number: Number, passo: str, office: Office) -> Document:
    """Return the document if its state admits the step: before files are kept or answers judged."""
    document = office.archive.document(number)
    if next_document_state(document.stato, passo) is None:
        raise NotAllowed(number, document.stato, passo)
    return document
