"""Totals: the page of who sees figures and no people."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from generators.filters import MESI
from schemas.rules.territorio import TERRITORI
from storage.archive import NotFound
from web.acts.totals import MEASURES, totals
from web.services import office

bp = Blueprint("totals", __name__, url_prefix="/totali")


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the first measure."""
    return of_measure(next(iter(MEASURES)))


@bp.get("/<nome>")
def of_measure(nome: str) -> ResponseReturnValue:
    """Show a measure by month and territory."""
    if nome not in MEASURES:
        raise NotFound
    return render_template(
        "totali.html",
        table=totals(nome, office=office()),
        measures=MEASURES.values(),
        territori=TERRITORI,
        month_name=_month,
    )


def _month(code: str) -> str:
    day = date.fromisoformat(f"{code}-01")
    return f"{MESI[day.month]} {day.year}"
