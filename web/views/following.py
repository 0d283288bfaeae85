"""The parts of a registered document that are filled later: begun from its page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.numero import Number
from storage.archive import NotFound
from web.acts.beginning import start_seguito
from web.acts.following import obstacle_to
from web.identity import current_actor
from web.services import office
from web.views.documents import document_of

bp = Blueprint("following", __name__, url_prefix="/documenti")


@bp.post("/<number:number>/prosegui/<nome>")
def begin(number: Number, nome: str) -> ResponseReturnValue:
    """Begin a part of a document, or say what keeps the person from it."""
    document, actor = document_of(number), current_actor()
    try:
        obstacle = obstacle_to(document, nome, office().archive, actor)
    except KeyError:
        raise NotFound from None
    if obstacle:
        flash(f"Non si può registrare: {obstacle}.")
        return redirect(url_for("documents.show", number=number), 303)
    draft = start_seguito(document, nome, office=office(), by=actor)
    return redirect(url_for("steps.show", key=draft.key, position=1), 303)
