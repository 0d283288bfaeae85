"""Italian words as the index takes them: folded, without the empty ones, stemmed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from schemas.rules.numero import Number, fascicolo_number
from storage.records import document_key

# Articles, prepositions and the like, elided forms included; already folded (e, not è).
_EMPTY = """
    a ad al allo alla ai agli alle all anche avere c che chi ci col coi coll come con cui d da dal
    dallo dalla dai dagli dalle dall de degli dei del della delle dello dell di e ed era essere
    fra gli ha hanno i il in io l la le lei li lo loro lui ma m mi ne negli nei nel nella nelle
    nello nell noi non o od per piu quale quali quel quell quella quelle quelli quello quest questa
    queste questi questo s se sei si sia sono su sua sue sugli sui sul sull sulla sulle sullo suo
    suoi t ti tra tu un una uno v vi voi
"""
EMPTY = frozenset(_EMPTY.split())
TYPO_FROM = 4  # letters that a word has, at least, when one of them may be wrong
PREFIX_FROM = 2  # letters that make the beginning of a word
_LONGEST = 60

_CODICE_FISCALE = re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]")
_PARTITA_IVA = re.compile(r"(?:IT)?(\d{11})")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{2})?|\d+,\d{2}")
_NUMBER = re.compile(r"([A-Z]{2})[-/.]?(\d{4})[-/.]?(?:(?:T[1-4]|PR)[-/.]?)?(\d{1,6})")
_FASCICOLO = re.compile(r"F[-/.]?(\d{4})[-/.]?(\d{1,6})")


def plain_analyzer() -> TextAnalyzer:
    """Return the analyser of names: words in lower case, without accents."""
    return _folding().build()


def italian_analyzer() -> TextAnalyzer:
    """
    Return the analyser of texts: folded, then without empty words, then stemmed.

    In this order: stemming first would part ``qualità`` (qualit) from ``qualita`` (qual).
    """
    return (
        _folding()
        .filter(Filter.custom_stopword(sorted(EMPTY)))
        .filter(Filter.stemmer("italian"))
        .build()
    )


def _folding() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


@dataclass(frozen=True)
class Exact:
    """Something that names one thing: looked for whole, in its own field."""

    field: str
    value: str


@dataclass(frozen=True)
class Words:
    """Consecutive words, folded; *phrase* when the person asked for them one after the other."""

    tokens: tuple[str, ...]
    phrase: bool = False


def asked(text: str, plain: TextAnalyzer) -> Sequence[Exact | Words]:
    """
    Return what *text*, typed by a person, asks for: every part must be found.

    A number, a codice fiscale or a partita IVA stands for itself, however it is spaced or parted
    (``PS-2011-T4-00042``, ``ps 2011 42``); what is in "double quotes" is a phrase; anything else
    is words. No character means anything else.
    """
    if exact := exact_of("".join(text.split())):
        return [exact]
    return [part for part in _parts(text, plain) if isinstance(part, Exact) or part.tokens]


def _parts(text: str, plain: TextAnalyzer) -> Iterator[Exact | Words]:
    # Word processors turn the quotes: all of them count as one.
    pieces = re.sub("[“”«»]", '"', text).split('"')
    for place, piece in enumerate(pieces):
        # After an opening quote that nobody closed there are plain words.
        if place % 2 and place < len(pieces) - 1:
            yield Words(tuple(plain.analyze(piece)), phrase=True)
            continue
        for chunk in piece.split():
            yield exact_of(chunk) or Words(tuple(plain.analyze(_as_written(chunk))))


def exact_of(text: str) -> Exact | None:
    """Return what *text* names by itself, or None: its number, fascicolo or fiscal code."""
    text = text.upper()
    for read in (_number, _fascicolo, _fiscal):
        if found := read(text):
            return found
    return None


def _number(text: str) -> Exact | None:
    if match := _NUMBER.fullmatch(text):
        sigla, anno, progressivo = match.groups()
        # The territorio takes no part in the counting: who does not know it leaves it out.
        return Exact("numero", document_key(Number(sigla, int(anno), int(progressivo), "")))
    return None


def _fascicolo(text: str) -> Exact | None:
    if match := _FASCICOLO.fullmatch(text):
        return Exact("fascicolo", fascicolo_number(int(match[1]), int(match[2])))
    return None


def _fiscal(text: str) -> Exact | None:
    if _CODICE_FISCALE.fullmatch(text):
        return Exact("codice", text)
    match = _PARTITA_IVA.fullmatch(text)
    return Exact("codice", match[1]) if match else None


def _as_written(chunk: str) -> str:
    """Return a day or an amount as the data have it: ISO, and with a decimal point."""
    if match := _DAY.fullmatch(chunk):
        day, month, year = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if _AMOUNT.fullmatch(chunk):
        return str(Decimal(chunk.replace(".", "").replace(",", ".")))
    return chunk


def texts_of(value: object) -> Iterator[str]:
    """Yield the texts and the figures in a JSON value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
