"""What has been kept as long as it must: listed, held back when somebody needs it, never erased."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.messages import Problem
from storage.archive import NotFound
from web.access import SCARTO, Denied
from web.acts.holding import Hold, hold, hold_on, holds, let_go
from web.acts.retention import Due, due
from web.identity import current_actor
from web.presenting import day
from web.services import office

bp = Blueprint("retention", __name__, url_prefix="/amministrazione/scarto")

SOON = timedelta(days=30)
CENTURIES = date(9999, 12, 31)


@dataclass(frozen=True)
class Bundle:
    """What is destroyed together: a fascicolo, or a document that has none; and its hold."""

    numero: str
    documents: Sequence[Due]
    hold: Hold | None

    @property
    def until(self) -> date:
        """Return the last day on which all of it had to be kept."""
        return max(one.until for one in self.documents)


@bp.before_request
def only_the_archive() -> None:
    """Keep out whoever does not decide what is kept."""
    if current_actor().ruolo not in SCARTO:
        raise Denied


@bp.get("/")
def show() -> ResponseReturnValue:
    """List what may be discarded on a day, today when none is asked."""
    typed = request.args.get("al", "")
    on = day(typed) if typed else office().on
    bundles = list(_bundles(on)) if on else []
    page = render_template(
        "amministrazione/scarto.html",
        bundles=bundles,
        free=[bundle.numero for bundle in bundles if not bundle.hold],
        on=on,
        typed=typed or f"{office().on:%d/%m/%Y}",
        soon=office().on + SOON,
        fault="" if on else "Data non valida: usare il formato GG/MM/AAAA.",
    )
    return Response(page, 200 if on else 422)


def _bundles(on: date) -> Iterator[Bundle]:
    held, together = holds(office()), dict[str, list[Due]]()
    for one in due(on, office=office()):
        numero = one.document.fascicolo or str(one.document.number)
        together.setdefault(numero, []).append(one)
    for numero, documents in together.items():
        yield Bundle(numero, documents, held.get(numero))


def _named(numero: str) -> Bundle:
    """
    Return what is, or will be, due under a number.

    Raises:
        NotFound: nothing is.
    """
    found = next((bundle for bundle in _bundles(CENTURIES) if bundle.numero == numero), None)
    if found is None:
        raise NotFound
    return found


@bp.get("/<numero>/trattieni")
def ask_hold(numero: str) -> ResponseReturnValue:
    """Ask why something is held back."""
    return _ask(_named(numero), None, "")


@bp.post("/<numero>/trattieni")
def hold_back(numero: str) -> ResponseReturnValue:
    """Hold something back, once the reason is given."""
    bundle, motivo = _named(numero), request.form.get("motivo", "")
    if fault := hold(numero, motivo, office=office(), by=current_actor()):
        return _ask(bundle, fault, motivo)
    flash(f"{numero} è trattenuto: non si può scartare.")
    return redirect(url_for(".show"), 303)


def _ask(bundle: Bundle, fault: Problem | None, motivo: str) -> ResponseReturnValue:
    page = render_template(
        "amministrazione/trattieni.html", bundle=bundle, fault=fault, motivo=motivo
    )
    return Response(page, 422 if fault else 200)


@bp.post("/<numero>/lascia")
def release(numero: str) -> ResponseReturnValue:
    """Hold something back no more."""
    if hold_on(numero, office=office()) is None:
        raise NotFound
    let_go(numero, office=office())
    flash(f"{numero} non è più trattenuto.")
    return redirect(url_for(".show"), 303)
