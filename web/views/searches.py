"""Saving a search under a name, and forgetting it."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.acts.searches import Asked, forget_search, save_search
from web.identity import current_actor
from web.services import office
from web.views.documents import asked_of, found_page

bp = Blueprint("searches", __name__, url_prefix="/documenti/ricerche")


@bp.post("/salva")
def save() -> ResponseReturnValue:
    """Keep the search that the address asks for, under the name that was typed."""
    nome, asked = request.form.get("nome", ""), asked_of()
    problem = save_search(nome, asked, office=office(), by=current_actor())
    if problem:
        return found_page(problem, nome)
    flash("Ricerca salvata: la ritrovi qui e sulla Scrivania.")
    return _back_to(asked)


@bp.post("/elimina")
def forget() -> ResponseReturnValue:
    """Forget a saved search."""
    forget_search(request.form.get("nome", ""), office=office(), by=current_actor())
    flash("Ricerca salvata eliminata. I documenti restano dove sono.")
    return _back_to(asked_of())


def _back_to(asked: Asked) -> ResponseReturnValue:
    return redirect(f"{url_for('documents.find')}?{urlencode(asked, doseq=True)}", 303)
