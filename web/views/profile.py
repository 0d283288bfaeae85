"""One's own access: data, password, sessions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from storage.archive import NotFound
from web.acts.accounts.changing import change_password
from web.acts.accounts.refusals import TooManyAttempts, UserRefused
from web.acts.accounts.sessions import end_session, end_sessions, sessions_of
from web.identity import local_path, require_session
from web.services import office

bp = Blueprint("profile", __name__, url_prefix="/profilo")


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show who is in, as what, and where else they are in."""
    found = require_session()
    return render_template(
        "profilo/profilo.html",
        account=found.account,
        actor=found.actor,
        sessions=sessions_of(office().archive, found.account.utente, found.id),
    )


@bp.get("/password")
def ask_password() -> ResponseReturnValue:
    """Ask the current password and the new one."""
    return _password_page({}, 200)


@bp.post("/password")
def change() -> ResponseReturnValue:
    """Change the password, or say what is wrong with it."""
    found, form = require_session(), request.form
    try:
        change_password(
            office().archive,
            found,
            current=form.get("attuale", ""),
            new=form.get("nuova", ""),
            again=form.get("ancora", ""),
            now=office().now,
        )
    except UserRefused as refused:
        return _password_page({refused.problem.path: str(refused)}, 422)
    except TooManyAttempts as refused:
        wait = f"Troppi tentativi: riprova tra {refused.seconds} secondi."
        return _password_page({"attuale": wait}, 429)
    flash("La password è cambiata. Gli altri accessi aperti sono stati chiusi.")
    return redirect(local_path(form.get("next", "")), 303)


def _password_page(errors: dict[str, str], status: int) -> ResponseReturnValue:
    page = render_template(
        "profilo/password.html",
        errors=errors,
        account=require_session().account,
        next=request.values.get("next", ""),
    )
    return page, status


@bp.post("/accessi/<session>/chiudi")
def close(session: str) -> ResponseReturnValue:
    """End one of one's sessions."""
    found = require_session()
    try:
        end_session(office().archive, found.account.utente, session)
    except NotFound:
        flash("Quell'accesso era già chiuso.")
    else:
        flash("L'accesso è stato chiuso.")
    return redirect(url_for(".show"), 303)


@bp.post("/accessi/chiudi")
def close_others() -> ResponseReturnValue:
    """End every session but this."""
    found = require_session()
    end_sessions(office().archive, found.account.utente, but=found.id)
    flash("Gli altri accessi sono stati chiusi.")
    return redirect(url_for(".show"), 303)
