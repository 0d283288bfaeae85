"""A signed document on its way to rest: its copies, its protocol, the archive, its metadata."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from forms.builder.build import raw
from forms.builder.controls import form_class
from forms.builder.errors import ErrorLink, show_errors
from schemas.fields.campo import Typed
from schemas.parts.protocollazione import Protocollazione
from schemas.rules.life import PASSI_DOCUMENTO
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from storage.archive import Document, NotAllowed, NotFound
from web.access import Denied, may_file
from web.acts.accesses import note_download
from web.acts.describing import metadata_of
from web.acts.filing import (
    archive_document,
    attach_signed_copies,
    copy_limit,
    record_protocol_answers,
    signed_copies,
)
from web.downloads import JPEG, JSON, PDF, PNG, XML, attachment
from web.identity import current_actor
from web.milestones import may_attach
from web.services import office
from web.uploads import files_sent
from web.views.documents import document_of

bp = Blueprint("keeping", __name__, url_prefix="/documenti")

_Protocollazione = form_class(Protocollazione)
COPIES = {"pdf": (PDF, "pdf"), "jpeg": (JPEG, "jpg"), "png": (PNG, "png")}
# What the address ends with -> how the file of metadata is called after the number, its type.
METADATA = {
    "metadati.json": (".json", JSON),
    "metadati.xml": (".xml", XML),
    "segnatura.xml": ("-segnatura.xml", XML),
}


# The signed copy.


@bp.get("/<number:number>/copia-firmata")
def ask_copy(number: Number) -> ResponseReturnValue:
    """Ask for the scan of the signed paper."""
    document = _attachable(number)
    if "pesante" in request.args:
        values = {"max": str(copy_limit(office()))}
        return _copy_page(document, [_link("", Problem("file", "copia_peso", values))])
    return _copy_page(document, [])


@bp.post("/<number:number>/copia-firmata")
def attach(number: Number) -> ResponseReturnValue:
    """Attach the files chosen or photographed, all of them or none."""
    document, sent = _attachable(number), files_sent("file", "foto")
    contents = [file.read() for file in sent]
    acted = attach_signed_copies(number, contents, office=office(), by=current_actor())
    if acted.problems:
        names = [str(file.filename) for file in sent]
        return _copy_page(document, [_link(_named(it, names), it) for it in acted.problems])
    flash("Copia firmata allegata." if len(sent) == 1 else f"{len(sent)} file allegati.")
    return _back(number, "copia")


@bp.errorhandler(RequestEntityTooLarge)
def too_heavy(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say at the field that what was sent weighs too much: it was not even read."""
    return redirect(url_for(".ask_copy", pesante="si", **(request.view_args or {})), 303)


def _attachable(number: Number) -> Document:
    document = document_of(number)
    if not may_attach(current_actor(), document):
        raise Denied
    return _in_time(document, "copia_firmata")


def _named(problem: Problem, names: Sequence[str]) -> str:
    """Return the name of the file that a problem is about, when several were sent."""
    _, _, position = problem.path.rstrip("]").partition("[")
    return f"{names[int(position)]}: " if position else ""


def _link(name: str, problem: Problem) -> ErrorLink:
    return ErrorLink(f"{name}{problem.message}", "file")


def _copy_page(document: Document, links: list[ErrorLink]) -> ResponseReturnValue:
    page = render_template(
        "documenti/copia.html",
        document=document,
        links=links,
        most=copy_limit(office()),
        copies=signed_copies(document),
    )
    return Response(page, 422 if links else 200)


@bp.get("/<number:number>/copia-firmata/<int:position>")
def copy(number: Number, position: int) -> ResponseReturnValue:
    """Give a scan of the signed paper, as it was attached."""
    document = document_of(number)
    found = next((it for it in signed_copies(document) if it.position == position), None)
    if found is None:
        raise NotFound
    mimetype, ending = COPIES[found.form]
    name = f"copia-firmata-{position}.{ending}"
    note_download(document, name, office=office(), by=current_actor())
    return attachment(office().archive.blob(found.sha256), f"{number}_{name}", mimetype)


# The protocol and the archive.


@bp.get("/<number:number>/protocollo")
def ask_protocol(number: Number) -> ResponseReturnValue:
    """Ask for the protocol data."""
    known = {"protocollo_data": Typed(f"{office().on:%d/%m/%Y}")}
    document = _in_time(_filable(number), "protocollo")
    page = render_template(
        "documenti/protocollo.html", document=document, form=_Protocollazione(data=known), links=[]
    )
    return Response(page)


@bp.post("/<number:number>/protocollo")
def protocol(number: Number) -> ResponseReturnValue:
    """Record the protocol data, or show what must be mended."""
    document = _in_time(_filable(number), "protocollo")
    form = _Protocollazione(formdata=request.form)
    acted = record_protocol_answers(number, raw(form), office=office(), by=current_actor())
    if acted.problems:
        links = show_errors(form, acted.problems)
        page = render_template(
            "documenti/protocollo.html", document=document, form=form, links=links
        )
        return Response(page, 422)
    flash("Protocollo registrato.")
    return _back(number, "protocollo")


@bp.get("/<number:number>/archivia")
def ask_rest(number: Number) -> ResponseReturnValue:
    """Say what archiving means, before it is done."""
    document = _in_time(_filable(number), "archiviazione")
    return render_template(
        "documenti/archivia.html", document=document, copies=signed_copies(document)
    )


@bp.post("/<number:number>/archivia")
def rest(number: Number) -> ResponseReturnValue:
    """Put a protocolled document to rest."""
    _filable(number)
    archive_document(number, office=office(), by=current_actor())
    flash(f"Il documento {number} è in archivio.")
    return _back(number, "archivio")


def _filable(number: Number) -> Document:
    document = document_of(number)
    if not may_file(current_actor(), document):
        raise Denied
    return document


def _in_time(document: Document, passo: str) -> Document:
    """
    Return the document if its state admits a step.

    Raises:
        NotAllowed: it does not, or not any more.
    """
    if document.stato not in PASSI_DOCUMENTO[passo][0]:
        raise NotAllowed(document.number, document.stato, passo)
    return document


def _back(number: Number, milestone: str) -> ResponseReturnValue:
    return redirect(url_for("documents.show", number=number, _anchor=milestone), 303)


# What describes it.


@bp.get("/<number:number>/<any('metadati.json', 'metadati.xml', 'segnatura.xml'):name>")
def metadata(number: Number, name: str) -> ResponseReturnValue:
    """Give the metadata of a document, or its segnatura, to whoever keeps the archive."""
    document = _filable(number)
    ending, mimetype = METADATA[name]
    note_download(document, name, office=office(), by=current_actor())
    content = metadata_of(document, office=office())[f"{number}{ending}"]
    return attachment(content, f"{number}{ending}", mimetype)
