"""The sittings of the GLT: listed, and each with its list to print."""

from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from schemas.kinds.registry import all_kinds
from storage.archive import NotFound
from web.access import require
from web.acts.sittings import print_sitting, sitting, sittings
from web.downloads import DOCX, attachment
from web.identity import current_actor
from web.paging import page_of
from web.services import office

bp = Blueprint("sittings", __name__, url_prefix="/sedute")

PER_PAGE = 50


@bp.get("/")
def find() -> ResponseReturnValue:
    """List the sittings that the person may see, the latest first."""
    actor = current_actor()
    require(actor, "V", all_kinds()["presa_in_carico"].access)
    held = sittings(office().archive, actor.territorio)
    page = page_of(len(held), PER_PAGE)
    shown = held[page.offset : page.offset + page.size]
    return render_template("sedute/elenco.html", page=page, sittings=shown)


@bp.get("/<territorio>/<giorno>/elenco.docx")
def paper(territorio: str, giorno: str) -> Response:
    """Give the list of a sitting, with initials and numbers only."""
    require(current_actor(), "V", all_kinds()["presa_in_carico"].access, territorio)
    try:
        on = date.fromisoformat(giorno)
    except ValueError:
        raise NotFound from None
    held = sitting(office().archive, territorio, on)
    name = f"Elenco-seduta_{territorio}_{on:%Y-%m-%d}.docx"
    return attachment(print_sitting(held, office=office()), name, DOCX)
