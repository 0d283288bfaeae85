"""
Take the pictures of the guide from a demonstration office of its own.

    .venv/bin/python -m docs.figures [NAME ...]

Each goes to ``docs/guida/figure/``, in few colours: a picture is under 80 KB. With names, those
alone are taken again.
"""

import argparse
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from docs.gallery import chromium, serving
from web.acts.demo import PASSWORD
from web.guide import PICTURES

SIZE = {"width": 1000, "height": 680}
PHONE = {"width": 390, "height": 760}
COLOURS = 48


@dataclass(frozen=True)
class Figure:
    """A picture: its name, who enters, where they go, what they press there one after another."""

    name: str
    utente: str
    address: str
    presses: Sequence[str] = ()
    phone: bool = False
    at: str = "main"  # what is brought to the top of the picture


FIGURES = (
    Figure("scrivania", "marta.zanella", "/"),
    Figure("fascicolo", "marta.zanella", "/code/senza-pai", ("main table a >> nth=-1",)),
    Figure("modulo", "sportello.schio", "/miei/", ("button:has-text('Compila')",)),
    Figure(
        "errori",
        "sportello.schio",
        "/miei/",
        ("button:has-text('Compila')", "button:has-text('Salva e continua') >> nth=-1"),
    ),
    Figure("sportello", "sportello.schio", "/miei/"),
    Figure("firma", "marta.zanella", "/code/da-firmare", ("main table a >> nth=0",), at="#tappe"),
    Figure("ricerca", "marta.zanella", "/documenti?q=illesi"),
    Figure("responsabile", "giovanni.pretto", "/"),
    Figure("glt", "silvia.cogo", "/"),
    Figure("gcp", "renato.frison", "/code/da-validare"),
    Figure("risorse", "anna.todescan", "/risorse"),
    Figure("registro", "anna.todescan", "/registro"),
    Figure("azienda", "officine.retrone", "/miei/"),
    Figure("tutor", "dario.munari", "/miei/"),
    Figure(
        "assistente",
        "chiara.fabris",
        "/miei/",
        ("details.scheda >> nth=0",),
        phone=True,
        at="#stage",
    ),
    Figure("totali", "carlo.mion", "/totali"),
    Figure("amministrazione", "amministratore", "/amministrazione"),
    Figure("modello", "amministratore", "/modelli/pai"),
)


def take(browser: Browser, url: str, figure: Figure) -> bytes:
    """Return a picture as a small PNG."""
    context = browser.new_context(base_url=url, locale="it-IT")
    page = context.new_page()
    page.set_viewport_size(PHONE if figure.phone else SIZE)
    page.goto("/accesso")
    page.fill("#utente", figure.utente)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    page.goto(figure.address)
    for pressed in figure.presses:
        page.locator(pressed).first.click()
    page.locator(figure.at).first.evaluate("place => place.scrollIntoView({behavior: 'instant'})")
    picture = page.screenshot()
    context.close()
    return reduced(picture)


def reduced(picture: bytes) -> bytes:
    """Return a PNG in few colours."""
    file = io.BytesIO()
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    names: list[str] = parser.parse_args().names
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data)) as (url, _, _),
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        for figure in FIGURES:
            if not names or figure.name in names:
                picture = take(browser, url, figure)
                (PICTURES / f"{figure.name}.png").write_bytes(picture)
                print(f"{figure.name}: {len(picture) // 1000} KB", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
