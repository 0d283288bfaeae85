"""The desk of who has papers of their own: whom they follow, what they fill, what they filled."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor, parse_grant
from storage.archive import Document
from web.access import Denied
from web.acts.beginning import start_own_draft
from web.acts.owning import OF_A_COMPANY, WITH_OWN, followed, own_documents
from web.identity import current_actor
from web.services import office

bp = Blueprint("own", __name__, url_prefix="/miei")


@dataclass(frozen=True)
class Followed:
    """A placement that the person follows: its convention, and the papers they may fill in it."""

    convention: Document
    kinds: Sequence[Kind]
    filled: int


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what is the person's own: placements followed, kinds to fill, documents."""
    actor = current_actor()
    if actor.ruolo not in WITH_OWN:
        raise Denied
    return render_template(
        "miei.html",
        placements=_placements(actor),
        kinds=free_kinds(actor),
        documents=list(reversed(own_documents(actor, office().archive))),
    )


def _placements(actor: Actor) -> list[Followed]:
    kinds = [kind for kind in all_kinds().values() if _fills_own(kind, actor)]
    return [
        Followed(convention, kinds, _filled(convention, kinds))
        for convention in followed(actor, office().archive).values()
    ]


def _filled(convention: Document, kinds: Sequence[Kind]) -> int:
    names = {kind.name for kind in kinds}
    documents = office().archive.documents(fascicolo=convention.fascicolo)
    return sum(document.kind in names for document in documents)


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
