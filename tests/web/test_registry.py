"""The daily register from its page: found by day, read, taken as files, noted."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from generators.press import open_press
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire, issued_patto
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.acts.signing import record_signature
from web.app import create_app
from web.settings import Settings

PRETTO = Actor("pretto", "Pretto Giovanni", "RCPI", "T2", "Schio-Thiene")
YESTERDAY, TODAY = date(2011, 6, 14), date(2011, 6, 15)


@pytest.fixture
def registered(office: Office) -> str:
    """The number of a Patto registered yesterday and signed today."""
    number = issued_patto(replace(office, today=YESTERDAY))
    record_signature(Number.parse(number), TODAY, office=office, by=PRETTO)
    return number


@pytest.fixture
def keeper(enter: Enter) -> Pages:
    """The browser of the administrative group."""
    return enter("todescan")


def test_a_day_shows_what_was_registered_and_what_was_changed(
    keeper: Pages, registered: str
) -> None:
    today = keeper.get("/registro/")
    yesterday = keeper.get(today.link("14/06/2011"))

    assert today.heading == "Registro del 15 giugno 2011"
    assert "Nessuna registrazione in questo giorno." in today.text
    assert "Firma registrata" in today.text
    assert today.link(registered) == f"/documenti/{registered}"
    assert "Registrazioni (2)" in yesterday.text
    assert "Apertura di fascicolo" in yesterday.text
    assert yesterday.link("15/06/2011") == "/registro/?data=2011-06-15"


def test_a_day_is_typed_and_one_that_is_none_is_told_at_its_field(keeper: Pages) -> None:
    page = keeper.get("/registro/?data=14/06/2011")
    wrong = keeper.get("/registro/?data=ieri", status=422)
    late = keeper.get("/registro/?data=16/06/2011", status=422)

    assert page.heading == "Registro del 14 giugno 2011"
    assert wrong.said_at("data") == "Data non valida: usare il formato GG/MM/AAAA."
    assert wrong.tree.xpath("//input[@id='data']/@value") == ["ieri"]
    assert late.said_at("data") == "La data non può essere successiva a oggi."


def test_the_register_is_taken_with_its_chain_and_noted(
    keeper: Pages, registered: str, office: Office
) -> None:
    given = keeper.client.get("/registro/2011-06-14.csv")

    rows = list(csv.reader(io.StringIO(given.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["F-2011-00001", registered, ""]
    assert rows[-1][7] == office.archive.chain_head().chain
    noted = [one.oggetto for one in office.archive.accesses(by="todescan")]
    assert noted == ["registro 2011-06-14.csv"]
    assert keeper.client.get("/registro/2011-06-16.csv").status_code == 404
    assert keeper.client.get("/registro/ieri.csv").status_code == 404


def test_without_libreoffice_the_page_says_so_and_the_csv_is_there(
    keeper: Pages, registered: str
) -> None:
    page = keeper.get("/registro/")
    refused = keeper.get("/registro/2011-06-15.pdf", status=503)

    assert "quando LibreOffice sarà disponibile" in page.text
    assert "Il PDF/A non si può fare adesso." in refused.text
    assert "Scarica in CSV" in refused.text


def test_the_register_is_printed(
    settings: Settings, office: Office, registered: str, soffice_path: Path
) -> None:
    hire(office, "todescan")
    press = open_press(str(soffice_path))
    printing = replace(office, press=press)
    app = create_app(settings, printing, PrintRoom(printing))
    keeper = Pages(app.test_client()).log_in("todescan", PASSWORD)

    given = keeper.client.get(keeper.get("/registro/?data=14/06/2011").link("Scarica in PDF/A"))
    press.close()

    assert registered in PdfReader(io.BytesIO(given.data)).pages[0].extract_text()
    assert given.headers["Content-Disposition"] == (
        'attachment; filename="Registro-giornaliero_2011-06-14.pdf"'
    )


@pytest.mark.parametrize(
    ("utente", "status"),
    [("frison", 200), ("zanella", 403), ("pretto", 403), ("gasparoni", 403), ("rossi", 403)],
)
def test_the_register_is_for_who_sees_every_territory(
    enter: Enter, utente: str, status: int
) -> None:
    pages = enter(utente)

    assert pages.client.get("/registro/").status_code == status
    assert pages.client.get("/registro/2011-06-15.csv").status_code == status
    assert ("Registro" in pages.get("/").tree.find(".//nav").text_content()) is (status == 200)
