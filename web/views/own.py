"""The desk of who has papers of their own: whom they follow, what they fill, what they filled."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.life import EFFICACE
from schemas.rules.permissions import Actor, parse_grant
from schemas.segnalazione_azienda import ESITO
from storage.archive import Document
from web.access import Denied, may_on
from web.acts.beginning import start_own_draft
from web.acts.deadlines import deadlines
from web.acts.desks import placements, requests_of
from web.acts.owning import OF_A_COMPANY, WITH_OWN, own_documents
from web.identity import current_actor
from web.services import office
from web.views.queues import counters

bp = Blueprint("own", __name__, url_prefix="/miei")


LATEST = 20
WEEK = timedelta(days=7)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what is the person's own: what is due, whom they follow, what they filled."""
    actor = current_actor()
    if actor.ruolo not in WITH_OWN:
        raise Denied
    own = [one for one in own_documents(actor, office().archive) if may_on(actor, "V", one)]
    latest: dict[str, object] = {"documents": own[: -LATEST - 1 : -1], "total": len(own)}
    if actor.ruolo == "ASS":
        return render_template("miei/assistente.html", **latest, **_assistant(actor))
    if actor.ruolo in OF_A_COMPANY:
        return render_template("miei/azienda.html", **latest, **_company(actor, own))
    return render_template("miei/documenti.html", **latest, kinds=free_kinds(actor))


def _assistant(actor: Actor) -> dict[str, object]:
    return {
        "placements": placements(actor, office=office()),
        "week": deadlines(actor, office=office(), until=office().on + WEEK),
        "kinds": all_kinds(),
        "soon": office().on + WEEK,
    }


def _company(actor: Actor, own: Sequence[Document]) -> dict[str, object]:
    return {"kinds": free_kinds(actor), "counters": counters(), **papers_of_company(own)}


def papers_of_company(documents: Sequence[Document]) -> dict[str, object]:
    """Return what the page of a company shows of its documents, given oldest first."""
    in_force = [one for one in reversed(documents) if one.stato in EFFICACE]
    return {
        "requests": requests_of(documents),
        "signals": [one for one in in_force if one.kind == "segnalazione_azienda"],
        "stages": [one for one in in_force if one.kind == "convenzione_stage"],
        "outcomes": ESITO,
    }


def _fills_own(kind: Kind, actor: Actor) -> bool:
    cell = kind.access.get(actor.ruolo)
    return bool(cell) and "C" in parse_grant(cell or "").azioni


def free_kinds(actor: Actor) -> list[Kind]:
    """
    Return the kinds that a person may begin without a fascicolo open before them.

    They are what a company asks, and the kinds that name no fascicolo: a scheda may open one.
    """
    return [
        kind
        for kind in all_kinds().values()
        if _fills_own(kind, actor)
        and (actor.ruolo in OF_A_COMPANY or "fascicolo" not in kind.schema.campi())
    ]


@bp.post("/<kind:kind>/nuovo")
def begin(kind: Kind) -> ResponseReturnValue:
    """Begin a document of one's own."""
    actor = current_actor()
    if kind not in free_kinds(actor):
        raise Denied
    draft = start_own_draft(kind, office=office(), by=actor)
    return redirect(url_for("steps.show", key=draft.key, position=1), 303)
