"""Which figures about people may be shown to who sees totals alone: rule P-2."""

from collections.abc import Sequence
from enum import Enum

MINIMO = 3
"""
The least number of people that a figure may tell of.

Source: rule P-2; D.Lgs. 196/2003 artt. 3 and 22 (necessity).
"""


class Celata(Enum):
    """What stands in the place of a figure that is not shown."""

    POCHE = "<3"
    COPERTA = "n.d."

    def __str__(self) -> str:
        return self.value


Cella = int | Celata


def shown_total(total: int) -> Cella:
    """Return a figure that stands alone as it may be shown."""
    return total if total >= MINIMO else Celata.POCHE


def shown_cells(cells: Sequence[int]) -> list[Cella]:
    """
    Return the cells of a table as they may be shown beside their sum.

    A cell under three is "<3", and the next of the others is covered, or the sum would give it
    away. A table whose cells might all be so small is covered whole. Which cells are covered
    follows from what is shown alone: who knows how it is done learns nothing more.

    Source: rule P-2.
    """
    if sum(cells) <= (MINIMO - 1) * len(cells):
        return [Celata.COPERTA for _ in cells]
    shown = [shown_total(cell) for cell in cells]
    if Celata.POCHE in shown:
        shown[_next_large(cells, shown.index(Celata.POCHE))] = Celata.COPERTA
    return shown


def _next_large(cells: Sequence[int], after: int) -> int:
    """Return the place of the first cell of three or more after a place, round about."""
    large = [place for place, cell in enumerate(cells) if cell >= MINIMO]
    return min(large, key=lambda place: (place < after, place))
