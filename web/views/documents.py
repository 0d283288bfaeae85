"""Registered documents: found, looked at, downloaded, signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.errors import ErrorLink
from generators.dossier import count_pages
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.case import Reason
from schemas.rules.life import PASSI_DOCUMENTO, STATI_DOCUMENTO
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import may
from schemas.rules.territorio import TERRITORI
from storage.archive import Document, Fascicolo, Hit, NotFound, Query, Results
from web.access import (
    FASCICOLO,
    Denied,
    may_file,
    may_on,
    may_sign,
    require,
    sees_own,
    sees_restricted,
    shown_to,
    visibility,
)
from web.acts.accesses import note_download, note_search, note_view
from web.acts.filing import signed_copies
from web.acts.following import open_seguiti
from web.acts.knowing import code_in
from web.acts.office import ROME
from web.acts.owning import owns
from web.acts.retrieving import changes_of, data_of, sources_of
from web.acts.searches import saved_searches
from web.acts.signing import record_signature
from web.downloads import DOCX, PDF, attachment
from web.identity import current_actor
from web.milestones import milestones
from web.paging import address_with, asked_page, page_of
from web.presenting import day
from web.recap import Answers, reasons_of, recap
from web.services import office, print_room
from web.views.desk import fascicoli_of

bp = Blueprint("documents", __name__, url_prefix="/documenti")

PER_PAGE = 50
CORRECTABLE = frozenset(PASSI_DOCUMENTO["sostituzione"][0])
ANNULLABLE = frozenset(PASSI_DOCUMENTO["annullamento"][0])
PATIENCE = 1.5  # seconds, before the page tells that the PDF is still being made
FASCICOLI_SHOWN = 5
ORDERS = {"data": "I più recenti", "rilevanza": "I più pertinenti", "numero": "Per numero"}
# Name in the address -> facet of the archive, words.
FACETS = {
    "tipo": ("kind", "Tipo"),
    "stato": ("stato", "Stato"),
    "territorio": ("territorio", "Territorio"),
}


# What of an address makes the search.
ASKED = ("q", *FACETS, "dal", "al", "ordine")


@dataclass(frozen=True)
class Choice:
    """A value of a facet: its words, how many match, the address that adds or takes out it."""

    words: str
    count: int
    address: str
    chosen: bool


@bp.get("/")
def find() -> ResponseReturnValue:
    """
    Search the documents that the person may see, or list them all, latest first.

    A codice fiscale alone is somebody at the desk: it leads to their fascicolo.
    """
    code = code_in(request.args.get("q", "")) if set(request.args) == {"q"} else ""
    if code and current_actor().ruolo in FASCICOLO:
        return redirect(url_for("fascicoli.by_code", codice=code), 303)
    return found_page()


def found_page(unsaved: Problem | None = None, nome: str = "") -> Response:
    """Show what the address asks for; *unsaved* says why it could not be saved under *nome*."""
    visible = visibility(current_actor())
    if not visible.pairs and not visible.numbers and not sees_own(current_actor()):
        raise Denied
    faults = [name for name in ("dal", "al") if request.args.get(name) and _day(name) is None]
    results = _waiting() if request.args.get("pdf") else office().archive.search(asked_query())
    page = page_of(results.total, PER_PAGE)
    words = request.args.get("q", "").strip()
    if words:
        note_search(words, office=office(), by=current_actor())
    asked, saved = asked_of(), saved_searches(office=office(), by=current_actor())
    rendered = render_template(
        "documenti/elenco.html",
        words=words,
        results=results,
        page=page,
        fascicoli=_fascicoli(words) if page.position == 1 else [],
        facets={label: _choices(name, results) for name, (_, label) in FACETS.items()},
        chips=list(_chips()),
        orders=ORDERS,
        order=_order(),
        faults=faults,
        asked=asked,
        saved=saved,
        current=next((one for one in saved if one.asked == asked), None),
        unsaved=unsaved,
        nome=nome,
        links=[ErrorLink(f"Nome della ricerca: {unsaved.message}", "nome")] if unsaved else [],
    )
    return Response(rendered, 422 if faults or unsaved else 200)


def asked_of() -> Mapping[str, Sequence[str]]:
    """Return the words, filters and order that the address asks for, whatever the page."""
    given = {name: list(filter(None, map(str.strip, request.args.getlist(name)))) for name in ASKED}
    return {name: values for name, values in given.items() if values}


def asked_query() -> Query:
    """Return the search that the address asks for, within what the person may see."""
    args = request.args
    return Query(
        visible=visibility(current_actor()),
        words=args.get("q", "").strip(),
        kinds=tuple(args.getlist("tipo")),
        territori=tuple(args.getlist("territorio")),
        stati=tuple(args.getlist("stato")),
        dal=_day("dal"),
        al=_day("al"),
        order=_order(),
        offset=(asked_page() - 1) * PER_PAGE,
        limit=PER_PAGE,
        counted=tuple(facet for facet, _ in FACETS.values()),
    )


def _day(name: str) -> date | None:
    return day(request.args.get(name, ""))


def _order() -> str:
    asked = request.args.get("ordine", "")
    return asked if asked in ORDERS else "rilevanza" if request.args.get("q") else "data"


def _waiting() -> Results:
    """Return the documents whose PDF is still to be made, among those that may be seen."""
    documents = map(office().archive.document, office().archive.without_pdf())
    hits = tuple(Hit(document) for document in documents if _may_see(document))
    start = (asked_page() - 1) * PER_PAGE
    return Results(len(hits), hits[start : start + PER_PAGE])


def _may_see(document: Document) -> bool:
    return may_on(current_actor(), "V", document)


def _fascicoli(words: str) -> Sequence[Fascicolo]:
    if not words or current_actor().ruolo not in FASCICOLO:
        return []
    return fascicoli_of(current_actor(), words)[:FASCICOLI_SHOWN]


def _words_of(facet: str, code: str) -> str:
    match facet:
        case "tipo":
            return all_kinds()[code].title if code in all_kinds() else code
        case "stato":
            return STATI_DOCUMENTO.get(code, code)
    return f"{code} {TERRITORI[code]}" if code in TERRITORI else "Provincia"


def _choices(facet: str, results: Results) -> list[Choice]:
    chosen = request.args.get(facet, "")
    counts = results.counts.get(FACETS[facet][0], {})
    return [
        Choice(
            _words_of(facet, code),
            count,
            address_with(**{facet: "" if code == chosen else code, "pagina": ""}),
            code == chosen,
        )
        for code, count in sorted(counts.items())
    ]


def _chips() -> Iterator[tuple[str, str]]:
    """Yield each active filter in words, with the address of the search without it."""
    for facet in FACETS:
        for code in filter(None, request.args.getlist(facet)):
            yield _words_of(facet, code), address_with(**{facet: "", "pagina": ""})
    for name, words in (("dal", "Dal"), ("al", "Fino al")):
        if text := request.args.get(name):
            yield f"{words} {text}", address_with(**{name: "", "pagina": ""})
    if request.args.get("pdf"):
        yield "PDF in attesa", address_with(pdf="", pagina="")


def document_of(number: Number) -> Document:
    """
    Return a document that the person at the desk may see.

    Who registered it sees it until the end of the day, to print it and have it signed, even if it
    sends the person to another territory.

    Raises:
        NotFound, Denied: there is none, or it is not for them.
    """
    document = office().archive.document(number)
    if document.number != number:
        raise NotFound
    actor, access = current_actor(), all_kinds()[document.kind].access
    if document.autore == actor.utente and may(actor, "C", access, None, own=True):
        made_on = document.registered_at.astimezone(ROME).date()
        if made_on == office().on:
            return document
    require(actor, "V", access, document.territorio, own=owns(actor, document, office().archive))
    return document


@bp.get("/<number:number>")
def show(number: Number) -> ResponseReturnValue:
    """Show a document: its data in words, the reasons, its files, its history."""
    document = document_of(number)
    note_view(document, office=office(), by=current_actor())
    return _page(document, "", 200)


def _page(document: Document, fault: str, status: int) -> ResponseReturnValue:
    kind, data = data_of(document)
    actor = current_actor()
    page = render_template(
        "documenti/documento.html",
        document=document,
        kind=kind,
        cards=recap(kind, Answers(shown_to(actor, kind, data), restricted=sees_restricted(actor))),
        reasons=_reasons(document, kind),
        files=_files(document),
        failure=print_room().failure(document.number),
        may_sign=document.stato == "generato" and may_sign(actor, document),
        may_annul=document.stato in ANNULLABLE and may_on(actor, "M", document),
        may_correct=document.stato in CORRECTABLE and may_on(actor, "C", document),
        seguiti=open_seguiti(document, office().archive, actor),
        may_file=may_file(actor, document),
        milestones=milestones(document, actor, _pages_of(document)),
        changes=changes_of(office().archive, document, restricted=sees_restricted(actor)),
        sources=sources_of(office().archive, kind, data),
        fault=fault,
    )
    return Response(page, status)


def _reasons(document: Document, kind: Kind) -> list[Reason]:
    """Return the reasons of a document; those worked out on restricted answers are for the office.

    Who follows one person (an assistant, an expert) reads what was decided, not upon what.
    """
    kept = any(campo.restricted for campo in kind.schema.campi().values())
    return [] if kept and current_actor().ruolo not in FASCICOLO else reasons_of(document.motivi)


def _pages_of(document: Document) -> int:
    """Return how many pages were printed, counted only to be compared with those scanned."""
    scanned = document.pdf and signed_copies(document)
    return count_pages(office().archive.blob(str(document.pdf))) if scanned else 0


def _files(document: Document) -> Mapping[str, int]:
    """Return the size in bytes of the files there are."""
    archive = office().archive
    files = {"docx": len(archive.blob(document.paper))}
    return {**files, "pdf": len(archive.blob(document.pdf))} if document.pdf else files


@bp.get("/<number:number>/registrato")
def registered(number: Number) -> ResponseReturnValue:
    """Say that the document is registered, with its number, its files and what comes next."""
    document = document_of(number)
    return render_template(
        "documenti/registrato.html",
        document=document,
        kind=all_kinds()[document.kind],
        files=_files(document),
        failure=print_room().failure(number),
    )


@bp.get("/<number:number>/docx")
def docx(number: Number) -> ResponseReturnValue:
    """Give the paper as it stands now."""
    document = document_of(number)
    note_download(document, "docx", office=office(), by=current_actor())
    return attachment(office().archive.blob(document.paper), _name(document, "docx"), DOCX)


@bp.get("/<number:number>/pdf")
def pdf(number: Number) -> ResponseReturnValue:
    """Give the PDF made from the paper."""
    document = document_of(number)
    if document.pdf is None:
        raise NotFound
    note_download(document, "pdf", office=office(), by=current_actor())
    return attachment(office().archive.blob(document.pdf), _name(document, "pdf"), PDF)


def _name(document: Document, form: str) -> str:
    return f"{all_kinds()[document.kind].title.replace(' ', '-')}_{document.number}.{form}"


def wait_for_pdf(number: Number) -> None:
    """Give the PDF the time it usually takes, when there is a press to make it."""
    if office().press.status().engine:
        print_room().wait(number, PATIENCE)


@bp.post("/<number:number>/ristampa")
def print_again(number: Number) -> ResponseReturnValue:
    """Try again to make the PDF."""
    document_of(number)
    print_room().retry(number)
    wait_for_pdf(number)
    done = office().archive.document(number).pdf
    flash("Il PDF è pronto." if done else "Il PDF non è ancora pronto: resta in attesa.")
    return redirect(url_for(".show", number=number), 303)


@bp.post("/<number:number>/firma")
def sign(number: Number) -> ResponseReturnValue:
    """Record the day on which the parties signed the printed paper."""
    document, actor = document_of(number), current_actor()
    if not may_sign(actor, document):
        raise Denied
    on = day(request.form.get("data", ""))
    if on is None:
        return _page(document, "Data non valida: usare il formato GG/MM/AAAA.", 422)
    acted = record_signature(number, on, office=office(), by=actor)
    if acted.problems:
        return _page(document, acted.problems[0].message, 422)
    flash(f"Firma del {on:%d/%m/%Y} registrata.")
    return redirect(url_for(".show", number=number), 303)
