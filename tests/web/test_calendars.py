"""The calendar of one's deadlines, and the address it is read at."""

from flask import Flask

from schemas.rules.numero import Number
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import registered_patto
from web.acts.accounts.users import change, list_users
from web.acts.calendars import CALENDARS
from web.acts.office import Office
from web.acts.signing import record_signature


def signed_patto(pages: Pages, office: Office) -> None:
    """Register Giulia's Patto and note that it was signed: it has days to keep."""
    number = Number.parse(registered_patto(pages))
    record_signature(number, office.on, office=office, by=list_users(office.archive)[-1])


def made_address(pages: Pages, button: str = "Crea l'indirizzo") -> str:
    page = pages.follow(pages.press(pages.get("/profilo/calendario"), button))
    return str(page.tree.xpath("//p[@class='codice']/text()")[0]).partition(":8000")[2]


def test_the_deadlines_of_a_path_are_in_the_calendar_of_who_follows_it(
    operator: Pages, app: Flask, office: Office
):
    signed_patto(operator, office)
    address = made_address(operator)

    answer = app.test_client().get(address)

    assert answer.mimetype == "text/calendar"
    calendar = answer.text.replace("\r\n ", "")
    assert "SUMMARY:Scade il Patto di Servizio: F-2011-00001" in calendar
    assert "URL:http://127.0.0.1:8000/documenti/PS-2011-T2-00001" in calendar
    assert operator.client.get("/profilo/scadenze.ics").text == answer.text


def test_a_calendar_names_nobody(operator: Pages, app: Flask, office: Office):
    signed_patto(operator, office)

    calendar = app.test_client().get(made_address(operator)).text.replace("\r\n ", "")

    assert "F-2011-00001" in calendar
    assert not any(text in calendar for text in ("Dal Santo", "Giulia", "DLSGLI"))


def test_a_calendar_holds_nothing_of_another_territory(
    operator: Pages, enter: Enter, app: Flask, office: Office
):
    signed_patto(operator, office)

    calendar = app.test_client().get(made_address(enter("berti"))).text

    assert "BEGIN:VEVENT" not in calendar


def test_a_new_address_ends_the_one_before(operator: Pages, app: Flask, office: Office):
    first = made_address(operator)
    second = made_address(operator, "Crea un nuovo indirizzo")

    client = app.test_client()
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    secret = second.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in str(office.archive.find(CALENDARS))

    operator.press(operator.get("/profilo/calendario"), "Togli l'indirizzo")
    assert client.get(second).status_code == 404


def test_an_address_is_shown_once(operator: Pages):
    made_address(operator)

    assert "127.0.0.1:8000/calendario" not in operator.get("/profilo/calendario").text


def test_who_may_not_enter_has_no_calendar(operator: Pages, app: Flask, office: Office):
    address = made_address(operator)
    change(office.archive, "zanella", attivo=False)

    assert app.test_client().get(address).status_code == 404
