"""Months, ages and the monthly slots that measure unemployment."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Periodo(NamedTuple):
    """A period of work, both ends included; without *al* it is still running."""

    dal: date
    al: date | None


@dataclass(frozen=True)
class Slot:
    """
    One month of the window before a date, from *start* included to *end* excluded.

    *giorni* counts the days without work in it, *counts* says whether they are enough.
    """

    start: date
    end: date
    giorni: int
    counts: bool


def add_months(day: date, mesi: int) -> date:
    """
    Return the same day *mesi* months later (earlier when negative), or the last of that month.

    29/02/2008 plus 24 months is 28/02/2010.

    Source:
        Rule R-DAT-1.
    """
    years, month = divmod(day.month - 1 + mesi, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day_within(start: date, mesi: int) -> date:
    """
    Return the last day of a period of not more than *mesi* months begun on *start*.

    Both ends are included: from 1 March, 6 months end on 31 August.

    Source:
        Rule R-DAT-2.
    """
    return add_months(start, mesi) - ONE_DAY


def months_and_days(start: date, end: date) -> tuple[int, int]:
    """
    Return the whole months of a period and the days beyond them, both ends included.

    From 1 June, 30 November ends 6 months and 0 days, 15 December 6 months and 15 days.

    Source:
        Rule R-DAT-2.
    """
    about = 12 * (end.year - start.year) + end.month - start.month
    whole = next(n for n in (about + 1, about, about - 1) if last_day_within(start, n) <= end)
    return whole, (end - last_day_within(start, whole)).days


def age(birth: date, on: date) -> int:
    """
    Return the years completed on that day.

    Who is born on 29 February completes the year on 1 March when February has 28 days.

    Source:
        Rule R-DAT-3.
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def slots(
    on: date, mesi: int, did: date | None, periodi: Iterable[Periodo], minimo: int
) -> tuple[Slot, ...]:
    """
    Return the *mesi* monthly slots before *on*, the nearest first.

    A day is without work when it is not before the DID and no period covers it; days covered
    twice count once.

    Args:
        on: Date of the document, itself outside the window.
        mesi: Length of the window in months.
        did: Day of the declaration of availability for work; without it no day is without work.
        periodi: Periods of work, in any order; they may overlap.
        minimo: Days without work that make a slot count.

    Source:
        Rule R-DAT-5.
    """
    bounds = [add_months(on, -back) for back in range(mesi + 1)]
    idle = _idle_days(bounds[-1], on, did, periodi)
    return tuple(_slot(start, end, idle, minimo) for end, start in pairwise(bounds))


def _slot(start: date, end: date, idle: set[int], minimo: int) -> Slot:
    giorni = sum(day in idle for day in range(start.toordinal(), end.toordinal()))
    return Slot(start, end, giorni, giorni >= minimo)


def _idle_days(start: date, end: date, did: date | None, periodi: Iterable[Periodo]) -> set[int]:
    """Return the ordinals of the days without work from *start* to *end* excluded."""
    idle = set(range(max(start, did or end).toordinal(), end.toordinal()))
    for dal, al in periodi:
        last = end if al is None else min(al, end)
        idle.difference_update(range(max(dal, start).toordinal(), last.toordinal() + 1))
    return idle
