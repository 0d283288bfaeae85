"""The calendar of one's deadlines: taken once, or read by other programs at a secret address."""

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from web.acts.accounts.users import Account
from web.acts.calendars import (
    calendar_of,
    forget_address,
    has_address,
    new_address,
    owner_of,
)
from web.identity import require_session
from web.services import office, services

bp = Blueprint("calendars", __name__)


@bp.get("/calendario/<secret>.ics")
def feed(secret: str) -> ResponseReturnValue:
    """Give the calendar that stands at an address to whoever knows it."""
    return _file(owner_of(office(), secret))


@bp.get("/profilo/calendario")
def show() -> ResponseReturnValue:
    """Show how to take the calendar along, and once the address just made."""
    secret = session.pop("calendario", "")
    return render_template(
        "profilo/calendario.html",
        address=services().settings.address + url_for(".feed", secret=secret) if secret else "",
        has_address=has_address(office(), require_session().account.utente),
    )


@bp.post("/profilo/calendario")
def make() -> ResponseReturnValue:
    """Make a new address; the one before works no more."""
    session["calendario"] = new_address(office(), require_session().account.utente)
    return redirect(url_for(".show"), 303)


@bp.post("/profilo/calendario/togli")
def forget() -> ResponseReturnValue:
    """Make the address work no more."""
    forget_address(office(), require_session().account.utente)
    flash("L'indirizzo del calendario non funziona più.")
    return redirect(url_for(".show"), 303)


@bp.get("/profilo/scadenze.ics")
def take() -> ResponseReturnValue:
    """Give one's own calendar as a file."""
    return _file(require_session().account)


def _file(account: Account) -> Response:
    content = calendar_of(account, services().settings.address, office=office())
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="scadenze.ics"'
    return answer
