"""Exporting what a search found, all pages of it, for a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from generators.tables import Cell, as_csv, as_xlsx
from schemas.kinds.registry import all_kinds
from schemas.rules.life import STATI_DOCUMENTO
from schemas.rules.permissions import Actor
from storage.archive import Document, Query
from web.acts.accesses import note_search
from web.acts.office import Office

Form = Literal["csv", "xlsx"]

_PAGE = 500

COLUMNS: Mapping[str, Callable[[Document], Cell]] = {
    "Numero": lambda document: str(document.number),
    "Versione": lambda document: document.versione,
    "Tipo": lambda document: all_kinds()[document.kind].title,
    "Stato": lambda document: STATI_DOCUMENTO[document.stato],
    "Data": lambda document: document.on,
    "Fascicolo": lambda document: document.fascicolo,
    "Cognome": lambda document: document.index.get("cognome", ""),
    "Nome": lambda document: document.index.get("nome", ""),
    "Codice fiscale": lambda document: document.index.get("codice_fiscale", ""),
    "Azienda": lambda document: document.index.get("azienda", ""),
    "Partita IVA": lambda document: document.index.get("partita_iva", ""),
    "Territorio": lambda document: document.territorio,
    "Centro per l'Impiego": lambda document: document.index.get("cpi", ""),
    "Comune": lambda document: document.index.get("comune", ""),
    "Categoria": lambda document: document.index.get("categoria", ""),
    "Autore": lambda document: document.autore,
    "Protocollo": lambda document: protocollo(document),
}
RESTRICTED = frozenset({"Categoria"})


def export_results(
    query: Query, form: Form, *, restricted: bool, office: Office, by: Actor
) -> bytes:
    """
    Return every document that matches *query*, whatever its page, as CSV or XLSX.

    *query* says what *by* may see, as in any search, and *restricted* whether they see in which
    category of disadvantage people are. The export is noted before it is given.

    Raises:
        ArchiveFault: the export could not be noted.
    """
    shown = {name: cell for name, cell in COLUMNS.items() if restricted or name not in RESTRICTED}
    rows = [[cell(document) for cell in shown.values()] for document in _all(query, office)]
    note_search(query.words, office=office, by=by, exported=True)
    heads = list(shown)
    if form == "csv":
        return as_csv(heads, rows)
    return as_xlsx("Documenti", heads, rows, when=office.now)


def _all(query: Query, office: Office) -> Iterator[Document]:
    offset = 0
    while hits := office.archive.search(replace(query, offset=offset, limit=_PAGE)).hits:
        yield from (hit.document for hit in hits)
        offset += len(hits)


def protocollo(document: Document) -> str:
    """Return the protocol number and date of a document, or ""."""
    given = [event.dati for event in document.events if event.tipo == "protocollo"]
    if not given:
        return ""
    on = date.fromisoformat(str(given[-1]["data"]))
    return f"{given[-1]['numero']} del {on:%d/%m/%Y}"
