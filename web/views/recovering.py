"""A forgotten password, without being in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.acts.accounts.recovering import account_of_link, ask_link, choose_password
from web.acts.accounts.refusals import TooManyAttempts, UserRefused
from web.identity import origin
from web.services import office, services

bp = Blueprint("recovering", __name__, url_prefix="/password")


@bp.get("/")
def ask() -> ResponseReturnValue:
    """Ask who forgot the password; an office without mail says whom to ask."""
    return _page("", 200)


@bp.post("/")
def send() -> ResponseReturnValue:
    """Write to who asked, and say the same thing whether or not there is such a user."""
    try:
        ask_link(office(), request.form.get("utente", ""), origin())
    except TooManyAttempts as refused:
        return _page(f"Troppe richieste: riprova tra {refused.seconds} secondi.", 429)
    return redirect(url_for(".ask", fatto="si"), 303)


def _page(refusal: str, status: int) -> ResponseReturnValue:
    page = render_template(
        "accesso/recupero.html",
        refusal=refusal,
        writes=services().settings.smtp is not None,
        sent="fatto" in request.args,
    )
    return page, status


@bp.get("/<secret>")
def choose(secret: str) -> ResponseReturnValue:
    """Ask the new password of who has a good link."""
    return _choice(secret, {}, 200)


@bp.post("/<secret>")
def change(secret: str) -> ResponseReturnValue:
    """Change the password."""
    new, again = request.form.get("nuova", ""), request.form.get("ancora", "")
    try:
        choose_password(office(), secret, new, again)
    except UserRefused as refused:
        return _choice(secret, {refused.problem.path: str(refused)}, 422)
    flash("La password è cambiata: ora puoi entrare.")
    return redirect(url_for("entering.ask"), 303)


def _choice(secret: str, errors: dict[str, str], status: int) -> ResponseReturnValue:
    account = account_of_link(office(), secret)
    page = render_template(
        "accesso/nuova_password.html", account=account, secret=secret, errors=errors
    )
    return page, status
