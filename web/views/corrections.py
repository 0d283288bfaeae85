"""Corrections of registered documents: begun, and their addendum."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.numero import Number
from storage.archive import NotAllowed, NotFound
from web.access import Denied, may_on
from web.acts.beginning import start_correction
from web.acts.correcting import NothingReplaced, print_addendum
from web.downloads import DOCX, attachment
from web.identity import current_actor
from web.services import office
from web.views.documents import CORRECTABLE, document_of

bp = Blueprint("corrections", __name__, url_prefix="/documenti")


@bp.post("/<number:number>/correggi")
def correct(number: Number) -> ResponseReturnValue:
    """Begin the correction of a registered document, with everything it says filled in."""
    document, actor = document_of(number), current_actor()
    if not may_on(actor, "C", document):
        raise Denied
    if document.stato not in CORRECTABLE:
        raise NotAllowed(number, document.stato, "sostituzione")
    draft = start_correction(document, office=office(), by=actor)
    return redirect(url_for("steps.show", key=draft.key, position=1), 303)


@bp.get("/<number:number>/addendum.docx")
def addendum(number: Number) -> ResponseReturnValue:
    """Give the paper that tells what a correction changed."""
    document = document_of(number)
    try:
        paper = print_addendum(document, office=office())
    except NothingReplaced:
        raise NotFound from None
    return attachment(paper, f"Addendum_{number}.docx", DOCX)
