"""The notices of who is in."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.acts.notices import mark_read, notices_of
from web.identity import current_actor
from web.services import office, services

bp = Blueprint("notices", __name__, url_prefix="/avvisi")


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the notices, latest first."""
    actor = current_actor()
    return render_template(
        "avvisi.html",
        notices=notices_of(office(), actor.utente),
        writes=services().settings.smtp is not None,
    )


@bp.post("/letti")
def read() -> ResponseReturnValue:
    """Note that one notice, or every one, was read."""
    mark_read(office(), current_actor().utente, request.form.get("avviso", ""))
    return redirect(url_for(".show"), 303)
