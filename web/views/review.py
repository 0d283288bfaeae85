"""The review of a draft, its paper as a draft, and its registration."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import form_for
from forms.builder.errors import show_errors
from generators.press.promise import PressError
from schemas.fields import Dichiarazione
from schemas.kinds.examine import Examined
from schemas.rules.messages import Problem
from storage.archive import Stale
from web.access import sees_restricted
from web.acts.drafting import Draft, changes_by, discard_draft, examine_draft
from web.acts.following import NotNow
from web.acts.previewing import proof_of
from web.acts.registering import register_draft
from web.acts.retrieving import sources_of
from web.downloads import DOCX, PDF, PNG, attachment
from web.identity import current_actor
from web.places import answers_of, open_draft, told
from web.recap import Answers, recap
from web.services import office, previews
from web.views.documents import wait_for_pdf
from web.views.steps import unfinished_steps

bp = Blueprint("review", __name__, url_prefix="/bozze")

PATIENCE = 8.0  # seconds: a LibreOffice that starts for it takes three


@dataclass(frozen=True)
class Todo:
    """Something to fill or mend: the words, and the address of its control."""

    words: str
    address: str


@bp.get("/<key>/riepilogo")
def show(key: str) -> ResponseReturnValue:
    """Show the whole draft in words, what is missing, and the button that registers it."""
    draft = open_draft(key)
    if draft.issued:
        return redirect(url_for("documents.show", number=draft.issued), 303)
    return _page(draft, examine_draft(draft, answers_of(draft), office=office()), 200)


@bp.post("/<key>/registra")
def register(key: str) -> ResponseReturnValue:
    """Register the document of a draft; pressed twice, show the one registered."""
    open_draft(key)
    version = request.form.get("versione", 0, type=int)
    try:
        outcome = register_draft(
            key, version, request.form.get("motivo", ""), office=office(), by=current_actor()
        )
    except NotNow as obstacle:
        flash(f"Non si può registrare: {obstacle}.")
        return redirect(url_for(".show", key=key), 303)
    except Stale:
        flash("La bozza è cambiata dopo il riepilogo: controllala di nuovo.")
        return redirect(url_for(".show", key=key), 303)
    if outcome.number is None:
        assert outcome.examined is not None
        return _page(outcome.draft, outcome.examined, 422, outcome.unexplained)
    if not outcome.again:
        wait_for_pdf(outcome.number)
    page = "documents.show" if outcome.again else "documents.registered"
    if seguito := outcome.draft.kind.seguiti.get(outcome.draft.seguito):
        page = "documents.show"
        flash(f"{seguito.title}: registrato.")
    return redirect(url_for(page, number=outcome.number), 303)


@bp.get("/<key>/bozza.docx")
def paper(key: str) -> ResponseReturnValue:
    """Give the paper as it would be, marked as not valid for signature."""
    draft, examined = _examined(key)
    if examined.problems:
        return _page(draft, examined, 422)
    proof = proof_of(draft.kind, examined, office=office())
    return attachment(proof.docx, _name(draft, "docx"), DOCX)


@bp.get("/<key>/anteprima.pdf")
def preview(key: str) -> ResponseReturnValue:
    """Give the PDF of the paper as it would be, marked as not valid for signature."""
    draft, examined = _examined(key)
    if examined.problems:
        return _page(draft, examined, 422)
    try:
        made = previews().wait(draft, examined, PATIENCE)
    except (PressError, TimeoutError) as error:
        flash(str(error) or "L'anteprima non è ancora pronta: riprova tra poco.")
        return redirect(url_for(".show", key=key), 303)
    return attachment(made.pdf, _name(draft, "pdf"), PDF)


@bp.get("/<key>/anteprima.png")
def picture(key: str) -> ResponseReturnValue:
    """Give the pages of the preview as a picture, as soon as it is there."""
    draft, examined = _examined(key)
    if examined.problems:
        return Response(status=404)
    try:
        made = previews().wait(draft, examined, PATIENCE)
    except (PressError, TimeoutError):
        return Response(status=503)
    return attachment(made.picture, _name(draft, "png"), PNG)


def _examined(key: str) -> tuple[Draft, Examined]:
    draft = open_draft(key)
    return draft, examine_draft(draft, answers_of(draft), office=office())


def _name(draft: Draft, form: str) -> str:
    return f"Bozza-{draft.kind.title.replace(' ', '-')}.{form}"


@bp.post("/<key>/elimina")
def discard(key: str) -> ResponseReturnValue:
    """Throw a draft away, once confirmed."""
    draft = open_draft(key)
    if request.form.get("conferma") != "si":
        return Response(render_template("bozze/elimina.html", draft=draft))
    if not draft.issued:
        discard_draft(draft, office=office())
        flash("Bozza eliminata.")
    return redirect(url_for("desk.show"), 303)


def _page(
    draft: Draft, examined: Examined, status: int, unexplained: Problem | None = None
) -> ResponseReturnValue:
    problems = {problem.path: problem.message for problem in examined.problems}
    answers = Answers(examined.data, examined.typed, problems, sees_restricted(current_actor()))
    page = render_template(
        "bozze/riepilogo.html",
        draft=draft,
        steps=draft.steps,
        unfinished=unfinished_steps(draft.steps, examined),
        cards=recap(draft.kind, answers, draft.steps),
        todo=_todo(draft, examined),
        declares=any(isinstance(it, Dichiarazione) for it in draft.kind.schema.campi().values()),
        warnings=told(examined.warnings),
        unexplained=unexplained,
        motivo=request.form.get("motivo", ""),
        reasons=[reason for reason in examined.reasons if reason.holds],
        sources=sources_of(office().archive, draft.kind, examined.carried),
        changes=changes_by(
            draft, examined, office().archive, restricted=sees_restricted(current_actor())
        ),
        no_preview="" if examined.problems else previews().begin(draft, examined),
    )
    return Response(page, status)


def _todo(draft: Draft, examined: Examined) -> Sequence[Todo]:
    """Return what remains to do, in the order of the form, each with the way to its control."""
    found = []
    for position in unfinished_steps(draft.steps, examined):
        form = form_for(draft.kind, draft.steps[position - 1], answers_of(draft))
        address = url_for("steps.show", key=draft.key, position=position, controlla="si")
        for link in show_errors(form, examined.problems):
            found.append(Todo(link.words, f"{address}#{link.target}"))
    return found
