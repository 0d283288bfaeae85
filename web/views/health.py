"""The health of the office, for who looks after it and for monitors."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.access import CURATORI, Denied
from web.acts.care import verify_archive
from web.acts.health import examine_health
from web.identity import current_actor
from web.services import office, print_room, services

bp = Blueprint("health", __name__)


@bp.get("/stato")
def stato() -> ResponseReturnValue:
    """Show each part of the office, and the documents whose PDF is still to be made."""
    _require_caretaker()
    settings = services().settings
    return render_template(
        "stato.html",
        checks=examine_health(office(), uikit=settings.uikit, dati=settings.dati),
        press=office().press.status(),
        waiting=[
            (number, print_room().failure(number)) for number in office().archive.without_pdf()
        ],
    )


@bp.post("/stato/verifica")
def verify() -> ResponseReturnValue:
    """Verify now that the archive is whole, but for the content of each file."""
    _require_caretaker()
    report = verify_archive(quick=True, office=office(), by=current_actor())
    found = len(report.findings)
    flash("Archivio verificato: nessuna anomalia." if report.clean else f"{found} anomalie.")
    return redirect(url_for(".stato"), 303)


def _require_caretaker() -> None:
    """
    Go on only for who looks after the office.

    Raises:
        Denied: it is somebody else.
    """
    if current_actor().ruolo not in CURATORI:
        raise Denied


@bp.get("/salute")
def salute() -> ResponseReturnValue:
    """Tell a monitor that the pages answer and the archive can be read."""
    waiting = len(office().archive.without_pdf())
    return {"stato": "bene", "pdf_in_attesa": waiting}
