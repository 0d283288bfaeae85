"""What has been kept as long as it must: listed for the office to decide, never deleted."""

from dataclasses import dataclass
from datetime import date

from schemas.rules.date import add_months
from schemas.rules.life import CHIUSI
from schemas.rules.parameters import Parameters
from storage.archive import Document, NotFound
from web.acts.describing import years_kept
from web.acts.office import ROME, Office


@dataclass(frozen=True)
class Due:
    """A document whose term is over, and the last day on which it had to be kept."""

    document: Document
    until: date


def due(on: date, *, office: Office) -> list[Due]:
    """
    Return the documents whose term of conservation is over on the day *on*, oldest first.

    The term runs from the day the fascicolo was closed, or from the date of a document that has no
    fascicolo; while a fascicolo is open nothing in it is due. What is listed may be destroyed only
    with the authorisation of the archival authority.

    Source: D.Lgs. 42/2004 art. 21 c. 1 lett. d.
    """
    ends = ((document, _until(document, office)) for document in office.archive.documents())
    return [Due(document, until) for document, until in ends if until and until < on]


def _until(document: Document, office: Office) -> date | None:
    start = _closed_on(document.fascicolo, office) if document.fascicolo else document.on
    if start is None:
        return None
    parameters = Parameters(office.table, document.on)
    years = years_kept(parameters, document.kind, document.answers.get("esito"))
    return add_months(start, 12 * years)


def _closed_on(numero: str, office: Office) -> date | None:
    try:
        events = office.archive.fascicolo(numero).events
    except NotFound:
        return None
    closed = events and events[-1].tipo in CHIUSI
    return events[-1].at.astimezone(ROME).date() if closed else None
