"""The steps of a fascicolo: who may take which, what each needs, what keeps it from being taken."""

from dataclasses import dataclass
from datetime import date

from schemas.kinds.registry import all_kinds
from schemas.rules.life import EFFICACE, PASSI_FASCICOLO, STATI_FASCICOLO, Passo, passi_from
from schemas.rules.messages import Problem
from schemas.rules.permissions import RUOLI, Actor
from storage.archive import Archive, Document, Event, Fascicolo
from web.acts.motives import motive_fault
from web.acts.office import Office


@dataclass(frozen=True)
class Possible:
    """A step from where the fascicolo stands, and what keeps this person from it, or ""."""

    passo: Passo
    obstacle: str


@dataclass(frozen=True)
class Advanced:
    """The outcome: the fascicolo as it is now, and what must be mended if it did not move."""

    fascicolo: Fascicolo
    problems: tuple[Problem, ...] = ()


def possible_steps(fascicolo: Fascicolo, archive: Archive, by: Actor) -> list[Possible]:
    """Return the steps that people take from where the fascicolo stands, each with its obstacle."""
    return [
        Possible(passo, _obstacle(passo, fascicolo, archive, by))
        for passo in passi_from(fascicolo.stato)
        if not passo.automatic
    ]


def advance(numero: str, to: str, *, on: date, motivo: str, office: Office, by: Actor) -> Advanced:
    """
    Take a step: the fascicolo passes to the state *to* on the day *on*.

    Raises:
        NotFound: no such fascicolo.
    """
    with office.archive.transaction():
        fascicolo = office.archive.fascicolo(numero)
        steps = possible_steps(fascicolo, office.archive, by)
        step = next((one for one in steps if one.passo.a == to), None)
        fault = _fault(step, fascicolo, to, on, motivo, office)
        if fault:
            return Advanced(fascicolo, (fault,))
        dati = {"data": on.isoformat(), **({"motivo": motivo.strip()} if motivo.strip() else {})}
        event = Event(to, office.now, by.utente, dati)
        return Advanced(office.archive.add_fascicolo_event(numero, event))


def _fault(
    step: Possible | None, fascicolo: Fascicolo, to: str, on: date, motivo: str, office: Office
) -> Problem | None:
    if step is None:
        words = {"da": STATI_FASCICOLO[fascicolo.stato], "a": STATI_FASCICOLO.get(to, to)}
        return Problem("passo", "passo_non_ammesso", words)
    if step.obstacle:
        return Problem("passo", "passo_impedito", {"motivo": step.obstacle})
    if on > office.on:
        return Problem("data", "data_futura_oggi")
    last = _last_day(fascicolo)
    if on < last:
        return Problem("data", "passo_precedente", {"data": f"{last:%d/%m/%Y}"})
    return motive_fault(motivo) if step.passo.motivo else None


def _last_day(fascicolo: Fascicolo) -> date:
    """Return the day of the last step taken: none may precede it (invariant F-2)."""
    days = [str(event.dati["data"]) for event in fascicolo.events if "data" in event.dati]
    return date.fromisoformat(days[-1]) if days else date.min


def _obstacle(passo: Passo, fascicolo: Fascicolo, archive: Archive, by: Actor) -> str:
    if by.ruolo not in passo.ruoli:
        who = " o ".join(RUOLI[ruolo] for ruolo in passo.ruoli)
        return f"può farlo: {who}"
    if by.territorio and by.territorio != fascicolo.territorio:
        return "il fascicolo è di un altro territorio"
    if not passo.firmato or passo.firmato not in all_kinds():
        return ""
    signed = _signed(passo.firmato, fascicolo, archive)
    if signed is None:
        return f"serve un documento firmato: {all_kinds()[passo.firmato].title}"
    if passo.four_eyes and signed.autore == by.utente:
        return "chi ha redatto il documento non può validarlo"
    return ""


def _signed(kind: str, fascicolo: Fascicolo, archive: Archive) -> Document | None:
    documents = archive.documents(fascicolo=fascicolo.numero, kind=kind)
    return next((one for one in reversed(documents) if one.stato in EFFICACE), None)


def follow_signature(document: Document, *, office: Office, by: Actor) -> None:
    """Take the step that the signature of *document* takes by itself, if it takes one."""
    if not document.fascicolo:
        return
    stato = office.archive.fascicolo(document.fascicolo).stato
    for passo in PASSI_FASCICOLO:
        if passo.automatic and passo.firmato == document.kind and stato in passo.da:
            event = Event(passo.a, office.now, by.utente, {"documento": str(document.number)})
            office.archive.add_fascicolo_event(document.fascicolo, event)
