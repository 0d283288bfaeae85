"""Printing many papers together, each in a copy for each party, and how far that has gone."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from storage.archive import Document, NotFound
from web.access import Denied, may_print
from web.acts.accesses import note_download
from web.acts.print_runs import (
    PrintRun,
    TooMany,
    ask_print_run,
    holders_of,
    load_print_run,
    press_copies,
    print_runs_of,
)
from web.downloads import PDF, attachment
from web.identity import current_actor
from web.services import office, print_room
from web.views.documents import document_of

bp = Blueprint("printing", __name__, url_prefix="/stampe")


@dataclass(frozen=True)
class Line:
    """A document of a run: for whom its copies are, and why its PDF is not there, or ""."""

    document: Document
    holders: Sequence[str]
    failure: str


@dataclass(frozen=True)
class Sheet:
    """A run as it is now."""

    run: PrintRun
    lines: Sequence[Line]

    @property
    def ready(self) -> list[Document]:
        """Return the documents that can be printed now."""
        return [line.document for line in self.lines if line.document.pdf]

    @property
    def copies(self) -> int:
        """Return how many copies can be printed now."""
        return sum(len(line.holders) for line in self.lines if line.document.pdf)


@bp.get("/")
def find() -> ResponseReturnValue:
    """List what the person asked to print in the last days, and how far each has gone."""
    return render_template("stampe/elenco.html", sheets=list(_sheets()))


def _sheets() -> Iterator[Sheet]:
    """Yield the runs of the person, but those of papers that they may not see any more."""
    for run in print_runs_of(current_actor(), office=office()):
        with suppress(NotFound, Denied):
            yield _sheet(run)


@bp.post("/")
def ask() -> ResponseReturnValue:
    """Have the documents chosen printed; the person sees at once how far it has gone."""
    numbers = [_number(text) for text in request.form.getlist("numero")]
    refused = [str(one) for one in numbers if not may_print(current_actor(), document_of(one))]
    back = f"{url_for('documents.find')}?{request.query_string.decode()}".rstrip("?")
    if not numbers:
        flash("Scegli almeno un documento da stampare.")
        return redirect(back, 303)
    if refused:
        flash(f"Il tuo ruolo vede ma non stampa: {', '.join(refused)}.")
        return redirect(back, 303)
    duplex = request.form.get("fronte_retro") == "si"
    try:
        run = ask_print_run(numbers, duplex=duplex, office=office(), by=current_actor())
    except TooMany as fault:
        flash(str(fault))
        return redirect(back, 303)
    print_room().hurry()
    return redirect(url_for(".show", key=run.key), 303)


def _number(text: str) -> Number:
    try:
        return Number.parse(text)
    except ValueError:
        raise NotFound(text) from None


@bp.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    """Show how far a run has gone, and give what is ready."""
    run = load_print_run(key, office=office(), by=current_actor())
    return render_template("stampe/stampa.html", sheet=_sheet(run))


@bp.get("/<key>/copie.pdf")
def copies(key: str) -> ResponseReturnValue:
    """Give the copies that are ready as one PDF, each marked for whom it is."""
    run = load_print_run(key, office=office(), by=current_actor())
    ready = _sheet(run).ready
    if not ready:
        raise NotFound(key)
    for document in ready:
        note_download(document, "pdf", office=office(), by=current_actor())
    content = press_copies(ready, duplex=run.duplex, office=office())
    return attachment(content, f"Copie-{_name(ready)}.pdf", PDF)


def _name(documents: Sequence[Document]) -> str:
    return str(documents[0].number) if len(documents) == 1 else f"di-{len(documents)}-documenti"


def _sheet(run: PrintRun) -> Sheet:
    """Return a run with its documents, each looked at with the eyes of who asks now."""
    documents = map(document_of, run.numbers)
    return Sheet(run, [_line(document) for document in documents])


def _line(document: Document) -> Line:
    failure = "" if document.pdf else print_room().failure(document.number)
    return Line(document, holders_of(all_kinds()[document.kind]), failure)
