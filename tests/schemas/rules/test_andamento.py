"""Progress and pace of the targets: what is done, what each month asks, what comes of it."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.andamento import MESE, Periodo, by_mese, mesi, passo

DAL, AL, OGGI = date(2010, 5, 1), date(2012, 4, 30), date(2011, 6, 15)
PROGETTO = Periodo(DAL, AL, OGGI)
in_progetto = st.dates(DAL, AL)
things = st.lists(in_progetto, max_size=60)


def test_the_days_left_are_counted_after_today():
    assert Periodo(DAL, AL, date(2012, 4, 29)).giorni == 1
    assert Periodo(DAL, AL, AL).giorni == 0
    assert Periodo(DAL, AL, date(2012, 7, 1)).giorni == 0
    assert PROGETTO.giorni == 320


def test_the_pace_that_is_needed_is_set_beside_the_one_kept():
    done = [date(2010, 10, 4)] * 190 + [date(2011, 5, 2)] * 30

    found = passo(done, 2000, PROGETTO)

    assert (found.fatti, found.mancano, found.percento) == (220, 1780, Decimal("11.0"))
    assert found.servono == 170  # 1780 in 320 days, 10,5 months
    assert found.medi == Decimal("16.3")  # 220 in 411 days, 13,5 months
    assert found.recenti == Decimal("10.1")  # 30 in 90 days
    assert found.previsti == 326  # 106 more in 320 days
    assert found.attesi == 1124  # 411 of the 731 days have gone by
    assert not found.in_linea
    assert not found.raggiunto


def test_a_target_that_is_reached_asks_nothing_more():
    found = passo([DAL] * 12, 10, PROGETTO)

    assert (found.mancano, found.servono, found.raggiunto, found.in_linea) == (0, 0, True, True)
    assert found.percento == Decimal("120.0")


def test_on_the_last_day_no_month_is_left_to_ask_anything_of():
    found = passo([DAL], 10, Periodo(DAL, AL, AL))

    assert (found.servono, found.previsti, found.attesi) == (None, 1, 10)


def test_at_the_beginning_nothing_is_expected_yet():
    found = passo([], 2000, Periodo(DAL, AL, date(2010, 4, 1)))

    assert (found.fatti, found.attesi, found.medi) == (0, 0, Decimal("0.0"))
    assert found.servono == 84


def test_what_is_dated_after_today_is_not_done():
    assert passo([OGGI, OGGI + timedelta(1)], 10, PROGETTO).fatti == 1


def test_months_go_from_the_first_of_the_project_to_the_present_one():
    assert list(mesi(date(2010, 11, 30), date(2011, 2, 1))) == [
        (2010, 11),
        (2010, 12),
        (2011, 1),
        (2011, 2),
    ]
    counts = by_mese([date(2010, 5, 31), date(2010, 5, 1)], Periodo(DAL, AL, date(2010, 7, 2)))
    assert counts == {(2010, 5): 2, (2010, 6): 0, (2010, 7): 0}


@given(done=things, target=st.integers(0, 100), oggi=in_progetto)
def test_going_on_as_is_needed_reaches_the_target(done: list[date], target: int, oggi: date):
    found = passo(done, target, Periodo(DAL, AL, oggi))

    assert found.mancano == max(0, target - found.fatti)
    if found.servono is not None and found.mancano:
        months = Periodo(DAL, AL, oggi).giorni / MESE
        assert found.servono * max(months, 1) >= found.mancano
        assert found.servono <= max(1, ceil(found.mancano / months))


@given(done=things, more=things, target=st.integers(1, 100), oggi=in_progetto)
def test_who_does_more_needs_less_and_is_expected_to_end_with_more(
    done: list[date], more: list[date], target: int, oggi: date
):
    periodo = Periodo(DAL, AL, oggi)
    few, many = passo(done, target, periodo), passo(done + more, target, periodo)

    assert many.fatti >= few.fatti
    assert (many.servono or 0) <= (few.servono or 0)
    assert many.previsti >= few.previsti >= few.fatti
    assert many.percento >= few.percento


@given(done=things, oggi=in_progetto)
def test_the_months_sum_up_to_the_whole(done: list[date], oggi: date):
    counts = by_mese(done, Periodo(DAL, AL, oggi))

    assert sum(counts.values()) == len(done)
    assert list(counts) == sorted(counts)
    assert set(mesi(DAL, oggi)) <= set(counts)


@pytest.mark.parametrize("target", [0])
def test_a_target_of_nothing_is_reached(target: int):
    assert passo([], target, PROGETTO).percento == Decimal("100.0")
