"""What may be discarded, and what is held back, from the page of the administrative group."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from storage.archive import Event
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire, issued_patto
from web.acts.holding import hold_on
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings

FASCICOLO = "F-2011-00001"


@pytest.fixture
def closed(office: Office) -> str:
    """The number of a Patto whose fascicolo was closed today."""
    number = issued_patto(office)
    closing = Event("ritirato", office.now, "pretto", {"data": "2011-06-15"})
    office.archive.add_fascicolo_event(FASCICOLO, closing)
    return number


@pytest.fixture
def years_later(settings: Settings, office: Office, closed: str) -> Pages:
    """The browser of the administrative group, when every term is over."""
    later = replace(office, today=date(2032, 1, 1))
    hire(later, "todescan")
    app: Flask = create_app(settings, later, PrintRoom(later))
    return Pages(app.test_client()).log_in("todescan", PASSWORD)


def test_what_is_past_its_term_is_listed_by_fascicolo_with_how_it_is_discarded(
    years_later: Pages, closed: str
) -> None:
    page = years_later.get("/amministrazione/scarto/")

    assert page.link(closed) == f"/documenti/{closed}"
    assert f"fascicolo archive erase {FASCICOLO} --authorised-by" in page.text
    assert "Da queste pagine non si cancella nulla." in page.text


def test_nothing_is_due_before_its_term(enter: Enter, closed: str) -> None:
    page = enter("todescan").get("/amministrazione/scarto/")

    assert "Nulla da scartare al 15/06/2011." in page.text


def test_what_is_still_needed_is_held_back_with_its_reason_and_let_go(
    years_later: Pages, office: Office
) -> None:
    listed = years_later.get("/amministrazione/scarto/")
    page = years_later.get(listed.link("Trattieni"))

    refused = years_later.press(page, "Trattieni", status=422, motivo="serve")
    held = years_later.follow(
        years_later.press(page, "Trattieni", motivo="Ricorso al giudice del lavoro")
    )

    assert refused.said_at("motivo").startswith("Testo troppo breve")
    assert "Ricorso al giudice del lavoro" in held.text
    assert f"erase {FASCICOLO}" not in held.text
    hold = hold_on(FASCICOLO, office=office)
    assert hold is not None
    assert (hold.motivo, hold.da) == ("Ricorso al giudice del lavoro", "todescan")

    free = years_later.follow(years_later.press(held, "Non trattenere più"))

    assert f"erase {FASCICOLO}" in free.text
    assert hold_on(FASCICOLO, office=office) is None


def test_a_day_that_is_none_and_a_number_that_is_none_are_refused(enter: Enter) -> None:
    keeper = enter("todescan")

    wrong = keeper.get("/amministrazione/scarto/?al=mai", status=422)

    assert wrong.said_at("al") == "Data non valida: usare il formato GG/MM/AAAA."
    keeper.get("/amministrazione/scarto/F-2011-00009/trattieni", status=404)


@pytest.mark.parametrize("utente", ["zanella", "frison", "rossi", "gasparoni"])
def test_what_is_kept_is_decided_by_the_administrative_group_alone(
    enter: Enter, utente: str
) -> None:
    assert enter(utente).client.get("/amministrazione/scarto/").status_code == 403
