"""Figures for who sees totals alone: no cell of one or two people can be told, P-2."""

from collections import defaultdict
from itertools import product

import pytest

from schemas.rules.riservatezza import Celata, Cella, shown_cells, shown_total

FEW, COVERED = Celata.POCHE, Celata.COPERTA


@pytest.mark.parametrize(("total", "shown"), [(0, FEW), (2, FEW), (3, 3), (44, 44)])
def test_a_figure_of_fewer_than_three_people_is_not_told(total: int, shown: Cella):
    assert shown_total(total) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        pytest.param([12, 3, 40, 7], [12, 3, 40, 7], id="all are large enough"),
        pytest.param([12, 2, 40, 7], [12, FEW, COVERED, 7], id="the next is covered"),
        pytest.param([12, 9, 40, 1], [COVERED, 9, 40, FEW], id="after the last, the first"),
        pytest.param([1, 1, 40, 7], [FEW, FEW, COVERED, 7], id="two small cells and one covered"),
        pytest.param([2, 2, 2, 2], [COVERED] * 4, id="nothing is told of a sum so small"),
        pytest.param([0, 0, 0, 8], [COVERED] * 4, id="nor of the same sum in one cell"),
        pytest.param([1], [COVERED], id="a sum of its own"),
    ],
)
def test_a_small_cell_is_covered_with_another(cells: list[int], shown: list[Cella]):
    assert shown_cells(cells) == shown


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_no_small_cell_follows_from_what_is_shown_even_for_who_knows_how_it_is_done(size: int):
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for cells in product(range(10), repeat=size):
        alike[shown_total(sum(cells)), sum(cells) >= 3 and sum(cells), *shown_cells(cells)].append(
            cells
        )

    told = [
        cells
        for same in alike.values()
        for cells in same
        for place, cell in enumerate(cells)
        if cell in (1, 2) and max(cells) < 8 and len({other[place] for other in same}) == 1
    ]

    assert told == []


def test_what_is_hidden_is_said_in_the_words_of_the_office():
    assert [str(cell) for cell in shown_cells([1, 9, 30])] == ["<3", "n.d.", "30"]
