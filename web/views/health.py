"""The health of the office, for who looks after it and for monitors."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.access import CURATORI, Denied
from web.acts.health import examine_health
from web.identity import current_actor
from web.services import office, print_room, services

bp = Blueprint("health", __name__)


@bp.get("/stato")
def stato() -> ResponseReturnValue:
    """Show each part of the office, and the documents whose PDF is still to be made."""
    if current_actor().ruolo not in CURATORI:
        raise Denied
    return render_template(
        "stato.html",
        checks=examine_health(office(), uikit=services().settings.uikit),
        press=office().press.status(),
        waiting=[
            (number, print_room().failure(number)) for number in office().archive.without_pdf()
        ],
    )


@bp.get("/salute")
def salute() -> ResponseReturnValue:
    """Tell a monitor that the pages answer and the archive can be read."""
    waiting = len(office().archive.without_pdf())
    return {"stato": "bene", "pdf_in_attesa": waiting}
