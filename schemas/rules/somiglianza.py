"""Whether a person who comes to the desk may be one who is known already."""

from collections.abc import Mapping

from schemas.rules.comparison import folded
from schemas.rules.identificativi import decode_codice_fiscale

STESSO_CODICE = "stesso codice fiscale"
STESSA_NASCITA = "stesso cognome e nome, stessa data di nascita"
STESSO_NOME = "stesso cognome e nome"
CODICE_VICINO = "codice fiscale quasi uguale"
_SLIP = 2  # characters of a code that one slip changes: itself, and the control letter


def likeness(one: Mapping[str, object], other: Mapping[str, object]) -> str:
    """
    Return why two people may be the same, in words; "" when nothing says so.

    Each has cognome, nome and codice_fiscale, as `check_codice_fiscale` accepts it. Names are the
    same whatever their accents and capitals, and when cognome and nome are exchanged.
    """
    codes = str(one["codice_fiscale"]), str(other["codice_fiscale"])
    if codes[0] == codes[1]:
        return STESSO_CODICE
    if _names(one) == _names(other):
        return STESSA_NASCITA if _birth(codes[0]) == _birth(codes[1]) else STESSO_NOME
    return CODICE_VICINO if are_close(*codes) else ""


def are_close(one: str, other: str) -> bool:
    """Return whether a slip of one character could have made one code of the other."""
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True)) <= _SLIP


def _names(persona: Mapping[str, object]) -> list[str]:
    words = folded(f"{persona['cognome']} {persona['nome']}").replace("'", " ")
    return sorted(words.split())


def _birth(code: str) -> tuple[int, int, int]:
    read = decode_codice_fiscale(code)
    return read.anno, read.mese, read.giorno
