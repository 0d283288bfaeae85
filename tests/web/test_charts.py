"""Charts: every column as high as its value."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from web.charts import BASE, TOP, columns, share


def test_columns_stand_on_the_base_as_high_as_their_value():
    chart = columns([("maggio: 5", 5), ("giugno: 10", 10)], ["maggio", ""], Decimal(2))

    assert [(column.y, column.height) for column in chart.columns] == [(90, 78), (12, 156)]
    assert [(column.x, column.width) for column in chart.columns] == [
        ("15.37%", "32.76%"),
        ("60.87%", "32.76%"),
    ]
    assert [(line.at, line.words) for line in chart.lines] == [
        ("168", "0"),
        ("90", "5"),
        ("12", "10"),
    ]
    assert [(mark.at, mark.words) for mark in chart.below] == [("9.00%", "maggio")]
    assert chart.wanted == "137"


@given(values=st.lists(st.integers(0, 5000), min_size=1, max_size=40))
def test_no_column_leaves_the_chart_and_the_highest_value_has_the_highest_column(values: list[int]):
    chart = columns([(str(value), value) for value in values], [""] * len(values), None)

    assert all(TOP <= column.y <= BASE for column in chart.columns)
    assert chart.columns[values.index(max(values))].height == max(
        column.height for column in chart.columns
    )
    right = [float(column.x[:-1]) + float(column.width[:-1]) for column in chart.columns]
    assert right == sorted(right)
    assert right[-1] <= 100


def test_a_share_is_a_width_and_never_more_than_the_whole():
    assert [share(1, 4), share(9, 4), share(3, 0)] == ["25.00%", "100.00%", "0.00%"]
