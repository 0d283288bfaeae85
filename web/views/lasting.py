"""How long the session still lasts: told to the page, which warns before it ends."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.identity import seconds_left

bp = Blueprint("lasting", __name__)


@bp.get("/sessione")
def extend() -> ResponseReturnValue:
    """Begin the rest of the session anew, and say how many seconds it lasts."""
    return {"secondi": seconds_left()}
