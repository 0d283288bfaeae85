"""Rules that documents share about their dates: in the project, not in the future, in order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from schemas.rules.case import Case, Rule, rule
from schemas.rules.messages import Problem


def evaluated_on(date_field: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """
    Return *rules* as they hold in a document dated by *date_field*.

    Rules are evaluated on the date of the document: when that date is wrong they say nothing
    (R-ORD-2).
    """
    return tuple(replace(each, needs=(*each.needs, date_field)) for each in rules)


def in_progetto(path: str) -> Rule:
    """
    Make the rule that the date at *path* is within the project, both ends included.

    Source:
        Project document, Durata; rule R-DAT-4.
    """

    @rule(path)
    def in_progetto(case: Case) -> Iterator[Problem]:
        start = case.parameters.day("progetto.data_inizio")
        end = case.parameters.day("progetto.data_fine")
        yield from outside(path, case.day(path), start, end)

    return in_progetto


def outside(path: str, day: object, first: date, last: date) -> Iterator[Problem]:
    """Yield the problem of *day*, found at *path*, when it is a date out of *first* to *last*."""
    if isinstance(day, date) and not first <= day <= last:
        values = {"inizio": f"{first:%d/%m/%Y}", "fine": f"{last:%d/%m/%Y}"}
        yield Problem(path, "data_fuori_progetto", values)


def not_future(path: str) -> Rule:
    """Make the rule that the date at *path* does not come after the date of the document."""

    @rule(path)
    def not_future(case: Case) -> Iterator[Problem]:
        day = case.day(path)
        if day and case.on and day > case.on:
            yield Problem(path, "data_futura")

    return not_future


def not_after_today(path: str) -> Rule:
    """Make the rule that the date at *path* has come, by the working day of the office."""

    @rule(path)
    def not_after_today(case: Case) -> Iterator[Problem]:
        day, today = case.day(path), case.contesto.today
        if day and today and day > today:
            yield Problem(path, "data_futura_oggi")

    return not_after_today


def not_before(path: str, start: str) -> Rule:
    """Make the rule that the date at *path* is that at *start* or later."""

    @rule(path, start)
    def not_before(case: Case) -> Iterator[Problem]:
        day, first = case.day(path), case.day(start)
        if day and first and day < first:
            yield Problem(path, "data_ordine")

    return not_before


def after(path: str, start: str) -> Rule:
    """Make the rule that the date at *path* comes after that at *start*."""

    @rule(path, start)
    def after(case: Case) -> Iterator[Problem]:
        day, first = case.day(path), case.day(start)
        if day and first and day <= first:
            yield Problem(path, "data_ordine")

    return after
