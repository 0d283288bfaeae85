"""The queues: what waits for a role, looked at in order of day, decided one by one or together."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.fields.campo import AnyCampo
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from storage.archive import NotFound
from web.access import FASCICOLO, visibility
from web.acts.decisions import BATCHES, Batch, Outcome, decide, preview
from web.acts.queues import Queue, queues_of
from web.acts.waiting import Desk, Waiting
from web.identity import current_actor
from web.paging import page_of
from web.services import office

bp = Blueprint("queues", __name__, url_prefix="/code")

PER_PAGE = 50


@dataclass(frozen=True)
class Counter:
    """A queue with what waits in it, for the desk."""

    queue: Queue
    waiting: list[Waiting]

    @property
    def late(self) -> int:
        """Return how many things are past the day by which they were due."""
        if not self.queue.due:
            return 0
        return sum(one.on < office().on for one in self.waiting)


def counters() -> list[Counter]:
    """Return the queues of the person at the desk, each with what waits."""
    desk = _desk()
    return [Counter(queue, queue.waiting(desk)) for queue in queues_of(desk.actor)]


def _desk() -> Desk:
    actor = current_actor()
    return Desk(actor, visibility(actor), office())


def queue_named(nome: str) -> Queue:
    """
    Return a queue of the person at the desk.

    Raises:
        NotFound: there is none by that name for their role.
    """
    for queue in queues_of(current_actor()):
        if queue.name == nome:
            return queue
    raise NotFound


@bp.get("/<nome>")
def show(nome: str) -> ResponseReturnValue:
    """Show what waits in a queue, the longest wait first."""
    queue = queue_named(nome)
    waiting = queue.waiting(_desk())
    page = page_of(len(waiting), PER_PAGE)
    batch = BATCHES.get(queue.batch)
    return render_template(
        "code/coda.html",
        queue=queue,
        page=page,
        waiting=waiting[page.offset : page.offset + page.size],
        batch=batch,
        asked=_asked(batch),
        all_chosen="tutti" in request.args,
        links_fascicoli=current_actor().ruolo in FASCICOLO,
    )


def _asked(batch: Batch | None) -> Mapping[str, AnyCampo]:
    """Return the fields that a decision for many asks once."""
    if batch is None:
        return {}
    campi = {
        name: campo for kind in all_kinds().values() for name, campo in kind.schema.campi().items()
    }
    return {name: campi[name] for name in batch.asks}


@bp.post("/<nome>/anteprima")
def look(nome: str) -> ResponseReturnValue:
    """Show what a decision would do to each document chosen, before anything is recorded."""
    queue, batch, numbers = _chosen(nome)
    if not numbers:
        flash("Scegliere almeno una riga.")
        return redirect(url_for(".show", nome=nome), 303)
    outcomes = preview(numbers, queue.batch, _answers(batch), office=office(), by=current_actor())
    return render_template(
        "code/anteprima.html",
        queue=queue,
        batch=batch,
        outcomes=outcomes,
        ready=[one for one in outcomes if not one.faults],
        asked=_asked(batch),
        given=_given(batch),
    )


@bp.post("/<nome>/conferma")
def confirm(nome: str) -> ResponseReturnValue:
    """Record the decision on each document, and say which it could not be recorded on."""
    queue, batch, numbers = _chosen(nome)
    outcomes = decide(numbers, queue.batch, _answers(batch), office=office(), by=current_actor())
    failed = [one for one in outcomes if one.faults]
    flash(f"{len(outcomes) - len(failed)} {batch.done}.")
    if failed:
        flash(f"Non registrati: {'; '.join(map(_why, failed))}.")
    return redirect(url_for(".show", nome=nome), 303)


def _why(outcome: Outcome) -> str:
    return f"{outcome.number} ({' '.join(outcome.faults)})"


def _chosen(nome: str) -> tuple[Queue, Batch, list[Number]]:
    """
    Return the queue, its decision, and the documents chosen that do wait in it.

    Raises:
        NotFound: nothing is decided together in that queue.
    """
    queue = queue_named(nome)
    if queue.batch not in BATCHES:
        raise NotFound
    asked = set(request.form.getlist("scelti"))
    here = [one.documento for one in queue.waiting(_desk()) if one.documento in asked]
    return queue, BATCHES[queue.batch], [Number.parse(numero) for numero in here]


def _given(batch: Batch) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in batch.asks}


def _answers(batch: Batch) -> dict[str, str]:
    return {**batch.says, **_given(batch)}
