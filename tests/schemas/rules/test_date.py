"""Months, ages and monthly slots (R-DAT-1, 2, 3, 5)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.date import Periodo, add_months, age, last_day_within, slots

days = st.dates(date(1900, 3, 1), date(2050, 12, 31))
months = st.integers(1, 48)


@pytest.mark.parametrize(
    ("day", "mesi", "then"),
    [
        (date(2008, 2, 29), 24, date(2010, 2, 28)),
        (date(2011, 1, 31), 1, date(2011, 2, 28)),
        (date(2012, 1, 31), 1, date(2012, 2, 29)),
        (date(2011, 3, 1), 6, date(2011, 9, 1)),
        (date(2011, 3, 31), -1, date(2011, 2, 28)),
        (date(2011, 1, 15), -1, date(2010, 12, 15)),
        (date(2010, 12, 31), 12, date(2011, 12, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, mesi, then):
    assert add_months(day, mesi) == then


@given(days, st.integers(-48, 48))
def test_adding_months_moves_the_month_and_keeps_the_day_when_it_exists(day, mesi):
    moved = add_months(day, mesi)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == mesi
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


def test_six_months_from_the_first_of_march_end_on_the_last_of_august():
    assert last_day_within(date(2011, 3, 1), 6) == date(2011, 8, 31)


def test_one_month_from_the_last_of_january_ends_the_day_before_the_last_of_february():
    assert last_day_within(date(2011, 1, 31), 1) == date(2011, 2, 27)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(1995, 3, 7), date(2011, 3, 6), 15),
        (date(1995, 3, 7), date(2011, 3, 7), 16),
        (date(1996, 2, 29), date(2011, 2, 28), 14),
        (date(1996, 2, 29), date(2011, 3, 1), 15),
        (date(1996, 2, 29), date(2012, 2, 28), 15),
        (date(1996, 2, 29), date(2012, 2, 29), 16),
    ],
)
def test_the_age_is_in_completed_years_and_29_february_completes_on_1_march(birth, on, years):
    assert age(birth, on) == years


@given(days, st.integers(0, 40_000))
def test_the_age_grows_by_one_on_one_day_of_each_year(birth, later):
    on = birth + timedelta(days=later)

    growth = age(birth, on + timedelta(days=1)) - age(birth, on)

    assert growth in (0, 1)
    assert growth == 0 or (on + timedelta(days=1)).month in (birth.month, 3)


@given(days, months)
def test_slots_cover_the_window_without_holes(on, mesi):
    found = slots(on, mesi, None, (), 16)

    assert found[0].end == on
    assert found[-1].start == add_months(on, -mesi)
    assert all(near.start == far.end for near, far in pairwise(found))


@given(days, months)
def test_without_did_no_day_is_without_work(on, mesi):
    assert not any(slot.giorni for slot in slots(on, mesi, None, (), 16))


@given(
    st.dates(date(2009, 1, 1), date(2012, 1, 1)),
    st.dates(date(2006, 1, 1), date(2012, 1, 1)),
    st.lists(
        st.tuples(
            st.dates(date(2006, 1, 1), date(2012, 1, 1)),
            st.none() | st.dates(date(2006, 1, 1), date(2012, 6, 1)),
        ),
        max_size=6,
    ),
)
def test_days_without_work_are_counted_one_by_one(on, did, rows):
    periodi = [Periodo(dal, al) for dal, al in rows]

    for slot in slots(on, 16, did, periodi, 16):
        expected = 0
        day = slot.start
        while day < slot.end:
            working = any(dal <= day and (al is None or day <= al) for dal, al in periodi)
            expected += day >= did and not working
            day += timedelta(days=1)
        assert slot.giorni == expected
        assert slot.counts == (expected >= 16)


def test_sixteen_days_without_work_make_a_month_count_and_fifteen_do_not():
    on = date(2011, 4, 1)
    until_the_15th = Periodo(date(2011, 3, 1), date(2011, 3, 15))
    until_the_16th = Periodo(date(2011, 3, 1), date(2011, 3, 16))

    sixteen = slots(on, 1, date(2010, 1, 1), [until_the_15th], 16)
    fifteen = slots(on, 1, date(2010, 1, 1), [until_the_16th], 16)

    assert [(slot.giorni, slot.counts) for slot in (*sixteen, *fifteen)] == [
        (16, True),
        (15, False),
    ]


def test_a_job_still_running_covers_up_to_the_patto():
    found = slots(date(2011, 3, 7), 16, date(2009, 1, 1), [Periodo(date(2011, 2, 7), None)], 16)

    assert [slot.counts for slot in found] == [False, *[True] * 15]


def test_a_day_covered_by_two_jobs_counts_once():
    one, same = (
        Periodo(date(2011, 3, 1), date(2011, 3, 10)),
        Periodo(date(2011, 3, 5), date(2011, 3, 15)),
    )

    (slot,) = slots(date(2011, 4, 1), 1, date(2010, 1, 1), [one, same], 16)

    assert slot.giorni == 16
