"""Working without a mouse: which keys do what, and how to turn them off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.acts.preferences import set_keys
from web.identity import current_actor
from web.services import office

bp = Blueprint("keyboard", __name__, url_prefix="/aiuto/tastiera")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the shortcuts."""
    return render_template("pagine/tastiera.html")


@bp.post("")
def choose() -> ResponseReturnValue:
    """Turn the shortcuts on or off for who asks."""
    on = request.form.get("tasti") == "si"
    set_keys(office().archive, current_actor().utente, on=on)
    flash("Le scorciatoie sono attive." if on else "Le scorciatoie sono spente.")
    return redirect(url_for(".show"), 303)
