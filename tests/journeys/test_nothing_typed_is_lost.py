"""What a person types survives a stopped server, a cut line and a second window."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.conftest import Served, Window
from tests.journeys.test_patto_in_the_browser import fill
from tests.web.offices import GIULIA, PASSWORD, hire
from web.settings import Settings
from web.wiring import opened_office


class Serving:
    """`fascicolo serve` as a process of its own, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.environ = os.environ | {
            "FASCICOLO_DATI": str(folder),
            "FASCICOLO_OGGI": "2011-06-15",
            "FASCICOLO_PORTA": str(self.port),
            "FASCICOLO_SOFFICE": sys.executable,  # no PDF is made here
        }
        with opened_office(
            Settings.from_env(
                {name: text for name, text in self.environ.items() if name.startswith("FASCICOLO_")}
            )
        ) as office:
            hire(office, "zanella")

    def start(self) -> None:
        """Serve, and return once the address answers."""
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("fascicolo"), "serve"],
            env=self.environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if "http://" in line:
                break
        while not self._answers():
            assert self.process.poll() is None

    def _answers(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """Stop as a machine that loses its current does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """An office on disk, served by a process of its own."""
    serving = Serving(tmp_path_factory.mktemp("ufficio"))
    serving.start()
    yield serving
    serving.kill()


def begun_patto(page: Page) -> None:
    page.goto("/fascicoli/nuovo")
    fill(page, GIULIA)
    page.get_by_role("button", name="Apri il fascicolo").click()
    page.get_by_role("button", name="Compila: Patto di Servizio").click()


def test_a_save_with_the_server_stopped_says_so_and_loses_nothing_after_it_comes_back(
    serving: Serving, chromium_path: Path
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(base_url=f"http://127.0.0.1:{serving.port}").new_page()
        page.goto("/accesso")
        page.fill("#utente", "zanella")
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Accedi").click()
        begun_patto(page)
        address = page.url
        serving.kill()

        page.fill("#persona-telefono", "0445 300100")
        page.get_by_role("button", name="Salva bozza").click()

        alarm = page.get_by_role("alert")
        expect(alarm).to_contain_text("Non salvato. Il server non risponde")
        expect(alarm).to_be_focused()
        with page.expect_download() as taken:
            alarm.get_by_role("button", name="Scarica la bozza").click()
        file = Path(taken.value.path())
        assert "0445 300100" in file.read_text(encoding="utf-8")

        serving.start()
        alarm.get_by_role("button", name="Riprova").click()
        expect(page.get_by_text("Salvata da sola alle")).to_be_visible()
        expect(alarm).to_be_hidden()

        page.goto(address)
        expect(page.locator("#persona-telefono")).to_have_value("0445 300100")
        page.goto("/bozze/carica")
        page.set_input_files("#file", file)
        page.get_by_role("button", name="Carica la bozza").click()
        expect(page.get_by_role("button", name="Salva e riprendi")).to_be_visible()
        browser.close()


def test_what_is_typed_saves_itself_without_a_press(window: Window) -> None:
    page = window()
    begun_patto(page)

    page.fill("#persona-telefono", "0445 300200")

    expect(page.get_by_text("Salvata da sola alle")).to_be_visible()
    page.goto(page.url)
    expect(page.locator("#persona-telefono")).to_have_value("0445 300200")


def test_two_windows_that_change_the_same_field_are_told_and_keep_the_others(
    window: Window, served: Served
) -> None:
    one = window(scripts=False)
    one.goto("/")
    one.get_by_role("link", name="Dal Santo Giulia: riprendi").first.click()
    other = window(scripts=False)
    other.goto(one.url)

    one.fill("#persona-telefono", "0445 1")
    one.get_by_role("button", name="Salva bozza").click()
    other.fill("#persona-telefono", "0445 2")
    other.fill("#persona-email", "giulia@example.it")
    other.get_by_role("button", name="Salva bozza").click()

    expect(other.get_by_role("main")).to_contain_text("0445 1")
    expect(other.get_by_role("main")).to_contain_text("0445 2")
    other.get_by_role("button", name="Salva").first.click()
    expect(other.locator("#persona-email")).to_have_value("giulia@example.it")


def test_two_minutes_before_the_session_ends_every_tab_says_so_and_one_press_goes_on(
    window: Window,
) -> None:
    page = window()
    other = page.context.new_page()
    page.clock.install()  # the clock of every tab
    for tab in (page, other):
        tab.goto("/")
    warning = page.get_by_role("dialog", name="La sessione sta per terminare")
    expect(warning).to_be_hidden()

    page.clock.fast_forward("57:30")

    expect(warning).to_contain_text("uscirai tra circa 2 minuti")
    expect(other.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(other.get_by_role("dialog")).to_be_hidden()


def test_a_session_left_to_end_saves_what_was_typed_and_leaves(
    window: Window, served: Served
) -> None:
    page = window()
    page.clock.install()
    page.goto("/")
    page.get_by_role("link", name="Dal Santo Giulia: riprendi").first.click()
    address = page.url
    page.fill("#persona-telefono", "0445 300400")

    page.clock.fast_forward("59:30")

    page.wait_for_url("**/accesso")
    again = window(scripts=False)
    again.goto(address)
    expect(again.locator("#persona-telefono")).to_have_value("0445 300400")
