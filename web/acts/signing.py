"""What happens to a document once it is printed: it is signed, or annulled."""

from dataclasses import dataclass
from datetime import date

from schemas.kinds.registry import all_kinds
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, Event
from web.acts.advancing import follow_paper
from web.acts.motives import motive_fault
from web.acts.office import Office
from web.acts.standing import closed_fault


@dataclass(frozen=True)
class Acted:
    """The outcome: the document as it is now, or what must be mended."""

    document: Document
    problems: tuple[Problem, ...] = ()


def record_signature(number: Number, on: date, *, office: Office, by: Actor) -> Acted:
    """
    Record that every party signed the printed paper on the day *on*, and move the fascicolo on.

    Raises:
        NotFound: no such document.
        NotAllowed: it is not waiting for signature.
    """
    with office.archive.transaction():
        document = office.archive.document(number)
        if closed := closed_fault("data", document.fascicolo, office.archive):
            return Acted(document, (closed,))
        if on < document.on:
            values = {"numero": str(number)}
            return Acted(document, (Problem("data", "data_precedente_dipendenza", values),))
        if on > office.on:
            return Acted(document, (Problem("data", "data_futura_oggi"),))
        parties = list(all_kinds()[document.kind].signed_by)
        dati = {"data": on.isoformat(), "firmatari": parties, "modo": "autografa"}
        document = office.archive.add_event(number, Event("firma", office.now, by.utente, dati))
        follow_paper(document, office=office, by=by)
    return Acted(document)


def annul(number: Number, reason: str, *, office: Office, by: Actor) -> Acted:
    """
    Annul a document: its number is never used again, the document stays readable.

    Raises:
        NotFound: no such document.
        NotAllowed: its state does not admit it.

    Source: D.P.R. 445/2000 art. 54.
    """
    reason = reason.strip()
    document = office.archive.document(number)
    closed = closed_fault("motivo", document.fascicolo, office.archive)
    if problem := closed or motive_fault(reason):
        return Acted(document, (problem,))
    event = Event("annullamento", office.now, by.utente, {"motivo": reason})
    return Acted(office.archive.add_event(number, event))
