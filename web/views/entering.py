"""The door: log in, log out, and take up what a lost session left."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from storage.archive import NotFound
from web.acts.accounts import LoginRefused, TooManyAttempts, log_in, log_out
from web.acts.lost import forget_lost, lost_by
from web.identity import current_actor, current_session, enter, local_path
from web.services import office
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
        opened = log_in(office().archive, utente, password, now=office().now)
    except LoginRefused:
        return _page(REFUSED, 401)
    except TooManyAttempts as refused:
        wait = f"Troppi tentativi: riprova tra {refused.seconds} secondi."
        return _page(wait, 429)
    enter(opened)
    if lost_by(opened.actor.utente, office=office()):
        return redirect(url_for(".resume"), 303)
    return redirect(local_path(request.form.get("next", "")), 303)


@bp.post("/uscita")
def leave() -> ResponseReturnValue:
    """End the session."""
    if opened := current_session():
        log_out(office().archive, opened.key)
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
        "accesso.html",
        refusal=refusal,
        utente=request.form.get("utente", ""),
        next=request.values.get("next", ""),
        accounts=_demo_accounts(),
    )
    return page, status


def _demo_accounts() -> object:
    """Return the accounts of a demonstration office; a real one shows none."""
    try:
        value = office().archive.get(OFFICE_TABLE, OFFICE_KEY).value
    except NotFound:
        return []
    return value.get("account", []) if value.get("dimostrazione") else []
