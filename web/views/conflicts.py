"""When a step was saved twice side by side: join what can be joined, ask about the rest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from storage.archive import Stale
from web.acts.drafting import save_step
from web.acts.merging import merge, with_theirs
from web.identity import current_actor
from web.places import Place, place_of
from web.services import office

bp = Blueprint("conflicts", __name__, url_prefix="/bozze")

JOINED = "Nel frattempo la bozza era stata salvata da un'altra finestra: le modifiche sono unite."


def settle(place: Place, mine: Mapping[str, object]) -> ResponseReturnValue:
    """
    Join *mine* with what was saved meanwhile, or show field by field what must be chosen.

    Args:
        place: The step, of the draft as it is now.
        mine: What the person tried to save there.
    """
    draft, position = place.draft, place.position
    theirs = _only(draft.answers, place.fields)
    merged = merge(draft.kind.schema, _json("base"), mine, theirs)
    if not merged.clashes:
        save_step(draft, merged.answers, place.fields, office=office(), by=current_actor())
        flash(JOINED)
        return redirect(url_for("steps.show", key=draft.key, position=position), 303)
    page = render_template(
        "bozze/conflitto.html",
        draft=draft,
        position=position,
        step=place.step,
        clashes=merged.clashes,
        mine=merged.answers,
        theirs=theirs,
    )
    return page, 409


@bp.post("/<key>/<int:position>/concilia")
def choose(key: str, position: int) -> ResponseReturnValue:
    """Save the step with the version chosen for each field that was changed on both sides."""
    place = place_of(key, position)
    answers, theirs = _only(_json("mia"), place.fields), _json("base")
    for name, choice in request.form.items():
        if name.startswith("tieni:") and choice == "salvata":
            answers = with_theirs(answers, theirs, name.removeprefix("tieni:"))
    begun_on = replace(place.draft, version=request.form.get("versione", 0, type=int))
    try:
        save_step(
            begun_on,
            answers,
            place.fields,
            office=office(),
            by=current_actor(),
        )
    except Stale:
        return settle(place, answers)
    flash("Modifiche salvate come scelto.")
    return redirect(url_for("steps.show", key=key, position=position), 303)


def _only(answers: Mapping[str, object], fields: Sequence[str]) -> dict[str, object]:
    return {name: value for name, value in answers.items() if name in fields}


def _json(name: str) -> dict[str, object]:
    """Return the answers that the page carried along, as JSON."""
    try:
        found = json.loads(request.form.get(name, "{}"))
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(found, dict):
        raise BadRequest
    return found
