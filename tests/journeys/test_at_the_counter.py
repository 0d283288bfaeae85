"""With the keyboard alone: from the door to a registered Patto, on a wide screen and at 400%."""

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from schemas.rules.identificativi import compose_codice_fiscale
from tests.journeys.conftest import Served, Window
from tests.web.offices import PASSWORD, Answers, answers_by_step

MOST_TABS = 250


@dataclass(frozen=True)
class Newcomer:
    """A woman of Schio who comes to the desk for the first time."""

    cognome: str
    nome: str
    nascita: date

    @property
    def code(self) -> str:
        return compose_codice_fiscale(self.cognome, self.nome, "F", self.nascita, "I531")

    @property
    def persona(self) -> Answers:
        return {
            "persona-cognome": self.cognome,
            "persona-nome": self.nome,
            "persona-data_nascita": f"{self.nascita:%d/%m/%Y}",
            "persona-codice_fiscale": self.code,
        }


ADA = Newcomer("Adami", "Ada", date(1975, 2, 3))
BICE = Newcomer("Bedin", "Bice", date(1976, 9, 14))


@pytest.mark.parametrize(
    ("width", "she"), [pytest.param(1280, ADA, id="wide"), pytest.param(320, BICE, id="at 400%")]
)
def test_a_card_is_read_and_a_patto_registered_without_a_mouse(
    served: Served, browser: Browser, width: int, she: Newcomer
):
    size: ViewportSize = {"width": width, "height": 900}
    page = browser.new_context(base_url=served.url, viewport=size).new_page()
    enter(page)
    page.keyboard.press("/")
    page.keyboard.type(she.code)  # as the reader of cards does, ending the line
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nessun fascicolo con questo codice")

    page.keyboard.press("n")
    expect(page.locator("#codice_fiscale")).to_have_value(she.code)
    names = {"cognome": she.cognome, "nome": she.nome}
    answer(page, {**names, "data_presa_in_carico": "01/02/2011"})
    page.keyboard.press("Enter")
    page.wait_for_url("**/fascicoli/F-*")
    fascicolo = page.url.rsplit("/", 1)[1]
    press(page, page.get_by_role("button", name="Compila: Patto di Servizio"))
    for position, given in enumerate(answers_by_step(fascicolo), 1):
        page.wait_for_url(f"**/{position}*")
        fill_step(page, {**given, **(she.persona if position == 1 else {})})
        press(page, page.get_by_role("button", name="Salva e continua").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Riepilogo")
    press(page, page.get_by_role("button", name="Registra il documento"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Patto di Servizio registrato")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("/")
    page.wait_for_url("**/#q")
    page.keyboard.type(she.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/fascicoli/{fascicolo}")
    page.context.close()


def test_keys_that_were_turned_off_do_nothing(window: Window):
    page = window()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scorciatoie da tastiera")
    page.get_by_role("button", name="Spegni le scorciatoie").click()
    expect(page.get_by_text("Ora sono spente")).to_be_visible()

    for key in ("n", "s", "/"):
        page.keyboard.press(key)

    assert page.url.endswith("/aiuto/tastiera")
    page.get_by_role("button", name="Attiva le scorciatoie").click()
    expect(page.get_by_text("Ora sono attive")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scrivania")


def enter(page: Page) -> None:
    """Log in without touching anything but keys."""
    page.goto("/accesso")
    tab_to(page, page.locator("#utente"))
    page.keyboard.type("zanella")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def fill_step(page: Page, given: Answers) -> None:
    """Answer a step; the row of a table is added when its turn comes."""
    rows = {name: value for name, value in given.items() if "-0-" in name}
    first = {name: value for name, value in given.items() if name not in rows}
    if rows:
        answer(page, {name: first.pop(name) for name in ("stato_occupazionale", "mai_occupato")})
        press(page, page.get_by_role("button", name="Aggiungi periodo"))
        page.locator(f"[name='{next(iter(rows))}']").wait_for()
    answer(page, {**first, **rows})


def answer(page: Page, given: Answers) -> None:
    """Go to each control by keys and answer it, whatever control it is."""
    for name, value in given.items():
        for one in [value] if isinstance(value, str) else value:
            answer_one(page, page.locator(f"[name='{name}']"), one)


def answer_one(page: Page, controls: Locator, value: str) -> None:
    match controls.first.evaluate("one => one.type"):
        case "radio":
            tab_to(page, controls)
            page.keyboard.press("Space")
            chosen = controls.and_(page.locator(f"[value='{value}']"))
            for _ in range(controls.count()):
                if not chosen.is_checked():
                    page.keyboard.press("ArrowDown")
            expect(chosen).to_be_checked()
        case "checkbox":
            box = controls.and_(page.locator(f"[value='{value}']"))
            if not box.is_checked():
                tab_to(page, box)
                page.keyboard.press("Space")
        case "select-one":
            tab_to(page, controls)
            page.keyboard.type(controls.locator(f"option[value='{value}']").inner_text())
            expect(controls).to_have_value(value)
        case _:
            tab_to(page, controls)
            page.keyboard.press("Control+a")
            page.keyboard.type(value)


def press(page: Page, control: Locator) -> None:
    tab_to(page, control)
    page.keyboard.press("Enter")


def tab_to(page: Page, controls: Locator) -> None:
    """Press Tab until one of *controls* has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if controls.evaluate_all("all => all.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {controls}")
