"""An operator fills a Patto with two mistakes, mends them, registers it and finds it again."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Window
from tests.web.offices import GIULIA, Answers, answers_by_step

UGO = {**GIULIA, "cognome": "Dalò", "nome": "Ugo", "codice_fiscale": "DLAGUO75D18I531Y"}
UGO_PERSONA = {
    "persona-cognome": "Dalò",
    "persona-nome": "Ugo",
    "persona-sesso": "M",
    "persona-data_nascita": "18/04/1975",
    "persona-codice_fiscale": "DLAGUO75D18I531Y",
}


def fill(page: Page, answers: Answers) -> None:
    """Type each answer in its control, whatever control it is."""
    for name, answer in answers.items():
        control = page.locator(f"[name='{name}']")
        if control.first.get_attribute("type") in ("radio", "checkbox"):
            for value in [answer] if isinstance(answer, str) else answer:
                page.locator(f"[name='{name}'][value='{value}']").check()
        elif page.locator(f"select[name='{name}']").count():
            control.select_option(answer)
        else:
            control.fill(str(answer))


def save(page: Page) -> None:
    page.get_by_role("button", name="Salva e continua").last.click()


@pytest.mark.parametrize(
    ("scripts", "person", "own", "unaccented"),
    [
        pytest.param(True, GIULIA, {}, "dal santo", id="with JavaScript"),
        pytest.param(False, UGO, UGO_PERSONA, "dalo", id="without JavaScript"),
    ],
)
def test_a_patto_is_filled_mended_registered_downloaded_and_found(
    window: Window,
    tmp_path: Path,
    scripts: bool,
    person: Answers,
    own: Answers,
    unaccented: str,
):
    page = window(scripts=scripts)
    page.get_by_role("link", name="Apri un fascicolo").click()
    fill(page, person)
    page.get_by_role("button", name="Apri il fascicolo").click()
    fascicolo = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Compila: Patto di Servizio").click()
    persona, situazione, *others = answers_by_step(fascicolo)
    persona |= own

    fill(page, {**persona, "persona-data_nascita": "31/02/1975", "persona-domicilio_cap": "3601"})
    save(page)

    summary = page.locator("#errori")
    expect(summary.get_by_role("link")).to_have_text(
        [
            "Data di nascita: La data indicata non esiste nel calendario.",
            "CAP del domicilio: Il CAP deve avere 5 cifre.",
        ]
    )
    expect(page.locator("#persona-data_nascita-errore")).to_contain_text("La data indicata non")
    expect(page.locator("#persona-domicilio_cap-errore")).to_contain_text("Il CAP deve avere 5")
    if scripts:
        expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#persona-data_nascita")).to_be_focused()

    fill(page, {name: persona[name] for name in ("persona-data_nascita", "persona-domicilio_cap")})
    save(page)
    fill(page, {name: situazione[name] for name in ("stato_occupazionale", "mai_occupato")})
    page.get_by_role("button", name="Aggiungi periodo").click()
    fill(page, situazione)
    save(page)
    expect(page.locator(".motivo-si")).to_contain_text("C4")
    for answers in others:
        fill(page, answers)
        save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Riepilogo")
    page.get_by_role("button", name="Registra il documento").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Patto di Servizio registrato")
    number = page.locator(".numero-grande").inner_text()
    docx = downloaded(page, "Scarica il DOCX", tmp_path)
    assert zipfile.ZipFile(io.BytesIO(docx)).testzip() is None
    while page.get_by_role("link", name="Scarica il PDF").count() == 0:
        page.get_by_role("button", name="Aggiorna").click()
    assert downloaded(page, "Scarica il PDF", tmp_path).startswith(b"%PDF-")

    page.goto("/")
    page.get_by_role("searchbox").fill(unaccented)
    page.get_by_role("button", name="Cerca").click()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def downloaded(page: Page, link: str, folder: Path) -> bytes:
    """Follow a link that gives a file, and return the file."""
    with page.expect_download() as expected:
        page.get_by_role("link", name=link).click()
    path = folder / expected.value.suggested_filename
    expected.value.save_as(path)
    return path.read_bytes()
