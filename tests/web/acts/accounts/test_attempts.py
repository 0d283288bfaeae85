"""The wait that wrong attempts earn."""

from datetime import datetime, timedelta

import pytest

from storage.archive import Archive
from tests.web.offices import hire
from web.acts.accounts.attempts import (
    account_tried,
    address_tried,
    count_attempt,
    forget_attempts,
    refuse_haste,
)
from web.acts.accounts.refusals import LoginRefused, TooManyAttempts
from web.acts.accounts.sessions import Origin, recognise
from web.acts.office import ROME, Office

NOW = datetime(2011, 6, 15, 10, 42, tzinfo=ROME)
MARTA = account_tried("zanella")
DOOR = address_tried("10.7.3.214")


@pytest.fixture
def archive(office: Office) -> Archive:
    """The archive of an office where Marta has a way in."""
    hire(office, "zanella")
    return office.archive


def wait_of(archive: Archive, now: datetime = NOW) -> int:
    """Return for how many seconds Marta must wait, 0 when she need not."""
    try:
        refuse_haste(archive, (MARTA, DOOR), now)
    except TooManyAttempts as refused:
        return refused.seconds
    return 0


def test_the_wait_begins_at_the_third_attempt_and_doubles_up_to_a_quarter_of_an_hour(
    archive: Archive,
):
    waits = []
    for _ in range(14):
        count_attempt(archive, (MARTA,), NOW)
        waits.append(wait_of(archive))

    assert waits == [0, 0, 2, 3, 5, 9, 17, 33, 65, 129, 257, 513, 901, 901]


def test_the_wait_passes(archive: Archive):
    for _ in range(4):
        count_attempt(archive, (MARTA,), NOW)

    assert wait_of(archive, NOW + timedelta(seconds=1)) == 2
    assert wait_of(archive, NOW + timedelta(seconds=2)) == 0


def test_the_right_password_forgets_the_account_and_not_the_address(archive: Archive):
    for _ in range(31):
        count_attempt(archive, (MARTA, DOOR), NOW)

    forget_attempts(archive, MARTA)

    assert wait_of(archive) == 3


def test_an_address_that_tries_many_names_must_wait(archive: Archive):
    door = Origin("10.7.3.214")
    with pytest.raises(LoginRefused):
        recognise(archive, "un nome", "provo questa", now=NOW, origin=door)
    for position in range(29):
        count_attempt(archive, (account_tried(f"nome{position}"), DOOR), NOW)

    with pytest.raises(TooManyAttempts):
        recognise(archive, "zanella", "una parola lunga", now=NOW, origin=door)
    elsewhere = Origin("10.7.9.1")
    assert recognise(archive, "zanella", "una parola lunga", now=NOW, origin=elsewhere).active


def test_attempts_of_this_morning_are_forgotten_by_night(archive: Archive):
    for _ in range(8):
        count_attempt(archive, (MARTA,), NOW)

    tonight = NOW + timedelta(hours=13)
    count_attempt(archive, (MARTA,), tonight)

    assert wait_of(archive, tonight) == 0


def test_who_does_not_exist_waits_like_who_does(archive: Archive):
    for name in ("zanella", "nessuno"):
        for _ in range(3):
            with pytest.raises(LoginRefused):
                recognise(archive, name, "provo questa", now=NOW, origin=Origin())

        with pytest.raises(TooManyAttempts) as refused:
            recognise(archive, name, "provo questa", now=NOW, origin=Origin())
        assert refused.value.seconds == 2
