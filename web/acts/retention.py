"""How long each document must be kept: what is past its term is listed, never deleted by itself."""

from dataclasses import dataclass
from datetime import date

from schemas.rules.date import add_months
from schemas.rules.life import CHIUSI
from schemas.rules.parameters import Parameters
from storage.archive import Document, Fascicolo, NotFound
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
    ends = (
        (document, kept_until(document, office=office)) for document in office.archive.documents()
    )
    return [Due(document, until) for document, until in ends if until and until < on]


def kept_until(document: Document, *, office: Office) -> date | None:
    """Return the last day on which a document must be kept; None while its fascicolo is open."""
    start = _closed_on(document.fascicolo, office) if document.fascicolo else document.on
    if start is None:
        return None
    parameters = Parameters(office.table, document.on)
    years = years_kept(parameters, document.kind, document.answers.get("esito"))
    return add_months(start, 12 * years)


def fascicolo_kept_until(fascicolo: Fascicolo, *, office: Office) -> date | None:
    """
    Return the last day on which a fascicolo must be kept; None while it is open.

    It is kept as long as the document of it that is kept longest.
    """
    start = _closed_on(fascicolo.numero, office)
    if start is None:
        return None
    inside = office.archive.documents(fascicolo=fascicolo.numero)
    ends = [end for document in inside if (end := kept_until(document, office=office))]
    years = years_kept(Parameters(office.table, fascicolo.on), "fascicolo")
    return max(ends, default=add_months(start, 12 * years))


def _closed_on(numero: str, office: Office) -> date | None:
    try:
        events = office.archive.fascicolo(numero).events
    except NotFound:
        return None
    closed = events and events[-1].tipo in CHIUSI
    return events[-1].at.astimezone(ROME).date() if closed else None
