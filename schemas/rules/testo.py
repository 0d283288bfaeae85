"""Rules T-1..T-6: what a text may hold, and when it is empty."""

import re
import unicodedata

from schemas.rules.messages import Refused

_INVISIBLE = "\u200b\u200c\u200d\ufeff"
_RUN_OF_BLANKS = re.compile(r"[ \u00a0]+")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_XML = frozenset("\ufffe\uffff")
_NAME_MARKS = frozenset(" '’-.")


def is_blank(text: str) -> bool:
    """Return whether *text* is made only of blanks, tabs or invisible characters (T-1)."""
    return not text.strip().strip(_INVISIBLE + "\u00a0 \t\r\n")


def clean(text: str, *, multiline: bool = False) -> str:
    """
    Return *text* as it is stored: NFC, trimmed, inner runs of blanks made one (T-1, T-2).

    In a multi-line text line ends become LF and inner blanks stay. Everything else, markup and
    template marks included, is an ordinary character and is kept (T-4).

    Raises:
        Refused: `carattere_non_ammesso`, for control and bidirectional characters (T-3) and for
            what XML 1.0 cannot carry.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(_refused(character, multiline) for character in text):
        raise Refused("carattere_non_ammesso")
    return text if multiline else _RUN_OF_BLANKS.sub(" ", text)


def check_length(text: str, longest: int, shortest: int = 0) -> str:
    """
    Return *text* if its length in code points is admitted (T-6).

    Raises:
        Refused: `lunghezza_max` or `lunghezza_min`.
    """
    if len(text) > longest:
        raise Refused("lunghezza_max", max=str(longest))
    if len(text) < shortest:
        raise Refused("lunghezza_min", min=str(shortest))
    return text


def check_name(text: str) -> str:
    """
    Return *text* if it can be the name of a person: Latin letters, blank, apostrophe, hyphen, stop.

    Raises:
        Refused: `nome_non_valido` (T-5), `lunghezza_max` over 80 characters.
    """
    text = clean(text)
    if not any(character.isalpha() for character in text) or not all(map(_in_a_name, text)):
        raise Refused("nome_non_valido")
    return check_length(text, 80)


def _refused(character: str, multiline: bool) -> bool:
    if character in "\t\n":
        return not multiline
    return (
        character < " "
        or character == "\x7f"
        or character in _BIDI_CONTROLS
        or character in _NOT_XML
        or "\ud800" <= character <= "\udfff"
    )


def _in_a_name(character: str) -> bool:
    if character in _NAME_MARKS or unicodedata.category(character) == "Mn":
        return True
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
