"""The pages of a draft: one step at a time, saved at each, complete or not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import form_for, raw
from forms.builder.errors import ErrorLink, show_errors
from forms.builder.layout import Step
from forms.builder.rows import add_row, propose, remove_row
from schemas.kinds.examine import Examined, top_of
from schemas.rules.messages import Problem
from storage.archive import Stale
from web.acts.drafting import examine_draft, save_step
from web.acts.retrieving import sources_of
from web.places import Place, answers_of, place_of
from web.services import office
from web.views.conflicts import settle

bp = Blueprint("steps", __name__, url_prefix="/bozze")


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
    form = form_for(place.draft.kind, place.step, {}, request.form)
    if removed := request.form.get("togli"):
        name, _, index = removed.rpartition(":")
        remove_row(form, name, int(index) if index.isdecimal() else -1)
    answers = {name: value for name, value in raw(form).items() if name in place.fields}
    version = request.form.get("versione", "")
    begun_on = replace(
        place.draft,
        version=int(version) if version.isdecimal() else place.draft.version,
        step=max(place.draft.step, position),
    )
    try:
        saved = save_step(begun_on, answers, place.fields, office=office())
    except Stale:
        return settle(place, answers)
    return _go_on(replace(place, draft=saved))


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
            flash(f"Bozza salvata alle {saved.saved_at:%H:%M} (versione {saved.version}).")
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
        warnings=_problems_of(place.step, examined.warnings),
        unfinished=unfinished_steps(place.steps, examined),
        sources=sources_of(office().archive, place.draft.kind, examined.carried),
        base=dict(_of_step(place.draft.answers, place.fields)),
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
