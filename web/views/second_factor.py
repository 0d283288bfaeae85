"""The code of the telephone: asked at the door, set up and given up in one's profile."""

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from web.acts.accounts import second_factor
from web.acts.accounts.refusals import TooManyAttempts, UserRefused
from web.acts.accounts.sessions import end_sessions
from web.acts.accounts.tickets import TicketSpent
from web.acts.accounts.users import Account
from web.identity import require_session
from web.services import office
from web.views.entering import open_door

bp = Blueprint("second_factor", __name__)

WAIT = "Troppi tentativi: riprova tra {} secondi."


@bp.get("/accesso/codice")
def ask() -> ResponseReturnValue:
    """Ask the code of who gave the right password."""
    try:
        second_factor.waiting_for_code(office(), str(session.get("secondo", "")))
    except TicketSpent:
        return redirect(url_for("entering.ask"), 303)
    return _asking({})


@bp.post("/accesso/codice")
def give() -> ResponseReturnValue:
    """Let in who gives the right code."""
    secret, code = str(session.get("secondo", "")), request.form.get("codice", "")
    try:
        account = second_factor.recognise_code(office(), secret, code)
    except TicketSpent:
        flash("È passato troppo tempo: accedi di nuovo.")
        return redirect(url_for("entering.ask"), 303)
    except UserRefused as refused:
        return _asking({"codice": str(refused)}, 401)
    except TooManyAttempts as refused:
        return _asking({"codice": WAIT.format(refused.seconds)}, 429)
    return open_door(account, request.form.get("next", ""))


def _asking(errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    asked = request.values.get("next", "")
    page = render_template("accesso/codice.html", errors=errors, next=asked)
    return page, status


@bp.get("/profilo/telefono")
def show() -> ResponseReturnValue:
    """Show the key to put in the telephone, or how to ask no code any more."""
    account = require_session().account
    key = "" if account.totp else second_factor.begin(office(), account.utente)
    return _page(account, key, {})


@bp.post("/profilo/telefono")
def set_up() -> ResponseReturnValue:
    """Ask the code from now on, and show once the recovery codes."""
    found = require_session()
    utente = found.account.utente
    try:
        codes = second_factor.confirm(office(), utente, request.form.get("codice", ""))
    except UserRefused as refused:
        key = second_factor.pending_key(office(), utente)
        return _page(found.account, key, {"codice": str(refused)})
    end_sessions(office().archive, utente, but=found.id)
    session["recupero"] = codes
    return redirect(url_for(".recovery"), 303)


@bp.get("/profilo/telefono/recupero")
def recovery() -> ResponseReturnValue:
    """Show once the recovery codes."""
    codes = session.pop("recupero", None)
    if codes is None:
        return redirect(url_for("profile.show"), 303)
    return render_template("profilo/recupero.html", codes=codes)


@bp.post("/profilo/telefono/togli")
def give_up() -> ResponseReturnValue:
    """Ask no code any more."""
    account = require_session().account
    try:
        second_factor.give_up(office(), account.utente, request.form.get("attuale", ""))
    except UserRefused as refused:
        return _page(account, "", {"attuale": str(refused)})
    except TooManyAttempts as refused:
        return _page(account, "", {"attuale": WAIT.format(refused.seconds)})
    flash("All'accesso basterà la password.")
    return redirect(url_for("profile.show"), 303)


def _page(account: Account, key: str, errors: dict[str, str]) -> ResponseReturnValue:
    page = render_template(
        "profilo/telefono.html",
        account=account,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        picture=second_factor.picture(key, account.utente) if key else "",
        errors=errors,
    )
    return Response(page, 422 if errors else 200)
