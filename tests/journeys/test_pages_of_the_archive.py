"""The pages of who keeps and looks after the archive, held to the rules of every page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generators.package import pack_all, read_package
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from tests.journeys.conftest import Served, Window
from tests.journeys.test_pages_for_everybody import broken_rules, visit, width_of
from tests.web.offices import hire, issued_patto
from web.acts.signing import record_signature

PRETTO = Actor("pretto", "Pretto Giovanni", "RCPI", "T2", "Schio-Thiene")
TODAY = date(2011, 6, 15)


@pytest.fixture(scope="module")
def signed(served: Served) -> str:
    """The address of a Patto signed today, in an office with its administrative group."""
    hire(served.office, "todescan")
    number = issued_patto(served.office)
    record_signature(Number.parse(number), TODAY, office=served.office, by=PRETTO)
    return f"/documenti/{number}"


@pytest.fixture
def edited(served: Served, tmp_path: Path) -> Path:
    """The template of the Patto with other words, as saved by Word."""
    parts = dict(read_package(served.office.papers.source("patto_di_servizio", TODAY)).parts)
    body = parts["word/document.xml"].replace(b"si impegna a", b"promette di", 1)
    file = tmp_path / "patto.docx"
    file.write_bytes(pack_all({**parts, "word/document.xml": body}))
    return file


def of_keepers(window: Window, width: int, signed: str) -> Iterator[tuple[str, Page]]:
    """Go through the pages of the administrative group, then of the administrator."""
    keeper = window(width=width, utente="todescan")
    places = ("/registro/", "/registro/?data=ieri", "/accessi?dal=x", "/amministrazione/scarto/")
    papers = (signed, f"{signed}/copia-firmata", f"{signed}/protocollo")
    yield from ((place, keeper) for place in visit(keeper, *papers, *places))
    yield from ((place, keeper) for place in visit(keeper, "/fascicoli/F-2011-00001/accessi"))
    administrator = window(width=width, utente="rossi")
    inside = ("", "parametri", "territori", "permessi")
    rest = ("/stato", "/accessi", "/modelli/", "/modelli/patto_di_servizio")
    addresses = (*(f"/amministrazione/{place}" for place in inside), *rest)
    yield from ((place, administrator) for place in visit(administrator, *addresses))


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_breaks_a_rule_of_accessibility(window: Window, signed: str, width: int) -> None:
    broken = {place: list(broken_rules(page)) for place, page in of_keepers(window, width, signed)}

    assert {place: rules for place, rules in broken.items() if rules} == {}


def test_no_page_scrolls_sideways_on_the_smallest_screen(window: Window, signed: str) -> None:
    widths = {place: width_of(page) for place, page in of_keepers(window, 320, signed)}

    assert {place: width for place, width in widths.items() if width > 320} == {}


def test_a_template_is_changed_looked_at_and_published_without_javascript(
    window: Window, signed: str, edited: Path
) -> None:
    page = window(scripts=False, utente="rossi")
    page.goto("/modelli/patto_di_servizio")
    page.set_input_files("#file", edited)
    page.get_by_role("button", name="Controlla il modello").click()

    before = page.get_by_alt_text("Patto di Servizio, facsimile, pagina 2, prima")
    expect(before).to_have_js_property("complete", value=True)

    page.fill("#dal", "20/06/2011")
    page.get_by_role("button", name="Pubblica il modello").click()
    expect(page.get_by_text("In programma")).to_be_visible()
    page.get_by_role("button", name="Ritira la pubblicazione").click()
    expect(page.get_by_text("In programma")).to_have_count(0)
