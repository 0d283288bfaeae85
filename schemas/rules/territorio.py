"""The Province of the period: 121 Comuni, four territories, six Centri per l'Impiego."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from schemas.rules.case import Case, warning
from schemas.rules.comparison import place_key
from schemas.rules.messages import Problem, Refused
from schemas.rules.numero import Number


@dataclass(frozen=True)
class Comune:
    """A Comune of the Province: official name, cadastral code, ULSS, territory, proposed CPI."""

    nome: str
    codice: str
    ulss: int
    territorio: str
    cpi: str


_TABLE = json.loads(Path(__file__).with_name("comuni_vicenza.json").read_text(encoding="utf-8"))

COMUNI: tuple[Comune, ...] = tuple(
    Comune(
        row["comune"],
        row["codice_catastale"],
        row["ulss"],
        row["territorio_da_ulss"],
        row["cpi_proposto"],
    )
    for row in _TABLE["comuni"]
)
TERRITORI: Mapping[str, str] = MappingProxyType(
    {row["codice"]: row["nome"] for row in _TABLE["territori"]}
)
CPI: Mapping[str, str] = MappingProxyType(
    {cpi: row["codice"] for row in _TABLE["territori"] for cpi in row["cpi"]}
)
_BY_NAME = {place_key(comune.nome): comune for comune in COMUNI}


def comune_vicenza(nome: str) -> Comune | None:
    """
    Return the Comune of the Province by that name, or None.

    Case, accents and the form of apostrophes are forgiven; Comuni born after the project are not
    found.

    Source:
        Rules R-GEO-2 and R-GEO-3.
    """
    return _BY_NAME.get(place_key(nome))


def check_comune_vicenza(text: str) -> str:
    """
    Return the official name of a Comune of the Province.

    Raises:
        Refused: ``comune_non_valido``.
    """
    comune = comune_vicenza(text)
    if comune is None:
        raise Refused("comune_non_valido")
    return comune.nome


def territorio_of(case: Case, *references: str) -> str:
    """
    Return the code of the territory a document belongs to, empty when nothing on file says it.

    It is that of the fascicolo; where the archive does not know it, that in the number of the
    first document named by the fields *references*.

    Source:
        Rule R-GEO-1.
    """
    fascicolo = case.contesto.fascicolo(case.text("fascicolo"))
    known = fascicolo.text("territorio") if fascicolo else None
    named = (Number.parse(numero) for numero in map(case.text, references) if numero)
    return known or next((number.territorio for number in named), "")


@warning("cpi", "persona.domicilio_comune")
def domicilio_in_territorio(case: Case) -> Iterator[Problem]:
    """
    Point out a domicile that by ULSS is of another territory than the CPI's.

    Source:
        Rule R-GEO-1.
    """
    comune = comune_vicenza(case.text("persona.domicilio_comune"))
    territorio = CPI.get(case.text("cpi"))
    if comune and territorio and comune.territorio != territorio:
        values = {"territorio": TERRITORI[comune.territorio]}
        yield Problem("persona.domicilio_comune", "avviso_territorio", values)


RULES = (domicilio_in_territorio,)
