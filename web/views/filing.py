"""Taking things out of the archive, and annulling: each noted with who, when and why."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from storage.archive import Fascicolo, NotFound
from web.access import Denied, may_on, sees_restricted, visibility
from web.acts.dossier import retrieve_bag, retrieve_pdf
from web.acts.exporting import export_results
from web.acts.owning import RETRIEVING
from web.acts.signing import annul
from web.downloads import CSV, PDF, XLSX, ZIP, attachment
from web.identity import current_actor
from web.services import office
from web.views.documents import ANNULLABLE, asked_query, document_of
from web.views.fascicoli import fascicolo_of

bp = Blueprint("filing", __name__)

RETRIEVALS = {"pdf": (retrieve_pdf, PDF), "zip": (retrieve_bag, ZIP)}
EXPORTS = {"csv": CSV, "xlsx": XLSX}


@bp.get("/fascicoli/<numero>/scarica")
def ask_retrieval(numero: str) -> ResponseReturnValue:
    """Ask why the whole fascicolo is taken."""
    return _ask(_retrievable(numero), None, "", 200)


@bp.post("/fascicoli/<numero>/scarica")
def retrieve(numero: str) -> ResponseReturnValue:
    """Give the whole fascicolo, as one PDF or as a bag, once the reason is given."""
    fascicolo, motivo = _retrievable(numero), request.form.get("motivo", "")
    found = RETRIEVALS.get(request.form.get("forma", ""))
    if found is None:
        raise NotFound
    give, mimetype = found
    retrieved = give(numero, motivo, office=office(), by=current_actor())
    if retrieved.problems:
        return _ask(fascicolo, retrieved.problems[0], motivo, 422)
    return attachment(retrieved.content, retrieved.name, mimetype)


def _retrievable(numero: str) -> Fascicolo:
    """
    Return a fascicolo that the person may take as a whole.

    Raises:
        NotFound, Denied: there is none, or it is not for them (rule P-5).
    """
    fascicolo = fascicolo_of(numero)
    if current_actor().ruolo not in RETRIEVING:
        raise Denied
    return fascicolo


def _ask(
    fascicolo: Fascicolo, fault: Problem | None, motivo: str, status: int
) -> ResponseReturnValue:
    page = render_template(
        "fascicoli/scarica.html", fascicolo=fascicolo, fault=fault, motivo=motivo
    )
    return Response(page, status)


@bp.post("/documenti/esporta")
def export() -> ResponseReturnValue:
    """Give everything that the search finds, as a table."""
    actor, forma = current_actor(), request.form.get("forma", "")
    visible = visibility(actor)
    if forma not in EXPORTS:
        raise NotFound
    if not visible.pairs and not visible.numbers:
        raise Denied
    content = export_results(
        asked_query(),
        "csv" if forma == "csv" else "xlsx",
        restricted=sees_restricted(actor),
        office=office(),
        by=actor,
    )
    return attachment(content, f"Documenti_{office().on:%Y-%m-%d}.{forma}", EXPORTS[forma])


@bp.get("/documenti/<number:number>/annulla")
def ask_annulment(number: Number) -> ResponseReturnValue:
    """Ask why a document is annulled."""
    return _annulment(_annullable(number), None, "", 200)


@bp.post("/documenti/<number:number>/annulla")
def annul_document(number: Number) -> ResponseReturnValue:
    """Annul a document, with its reason; its number is never used again."""
    _annullable(number)
    motivo = request.form.get("motivo", "")
    acted = annul(number, motivo, office=office(), by=current_actor())
    if acted.problems:
        return _annulment(number, acted.problems[0], motivo, 422)
    flash(f"Il documento {number} è annullato.")
    return redirect(url_for("documents.show", number=number), 303)


def _annullable(number: Number) -> Number:
    document = document_of(number)
    if document.stato not in ANNULLABLE or not may_on(current_actor(), "M", document):
        raise Denied
    return number


def _annulment(
    number: Number, fault: Problem | None, motivo: str, status: int
) -> ResponseReturnValue:
    page = render_template("documenti/annulla.html", number=number, fault=fault, motivo=motivo)
    return Response(page, status)
