"""`fascicolo documents`: papers from JSON, with or without registering them."""

from pathlib import Path

import click

from generators.press.promise import PressError
from schemas.kinds.examine import examine
from schemas.rules.contesto import Contesto
from storage.archive import Document
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.previewing import Proof, press_proof, proof_of
from web.acts.printing import print_document
from web.cli.console import (
    EXISTING_FILE,
    as_json,
    kind_named,
    misused,
    office,
    operator,
    read_json,
    refused,
    tell,
    write_file,
)

context_option = click.option(
    "--context",
    "context",
    type=EXISTING_FILE,
    help="JSON con ciò che l'archivio deve sapere; ciò che non dice è favorevole.",
)


@click.group()
def documents() -> None:
    """I documenti."""


@documents.command("render")
@click.argument("kind")
@click.argument("data", type=EXISTING_FILE)
@context_option
@click.option("--docx", type=EXISTING_FILE, help="File DOCX da scrivere.")
@click.option("--pdf", type=EXISTING_FILE, help="File PDF da scrivere.")
@as_json
def render(
    kind: str, data: Path, context: Path | None, docx: Path | None, pdf: Path | None, machine: bool
) -> None:
    """Stampa un documento in BOZZA, senza registrarlo."""
    named, given = kind_named(kind), read_json(data)
    contesto = _contesto(context) or Contesto()
    with office() as opened:
        examined = examine(named, given, contesto, opened.table)
        if examined.problems:
            refused(examined.problems, machine=machine)
        proof = proof_of(named, examined, office=opened)
        written = {}
        if docx:
            written["docx"] = write_file(docx, proof.docx)
        if pdf:
            written["pdf"] = write_file(pdf, _pdf(opened, proof))
    if machine:
        tell(written)
    else:
        for path in written.values():
            click.echo(path)


def _pdf(opened: Office, proof: Proof) -> bytes:
    try:
        return press_proof(proof, office=opened)
    except PressError as error:
        click.echo(f"PDF non prodotto: {error}", err=True)
        raise SystemExit(1) from None


def _contesto(context: Path | None) -> Contesto | None:
    if context is None:
        return None
    try:
        return Contesto.from_json(read_json(context))
    except ValueError:
        misused(f"Il file {context} contiene un elenco che non è di oggetti.")


@documents.command("issue")
@click.argument("kind")
@click.argument("data", type=EXISTING_FILE)
@context_option
@click.option("--senza-pdf", is_flag=True, help="Non aspetta il PDF: lo farà il servizio.")
@as_json
def issue_document(
    kind: str, data: Path, context: Path | None, senza_pdf: bool, machine: bool
) -> None:
    """Registra un documento: numero, DOCX e riga di registro insieme; poi il PDF."""
    named, given = kind_named(kind), read_json(data)
    assumed = _contesto(context)
    with office() as opened:
        issued = issue(named, given, office=opened, by=operator(), assumed=assumed)
        if issued.document is None:
            refused(issued.problems, machine=machine)
        document = issued.document if senza_pdf else _printed(issued.document, opened)
    _tell(document, machine=machine)


def _printed(document: Document, opened: Office) -> Document:
    try:
        return print_document(document.number, office=opened)
    except PressError as error:
        click.echo(f"Registrato; PDF in attesa: {error}.", err=True)
        return document


def _tell(document: Document, *, machine: bool) -> None:
    result = {
        "numero": str(document.number),
        "impronta": document.impronta,
        "docx": document.docx,
        "pdf": document.pdf,
    }
    if machine:
        tell(result)
    else:
        click.echo(f"{result['numero']}\nDOCX {document.docx}\nPDF  {document.pdf or 'in attesa'}")
