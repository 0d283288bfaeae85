"""What is told of a table never tells of one or two people, whatever is subtracted from what."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.rules.segreto import Cell, protected

tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 6), min_size=width, max_size=width), min_size=1, max_size=2
    )
)


def told(rows: list[list[int]]) -> list[list[str]]:
    """Return a table as a page shows it."""
    return [[shown(cell) for cell in row] for row in protected(rows)]


def shown(cell: Cell) -> str:
    """Return a figure as a page shows it."""
    return str(cell.value) if cell.value is not None else "<3" if cell.few else "n.d."


def test_a_table_of_many_is_told_with_its_totals() -> None:
    assert told([[3, 5], [4, 0]]) == [["3", "5", "8"], ["4", "0", "4"], ["7", "5", "12"]]


def test_one_or_two_people_are_never_told_nor_found_by_subtraction() -> None:
    assert told([[2, 8, 9], [7, 6, 5], [9, 9, 9]]) == [
        ["<3", "n.d.", "9", "19"],
        ["n.d.", "n.d.", "5", "18"],
        ["9", "9", "9", "27"],
        ["18", "23", "23", "64"],
    ]


def test_small_figures_that_leave_one_answer_keep_their_total_back() -> None:
    assert told([[1, 1]])[0] == ["<3", "<3", "<3"]
    assert told([[2, 2, 0]])[0] == ["<3", "<3", "<3", "4"]


def test_a_table_of_one_person_tells_nothing() -> None:
    assert told([[1, 0], [0, 0]])[0][0] == "<3"
    assert told([[1, 0], [0, 0]])[2][2] == "<3"


@given(rows=tables)
@settings(max_examples=200, deadline=None)
def test_no_one_or_two_people_have_one_answer_only(rows: list[list[int]]) -> None:
    seen = protected(rows)
    if all(cell.value is None and not cell.few for row in seen for cell in row):
        return
    answers = [[set[int]() for _ in row] for row in seen]

    for guess in guesses(rows, seen):
        for row, figures in enumerate(guess):
            for column, value in enumerate(figures):
                answers[row][column].add(value)

    for row, figures in enumerate(with_totals(rows)):
        for column, value in enumerate(figures):
            assert value not in (1, 2) or len(answers[row][column]) > 1


def guesses(rows: list[list[int]], seen: list[list[Cell]]) -> Iterator[list[list[int]]]:
    """Yield tables near the true one that what is seen allows: one other answer is enough."""
    ranges = [
        near(value, seen[row][column])
        for row, figures in enumerate(rows)
        for column, value in enumerate(figures)
    ]
    width = len(rows[0])
    for values in product(*ranges):
        guess = [list(values[start : start + width]) for start in range(0, len(values), width)]
        full = with_totals(guess)
        if all(
            agrees(full[r][c], cell) for r, row in enumerate(seen) for c, cell in enumerate(row)
        ):
            yield full


def with_totals(rows: list[list[int]]) -> list[list[int]]:
    """Return a table with its totals."""
    full = [[*row, sum(row)] for row in rows]
    return [*full, [sum(column) for column in zip(*full, strict=True)]]


def near(value: int, cell: Cell) -> tuple[int, ...]:
    """Return what a figure may be, near what it is."""
    if cell.value is not None:
        return (cell.value,)
    return (0, 1, 2) if cell.few else (value - 1, value, value + 1)


def agrees(value: int, cell: Cell) -> bool:
    """Return whether a value is as it is told."""
    if cell.value is not None:
        return value == cell.value
    return value < 3 if cell.few else value >= 3
