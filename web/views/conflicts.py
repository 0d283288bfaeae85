"""When a step was saved twice side by side: join what can be joined, ask about the rest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import NotFound as NoSuchPage

from forms.builder.layout import layout_of
from storage.archive import Stale
from web.access import require, sees_restricted
from web.acts.drafting import Draft, load_draft, save_step
from web.acts.merging import merge, with_theirs
from web.identity import current_actor
from web.services import office

bp = Blueprint("conflicts", __name__, url_prefix="/bozze")

JOINED = "Nel frattempo la bozza era stata salvata da un'altra finestra: le modifiche sono unite."


def settle(
    draft: Draft, position: int, mine: Mapping[str, object], fields: Sequence[str]
) -> ResponseReturnValue:
    """
    Join *mine* with what was saved meanwhile, or show field by field what must be chosen.

    Args:
        draft: The draft as it is now.
        position: The step, from 1.
        mine: What the person tried to save.
        fields: The fields of the step.
    """
    theirs = _only(draft.answers, fields)
    merged = merge(draft.kind.schema, _json("base"), mine, theirs)
    if not merged.clashes:
        save_step(draft, merged.answers, tuple(fields), office=office())
        flash(JOINED)
        return redirect(url_for("steps.show", key=draft.key, position=position), 303)
    page = render_template(
        "bozze/conflitto.html",
        draft=draft,
        position=position,
        step=layout_of(draft.kind)[position - 1],
        clashes=merged.clashes,
        mine=merged.answers,
        theirs=theirs,
    )
    return page, 409


@bp.post("/<key>/<int:position>/concilia")
def choose(key: str, position: int) -> ResponseReturnValue:
    """Save the step with the version chosen for each field that was changed on both sides."""
    draft = load_draft(key, office=office())
    require(current_actor(), "M", draft.kind.access, draft.territorio)
    fields = _fields(draft, position)
    answers, theirs = _json("mia"), _json("base")
    for name, choice in request.form.items():
        if name.startswith("tieni:") and choice == "salvata":
            answers = with_theirs(answers, theirs, name.removeprefix("tieni:"))
    begun_on = replace(draft, version=request.form.get("versione", 0, type=int))
    try:
        save_step(begun_on, _only(answers, fields), fields, office=office())
    except Stale:
        return settle(draft, position, answers, fields)
    flash("Modifiche salvate come scelto.")
    return redirect(url_for("steps.show", key=key, position=position), 303)


def _fields(draft: Draft, position: int) -> tuple[str, ...]:
    """Return the fields of a step, from 1, that the person at the desk may see and save."""
    steps = layout_of(draft.kind)
    if not 1 <= position <= len(steps):
        raise NoSuchPage
    campi, sees = draft.kind.schema.campi(), sees_restricted(current_actor())
    return tuple(name for name in steps[position - 1].fields if sees or not campi[name].restricted)


def _only(answers: Mapping[str, object], fields: Sequence[str]) -> dict[str, object]:
    return {name: value for name, value in answers.items() if name in fields}


def _json(name: str) -> dict[str, object]:
    """Return the answers that the page carried along, as JSON."""
    try:
        found = json.loads(request.form.get(name, "{}"))
    except ValueError:
        raise BadRequest from None
    if not isinstance(found, dict):
        raise BadRequest
    return found
