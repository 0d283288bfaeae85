"""What the search index keeps of a document, field by field."""

from collections.abc import Mapping
from datetime import date

from tantivy import Document as Entry
from tantivy import Schema, SchemaBuilder

from schemas.fields.blocco import Modulo
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from storage.archive import FACETS, Document
from storage.records import document_key
from storage.words import texts_of

# Raised by one whenever the fields, or how they are fed, change: older indexes are made again.
VERSION = 3
_EPOCH = date(1900, 1, 1).toordinal()
_RANKS = 1 << 44


def schema() -> Schema:
    """Return the fields of the index."""
    builder = SchemaBuilder()
    for name in ("numero", "fascicolo", "codice"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("testo", tokenizer_name="italiano")
    builder.add_text_field("parole", tokenizer_name="parole")
    builder.add_text_field("persona", tokenizer_name="parole")
    builder.add_text_field("azienda", tokenizer_name="parole")
    builder.add_unsigned_field("giorno", indexed=True, fast=True)
    builder.add_unsigned_field("rango", fast=True)
    builder.add_unsigned_field("recente", fast=True)
    return builder.build()


def rank_of(number: Number) -> int:
    """Return the place of a number among all numbers: sigla, then year, then progressivo."""
    first, second = (ord(letter) - ord("A") for letter in number.sigla)
    return ((first * 26 + second) << 34) | (number.anno << 20) | number.progressivo


def key_at(rank: int) -> str:
    """Return the key of the document whose number has that *rank*."""
    first, second = divmod(rank >> 34, 26)
    sigla = chr(ord("A") + first) + chr(ord("A") + second)
    return document_key(Number(sigla, (rank >> 20) & 0x3FFF, rank & 0xFFFFF, ""))


def day_number(on: date) -> int:
    """Return the day as the index counts days, from 1900."""
    return max(on.toordinal() - _EPOCH, 0)


def searched(document: Document) -> dict[str, object]:
    """
    Return the answers that a search looks at and shows.

    Those kept to few (health, disadvantage, notes and reports of the office) are left out: who
    finds a document is not always who may read them.
    """
    kind = all_kinds().get(document.kind)
    if kind is None:
        return dict(document.answers)
    answers = {k: v for k, v in document.answers.items() if k not in kind.internal}
    open_to_all = _without_restricted(kind.schema, answers)
    for name, carried in kind.carries.items():
        if isinstance(taken := open_to_all.get(name), Mapping):
            open_to_all[name] = _without_restricted(carried.modulo, taken)
    return open_to_all


def _without_restricted(modulo: type[Modulo], answers: Mapping[str, object]) -> dict[str, object]:
    kept = {name for name, campo in modulo.campi().items() if campo.restricted}
    return {name: value for name, value in answers.items() if name not in kept}


def words_of(document: Document) -> str:
    """Return all that is written in a document, as one text."""
    number = document.number
    parts = [str(number), f"{number.progressivo}/{number.anno}", document.kind]
    # The category is counted by, and read where the Patto says it: it is no word of other papers.
    columns = (text for name, text in document.index.items() if name != "categoria")
    parts += [document.oggetto, *columns, *texts_of(searched(document))]
    return " · ".join(part for part in parts if part)


def entry_of(document: Document) -> Entry:
    """Return what the index keeps of a document."""
    entry, text, index = Entry(), words_of(document), document.index
    facets = {name: index.get(name, "") for name in FACETS} | {
        "kind": document.kind,
        "territorio": document.territorio,
        "stato": document.stato,
        "autore": document.autore,
    }
    exact = {"numero": document_key(document.number), "fascicolo": document.fascicolo}
    texts = {
        "testo": text,
        "parole": text,
        "persona": f"{index.get('cognome', '')} {index.get('nome', '')}",
        "azienda": index.get("azienda", ""),
    }
    for name, value in {**exact, **facets, **texts}.items():
        if value:
            entry.add_text(name, value)
    for name in ("codice_fiscale", "partita_iva"):
        if value := "".join(index.get(name, "").split()).upper():
            entry.add_text("codice", value)
    rank, day = rank_of(document.number), day_number(document.on)
    entry.add_unsigned("giorno", day)
    entry.add_unsigned("rango", rank)
    entry.add_unsigned("recente", (day << 44) | (_RANKS - 1 - rank))
    return entry
