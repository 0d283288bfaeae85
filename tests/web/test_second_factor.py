"""The code of the telephone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask

from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire
from web.acts.accounts.users import USERS
from web.acts.office import ROME, Office

START = datetime(2011, 6, 15, 10, 42, tzinfo=ROME)


@dataclass
class Clock:
    """A clock that the test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: int) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    """The clock of the office."""
    return Clock()


@pytest.fixture
def office(office: Office, clock: Clock) -> Office:
    """The office, whose clock can be moved."""
    return replace(office, clock=clock)


@dataclass
class Telephone:
    """A telephone with a key in it."""

    key: str
    clock: Clock
    codes: list[str]

    @property
    def code(self) -> str:
        """Return what it shows now."""
        return pyotp.TOTP(self.key).at(self.clock.now)


def set_up(pages: Pages, clock: Clock) -> Telephone:
    page = pages.get("/profilo/telefono")
    key = "".join(page.tree.xpath("//ol//span[@class='codice']/text()")[0].split())
    telephone = Telephone(key, clock, [])
    shown = pages.follow(pages.press(page, "Attiva la verifica", codice=telephone.code))
    telephone.codes = shown.tree.xpath("//li[@class='codice']/text()")
    clock.pass_by(30)
    return telephone


def asked(app: Flask) -> tuple[Pages, Page]:
    """Give the right password in another browser, and return the page that asks the code."""
    pages = Pages(app.test_client())
    door = pages.get("/accesso?next=/documenti/")
    answer = pages.press(door, "Accedi", utente="zanella", password=PASSWORD)
    return pages, pages.follow(answer)


def test_the_code_is_asked_after_the_password_and_leads_where_one_was_going(
    operator: Pages, app: Flask, clock: Clock
):
    telephone = set_up(operator, clock)
    pages, page = asked(app)
    assert page.heading == "Codice del telefono"
    assert pages.get("/", status=303).location == "/accesso?next=/"

    entered = pages.press(page, "Entra", codice=telephone.code)

    assert entered.location == "/documenti/"
    assert pages.get("/").heading == "Scrivania"


def test_a_code_is_good_once(operator: Pages, app: Flask, clock: Clock):
    telephone = set_up(operator, clock)
    for status in (303, 401):
        pages, page = asked(app)
        answer = pages.press(page, "Entra", status=status, codice=telephone.code)

    assert answer.said_at("codice") == "Il codice non è giusto, o è già stato usato."


def test_the_code_that_set_it_up_does_not_open_the_door(operator: Pages, app: Flask, clock: Clock):
    telephone = set_up(operator, clock)
    clock.pass_by(-30)
    pages, page = asked(app)

    pages.press(page, "Entra", status=401, codice=telephone.code)


def test_a_telephone_may_be_off_by_half_a_minute_and_not_by_more(
    operator: Pages, app: Flask, clock: Clock
):
    telephone = set_up(operator, clock)
    clock.pass_by(300)

    def shown(seconds: int) -> str:
        return str(pyotp.TOTP(telephone.key).at(clock.now + timedelta(seconds=seconds)))

    pages, page = asked(app)
    for code in (shown(-60), shown(60)):
        pages.press(page, "Entra", status=401, codice=code)

    pages.press(page, "Entra", codice=shown(-30))


def test_codes_cannot_be_guessed_for_long(operator: Pages, app: Flask, clock: Clock):
    telephone = set_up(operator, clock)
    pages, page = asked(app)
    for _ in range(3):
        pages.press(page, "Entra", status=401, codice="000000")

    refused = pages.press(page, "Entra", status=429, codice=telephone.code)
    again, page = asked(app)

    assert "Troppi tentativi" in refused.text
    again.press(page, "Entra", status=429, codice=telephone.code)


def test_the_password_given_long_ago_is_not_enough(operator: Pages, app: Flask, clock: Clock):
    telephone = set_up(operator, clock)
    pages, page = asked(app)
    clock.pass_by(301)

    answer = pages.press(page, "Entra", codice=telephone.code)

    assert answer.location == "/accesso"
    assert pages.get("/", status=303).location == "/accesso?next=/"


def test_a_recovery_code_stands_in_for_the_telephone_once(
    operator: Pages, app: Flask, clock: Clock
):
    telephone = set_up(operator, clock)
    assert len(set(telephone.codes)) == 8
    assert operator.get("/profilo/telefono/recupero", status=303).location == "/profilo/"

    for status in (303, 401):
        pages, page = asked(app)
        pages.press(page, "Entra", status=status, codice=telephone.codes[0])


def test_recovery_codes_are_kept_by_their_hash(operator: Pages, office: Office, clock: Clock):
    telephone = set_up(operator, clock)

    kept = str(office.archive.get(USERS, "zanella").value)

    assert not any(code in kept for code in telephone.codes)


def test_a_wrong_code_sets_up_nothing_and_the_key_stays(operator: Pages, clock: Clock, app: Flask):
    page = operator.get("/profilo/telefono")

    refused = operator.press(page, "Attiva", status=422, codice="000000")
    again = operator.get("/profilo/telefono")

    key = "//ol//span[@class='codice']/text()"
    assert refused.tree.xpath(key) == page.tree.xpath(key) == again.tree.xpath(key)
    Pages(app.test_client()).log_in("zanella", PASSWORD).get("/")


def test_it_is_given_up_with_the_password(operator: Pages, app: Flask, clock: Clock):
    set_up(operator, clock)
    page = operator.get("/profilo/telefono")
    operator.press(page, "Non chiedere più", status=422, attuale="non è questa")

    operator.press(page, "Non chiedere più", attuale=PASSWORD)

    Pages(app.test_client()).log_in("zanella", PASSWORD).get("/")


def test_who_lost_the_telephone_is_helped_by_who_looks_after_users(
    operator: Pages, app: Flask, enter: Enter, office: Office, clock: Clock
):
    set_up(operator, clock)
    hire(office, "rossi")
    caretaker = enter("rossi")

    caretaker.press(caretaker.get("/utenti/zanella"), "Togli la verifica")

    Pages(app.test_client()).log_in("zanella", PASSWORD).get("/")
    noted = [one.oggetto for one in office.archive.accesses() if one.azione == "utenza"]
    assert noted == ["zanella: tolta la verifica con il telefono"]
