"""What a text for a company must not say of a person: code, contacts, name, address."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from schemas.rules.comparison import folded
from schemas.rules.identificativi import check_codice_fiscale
from schemas.rules.messages import Refused

Persona = Mapping[str, object]

_NOT_WRITTEN = re.compile(r"[\W_]")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w")
# Days and hours are figures with separators too: they are taken out before phones are looked for.
# In the middle of a number, though, two pairs of figures are neither.
_DAY_OR_HOUR = re.compile(r"\b(?<!\d[ ./-])(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[.:]\d{2})\b")
# A landline begins with 0, a mobile with 3.
_TELEFONO = re.compile(r"(?<![\w,])(?:(?:\+|00)39)?[ ./-]?(?:0|3\d\d)(?:[ ./-]{0,2}\d)+(?![\w,])")
_FIGURES = range(9, 16)


def dati_eccedenti(text: str, persona: Persona) -> tuple[str, ...]:
    """
    Return what *text* says of a person that a company need not know, as the message words it.

    Codes and contacts are found whoever they are of; name and address are those of *persona*,
    which may be empty when it is not known. Category, family and health no program can tell.

    Source:
        D.Lgs. 196/2003 artt. 3 and 22; rules R-SG-3 and P-3.
    """
    return tuple(words for words, says in _CHECKS.items() if says(text, persona))


def _says_codice_fiscale(text: str, persona: Persona) -> bool:
    written = _NOT_WRITTEN.sub("", text).upper()
    windows = (written[start : start + 16] for start in range(len(written) - 15))
    return any(
        window == persona.get("codice_fiscale") or _is_codice_fiscale(window) for window in windows
    )


def _is_codice_fiscale(code: str) -> bool:
    """Tell whether *code* is one; of letters alone it is taken for words that follow each other."""
    try:
        return code == check_codice_fiscale(code) and not code.isalpha()
    except Refused:
        return False


def _says_telefono(text: str, persona: Persona) -> bool:
    own = _figures(str(persona.get("telefono") or "")).removeprefix("39")
    found = _TELEFONO.finditer(_DAY_OR_HOUR.sub("|", text))
    return bool(own and own in _figures(text)) or any(
        len(_figures(match[0])) in _FIGURES for match in found
    )


def _figures(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def _says_email(text: str, persona: Persona) -> bool:
    return bool(_EMAIL.search(text))


def _says_nome(text: str, persona: Persona) -> bool:
    cognome, nome = (_words(str(persona.get(name) or "")) for name in ("cognome", "nome"))
    if not cognome or not nome:
        return False
    said = f" {_words(text)} "
    return f" {cognome} {nome} " in said or f" {nome} {cognome} " in said


def _says_indirizzo(text: str, persona: Persona) -> bool:
    address = _words(str(persona.get("domicilio_indirizzo") or ""))
    return bool(address) and f" {address} " in f" {_words(text)} "


def _words(text: str) -> str:
    """Return *text* as words with one blank between them: case, accents, signs do not count."""
    return " ".join(_NOT_WRITTEN.sub(" ", folded(text)).split())


_CHECKS: Mapping[str, Callable[[str, Persona], bool]] = MappingProxyType(
    {
        "codice fiscale": _says_codice_fiscale,
        "telefono": _says_telefono,
        "posta elettronica": _says_email,
        "cognome e nome": _says_nome,
        "indirizzo": _says_indirizzo,
    }
)
