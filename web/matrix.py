"""The matrix of permissions, printed back from the kinds: for a page and for the reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import AZIONI, RUOLI, parse_grant
from web.access import FASCICOLO

SCOPES = {"": "", "terr": "nel suo territorio", "own": "i suoi"}


@dataclass(frozen=True)
class Row:
    """One row of the matrix: what it is about, and the cell of each role that has one."""

    title: str
    sigla: str
    cells: Mapping[str, str]


def rows() -> list[Row]:
    """Return the matrix: the fascicolo first, then every kind by title."""
    kinds = sorted(all_kinds().values(), key=lambda kind: kind.title)
    of_kinds = [Row(kind.title, kind.sigla, kind.access) for kind in kinds]
    return [Row("Fascicolo della persona", "F", FASCICOLO), *of_kinds]


def roles() -> list[str]:
    """Return the roles that have something in the matrix, in the order of the office."""
    found = {ruolo for row in rows() for ruolo in row.cells}
    return [ruolo for ruolo in RUOLI if ruolo in found]


def in_words(cell: str) -> str:
    """Return a cell in words: ``compila, vede (nel suo territorio)``."""
    grant = parse_grant(cell)
    actions = ", ".join(words for letter, words in AZIONI.items() if letter in grant.azioni)
    return f"{actions} ({SCOPES[grant.ambito]})" if grant.ambito else actions


def as_markdown() -> str:
    """Return the page ``docs/reference/permissions.md``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (
        "# Permissions",
        "",
        "Printed back from the kinds by `fascicolo kinds permissions`; a test keeps it true.",
        "What no cell grants is denied.",
        "",
    )
    yield from (f"- `{letter}` {words}" for letter, words in AZIONI.items())
    yield from ("- `terr` in the territorio of the person's role alone", "- `own` their own alone")
    yield ""
    heads = roles()
    yield "| | " + " | ".join(heads) + " |"
    yield "|---" * (len(heads) + 1) + "|"
    for row in rows():
        cells = (row.cells.get(ruolo, "-") for ruolo in heads)
        yield f"| {row.title} (`{row.sigla}`) | " + " | ".join(cells) + " |"
    yield ""
    yield from (f"- `{ruolo}` {RUOLI[ruolo]}" for ruolo in heads)
    yield "- `ADM` administers users, parameters and templates, and sees nobody's documents"
