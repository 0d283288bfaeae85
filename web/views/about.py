"""What anybody may read: accessibility, privacy."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.services import office

bp = Blueprint("about", __name__)


@bp.get("/accessibilita")
def accessibilita() -> ResponseReturnValue:
    """Say how accessible the pages are and whom to tell when they are not."""
    return render_template("pagine/accessibilita.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is done with people's data."""
    responsabile = office().parameters.text("ente.responsabile_privacy")
    return render_template("pagine/privacy.html", responsabile=responsabile)
