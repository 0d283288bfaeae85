"""The door for who proves elsewhere who they are: SPID, or the electronic identity card."""

from collections.abc import Mapping

import structlog
from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from web.acts.accounts.outside import recognise_outside
from web.acts.accounts.refusals import LoginRefused
from web.provider import FAULTS, Provider, provider
from web.services import office, services
from web.views.entering import let_in

bp = Blueprint("outside", __name__, url_prefix="/accesso/esterno")
log = structlog.get_logger()

NOT_OURS = (
    "Sei stato riconosciuto, ma non hai un accesso a Fascicolo: rivolgiti a chi amministra il "
    "sistema."
)
FAILED = "L'accesso con SPID o CIE non è riuscito: riprova, o entra con la password."


@bp.get("/")
def ask() -> ResponseReturnValue:
    """Send the person to where they prove who they are."""
    session["dopo"] = request.args.get("next", "")
    address = services().settings.address + url_for(".back")
    try:
        return _provider().authorize_redirect(address)
    except FAULTS as fault:
        return _refused(fault)


@bp.get("/ritorno")
def back() -> ResponseReturnValue:
    """Let in who comes back recognised and has an access here."""
    try:
        answer = _provider().authorize_access_token()
    except FAULTS as fault:
        return _refused(fault)
    claims = answer.get("userinfo")
    try:
        account = recognise_outside(office().archive, claims if isinstance(claims, Mapping) else {})
    except LoginRefused:
        flash(NOT_OURS)
        return redirect(url_for("entering.ask"), 303)
    return let_in(account, str(session.get("dopo", "")), outside=True)


def _provider() -> Provider:
    found = provider()
    if found is None:
        abort(404)
    return found


def _refused(fault: Exception) -> ResponseReturnValue:
    log.warning("outside_login_failed", reason=type(fault).__name__)
    flash(FAILED)
    return redirect(url_for("entering.ask"), 303)
