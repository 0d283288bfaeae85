"""The daily register of the office, as a page and as files to keep."""

from bisect import bisect_left, bisect_right
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from generators.press.promise import PressError
from storage.archive import NotFound
from web.access import Denied, keeps_register
from web.acts.accesses import note_register
from web.acts.daily import busy_days, daily_csv, daily_register, print_daily
from web.downloads import CSV, PDF, attachment
from web.identity import current_actor
from web.presenting import day
from web.services import office

bp = Blueprint("registry", __name__, url_prefix="/registro")


@bp.before_request
def only_keepers() -> None:
    """Keep out whoever does not see the fascicoli of every territorio."""
    if not keeps_register(current_actor()):
        raise Denied


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what was registered and what was changed on a day, today when none is asked."""
    typed = request.args.get("data", "")
    on = day(typed) if typed else office().on
    if on is None:
        return _page(office().on, typed, "Data non valida: usare il formato GG/MM/AAAA.", 422)
    if on > office().on:
        return _page(office().on, typed, "La data non può essere successiva a oggi.", 422)
    return _page(on, f"{on:%d/%m/%Y}", "", 200)


def _page(on: date, typed: str, fault: str, status: int, failure: str = "") -> ResponseReturnValue:
    note_register(on.isoformat(), "", office=office(), by=current_actor())
    days = busy_days(office())
    before, after = bisect_left(days, on), bisect_right(days, on)
    page = render_template(
        "registro/giorno.html",
        daily=daily_register(on, office=office()),
        typed=typed,
        fault=fault,
        failure=failure,
        earlier=days[before - 1] if before else None,
        later=days[after] if after < len(days) else None,
    )
    return Response(page, status)


@bp.get("/<iso>.<any(pdf,csv):form>")
def take(iso: str, form: str) -> ResponseReturnValue:
    """Give the register of a day as a file."""
    on = day(iso)
    if on is None or on > office().on:
        raise NotFound
    daily = daily_register(on, office=office())
    if form == "csv":
        content = daily_csv(daily)
    else:
        try:
            content = print_daily(daily, office=office())
        except PressError as error:
            return _page(on, f"{on:%d/%m/%Y}", "", 503, failure=str(error))
    note_register(on.isoformat(), form, office=office(), by=current_actor())
    name = f"Registro-giornaliero_{on.isoformat()}.{form}"
    return attachment(content, name, PDF if form == "pdf" else CSV)
