"""How fast a target is coming nearer: what is done, what is left, what each month asks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

MESE = Decimal("30.4375")  # days, on average: 365,25 / 12
RECENT = timedelta(days=90)
_ONE, _TENTH = Decimal("1"), Decimal("0.1")

Mese = tuple[int, int]
"""A month: year and number from 1."""


@dataclass(frozen=True)
class Periodo:
    """The days within which a target is to be reached, both included, and the present one."""

    dal: date
    al: date
    oggi: date

    @property
    def giorni(self) -> int:
        """Return the days left after today, 0 when it is over."""
        return max(0, (self.al - min(max(self.oggi, self.dal), self.al)).days)

    @property
    def trascorsi(self) -> int:
        """Return the days gone by, today included."""
        return max(0, (min(self.oggi, self.al) - self.dal).days + 1)

    @property
    def durata(self) -> int:
        """Return the days in all."""
        return (self.al - self.dal).days + 1


@dataclass(frozen=True)
class Passo:
    """
    How fast a target is coming nearer.

    Args:
        fatti: How many are done.
        obiettivo: How many are wanted.
        mancano: How many are left to do.
        attesi: How many would be done today, going always at the same pace.
        servono: How many a month are needed from now on, rounded up; None when the time is over.
        medi: How many a month since the beginning, to one decimal.
        recenti: How many a month in the last 90 days, to one decimal.
        previsti: How many there will be on the last day, going on as in the last 90 days.
    """

    fatti: int
    obiettivo: int
    mancano: int
    attesi: int
    servono: int | None
    medi: Decimal
    recenti: Decimal
    previsti: int

    @property
    def raggiunto(self) -> bool:
        """Return whether the target is reached."""
        return self.mancano == 0

    @property
    def in_linea(self) -> bool:
        """Return whether there are at least as many as an even pace asks today."""
        return self.fatti >= self.attesi

    @property
    def percento(self) -> Decimal:
        """Return how much of the target is done, in percent to one decimal."""
        if not self.obiettivo:
            return Decimal("100.0")
        return (Decimal(100 * self.fatti) / self.obiettivo).quantize(_TENTH, ROUND_HALF_UP)


def passo(days: Iterable[date], obiettivo: int, periodo: Periodo) -> Passo:
    """Return how fast the things done on *days* come near to *obiettivo*."""
    done = [day for day in days if day <= periodo.oggi]
    mancano = max(0, obiettivo - len(done))
    since = max(periodo.dal, periodo.oggi - RECENT + timedelta(days=1))
    recent = sum(day >= since for day in done)
    lately = _a_month(recent, max(0, (min(periodo.oggi, periodo.al) - since).days + 1))
    return Passo(
        fatti=len(done),
        obiettivo=obiettivo,
        mancano=mancano,
        attesi=obiettivo * periodo.trascorsi // periodo.durata,
        servono=_needed(mancano, periodo.giorni),
        medi=_rounded(_a_month(len(done), periodo.trascorsi)),
        recenti=_rounded(lately),
        previsti=len(done) + int(lately * periodo.giorni / MESE),
    )


def _a_month(count: int, days: int) -> Decimal:
    return count * MESE / days if days else Decimal(0)


def _rounded(rate: Decimal) -> Decimal:
    return rate.quantize(_TENTH, ROUND_HALF_UP)


def _needed(mancano: int, giorni: int) -> int | None:
    if not mancano:
        return 0
    if not giorni:
        return None
    return min(mancano, int(_a_month(mancano, giorni).quantize(_ONE, ROUND_CEILING)))


def mese_of(day: date) -> Mese:
    """Return the month of a day."""
    return day.year, day.month


def mesi(dal: date, al: date) -> Iterator[Mese]:
    """Yield the months from that of *dal* to that of *al*, both included."""
    for position in range(dal.year * 12 + dal.month - 1, al.year * 12 + al.month):
        yield position // 12, position % 12 + 1


def by_mese(days: Iterable[date], periodo: Periodo) -> dict[Mese, int]:
    """
    Return how many of *days* are in each month, from the first of the project to the present one.

    A month outside of it is there only when something falls in it: the months sum up to the whole.
    """
    counts = Counter(map(mese_of, days))
    until = min(max(periodo.oggi, periodo.dal), periodo.al)
    shown = {*mesi(periodo.dal, until), *counts}
    return {mese: counts[mese] for mese in sorted(shown)}
