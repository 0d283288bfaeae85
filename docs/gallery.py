"""
Picture every page and state of a demonstration office of its own, in two widths.

    .venv/bin/python -m docs.gallery FOLDER

Somebody of each role enters, follows every link, begins every document that they may and leaves
its pages blank: what is met for the first time is pictured. FOLDER gets the PNGs and an
``index.html`` that shows them side by side; the routes that nobody met are printed.
"""

import argparse
import re
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Playwright, Response, sync_playwright
from waitress.server import create_server
from werkzeug.exceptions import HTTPException

from schemas.rules.numero import Number
from web.acts.demo import PASSWORD, prepare_demonstration
from web.acts.demo.people import ACCOUNTS
from web.acts.drafting import load_draft
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

WIDTHS = {"largo": 1280, "telefono": 390}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Buttons that begin something and change nothing else: each is pressed once.
BEGINNINGS = re.compile(
    "^(Compila|Registra l'|Registra la verifica|Trasferisci|Approva|Conferma la presenza|Correggi)"
)
# States that no link leads to: name, address.
BESIDE = (("errore 404", "/documenti/PS-2099-T1-00001"), ("errore 404 pagina", "/non-esiste"))


class Gallery:
    """The pictures of one office, each page once."""

    def __init__(self, folder: Path, url: str, app: Flask, office: Office) -> None:
        self.folder, self.url, self.office = folder, url, office
        self.routes = app.url_map.bind("")
        self.taken: dict[str, str] = {}  # name -> title of the page
        self.begun: set[str] = set()

    def visit(self, browser: Browser, utente: str) -> None:
        """Enter as *utente*, and picture what was not met before."""
        context = browser.new_context(base_url=self.url, locale="it-IT", accept_downloads=False)
        page = context.new_page()
        page.goto("/accesso")
        self.picture(page, "/accesso")
        page.fill("#utente", utente)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Accedi").click()
        waiting, known = deque(["/", *(address for _, address in BESIDE)]), set[str]()
        while waiting:
            address = waiting.popleft()
            found = self.name_of(address)
            if found is None or found in known:
                continue
            known.add(found)
            if (answer := open_page(page, address)) is None:
                continue
            if answer.status == 200 or found.startswith("errore"):
                self.picture(page, found)
            waiting.extend(links(page))
            waiting.extend(self.begin(page, address))
        context.close()

    def begin(self, page: Page, address: str) -> Iterator[str]:
        """Press the buttons of the page that begin something, and yield where each leads."""
        for words in page.locator("main button").all_inner_texts():
            if not BEGINNINGS.match(words) or words in self.begun:
                continue
            self.begun.add(words)
            page.get_by_role("button", name=words, exact=True).first.click()
            yield from self.leave_blank(page)
            open_page(page, address)

    def leave_blank(self, page: Page) -> Iterator[str]:
        """Go on from a first page without filling it: its refusal, then the others, the review."""
        path = urlsplit(page.url).path
        if not re.fullmatch(r"/bozze/[^/]+/\d+", path):
            yield path
            return
        name = self.name_of(path)
        save = page.get_by_role("button", name="Salva e continua").last
        if name and save.count():
            self.picture(page, name)
            save.click()
            self.picture(page, f"{name} con errori")
        head = path.rpartition("/")[0]
        yield from (f"{head}/{place}" for place in range(1, 10))
        yield f"{head}/riepilogo"

    def name_of(self, address: str) -> str | None:
        """Return what a page is called here, the same for pages that are alike; None elsewhere."""
        path = urlsplit(address).path
        for name, beside in BESIDE:
            if beside == path:
                return name
        try:
            endpoint, values = self.routes.match(path, method="GET")
        except HTTPException:
            return None
        return " ".join([str(endpoint), *self.alike(str(endpoint), values)])

    def alike(self, endpoint: str, values: Mapping[str, object]) -> Iterator[str]:
        """Yield what tells a page from another of the same route: its kind, its state, its step."""
        for name, value in values.items():
            if isinstance(value, Number) and endpoint == "documents.show":
                yield f"{value.sigla} {self.office.archive.document(value).stato}"
            elif name == "numero" and endpoint == "fascicoli.show":
                yield self.office.archive.fascicolo(str(value)).stato
            elif name == "key":
                draft = load_draft(str(value), office=self.office)
                yield f"{draft.kind.sigla} {draft.seguito}".strip()
            elif name in ("position", "nome"):
                yield str(value)

    def picture(self, page: Page, name: str) -> None:
        """Take the page in every width, unless one like it was taken."""
        if name in self.taken:
            return
        self.taken[name] = page.title()
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 900})
            page.screenshot(path=self.folder / f"{slug(name)}-{width}.png", full_page=True)

    def missing(self, app: Flask) -> list[str]:
        """Return the routes of pages that nobody met."""
        met = {name.partition(" ")[0] for name in self.taken}
        return sorted(
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in met
        )

    def index(self) -> None:
        """Write the page that shows all the pictures."""
        rows = "".join(
            f"<h2>{escape(name)}</h2><p>{escape(title)}</p>"
            + "".join(
                f'<img src="{slug(name)}-{width}.png" alt="" loading="lazy">' for width in WIDTHS
            )
            for name, title in sorted(self.taken.items())
        )
        style = "img{max-height:60rem;margin-right:2rem;border:1px solid #ccc;vertical-align:top}"
        page = f"<!doctype html><title>Fascicolo</title><style>{style}</style>{rows}"
        (self.folder / "index.html").write_text(page, encoding="utf-8")


def slug(name: str) -> str:
    """Return a name as a file bears it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def open_page(page: Page, address: str) -> Response | None:
    """Open an address, or return None when it gives a file and not a page."""
    answer = page.request.head(address)
    if "text/html" not in answer.headers.get("content-type", ""):
        return None
    return page.goto(address)


def links(page: Page) -> list[str]:
    """Return the addresses of this office that the page links to, without their fragments."""
    found: Locator = page.locator("a[href]")
    addresses = found.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return [urldefrag(it).url for it in addresses if it.startswith("/")]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Flask, Office]]:
    """Serve a demonstration office kept in *folder*, as long as the block lasts."""
    settings = Settings.from_env({"FASCICOLO_DATI": str(folder)})
    with opened_office(settings) as office:
        prepare_demonstration(office)
    with opened_office(settings) as office:
        print_room = PrintRoom(office)
        print_room.start()
        app = create_app(settings, office, print_room)
        server = create_server(app, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}", app, office
        finally:
            server.trigger.pull_trigger(server.close)
            thread.join()
            server.task_dispatcher.shutdown()
            print_room.close()


def chromium(playwright: Playwright) -> Browser:
    """Start the machine's Chromium, or the one that Playwright brought."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu"]
    )


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as (url, app, office):
        gallery = Gallery(folder, url, app, office)
        with sync_playwright() as playwright:
            browser = chromium(playwright)
            for utente, *_ in ACCOUNTS:
                gallery.visit(browser, utente)
                print(f"{utente}: {len(gallery.taken)} pages so far", flush=True)
            browser.close()
        gallery.index()
        print("not met:", ", ".join(gallery.missing(app)) or "none")


if __name__ == "__main__":
    main()
