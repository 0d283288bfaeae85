"""How typed values are printed on paper, and the Jinja environment that prints them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from docxtpl import InlineImage, Listing, RichText, RichTextParagraph
from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape
from num2words import num2words

from generators.pictures import draw
from generators.values import BLANK_SIGN, Blank, Opzione, Voce

MESI = {
    1: "gennaio", 2: "febbraio", 3: "marzo", 4: "aprile", 5: "maggio", 6: "giugno",
    7: "luglio", 8: "agosto", 9: "settembre", 10: "ottobre", 11: "novembre", 12: "dicembre",
}  # fmt: skip

CENT = Decimal("0.01")

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) does not admit: Word refuses a document that holds one."""


class Unprintable(ValueError):
    """A value has no form on paper: a type nobody taught us, or a forbidden character."""


def data_breve(value: date | Blank) -> str:
    """Print a date as on a form: ``07/03/2011``."""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else BLANK_SIGN


def data_lunga(value: date | Blank) -> str:
    """Print a date in words: ``7 marzo 2011``; the first of a month is ``1° marzo 2011``."""
    if not isinstance(value, date):
        return BLANK_SIGN
    day = "1°" if value.day == 1 else str(value.day)
    return f"{day} {MESI[value.month]} {value.year}"


def decimale(value: Decimal) -> str:
    """Print a number the Italian way, ``1.234,56``, with two decimals or more if it has more."""
    places = value.as_tuple().exponent
    if not isinstance(places, int):
        raise Unprintable(f"{value} is not a number")
    text = f"{value:,.{max(2, -places)}f}"
    return text.translate(str.maketrans(",.", ".,"))


def importo(value: Decimal | int | Blank) -> str:
    """Print an amount in euro, to the cent: ``€ 1.234,56``."""
    if isinstance(value, Blank):
        return BLANK_SIGN
    return f"€ {decimale(Decimal(value).quantize(CENT, ROUND_HALF_UP))}"


def in_lettere(value: Decimal | int | Blank) -> str:
    """
    Print a number in one word, as on a receipt: ``milleduecentotrentaquattro/56``.

    An integer has no cents: ``milleduecentotrentaquattro``. No blanks are left inside, so
    that nothing can be written in between.
    """
    if isinstance(value, Blank):
        return BLANK_SIGN
    if isinstance(value, int):
        return _word(value)
    amount = value.quantize(CENT, ROUND_HALF_UP)
    euro = abs(amount).quantize(Decimal(1), ROUND_DOWN)
    sign = "meno " if amount < 0 else ""
    return f"{sign}{_word(int(euro))}/{(abs(amount) - euro) * 100:02.0f}"


def _word(number: int) -> str:
    """Return *number* in Italian words, joined: num2words writes "un milione e uno"."""
    word: str = num2words(abs(number), lang="it")
    joined = word.replace(" e ", "").replace(" ", "")
    return f"meno {joined}" if number < 0 else joined


def casella(value: object) -> str:
    """Print a check box, ticked when *value* is true: ``☒`` or ``☐``."""
    return "☒" if value else "☐"


def caselle(value: bool | Blank) -> str:
    """Print the two boxes of a yes or no: ``☒ sì ☐ no``; neither is ticked when blank."""
    answered = not isinstance(value, Blank)
    return f"{casella(answered and value)} sì {casella(answered and not value)} no"


def elenco(values: Iterable[object]) -> str:
    """Print a list as a sentence says it: ``a, b e c``."""
    texts = [str(printed(value)) for value in values]
    if not texts:
        return BLANK_SIGN
    *first, last = texts
    return f"{', '.join(first)} e {last}" if first else last


def maiuscolo(value: object) -> str:
    """Print any value in capitals."""
    return str(printed(value)).upper()


def text(value: str) -> str | Markup:
    """
    Return typed text so that it prints literally, line by line.

    docxtpl turns ``{_{`` into ``{{`` after rendering: a template may want that, people's text
    may not, so there the underscore becomes a character reference.

    Raises:
        Unprintable: a character that XML does not admit.
    """
    if bad := NOT_XML.search(value):
        raise Unprintable(f"the character U+{ord(bad[0]):04X} cannot be printed")
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "{_" in value or "_}" in value:
        return literal(str(escape(value)))
    return value


def literal(xml: str) -> Markup:
    """Return escaped *xml* so that docxtpl finds no braces of its own in it."""
    return Markup(xml.replace("{_", "{&#95;").replace("_}", "&#95;}"))


def rich(value: RichText | RichTextParagraph | Listing) -> Markup:
    """
    Return formatted text as docxtpl made it.

    Raises:
        Unprintable: it holds a link, which lives in the package of one ``DocxTemplate``.
    """
    if "r:id=" in value.xml:
        raise Unprintable("a link in a RichText cannot be printed")
    return literal(value.xml)


Printer = Callable[..., object]

# Looked up along the classes of a value, so `bool` stands for itself and not for `int`.
PRINTERS: dict[type, Printer] = {
    str: text,
    Voce: lambda value: text(value.label),
    Blank: str,
    type(None): lambda value: BLANK_SIGN,
    bool: lambda value: "sì" if value else "no",
    int: str,
    Decimal: decimale,
    datetime: lambda value: value.strftime("%d/%m/%Y %H:%M"),
    date: data_breve,
    time: lambda value: value.strftime("%H:%M"),
    Opzione: lambda value: f"{casella(value.chosen)} {value.label}",
    list: elenco,
    tuple: elenco,
    Markup: lambda value: value,
    RichText: rich,
    RichTextParagraph: rich,
    Listing: rich,
    InlineImage: draw,
    Undefined: str,  # StrictUndefined raises here, naming what is missing
}


def printed(value: object) -> object:
    """
    Return *value* in the form the paper shows; the environment calls it on every ``{{ }}``.

    Raises:
        Unprintable: the value is a block, a list of blocks, or of an unknown type.
        jinja2.UndefinedError: the template names something the context does not have.
    """
    printer = PRINTERS.get(type(value)) or _nearest(type(value))
    return printer(value)


def _nearest(kind: type) -> Printer:
    """Return the printer of the nearest class that *kind* derives from and that has one."""
    return next((PRINTERS[base] for base in kind.mro() if base in PRINTERS), _refuse)


def _refuse(value: object) -> object:
    raise Unprintable(f"a value of type {type(value).__name__} cannot be printed")


FILTERS: dict[str, Callable[..., object]] = {
    "data_breve": data_breve,
    "data_lunga": data_lunga,
    "importo": importo,
    "in_lettere": in_lettere,
    "casella": casella,
    "caselle": caselle,
    "elenco": elenco,
    "maiuscolo": maiuscolo,
}


@functools.cache
def environment() -> SandboxedEnvironment:
    """
    Return the Jinja environment of every paper.

    Sandboxed, because templates are uploaded; escaping, because a bare ``&`` cuts the rest
    of a clause without a word; strict, because a misspelt name must not print nothing.
    """
    env = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printed)
    env.filters.update(FILTERS)
    return env
