"""The Word templates: taken out, tried, looked at before and after, published from a day."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from forms.builder.errors import ErrorLink
from generators.pagediff import PageChange
from generators.press.promise import PressError
from storage.archive import NotFound
from web.access import Denied, may_on
from web.acts.papers import PaperMissing
from web.acts.proposals import Proposal, Trials, proposal_of, propose_template, put_away
from web.acts.templates import (
    Published,
    TemplateRefused,
    Trial,
    paper_names,
    paper_title,
    publish_template,
    published,
    withdraw_template,
)
from web.downloads import DOCX, attachment
from web.identity import current_actor
from web.presenting import day
from web.services import office
from web.uploads import TEMPLATE_MB, files_sent

bp = Blueprint("templates", __name__, url_prefix="/modelli")

_trials = Trials()
NO_FILE = "Scegliere il file del modello, un documento Word (.docx)."


@dataclass(frozen=True)
class Standing:
    """Where a paper stands: its templates, which holds today, which come later, what waits."""

    name: str
    title: str
    own: list[Published]
    proposal: Proposal | None

    @property
    def in_force(self) -> Published | None:
        """Return the office's template that holds today, or None for the one shipped."""
        past = [one for one in self.own if one.dal <= office().on]
        return past[-1] if past else None

    @property
    def to_come(self) -> list[Published]:
        """Return the templates that hold from a day to come."""
        return [one for one in self.own if one.dal > office().on]


@bp.before_request
def only_administrators() -> None:
    """Keep out whoever does not administer the system: templates are theirs alone."""
    if current_actor().ruolo != "ADM":
        raise Denied


@bp.get("/")
def find() -> ResponseReturnValue:
    """List the papers, with the template that holds for each."""
    return render_template("modelli/elenco.html", papers=[_standing(it) for it in paper_names()])


@bp.get("/<nome>")
def show(nome: str) -> ResponseReturnValue:
    """Show a paper: its templates, old and to come, and the way to change it."""
    if "pesante" in request.args:
        return _page(_standing(nome), [f"Il file supera il massimo di {TEMPLATE_MB} MB."])
    return _page(_standing(nome), [])


def _standing(nome: str) -> Standing:
    """
    Return where the paper *nome* stands.

    Raises:
        NotFound: there is no such paper.
    """
    if nome not in paper_names():
        raise NotFound
    own = published(office().archive, nome)
    return Standing(nome, paper_title(nome), own, proposal_of(nome, office=office()))


def _page(paper: Standing, faults: list[str]) -> ResponseReturnValue:
    links = [ErrorLink(fault, "file") for fault in faults]
    page = render_template("modelli/modello.html", paper=paper, links=links, most=TEMPLATE_MB)
    return Response(page, 422 if faults else 200)


@bp.get("/<nome>/modello.docx")
def take(nome: str) -> ResponseReturnValue:
    """Give the template that holds today, to be edited in Word."""
    paper = _standing(nome)
    try:
        source = office().papers.source(nome, office().on)
    except PaperMissing:
        raise NotFound from None
    return attachment(source, f"{paper.name}.docx", DOCX)


@bp.get("/<nome>/<iso>.docx")
def take_old(nome: str, iso: str) -> ResponseReturnValue:
    """Give a template that the office published, as it was."""
    found = [one for one in _standing(nome).own if one.dal.isoformat() == iso]
    if not found:
        raise NotFound
    return attachment(office().archive.blob(found[0].sha256), f"{nome}_{iso}.docx", DOCX)


@bp.post("/<nome>/prova")
def check(nome: str) -> ResponseReturnValue:
    """Check an edited template against its contract, and keep it to be looked at."""
    paper, sent = _standing(nome), files_sent("file")
    if not sent:
        return _page(paper, [NO_FILE])
    try:
        propose_template(nome, sent[0].read(), office=office(), by=current_actor())
    except TemplateRefused as refused:
        return _page(paper, list(refused.faults))
    return redirect(url_for(".look", nome=nome), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_heavy(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that what was sent weighs too much: it was not even read."""
    return redirect(url_for(".show", pesante="si", **(request.view_args or {})), 303)


@bp.get("/<nome>/prova")
def look(nome: str) -> ResponseReturnValue:
    """Show page by page what the proposed template changes, and ask from when it holds."""
    return _look(nome, f"{office().on:%d/%m/%Y}", "")


def _look(nome: str, dal: str, fault: str) -> ResponseReturnValue:
    proposal, failure = _proposed(nome), ""
    try:
        trials = _trials.of(proposal, office=office())
    except PressError as error:
        trials, failure = [], str(error)
    page = render_template(
        "modelli/prova.html",
        paper=_standing(nome),
        proposal=proposal,
        trials=sorted(enumerate(trials), key=lambda pair: not pair[1].changes),
        may_see=_may_see,
        failure=failure,
        dal=dal,
        fault=fault,
    )
    return Response(page, 422 if fault else 200)


def _proposed(nome: str) -> Proposal:
    """
    Return what is proposed for a paper.

    Raises:
        NotFound: nothing is, or there is no such paper.
    """
    proposal = _standing(nome).proposal
    if proposal is None:
        raise NotFound
    return proposal


def _may_see(trial: Trial) -> bool:
    """Return whether the person may see the pages: of a specimen everybody, of a person few."""
    return trial.document is None or may_on(current_actor(), "V", trial.document)


@bp.get("/<nome>/prova/<sha256>/<int:trial>/<int:page>-<any(prima,dopo):when>.png")
def picture(nome: str, sha256: str, trial: int, page: int, when: str) -> ResponseReturnValue:
    """Give the picture of a page before or after."""
    proposal = _proposed(nome)
    trials = _trials.of(proposal, office=office()) if proposal.sha256 == sha256 else []
    found = trials[trial] if trial < len(trials) else None
    if found is None or not _may_see(found):
        raise NotFound
    content = _pictured(found, page, when)
    if content is None:
        raise NotFound
    answer = Response(content, mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _pictured(trial: Trial, page: int, when: str) -> bytes | None:
    change: PageChange | None = next((it for it in trial.changes if it.number == page), None)
    if change is None:
        return None
    return change.before if when == "prima" else change.after


@bp.post("/<nome>/pubblica")
def publish(nome: str) -> ResponseReturnValue:
    """Publish the proposed template from a day."""
    proposal, typed = _proposed(nome), request.form.get("dal", "")
    dal = day(typed)
    if dal is None:
        return _look(nome, typed, "Data non valida: usare il formato GG/MM/AAAA.")
    try:
        publish_template(nome, proposal.source, dal, office=office(), by=current_actor())
    except TemplateRefused as refused:
        return _look(nome, typed, " ".join(refused.faults))
    put_away(nome, office=office())
    flash(f"Modello pubblicato: vale per i documenti datati dal {dal:%d/%m/%Y}.")
    return redirect(url_for(".show", nome=nome), 303)


@bp.post("/<nome>/scarta")
def drop(nome: str) -> ResponseReturnValue:
    """Put away the proposed template."""
    _proposed(nome)
    put_away(nome, office=office())
    flash("La modifica è stata messa da parte: non è cambiato nulla.")
    return redirect(url_for(".show", nome=nome), 303)


@bp.post("/<nome>/ritira")
def withdraw(nome: str) -> ResponseReturnValue:
    """Take back a publication whose day has not come yet."""
    _standing(nome)
    dal = day(request.form.get("dal", ""))
    if dal is None or not withdraw_template(nome, dal, office=office()):
        raise NotFound
    flash(f"La pubblicazione dal {dal:%d/%m/%Y} è ritirata.")
    return redirect(url_for(".show", nome=nome), 303)
