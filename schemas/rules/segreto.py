"""Statistical secrecy: a table of people that tells of nobody, not even by subtraction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

MINIMO = 3  # people: fewer are shown as "<3" (rule P-2)
Place = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """
    A figure as it is told.

    *value* is None when it is kept back: *few* says that there are fewer than three people, none
    included; otherwise there are more, kept back so that the others cannot be worked out.
    """

    value: int | None
    few: bool = False


def protected(rows: Sequence[Sequence[int]]) -> list[list[Cell]]:
    """
    Return a table with its totals, a column and a row more, as it may be told.

    One or two people are never told. For each such figure three more are kept back, where needed,
    so that figure could be one more or one less and every total told still hold: nobody can work
    it out from the rest. A table so small that this cannot be is kept back whole.

    Args:
        rows: How many people, each counted once in the whole table.

    Source:
        Rule P-2; necessity principle of D.Lgs. 196/2003 artt. 3 and 22.
    """
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)] if full else [0])
    scarce = {
        (row, column)
        for row, figures in enumerate(full)
        for column, value in enumerate(figures)
        if 0 < value < MINIMO
    }
    hidden = set(scarce)
    for place in sorted(scarce):
        corners = _cover(place, full, hidden)
        if corners is None:
            return [[Cell(None) for _ in figures] for figures in full]
        hidden |= corners
    return [
        [
            Cell(None, value < MINIMO) if (row, column) in hidden else Cell(value)
            for column, value in enumerate(figures)
        ]
        for row, figures in enumerate(full)
    ]


def _cover(place: Place, full: list[list[int]], hidden: set[Place]) -> set[Place] | None:
    """Return the cheapest corners that, kept back too, leave the figure at *place* open, if any."""
    last = (len(full) - 1, len(full[0]) - 1)
    choices = [
        (_cost(corners, hidden, full, last), corners)
        for corners, shifts in _rectangles(place, last)
        for sign in (1, -1)
        if _is_open(shifts, sign, full)
    ]
    return set(min(choices)[1]) if choices else None


def _rectangles(place: Place, last: Place) -> Iterator[tuple[tuple[Place, ...], dict[Place, int]]]:
    """
    Yield the corners of each rectangle with one at *place*, and how each moves with it.

    A figure and the others of its line sum to the total of the line: the total moves the same way,
    the others the opposite.
    """
    row, column = place
    for other_row, other_column in product(range(last[0] + 1), range(last[1] + 1)):
        if other_row == row or other_column == column:
            continue
        across = 1 if last[1] in (column, other_column) else -1
        down = 1 if last[0] in (row, other_row) else -1
        corners = ((row, other_column), (other_row, column), (other_row, other_column))
        shifts = dict(zip(corners, (across, down, across * down), strict=True))
        yield corners, {place: 1, **shifts}


def _is_open(shifts: dict[Place, int], sign: int, full: list[list[int]]) -> bool:
    """Tell whether every corner can move one person that way and still be what it is said to be."""
    moved = [
        (full[row][column], full[row][column] + sign * shift)
        for (row, column), shift in shifts.items()
    ]
    return all(after >= 0 and (before < MINIMO) == (after < MINIMO) for before, after in moved)


def _cost(
    corners: tuple[Place, ...], hidden: set[Place], full: list[list[int]], last: Place
) -> int:
    """Return what is lost by keeping back the corners told so far: totals cost most."""
    lost = 0
    for row, column in set(corners) - hidden:
        totals = (row == last[0]) + (column == last[1])
        lost += 1 + full[row][column] + 10_000 * totals
    return lost
