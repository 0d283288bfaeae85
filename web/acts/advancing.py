"""The steps of a fascicolo: those that people take, those that papers take, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.kinds.registry import all_kinds
from schemas.rules.life import RITIRATI, SEGUITO, STATI_FASCICOLO
from schemas.rules.messages import Problem
from schemas.rules.percorso import SOSPESO, Carta, Passo, passi_from
from schemas.rules.permissions import RUOLI, Actor
from storage.archive import Archive, Document, Event, Fascicolo
from web.acts.motives import motive_fault
from web.acts.office import Office
from web.acts.telling import tell_awaited, tell_moved


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


@dataclass(frozen=True)
class Step:
    """
    A step that somebody asks for.

    Args:
        a: The state it leads to.
        on: Its day.
        motivo: The reason, for the steps that want one.
        sentita: The day on which the person was heard, for the steps that want one.
    """

    a: str
    on: date
    motivo: str = ""
    sentita: date | None = None


def steps_from(fascicolo: Fascicolo) -> tuple[Passo, ...]:
    """Return the steps from where *fascicolo* stands, in the order of the process."""
    return passi_from(fascicolo.stato, _before_suspension(fascicolo))


def _before_suspension(fascicolo: Fascicolo) -> str:
    return fascicolo.events[-2].tipo if len(fascicolo.events) > 1 else "aperto"


def possible_steps(fascicolo: Fascicolo, by: Actor) -> list[Possible]:
    """Return the steps from where the fascicolo stands, each with its obstacle for that person."""
    return [Possible(passo, _obstacle(passo, fascicolo, by)) for passo in steps_from(fascicolo)]


def _obstacle(passo: Passo, fascicolo: Fascicolo, by: Actor) -> str:
    if passo.carte:
        return f"{_missing(passo)}. {_who(passo)}"
    if by.ruolo not in passo.ruoli:
        return _who(passo)
    if by.territorio and by.territorio != fascicolo.territorio:
        return "il fascicolo è di un altro territorio"
    return ""


def _missing(passo: Passo) -> str:
    return "avviene con: " + " e ".join(wanted(carta) for carta in passo.carte)


def wanted(carta: Carta) -> str:
    """Return in words what must happen to a paper for it to move the fascicolo."""
    kind = all_kinds()[carta.kind]
    if carta.seguito:
        return f"{kind.title}, parte «{kind.seguiti[carta.seguito].title}»"
    return f"{kind.title}, {'firma' if carta.evento == 'firma' else 'archiviazione'}"


def _who(passo: Passo) -> str:
    return "può farlo: " + " o ".join(RUOLI[ruolo] for ruolo in passo.ruoli)


def advance(numero: str, asked: Step, *, office: Office, by: Actor) -> Advanced:
    """
    Take a step that no paper takes, if this person may take it from where the fascicolo stands.

    Raises:
        NotFound: no such fascicolo.
    """
    with office.archive.transaction():
        fascicolo = office.archive.fascicolo(numero)
        steps = [one for one in possible_steps(fascicolo, by) if one.passo.a == asked.a]
        step = next((one for one in steps if not one.passo.carte), next(iter(steps), None))
        if fault := _fault(step, fascicolo, asked, office):
            return Advanced(fascicolo, (fault,))
        event = Event(asked.a, office.now, by.utente, _told(asked))
        moved = office.archive.add_fascicolo_event(numero, event)
        tell_moved(moved, steps_from(moved), office=office, by=by)
        if fascicolo.stato == SOSPESO:
            moved = _catch_up(moved, office=office, by=by)
        return Advanced(moved)


def _told(asked: Step) -> dict[str, object]:
    told = {
        "data": asked.on.isoformat(),
        "motivo": asked.motivo.strip(),
        "sentita": asked.sentita.isoformat() if asked.sentita else "",
    }
    return {name: text for name, text in told.items() if text}


def _fault(
    step: Possible | None, fascicolo: Fascicolo, asked: Step, office: Office
) -> Problem | None:
    if step is None:
        words = {"da": STATI_FASCICOLO[fascicolo.stato], "a": STATI_FASCICOLO.get(asked.a, asked.a)}
        return Problem("passo", "passo_non_ammesso", words)
    if step.obstacle:
        return Problem("passo", "passo_impedito", {"motivo": step.obstacle})
    if asked.on > office.on:
        return Problem("data", "data_futura_oggi")
    last = last_day(fascicolo)
    if asked.on < last:
        return Problem("data", "passo_precedente", {"data": f"{last:%d/%m/%Y}"})
    if step.passo.motivo and (fault := motive_fault(asked.motivo)):
        return fault
    return _hearing_fault(asked) if step.passo.sentita else None


def _hearing_fault(asked: Step) -> Problem | None:
    if asked.sentita is None:
        return Problem("sentita", "obbligatorio")
    return Problem("sentita", "audizione_successiva") if asked.sentita > asked.on else None


def last_day(fascicolo: Fascicolo) -> date:
    """Return the day of the last step taken: none may precede it (invariant F-2)."""
    days = [str(event.dati["data"]) for event in fascicolo.events if "data" in event.dati]
    return date.fromisoformat(days[-1]) if days else fascicolo.on


def follow_paper(document: Document, *, office: Office, by: Actor) -> None:
    """
    Take the step that what just happened to *document* takes by itself, if it takes one.

    The last of its events is looked at: a signature, a part recorded later, the archiving. Those
    for whom the document now waits are told.
    """
    tell_awaited(document, office=office, by=by)
    if not document.fascicolo:
        return
    fascicolo = office.archive.fascicolo(document.fascicolo)
    for passo in steps_from(fascicolo):
        mine = [carta for carta in passo.carte if carta.kind == document.kind]
        if any(_is_of(document.events[-1], carta) for carta in mine) and _taken_by(
            passo, fascicolo, office.archive
        ):
            _move(fascicolo, passo, document, mine[0], office=office, by=by)
            return


def _catch_up(fascicolo: Fascicolo, *, office: Office, by: Actor) -> Fascicolo:
    """Take the step that papers would have taken while the path was suspended."""
    for passo in steps_from(fascicolo):
        if passo.carte and _taken_by(passo, fascicolo, office.archive):
            carta = passo.carte[-1]
            paper = _papers(carta, fascicolo, office.archive)[-1]
            return _move(fascicolo, passo, paper, carta, office=office, by=by)
    return fascicolo


def _move(
    fascicolo: Fascicolo,
    passo: Passo,
    document: Document,
    carta: Carta,
    *,
    office: Office,
    by: Actor,
) -> Fascicolo:
    moved = _happened(document, carta)
    signed = str(moved.dati.get("data") or f"{office.on}")
    day = str(document.answers.get(carta.giorno) or signed)
    dati = {"data": day, "documento": str(document.number)}
    # The instant is the paper's: what belongs to one stretch of the path is told by it.
    at = max(moved.at, fascicolo.events[-1].at) if fascicolo.events else moved.at
    event = Event(passo.a, at, by.utente, dati)
    moved_on = office.archive.add_fascicolo_event(fascicolo.numero, event)
    tell_moved(moved_on, steps_from(moved_on), office=office, by=by)
    return moved_on


def _taken_by(passo: Passo, fascicolo: Fascicolo, archive: Archive) -> bool:
    """Tell whether every paper that takes the step is there and says what it must."""
    return all(_holds(carta, fascicolo, archive) for carta in passo.carte)


def _holds(carta: Carta, fascicolo: Fascicolo, archive: Archive) -> bool:
    if carta.tutte:
        sent = _papers(Carta(carta.kind), fascicolo, archive)
        return bool(sent) and all(_says(document, carta) for document in sent)
    return any(_says(document, carta) for document in _papers(carta, fascicolo, archive))


def _papers(carta: Carta, fascicolo: Fascicolo, archive: Archive) -> Sequence[Document]:
    """Return the papers in force to which it happened since the fascicolo is where it is."""
    since = entered_at(fascicolo)
    return [
        document
        for document in archive.documents(fascicolo=fascicolo.numero, kind=carta.kind)
        if document.stato not in RITIRATI
        and any(_is_of(event, carta) and event.at >= since for event in document.events)
    ]


def _says(document: Document, carta: Carta) -> bool:
    said = document.answers
    return all(said.get(name) in admitted for name, admitted in carta.dice.items())


def _is_of(event: Event, carta: Carta) -> bool:
    if carta.seguito:
        return event.tipo == SEGUITO and event.dati["nome"] == carta.seguito
    return event.tipo == carta.evento


def _happened(document: Document, carta: Carta) -> Event:
    return [event for event in document.events if _is_of(event, carta)][-1]


def entered_at(fascicolo: Fascicolo) -> datetime:
    """Return when the fascicolo came where it is; a suspension does not make it new."""
    states = [("aperto", fascicolo.opened_at)]
    for event in fascicolo.events:
        resumed = len(states) > 1 and states[-1][0] == SOSPESO and states[-2][0] == event.tipo
        if resumed:
            states.pop()
        else:
            states.append((event.tipo, event.at))
    return states[-1][1]
