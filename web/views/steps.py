"""The pages of a draft: one step at a time, saved at each, complete or not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import form_for, raw
from forms.builder.errors import ErrorLink, show_errors
from forms.builder.layout import Step
from forms.builder.rows import add_row, propose, remove_row
from schemas.kinds.examine import Examined, top_of
from schemas.rules.messages import Problem
from storage.archive import ArchiveFault, Stale
from web.acts.drafting import examine_draft, is_held, save_step, with_answers
from web.acts.office import ROME
from web.acts.retrieving import sources_of
from web.identity import current_actor
from web.places import Place, answers_of, place_of, told
from web.services import office
from web.views.conflicts import settle

bp = Blueprint("steps", __name__, url_prefix="/bozze")
log = structlog.get_logger()

BY_ITSELF = "da-sola"  # what the page says when it saves while the person types


@bp.get("/<key>/<int:position>")
def show(key: str, position: int) -> ResponseReturnValue:
    """Show a step as it was last saved; ``controlla`` asks to see what is missing too."""
    place = place_of(key, position)
    if place.draft.issued:
        return redirect(url_for("documents.show", number=place.draft.issued), 303)
    return _page(place, check="controlla" in request.args)


@bp.post("/<key>/<int:position>")
def save(key: str, position: int) -> ResponseReturnValue:
    """Save a step as it was typed, right or wrong, and go where the button says."""
    place = place_of(key, position)
    answers = posted_answers(place)
    begun_on = replace(
        place.draft,
        version=request.form.get("versione", place.draft.version, type=int),
        step=max(place.draft.step, position),
    )
    by_itself = request.form.get("vai") == BY_ITSELF
    try:
        saved = save_step(begun_on, answers, place.fields, office=office(), by=current_actor())
    except Stale:
        return ({}, 409) if by_itself else settle(place, answers)
    except ArchiveFault as fault:
        log.error("save_failed", path=request.path, exc_info=fault)
        typed = replace(begun_on, answers=with_answers(begun_on, answers, place.fields))
        return _page(replace(place, draft=typed), check=False, status=503)
    if by_itself:
        return _saved_by_itself(replace(place, draft=saved))
    return _go_on(replace(place, draft=saved))


def posted_answers(place: Place) -> dict[str, object]:
    """Return what the page posted for a step, without the row that was to be removed."""
    form = form_for(place.draft.kind, place.step, {}, request.form)
    if removed := request.form.get("togli"):
        name, _, index = removed.rpartition(":")
        remove_row(form, name, int(index) if index.isdecimal() else -1)
    return {name: value for name, value in raw(form).items() if name in place.fields}


def _saved_by_itself(place: Place) -> ResponseReturnValue:
    """Answer a page that saves while the person types: what it must post the next time."""
    return {
        "versione": place.draft.version,
        "base": json.dumps(_of_step(place.draft.answers, place.fields)),
        "alle": f"{place.draft.saved_at.astimezone(ROME):%H:%M}",
    }


def _go_on(place: Place) -> ResponseReturnValue:
    """Go where the pressed button says, now that the step is saved."""
    posted, position = request.form, place.position
    if table := posted.get("aggiungi"):
        form = form_for(place.draft.kind, place.step, answers_of(place.draft))
        target = add_row(form, table)
        return redirect(place.address(position, aggiungi=table) + f"#{target}", 303)
    if removed := posted.get("togli"):
        target = removed.rpartition(":")[0] + "-aggiungi"
        return redirect(place.address(position) + f"#{target}", 303)
    match posted.get("vai"):
        case "indietro":
            return redirect(place.address(position - 1), 303)
        case "bozza":
            saved = place.draft
            at = saved.saved_at.astimezone(ROME)
            flash(f"Bozza salvata alle {at:%H:%M} (versione {saved.version}).")
            return redirect(place.address(position), 303)
    examined = examine_draft(place.draft, answers_of(place.draft), office=office())
    if _problems_of(place.step, examined.problems):
        return _page(place, check=True, status=422)
    return redirect(place.address(position + 1), 303)


def _problems_of(step: Step, problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if top_of(problem.path) in step.fields]


def _page(place: Place, *, check: bool, status: int = 200) -> ResponseReturnValue:
    answers = answers_of(place.draft)
    form = form_for(place.draft.kind, place.step, answers)
    examined = examine_draft(place.draft, answers, office=office())
    if table := request.args.get("aggiungi"):
        add_row(form, table)
    if place.step.reasons:
        propose(form, [reason.subject for reason in examined.reasons if reason.holds])
    links: list[ErrorLink] = []
    if check:
        links = show_errors(form, _problems_of(place.step, examined.problems))
    page = render_template(
        "bozze/passo.html",
        place=place,
        form=form,
        links=links,
        reasons=examined.reasons if place.step.reasons else (),
        warnings=told(_problems_of(place.step, examined.warnings)),
        unfinished=unfinished_steps(place.steps, examined),
        sources=sources_of(office().archive, place.draft.kind, examined.carried),
        # After a failed save the page goes on from where it had begun.
        base=request.form.get("base") or json.dumps(_of_step(place.draft.answers, place.fields)),
        failed=status == 503,
        held=is_held(place.draft, by=current_actor(), now=office().now),
    )
    return Response(page, status)


def _of_step(answers: Mapping[str, object], fields: Sequence[str]) -> Mapping[str, object]:
    return {name: value for name, value in answers.items() if name in fields}


def unfinished_steps(steps: Sequence[Step], examined: Examined) -> list[int]:
    """Return the steps, from 1, where something is missing or wrong."""
    wrong = {top_of(problem.path) for problem in examined.problems}
    return [
        position for position, step in enumerate(steps, start=1) if wrong.intersection(step.fields)
    ]
