"""Charts as SVG made here: no script, and every figure stands in a table beside them as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEIGHT = 200  # px, of a chart of columns
BASE, TOP = 168, 12  # px: where columns stand, and the highest they reach
LEFT = 9  # percent, kept for the words of the lines
_GAP = 0.28  # of the room of a column
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Column:
    """A column: its place across in percent, its top and height in px, what it says in words."""

    x: str
    width: str
    y: int
    height: int
    words: str


@dataclass(frozen=True)
class Mark:
    """A word at a place: across in percent or down in px."""

    at: str
    words: str


@dataclass(frozen=True)
class Columns:
    """
    A chart of columns.

    Args:
        columns: One for each value.
        below: Words under some of them.
        lines: Level lines, down in px, with the value they stand for.
        wanted: Where the line of the value wanted stands, down in px, or None.
    """

    columns: Sequence[Column]
    below: Sequence[Mark]
    lines: Sequence[Mark]
    wanted: str | None


def columns(
    values: Sequence[tuple[str, int]], below: Sequence[str], wanted: Decimal | None
) -> Columns:
    """
    Return the chart of *values*, each with its words.

    Args:
        values: Words and value of each column.
        below: What to write under each, "" for nothing.
        wanted: A value to show as a line.
    """
    top = _round_up(max([1, int(wanted or 0), *(value for _, value in values)]))
    room = (100 - LEFT) / max(1, len(values))
    return Columns(
        columns=[
            _column(LEFT + place * room, room, words, value, top)
            for place, (words, value) in enumerate(values)
        ],
        below=[
            Mark(_percent(LEFT + place * room), words) for place, words in enumerate(below) if words
        ],
        lines=[Mark(str(_down(value, top)), f"{value}") for value in (0, top // 2, top)],
        wanted=None if wanted is None else str(_down(wanted, top)),
    )


def share(part: int, whole: int) -> str:
    """Return how much *part* is of *whole*, as the width of a bar in percent."""
    return _percent(min(100.0, 100 * part / whole) if whole else 0.0)


def _column(left: float, room: float, words: str, value: int, top: int) -> Column:
    y = _down(value, top)
    return Column(
        x=_percent(left + room * _GAP / 2),
        width=_percent(room * (1 - _GAP)),
        y=y,
        height=BASE - y,
        words=words,
    )


def _down(value: Decimal | int, top: int) -> int:
    return BASE - round((BASE - TOP) * value / top)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _round_up(value: int) -> int:
    """Return the first of 2, 4, 10, 20, 40, 100... that holds *value*: its half is whole."""
    power = 1
    while True:
        for step in _STEPS:
            if value <= 2 * step * power:
                return 2 * step * power
        power *= 10
