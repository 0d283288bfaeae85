"""The users, for who looks after them: found, added, given roles, let in and kept out."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import raw
from forms.builder.controls import AnyForm, form_class
from forms.builder.errors import show_errors
from schemas.fields.blocco import Modulo
from schemas.fields.campo import Typed
from schemas.kinds.examine import judge_fields
from schemas.parts.utente import DatiUtente, NuovoUtente, RuoloUtente
from schemas.rules.comparison import folded
from schemas.rules.messages import Problem
from schemas.rules.permissions import RUOLI
from web.access import UTENTI, require
from web.acts.accounts import administering, second_factor
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.roles import role_key
from web.acts.accounts.sessions import end_sessions, sessions_of
from web.acts.accounts.users import Account, account_of, list_accounts
from web.identity import current_actor
from web.paging import page_of
from web.services import office, services

bp = Blueprint("users", __name__, url_prefix="/utenti")

PER_PAGE = 50
_FIRST = ("utente", "nome", "email", "codice_fiscale", "ruolo", "cpi", "azienda")
_Nuovo = form_class(NuovoUtente, _FIRST)
_Dati = form_class(DatiUtente)
_Ruolo = form_class(RuoloUtente)


@bp.before_request
def _only_who_may() -> None:
    require(current_actor(), "V" if request.method == "GET" else "M", UTENTI)


@bp.get("/")
def find() -> ResponseReturnValue:
    """List the users, those that match words, role and state."""
    words, ruolo = request.args.get("q", ""), request.args.get("ruolo", "")
    disabled = "disattivati" in request.args
    matching = [
        account
        for account in list_accounts(office().archive)
        if account.active is not disabled
        and _matches(account, words)
        and (not ruolo or any(actor.ruolo == ruolo for actor in account.roles))
    ]
    page = page_of(len(matching), PER_PAGE)
    return render_template(
        "utenti/elenco.html",
        accounts=matching[page.offset : page.offset + page.size],
        page=page,
        words=words,
        chosen=ruolo,
        ruoli=RUOLI,
        disabled=disabled,
    )


def _matches(account: Account, words: str) -> bool:
    scopes = (text for actor in account.roles for text in (actor.cpi, actor.azienda))
    known = folded(" ".join((account.utente, account.nome, account.email, *scopes)))
    return all(word in known for word in folded(words).split())


@bp.get("/nuovo")
def ask() -> ResponseReturnValue:
    """Ask who the new user is."""
    return _asking("utenti/nuovo.html", _Nuovo(), ())


@bp.post("/nuovo")
def add() -> ResponseReturnValue:
    """Add a user, and show once the password to give them."""
    form = _Nuovo(formdata=request.form)

    def act(data: Mapping[str, object]) -> ResponseReturnValue:
        account, password = administering.create_user(data, office=office(), by=current_actor())
        _show_once(account.utente, password)
        return redirect(url_for(".show", utente=account.utente), 303)

    return _try(
        NuovoUtente, form, act, lambda problems: _asking("utenti/nuovo.html", form, problems)
    )


def _show_once(utente: str, password: str) -> None:
    flash(
        f"Password provvisoria di {utente}: {password} – vale 3 giorni e va cambiata al primo "
        "accesso. Non sarà mostrata di nuovo."
    )


Act = Callable[[Mapping[str, object]], ResponseReturnValue]
Again = Callable[[tuple[Problem, ...]], ResponseReturnValue]


def _try(modulo: type[Modulo], form: AnyForm, act: Act, again: Again) -> ResponseReturnValue:
    """Do *act* with what was typed in *form* or, when something is wrong, show it *again*."""
    _, data, problems = judge_fields(modulo, raw(form))
    if problems:
        return again(tuple(problems))
    try:
        return act(data)
    except UserRefused as refused:
        return again((refused.problem,))


def _asking(
    template: str, form: AnyForm, problems: tuple[Problem, ...], **values: object
) -> ResponseReturnValue:
    links = show_errors(form, problems)
    page = render_template(template, form=form, links=links, **values)
    return Response(page, 422 if problems else 200)


@bp.get("/<utente>")
def show(utente: str) -> ResponseReturnValue:
    """Show a user: who they are, their roles, whether they may enter and are in."""
    return _show(utente)


def _show(utente: str, problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    account = account_of(office().archive, utente)
    posted = request.form if problems else None
    form = _Ruolo(formdata=posted)
    return _asking(
        "utenti/utente.html",
        form,
        problems,
        faults=[one.message for one in problems if one.path not in form._fields],
        account=account,
        roles=[(role_key(actor), actor) for actor in account.roles],
        sessions=sessions_of(office().archive, utente),
        writes=services().settings.smtp is not None,
        mine=utente == current_actor().utente,
    )


@bp.get("/<utente>/dati")
def ask_details(utente: str) -> ResponseReturnValue:
    """Ask name, e-mail and codice fiscale."""
    account = account_of(office().archive, utente)
    known = {name: Typed(getattr(account, name)) for name in ("nome", "email", "codice_fiscale")}
    return _asking("utenti/dati.html", _Dati(data=known), (), account=account)


@bp.post("/<utente>/dati")
def change_details(utente: str) -> ResponseReturnValue:
    """Change name, e-mail and codice fiscale."""
    form, account = _Dati(formdata=request.form), account_of(office().archive, utente)

    def act(data: Mapping[str, object]) -> ResponseReturnValue:
        administering.change_details(utente, data, office=office(), by=current_actor())
        return _done(utente, "I dati sono stati salvati.")

    def again(problems: tuple[Problem, ...]) -> ResponseReturnValue:
        return _asking("utenti/dati.html", form, problems, account=account)

    return _try(DatiUtente, form, act, again)


@bp.post("/<utente>/ruoli")
def give_role(utente: str) -> ResponseReturnValue:
    """Give one more role."""

    def act(data: Mapping[str, object]) -> ResponseReturnValue:
        actor = administering.give_role(utente, data, office=office(), by=current_actor())
        return _done(utente, f"Ruolo dato: {RUOLI[actor.ruolo]}.")

    form = _Ruolo(formdata=request.form)
    return _try(RuoloUtente, form, act, lambda problems: _show(utente, problems))


@bp.post("/<utente>/ruoli/togli")
def take_role(utente: str) -> ResponseReturnValue:
    """Take a role away."""
    key = request.form.get("ruolo", "")
    try:
        actor = administering.take_role(utente, key, office=office(), by=current_actor())
    except UserRefused as refused:
        return _show(utente, (Problem("", refused.problem.code, refused.problem.values),))
    return _done(utente, f"Ruolo tolto: {RUOLI[actor.ruolo]}.")


@bp.post("/<utente>/stato")
def set_active(utente: str) -> ResponseReturnValue:
    """Let a user in again, or keep them out."""
    active = request.form.get("attivo") == "si"
    try:
        administering.set_active(utente, active, office=office(), by=current_actor())
    except UserRefused as refused:
        return _show(utente, (Problem("", refused.problem.code, refused.problem.values),))
    return _done(utente, "L'utente può entrare." if active else "L'utente non può più entrare.")


@bp.post("/<utente>/password")
def reset_password(utente: str) -> ResponseReturnValue:
    """Give a password to be changed at once, and show it once."""
    _show_once(utente, administering.reset_password(utente, office=office(), by=current_actor()))
    return redirect(url_for(".show", utente=utente), 303)


@bp.post("/<utente>/collegamento")
def send_link(utente: str) -> ResponseReturnValue:
    """Write a link to choose a new password."""
    administering.send_link(utente, office=office(), by=current_actor())
    return _done(utente, "Il collegamento è in partenza: vale 30 minuti dall'invio.")


@bp.post("/<utente>/telefono")
def reset_second_factor(utente: str) -> ResponseReturnValue:
    """Ask no code any more of who lost the telephone."""
    second_factor.reset_second_factor(utente, office=office(), by=current_actor())
    return _done(utente, "All'accesso basterà la password.")


@bp.post("/<utente>/accessi/chiudi")
def close_sessions(utente: str) -> ResponseReturnValue:
    """End every session of a user."""
    end_sessions(office().archive, account_of(office().archive, utente).utente)
    return _done(utente, "Gli accessi aperti sono stati chiusi.")


def _done(utente: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".show", utente=utente), 303)
