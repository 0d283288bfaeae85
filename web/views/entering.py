"""The door: log in, choose a role, log out, and take up what a lost session left."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from storage.archive import NotFound
from web.acts.accounts.refusals import LoginRefused, TooManyAttempts, UserRefused
from web.acts.accounts.roles import role_key
from web.acts.accounts.second_factor import ask_code
from web.acts.accounts.sessions import choose_role, log_out, open_session, recognise
from web.acts.accounts.users import Account
from web.acts.lost import forget_lost, lost_by
from web.identity import (
    current_actor,
    current_session,
    enter,
    local_path,
    origin,
    require_session,
)
from web.services import office, services
from web.wiring import OFFICE_KEY, OFFICE_TABLE

bp = Blueprint("entering", __name__)

REFUSED = "Nome utente o password non corretti."


@bp.get("/accesso")
def ask() -> ResponseReturnValue:
    """Ask who is there."""
    if current_session():
        return redirect(local_path(request.args.get("next", "")), 303)
    return _page("", 200)


@bp.post("/accesso")
def enter_office() -> ResponseReturnValue:
    """Let in who has the right password."""
    utente, password = request.form.get("utente", ""), request.form.get("password", "")
    try:
        account = recognise(office().archive, utente, password, now=office().now, origin=origin())
    except LoginRefused:
        return _page(REFUSED, 401)
    except TooManyAttempts as refused:
        return _page(f"Troppi tentativi: riprova tra {refused.seconds} secondi.", 429)
    return let_in(account, request.form.get("next", ""))


def let_in(account: Account, asked: str, *, outside: bool = False) -> ResponseReturnValue:
    """Go on with who was recognised: to the code of the telephone, if they set one up, or in."""
    if not account.totp:
        return open_door(account, asked, outside=outside)
    session.clear()
    session["secondo"] = ask_code(office(), account)
    return redirect(url_for("second_factor.ask", next=asked or None), 303)


def open_door(account: Account, asked: str, *, outside: bool = False) -> ResponseReturnValue:
    """Open the session of who proved who they are, and bring them where they were going."""
    opened = open_session(
        office().archive, account, now=office().now, origin=origin(), outside=outside
    )
    enter(opened)
    if lost_by(account.utente, office=office()):
        return redirect(url_for(".resume"), 303)
    return redirect(local_path(asked), 303)


@bp.get("/accesso/ruolo")
def roles() -> ResponseReturnValue:
    """Show the roles of the person, to choose one."""
    found = require_session()
    return render_template(
        "accesso/ruolo.html",
        account=found.account,
        roles=[(role_key(actor), actor) for actor in found.account.roles],
        used=role_key(found.actor) if found.actor else "",
        next=request.args.get("next", ""),
    )


@bp.post("/accesso/ruolo")
def take_role() -> ResponseReturnValue:
    """Go on in the role chosen."""
    found = require_session()
    try:
        choose_role(office().archive, found, request.form.get("ruolo", ""))
    except UserRefused as refused:
        flash(str(refused))
        return redirect(url_for(".roles"), 303)
    if lost_by(found.account.utente, office=office()):
        return redirect(url_for(".resume"), 303)
    return redirect(local_path(request.form.get("next", "")), 303)


@bp.post("/uscita")
def leave() -> ResponseReturnValue:
    """End the session."""
    if opened := current_session():
        log_out(office().archive, opened)
    session.clear()
    flash("Sei uscito da Fascicolo.")
    return redirect(url_for(".ask"), 303)


@bp.get("/riprendi")
def resume() -> ResponseReturnValue:
    """Show what was being saved when the session ended, ready to be saved."""
    lost = lost_by(current_actor().utente, office=office())
    if lost is None:
        return redirect(url_for("desk.show"), 303)
    return render_template("riprendi.html", lost=lost)


@bp.post("/riprendi/scarta")
def discard() -> ResponseReturnValue:
    """Throw away what was being saved."""
    forget_lost(current_actor().utente, office=office())
    return redirect(url_for("desk.show"), 303)


def _page(refusal: str, status: int) -> ResponseReturnValue:
    page = render_template(
        "accesso/accesso.html",
        refusal=refusal,
        utente=request.form.get("utente", ""),
        next=request.values.get("next", ""),
        accounts=_demo_accounts(),
        outside=services().settings.oidc is not None,
    )
    return page, status


def _demo_accounts() -> object:
    """Return the accounts of a demonstration office; a real one shows none."""
    try:
        value = office().archive.get(OFFICE_TABLE, OFFICE_KEY).value
    except NotFound:
        return []
    return value.get("account", []) if value.get("dimostrazione") else []
