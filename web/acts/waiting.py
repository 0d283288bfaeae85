"""What waits, and for whom: each kind of thing found once in what the register says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from schemas.kinds.registry import all_kinds
from schemas.rules.importi import in_figures
from schemas.rules.istruttoria import stato_richiesta
from schemas.rules.permissions import Actor, may
from storage.archive import Document, Fascicolo, Query, Visibility
from web.acts.deadlines import WAITING, day_of, deadlines
from web.acts.office import Office
from web.acts.owning import ACCOMPANYING, followed
from web.acts.reading import Reading, reading_of

# More than a person goes through: beyond it a queue says only how many.
MOST = 500
SOON = timedelta(days=30)
COPIA = "copia_firmata"


@dataclass(frozen=True)
class Waiting:
    """
    One thing that waits.

    Args:
        on: Since when it waits, or by when it is due.
        subject: Whom or what it is about, in words this role may read.
        fascicolo: Number of the fascicolo, or "".
        documento: Number of the document to open, or "" when the fascicolo is to be opened.
        detail: What else there is to say, or "".
    """

    on: date
    subject: str
    fascicolo: str = ""
    documento: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Desk:
    """Who sits there, what they may see, and the office."""

    actor: Actor
    visible: Visibility
    office: Office

    @cached_property
    def reading(self) -> Reading:
        """Return the register as it is now."""
        return reading_of(self.office.archive)

    @cached_property
    def own(self) -> frozenset[str] | None:
        """Return the fascicoli that the person follows, None for who sees a whole territory."""
        if self.actor.ruolo not in ACCOMPANYING:
            return None
        return frozenset(followed(self.actor, self.office.archive))

    def sees(self, fascicolo: Fascicolo) -> bool:
        """Return whether a fascicolo is of this desk."""
        if self.own is not None:
            return fascicolo.numero in self.own
        return self.actor.territorio in ("", fascicolo.territorio)


Find = Callable[[Desk], Iterator[Waiting]]


# Fascicoli, by state.


def in_stato(*stati: str) -> Find:
    """Find the fascicoli of the desk that stand in one of *stati*."""

    def find(desk: Desk) -> Iterator[Waiting]:
        for fascicolo in desk.reading.fascicoli.values():
            if fascicolo.stato in stati and desk.sees(fascicolo):
                yield Waiting(since(fascicolo), person(fascicolo), fascicolo.numero)

    return find


def person(fascicolo: Fascicolo) -> str:
    """Return surname and name of whose fascicolo it is."""
    return f"{fascicolo.persona['cognome']} {fascicolo.persona['nome']}"


def since(fascicolo: Fascicolo) -> date:
    """Return the day from which a fascicolo stands where it is."""
    days = [event.dati.get("data") for event in fascicolo.events[-1:]]
    return date.fromisoformat(str(days[0])) if days and days[0] else fascicolo.on


def to_validate(desk: Desk) -> Iterator[Waiting]:
    """Yield the paths that wait for the GCP, each at its presa in carico."""
    for fascicolo in desk.reading.fascicoli.values():
        if fascicolo.stato == "trasferito_gcp" and desk.sees(fascicolo):
            prese = desk.reading.of_fascicolo("presa_in_carico", fascicolo.numero)
            for presa in prese[-1:]:
                amount = presa.answers.get("importo_borsa")
                detail = f"borsa di {in_figures(Decimal(str(amount)))} euro" if amount else ""
                yield Waiting(
                    since(fascicolo),
                    person(fascicolo),
                    fascicolo.numero,
                    str(presa.number),
                    detail,
                )


# Documents, by state.


def in_document_state(*stati: str, azioni: str = "FM") -> Find:
    """Find the documents in one of *stati* on which the role may do one of *azioni*."""

    def find(desk: Desk) -> Iterator[Waiting]:
        for document in _found(desk, stati, azioni):
            yield _of_document(document)

    return find


def without_copy(desk: Desk) -> Iterator[Waiting]:
    """Yield the signed documents whose scan is missing."""
    for document in _found(desk, ("firmato", "protocollato"), "M"):
        if all(event.tipo != COPIA for event in document.events):
            yield _of_document(document)


def _found(desk: Desk, stati: tuple[str, ...], azioni: str) -> Iterator[Document]:
    kinds = tuple(
        kind.name
        for kind in all_kinds().values()
        if any(may(desk.actor, azione, kind.access, None, own=True) for azione in azioni)
    )
    if kinds:
        query = Query(desk.visible, stati=stati, kinds=kinds, limit=MOST)
        yield from (hit.document for hit in desk.office.archive.search(query).hits)


def _of_document(document: Document, detail: str = "") -> Waiting:
    return Waiting(document.on, document.oggetto, document.fascicolo, str(document.number), detail)


def requests(*stati: str) -> Find:
    """Find the requests of incentive that stand in one of *stati*."""

    def find(desk: Desk) -> Iterator[Waiting]:
        for document in desk.reading.in_force("richiesta_incentivo"):
            stato = stato_richiesta(document.stato, document.answers)
            if stato in stati and _is_for(desk, document):
                amount = Decimal(str(document.answers.get("importo_richiesto") or 0))
                yield _of_document(document, f"chiesti {in_figures(amount)} euro")

    return find


def _is_for(desk: Desk, document: Document) -> bool:
    if desk.actor.azienda:
        return document.index.get("partita_iva") == desk.actor.azienda
    return desk.actor.territorio in ("", document.territorio)


def unanswered(desk: Desk) -> Iterator[Waiting]:
    """Yield the segnalazioni that no company answered, by initials and profile (P-3)."""
    for document in desk.reading.in_force("segnalazione_azienda"):
        if document.answers.get("esito") in WAITING and _is_for(desk, document):
            profile = f"{document.answers.get('iniziali', '')}, {document.answers.get('profilo')}"
            due = day_of(document, "risposta_entro") or document.on
            yield Waiting(due, profile, document.fascicolo, str(document.number))


def to_approve(desk: Desk) -> Iterator[Waiting]:
    """Yield the final checks that the GCP has not looked at."""
    for document in desk.reading.in_force("verifica_inserimento"):
        fascicolo = desk.reading.fascicoli.get(document.fascicolo)
        waits = fascicolo and fascicolo.stato == "in_verifica"
        if waits and "approvazione_gcp" not in document.answers:
            yield _of_document(document)


def to_confirm(desk: Desk) -> Iterator[Waiting]:
    """Yield the placements of which nobody said whether the person came."""
    for document in desk.reading.in_force("colloquio_iniziale"):
        fascicolo = desk.reading.fascicoli.get(document.fascicolo)
        if fascicolo is None or fascicolo.stato != "in_inserimento" or not desk.sees(fascicolo):
            continue
        if "presenza_confermata" not in document.answers:
            yield Waiting(document.on, person(fascicolo), fascicolo.numero, str(document.number))


# Days to come.


def due_days(*what: str) -> Find:
    """Find the days that matter to who sits at the desk, until soon; *what* as in deadlines."""

    def find(desk: Desk) -> Iterator[Waiting]:
        until = desk.office.on + SOON
        for one in deadlines(desk.actor, office=desk.office, until=until):
            if one.what in what:
                yield Waiting(one.on, one.person, one.fascicolo.numero, one.numero, one.title)

    return find
