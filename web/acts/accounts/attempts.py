"""The wait that wrong attempts earn: durable, for each account and for each address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.archive import Archive, NotFound
from web.acts.accounts.refusals import TooManyAttempts

ATTEMPTS = "tentativi"
LONGEST_WAIT = timedelta(minutes=15)
# Attempts that nobody repeats are forgotten: a desk that mistyped in the morning starts anew.
FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True)
class Tried:
    """What is tried, and after how many wrong attempts it must wait: 1 s, then the double."""

    key: str
    free: int


def account_tried(utente: str) -> Tried:
    """Return the account as something that is tried, whether it exists or not."""
    return Tried(f"utente {utente.strip().lower()[:64]}", 3)


def address_tried(address: str, free: int = 30) -> Tried:
    """Return an address as something tried: a whole office may stand behind one."""
    return Tried(f"indirizzo {address}", free)


def refuse_haste(archive: Archive, tried: Iterable[Tried], now: datetime) -> None:
    """
    Go on only when none of what is *tried* has to wait.

    Raises:
        TooManyAttempts: one has; carries the longest wait.
    """
    waits = [_not_before(archive, one) - now for one in tried]
    longest = max(waits)
    if longest > timedelta():
        raise TooManyAttempts(int(longest.total_seconds()) + 1)


def _not_before(archive: Archive, tried: Tried) -> datetime:
    return _kept(archive, tried)[1]


def _kept(archive: Archive, tried: Tried) -> tuple[int, datetime]:
    try:
        value = archive.get(ATTEMPTS, tried.key).value
    except NotFound:
        return 0, datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return int(str(value["count"])), datetime.fromisoformat(str(value["not_before"]))


def count_attempt(archive: Archive, tried: Iterable[Tried], now: datetime) -> None:
    """Count a wrong attempt against all of what is *tried*."""
    with archive.transaction():
        _forget_old(archive, now)
        for one in tried:
            count = _kept(archive, one)[0] + 1
            not_before = (now + _wait(count - one.free)).isoformat()
            archive.put(ATTEMPTS, one.key, {"count": count, "not_before": not_before})


def _wait(excess: int) -> timedelta:
    """Return how long to wait after so many attempts beyond the free ones."""
    if excess < 0:
        return timedelta()
    return min(timedelta(seconds=2.0 ** min(excess, 20)), LONGEST_WAIT)


def _forget_old(archive: Archive, now: datetime) -> None:
    for record in archive.find(ATTEMPTS):
        if now - datetime.fromisoformat(str(record.value["not_before"])) > FORGOTTEN_AFTER:
            archive.delete(ATTEMPTS, record.key)


def forget_attempts(archive: Archive, tried: Tried) -> None:
    """Forget the wrong attempts: the right password was given."""
    archive.delete(ATTEMPTS, tried.key)
