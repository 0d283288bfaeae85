"""The pages for who cannot see, who cannot use a mouse, who has a small screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Served, Window
from tests.web.offices import GIULIA, PATTO, patto_of
from web.acts.accounts import list_users
from web.acts.beginning import start_draft
from web.acts.issuing import issue
from web.acts.opening import open_fascicolo

UGO = "DLAGUO75D18I531Y"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


CARE = ("/stato", "/utenti/", "/utenti/nuovo", "/utenti/zanella", "/utenti/zanella/dati")


@pytest.fixture(scope="module")
def draft(served: Served) -> str:
    """The key of a draft that lacks almost everything, in an office with a registered Patto."""
    by = list_users(served.office.archive)[-1]
    typed = {**GIULIA, "data_presa_in_carico": "2011-02-01"}
    fascicolo = open_fascicolo(typed, office=served.office, by=by).fascicolo
    assert fascicolo is not None
    assert issue(PATTO, patto_of(fascicolo.numero), office=served.office, by=by).document
    answers = {"mai_occupato": "no", "periodi_lavoro": [{"datore": "Alfa srl", "dal": "ieri"}]}
    return start_draft(PATTO, answers, fascicolo, office=served.office, by=by).key


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_breaks_a_rule_of_accessibility(window: Window, draft: str, width: int):
    page = window(width=width)
    caretaker = window(width=width, utente="rossi")

    broken = {place: list(broken_rules(page)) for place in walk(page, draft)}
    broken |= {place: list(broken_rules(caretaker)) for place in visit(caretaker, *CARE)}

    assert {place: rules for place, rules in broken.items() if rules} == {}


def test_no_page_scrolls_sideways_on_the_smallest_screen(window: Window, draft: str):
    page = window(width=320)

    widths = {place: width_of(page) for place in walk(page, draft)}

    assert {place: width for place, width in widths.items() if width > 320} == {}


def test_a_slash_goes_to_the_search_and_no_key_is_stolen_from_who_is_typing(window: Window):
    page = window()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()

    page.keyboard.type("a/b")

    expect(page.get_by_role("searchbox")).to_have_value("a/b")


def test_the_first_key_leads_past_the_menu(window: Window):
    page = window()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#contenuto")).to_be_focused()


def test_a_field_that_is_not_asked_is_out_of_sight_until_it_is(window: Window, draft: str):
    page = window()
    page.goto(f"/bozze/{draft}/1")
    expect(page.locator("#persona-stato_nascita")).to_be_hidden()

    page.locator("[name='persona-luogo_nascita_tipo'][value='estero']").check()

    expect(page.locator("#persona-stato_nascita")).to_be_visible()
    expect(page.locator("#persona-comune_nascita")).to_be_hidden()


def test_without_javascript_every_field_is_there_with_its_condition(window: Window, draft: str):
    page = window(scripts=False)
    page.goto(f"/bozze/{draft}/1")

    expect(page.locator("#persona-stato_nascita")).to_be_visible()
    expect(page.get_by_text("Solo se «Luogo di nascita» è «All'estero».")).to_be_visible()


def walk(page: Page, draft: str) -> Iterator[str]:
    """Go through the pages, each as it is first seen and, for forms, with its errors."""
    yield from visit(page, "/", "/fascicoli/", "/fascicoli/nuovo", "/fascicoli/F-2011-00001")
    page.goto("/fascicoli/nuovo")
    page.get_by_role("button", name="Apri il fascicolo").click()
    yield "/fascicoli/nuovo with errors"
    for position in range(1, 6):
        yield from visit(
            page, f"/bozze/{draft}/{position}", f"/bozze/{draft}/{position}?controlla=si"
        )
    yield from visit(page, f"/bozze/{draft}/riepilogo")
    number = "/documenti/PS-2011-T2-00001"
    yield from visit(page, "/documenti/?q=santo&stato=generato&dal=01/01/2011", "/documenti/?dal=x")
    yield from visit(page, number, f"{number}/registrato", "/aiuto", "/privacy", "/accessibilita")
    yield from visit(page, "/aiuto/cominciare", "/aiuto/assistente", "/aiuto/glossario")
    yield from visit(page, "/aiuto/tastiera", "/andamento/", "/andamento/patti_e_pai")
    yield from visit(page, f"/fascicoli/codice/{UGO}", f"/fascicoli/nuovo?codice_fiscale={UGO}")
    propose_known(page)
    yield "/fascicoli/nuovo with who may be the same person"
    yield from visit(page, "/accessi-aziende/", "/accessi-aziende/invita", "/avvisi/")
    yield from visit(page, "/profilo/", "/profilo/password", "/profilo/telefono")
    yield from visit(page, "/profilo/calendario", "/accesso/ruolo", "/niente", "/stato")
    yield from visit(page, "/azienda/registrazione", "/azienda/invito", "/password/")


def propose_known(page: Page) -> None:
    """Type somebody with Giulia's name and another code."""
    page.goto(f"/fascicoli/nuovo?codice_fiscale={UGO}")
    page.fill("#cognome", "Dal Santo")
    page.fill("#nome", "Giulia")
    page.get_by_role("button", name="Apri il fascicolo", exact=True).last.click()
    expect(page.get_by_role("heading", name="Forse questa persona")).to_be_visible()


def visit(page: Page, *places: str) -> Iterator[str]:
    for place in places:
        page.goto(place)
        yield place


def broken_rules(page: Page) -> Iterator[str]:
    """Yield each rule broken, with where."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    for broken in found.response["violations"]:
        yield f"{broken['id']}: {[node['target'] for node in broken['nodes']][:3]}"


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))
