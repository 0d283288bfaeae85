"""The desk of a Comune: a scheda before any fascicolo, and what it may not know."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from schemas.rules.numero import Number
from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, PASSWORD, opened_fascicolo
from web.acts.accounts import add_user
from web.acts.office import Office
from web.acts.retention import due

SCHEDA = "Compila: Scheda di primo accesso"
PERSONA = {
    "comune": "Schio",
    "data_accesso": "10/06/2011",
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "data_nascita": "18/04/1975",
    "codice_fiscale": "DLSGLI75D58I531V",
    "comune_domicilio": "Schio",
    "telefono": "0445 512345",
}
BISOGNO = {
    "motivo_accesso": ["ricerca_lavoro"],
    "situazione_dichiarata": "disoccupato",
    "titolo_studio": "diploma",
    "iscritto_cpi": "no",
}
INVIO = {
    "esito": "inviato_cpi",
    "cpi_destinazione": "Schio-Thiene",
    "appuntamento": "20/06/2011",
    "presa_visione_privacy": "si",
}


@pytest.fixture
def desk(office: Office, pages: Pages) -> Pages:
    """A browser logged in at the desk of the Comune of Schio."""
    add_user(
        office.archive,
        utente="pozzan",
        nome="Pozzan Lucia",
        ruolo="COM",
        password=PASSWORD,
        cpi="T2",
    )
    return pages.log_in("pozzan", PASSWORD)


def begun(pages: Pages, home: str) -> Page:
    return pages.follow(pages.press(pages.get(home), SCHEDA))


def reviewed(pages: Pages, page: Page, **changes: str) -> Page:
    """Fill the three pages and return the review."""
    for answers in (PERSONA, BISOGNO, INVIO):
        own = {name: value for name, value in changes.items() if name in answers}
        page = pages.follow(pages.send(page, "Salva e continua", {**answers, **own}))
    return page


def registered(pages: Pages, page: Page, **changes: str) -> str:
    done = pages.press(reviewed(pages, page, **changes), "Registra il documento")
    return done.location.split("/")[2]


def value_of(page: Page, control: str) -> str:
    chosen = page.tree.xpath(f"//select[@id='{control}']/option[@selected]/@value")
    return next(iter(chosen or page.tree.xpath(f"//input[@id='{control}']/@value")), "")


def test_the_desk_of_a_comune_registers_a_scheda_before_any_fascicolo(desk: Pages, office: Office):
    numero = registered(desk, begun(desk, "/miei/"))

    document = office.archive.document(Number.parse(numero))
    assert numero == "PA-2011-T2-00001"
    assert document.data["operatore"] == "Pozzan Lucia"
    assert "Giulia" in desk.get(f"/documenti/{numero}").text
    assert numero in desk.get("/miei/").text


def test_the_desk_types_its_comune_once(desk: Pages) -> None:
    first = begun(desk, "/miei/")
    assert value_of(first, "comune") == ""
    registered(desk, first)

    assert value_of(begun(desk, "/miei/"), "comune") == "Schio"


def test_an_operator_of_the_cpi_begins_a_scheda_from_the_scrivania(operator: Pages) -> None:
    numero = registered(operator, begun(operator, "/"))

    assert numero == "PA-2011-T2-00001"


def test_who_sends_a_person_to_another_territory_prints_the_slip_that_day_and_no_later(
    operator: Pages, enter: Enter, office: Office
) -> None:
    review = reviewed(operator, begun(operator, "/"), cpi_destinazione="Vicenza")
    done = operator.press(review, "Conferma e registra", motivo="Lavora a Vicenza tutti i giorni.")
    numero = done.location.split("/")[2]
    assert numero == "PA-2011-T4-00001"

    assert numero in operator.get(f"/documenti/{numero}/registrato").text
    assert operator.get(f"/documenti/{numero}/docx").response.data[:2] == b"PK"

    services = operator.client.application.extensions
    tomorrow = replace(office, today=office.on + timedelta(days=1))
    services["fascicolo"] = replace(services["fascicolo"], office=tomorrow)
    enter("zanella").get(f"/documenti/{numero}", status=404)


@pytest.mark.parametrize("utente", ["cogo", "frison", "todescan"])
def test_who_only_sees_schede_begins_none(enter: Enter, utente: str) -> None:
    pages = enter(utente)
    home = pages.get("/")

    assert SCHEDA not in home.text
    token = home.tree.xpath("//input[@name='csrf_token']/@value")[0]
    refused = pages.client.post("/miei/scheda_primo_accesso/nuovo", data={"csrf_token": token})
    assert refused.status_code == 403


def test_the_number_of_a_fascicolo_is_told_to_the_cpi_and_not_to_the_desk(
    desk: Pages, enter: Enter
) -> None:
    operator = enter("zanella")
    fascicolo = opened_fascicolo(operator)

    at_the_desk = desk.follow(desk.send(begun(desk, "/miei/"), "Salva bozza", PERSONA))
    at_the_cpi = operator.follow(operator.send(begun(operator, "/"), "Salva bozza", PERSONA))
    review = reviewed(desk, begun(desk, "/miei/"))

    assert GIULIA["codice_fiscale"] == PERSONA["codice_fiscale"]
    assert f"La persona è già in carico: fascicolo {fascicolo}." in at_the_cpi.text
    for page in (at_the_desk, review):
        assert "La persona è già in carico." in page.text
        assert fascicolo not in page.text


def test_who_is_only_informed_is_kept_for_a_year_then_listed(desk: Pages, office: Office) -> None:
    numero = registered(desk, begun(desk, "/miei/"), esito="solo_informazione")

    assert due(date(2012, 6, 10), office=office) == []
    (found,) = due(date(2012, 6, 11), office=office)
    assert (str(found.document.number), found.until) == (numero, date(2012, 6, 10))
