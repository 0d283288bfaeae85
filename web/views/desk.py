"""The Scrivania: search first, then what waits for the person at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor, may
from storage.archive import Fascicolo, Query
from web.access import FASCICOLO, visibility
from web.acts.drafting import Draft, drafts_of, examine_draft, expires_on
from web.acts.owning import OF_A_COMPANY
from web.acts.searches import saved_searches
from web.identity import current_actor
from web.places import answers_of, may_open
from web.services import office
from web.views.own import free_kinds
from web.views.queues import counters

bp = Blueprint("desk", __name__)

LATEST = 8


@dataclass(frozen=True)
class Unfinished:
    """
    A draft on the desk, with how many things are still to be filled or mended.

    *expires* is the day on which it will be thrown away, when that day is near.
    """

    draft: Draft
    person: str
    missing: int
    expires: date | None


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the desk."""
    actor = current_actor()
    visible = visibility(actor)
    latest = office().archive.search(Query(visible, limit=LATEST))
    begun = filter(may_open, drafts_of(actor, office=office()))
    return render_template(
        "scrivania.html",
        counters=counters(),
        waiting_pdf=len(_waiting(actor)),
        drafts=list(map(_unfinished, begun)),
        hits=latest.hits,
        kinds=free_kinds(actor),
        saved=saved_searches(office=office(), by=actor),
    )


def _unfinished(draft: Draft) -> Unfinished:
    examined = examine_draft(draft, answers_of(draft), office=office())
    expires = expires_on(draft, office=office())
    notice = timedelta(days=office().parameters.whole("bozza.giorni_preavviso"))
    near = expires if office().on > expires - notice else None
    return Unfinished(draft, person_of(draft), len(examined.problems), near)


def person_of(draft: Draft) -> str:
    """Return surname and name of the person of a draft's fascicolo, or "": companies read none."""
    if not draft.fascicolo or current_actor().ruolo in OF_A_COMPANY:
        return ""
    persona = office().archive.fascicolo(draft.fascicolo).persona
    return f"{persona['cognome']} {persona['nome']}"


def _waiting(actor: Actor) -> list[str]:
    scopes = dict(visibility(actor).pairs)
    siglas = {kind.sigla: scopes.get(kind.name) for kind in all_kinds().values()}
    return [
        str(number)
        for number in office().archive.without_pdf()
        if siglas.get(number.sigla) in ("", number.territorio)
    ]


def fascicoli_of(actor: Actor, words: str = "") -> Sequence[Fascicolo]:
    """Return the fascicoli that the actor may see, those found by *words* if any, oldest first."""
    found = office().archive.fascicoli(territorio=actor.territorio, words=words)
    return [one for one in found if may(actor, "V", FASCICOLO, one.territorio)]
