"""The office served for real, and a real browser before it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from waitress.server import create_server

from tests.web.offices import PASSWORD, hire
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

# What Chromium says of any answer that is not a success: the pages of error are among those tested.
NOT_OURS = "Failed to load resource: the server responded with a status of 4"


@dataclass(frozen=True)
class Served:
    """An office at an address."""

    url: str
    office: Office


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, soffice_path: Path, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """
    An office on disk with its LibreOffice, served by waitress, on 15 June 2011.

    A module may say another day in OGGI.
    """
    folder = tmp_path_factory.mktemp("ufficio")
    settings = Settings.from_env(
        {
            "FASCICOLO_DATI": str(folder),
            "FASCICOLO_OGGI": getattr(request.module, "OGGI", "2011-06-15"),
            "FASCICOLO_SOFFICE": str(soffice_path),
        }
    )
    with opened_office(settings) as office:
        hire(office, "zanella")
        hire(office, "rossi")
        print_room = PrintRoom(office)
        print_room.start()
        server = create_server(create_app(settings, office, print_room), host="127.0.0.1", port=0)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield Served(f"http://127.0.0.1:{server.effective_port}", office)
        server.trigger.pull_trigger(server.close)
        thread.join()
        server.task_dispatcher.shutdown()
        print_room.close()


@pytest.fixture(scope="module")
def browser(served: Served, chromium_path: Path) -> Iterator[Browser]:
    """Chromium; it leaves before the office closes, so that no connection is left open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


Window = Callable[..., Page]


@pytest.fixture
def window(served: Served, browser: Browser) -> Iterator[Window]:
    """Open windows in which the operator has logged in; their console must stay silent."""
    said: list[str] = []
    opened: list[Page] = []

    def open_window(*, width: int = 1280, scripts: bool = True, utente: str = "zanella") -> Page:
        size: ViewportSize = {"width": width, "height": 900}
        page = browser.new_context(
            base_url=served.url, viewport=size, java_script_enabled=scripts, locale="en-US"
        ).new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        opened.append(page)
        page.goto("/accesso")
        page.fill("#utente", utente)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Accedi").click()
        page.wait_for_url("**/")
        return page

    yield open_window
    for page in opened:
        page.context.close()
    assert [line for line in said if not line.startswith(NOT_OURS)] == []
