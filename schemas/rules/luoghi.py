"""Places of birth: the codes of Comuni and of foreign States, also of those that are no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schemas.rules.comparison import place_key

_HERE = Path(__file__).parent


class _Span(NamedTuple):
    """When a Comune bore a name, as AAAAMMGG texts; an empty end means that it still does."""

    dal: str
    al: str


@dataclass(frozen=True)
class _Comune:
    """A Comune under one name: its code, the sigle of province it has had, when it bore it."""

    codice: str
    province: tuple[str, ...]
    periodi: tuple[_Span, ...]

    def existed(self, on: date) -> bool:
        day = f"{on:%Y%m%d}"
        return any(dal <= day and (not al or day <= al) for dal, al in self.periodi)


def codici_comune(nome: str, provincia: str, on: date) -> frozenset[str]:
    """
    Return the cadastral codes that a person born in that Comune on that day may carry.

    When no Comune had that name on that day, those that had it before or after are taken: a person
    may name the Comune as it is called today.

    Args:
        nome: Name in Italian or German, in any case, accents and apostrophes forgiven.
        provincia: A sigla that the Comune has or has had (``FM`` or ``AP`` for Fermo).
        on: Day of birth.

    Source:
        Rule R-ID-5.
    """
    homonyms = _comuni().get(place_key(nome), [])
    named = [comune for comune in homonyms if provincia in comune.province]
    then = [comune for comune in named if comune.existed(on)]
    return frozenset(comune.codice for comune in then or named)


def codici_stato(nome: str) -> frozenset[str]:
    """
    Return the codes that a person born in that State may carry, empty when there is none.

    A State that came out of another shares its code, both ways: who was born in Kiev has the code
    of the Soviet Union or of Ukraine according to when the code was given.

    Args:
        nome: Italian name, in any case and with its variants (``Ceylon``), or code (``Z209``).
    """
    codice = codice_stato(nome)
    if codice is None:
        return frozenset()
    before = _successions().get(codice, ())
    after = (state for state, origins in _successions().items() if codice in origins)
    return frozenset((codice, *before, *after))


def codice_stato(nome: str) -> str | None:
    """
    Return the code of the State by that name, adjective or code (``Albania``, ``Z100``), or None.

    Italy has no such code.
    """
    return _stati().get(place_key(nome))


def comune_of(codice: str, on: date) -> tuple[str, str] | None:
    """Return name and sigla of province of the Comune with that code on a day, or None."""
    for row in _comuni_by_code().get(codice, ()):
        spans = tuple(_Span(*periodo.split("-")) for periodo in row[4].split())
        if _Comune(codice, (), spans).existed(on):
            return row[1], row[3].split()[-1]
    return None


@cache
def _comuni_by_code() -> Mapping[str, list[list[str]]]:
    by_code: dict[str, list[list[str]]] = {}
    for row in _rows("comuni_italiani.tsv"):
        by_code.setdefault(row[0], []).append(row)
    return by_code


def stato_of(codice: str) -> str | None:
    """Return the Italian name of the State with the code *codice* (``Z100``), or None."""
    return next((row[1] for row in _rows("stati.tsv") if row[0] == codice), None)


def _rows(file: str) -> Iterator[list[str]]:
    """Yield the columns of each row of a table of ours; the head is in lines begun with #."""
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@cache
def _comuni() -> Mapping[str, list[_Comune]]:
    by_name: dict[str, list[_Comune]] = {}
    for codice, nome, altri, province, periodi in _rows("comuni_italiani.tsv"):
        spans = tuple(_Span(*periodo.split("-")) for periodo in periodi.split())
        comune = _Comune(codice, tuple(province.split()), spans)
        for key in {place_key(name) for name in (nome, *altri.split("|"))} - {""}:
            by_name.setdefault(key, []).append(comune)
    return by_name


@cache
def _stati() -> Mapping[str, str]:
    return {
        place_key(name): codice
        for codice, nome, altri, _ in _rows("stati.tsv")
        for name in (codice, nome, *altri.split("|"))
        if name
    }


@cache
def _successions() -> Mapping[str, tuple[str, ...]]:
    return {row[0]: tuple(row[3].split()) for row in _rows("stati.tsv")}
