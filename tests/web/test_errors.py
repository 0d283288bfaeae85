"""When something cannot be done: the page says so, and nothing was done by halves."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schemas.kinds.registry import all_kinds
from tests.generators.word import text
from tests.pages import Page, Pages
from tests.web.offices import GIULIA, PASSWORD, filled_patto, opened_fascicolo
from web.acts.binding import BESIDE
from web.acts.office import Office
from web.acts.papers import Papers
from web.acts.printing import PrintRoom
from web.app import create_app
from web.cli.serve import tell_faults
from web.settings import Settings

Reopen = Callable[[Office], Pages]


@pytest.fixture
def reopen(settings: Settings) -> Reopen:
    """Open the same office again with something changed, and log in."""

    def reopened(office: Office) -> Pages:
        app = create_app(settings, office, PrintRoom(office))
        return Pages(app.test_client()).log_in("zanella", PASSWORD)

    return reopened


def register_again(review: Page, pages: Pages, status: int) -> Page:
    address = str(review.form("Registra").get("action")).replace("registra", "riepilogo")
    return pages.press(pages.get(address), "Registra il documento", status=status)


def test_a_clock_gone_back_stops_the_register_and_is_told(
    operator: Pages, office: Office, reopen: Reopen
):
    opened_fascicolo(reopen(replace(office, today=date(2011, 6, 16))))

    page = operator.press(
        operator.get("/fascicoli/nuovo"),
        "Apri il fascicolo",
        status=503,
        **GIULIA | {"cognome": "Dalò", "nome": "Ugo", "codice_fiscale": "DLAGUO75D18I531Y"},
    )

    assert page.heading == "La data di lavoro non è giusta"
    assert re.search(r"Codice per l'assistenza: [0-9A-F]{8}", page.text)


def test_a_fault_of_ours_shows_a_code_and_nothing_of_the_inside_and_gives_the_number_back(
    operator: Pages, office: Office, reopen: Reopen, tmp_path: Path
):
    review = filled_patto(operator)

    page = register_again(review, reopen(replace(office, papers=Papers(tmp_path))), 500)

    assert page.heading == "Qualcosa non ha funzionato"
    assert re.search(r"Codice per l'assistenza: [0-9A-F]{8}", page.text)
    assert "docx" not in page.response.text
    assert "Traceback" not in page.response.text
    mended = operator.press(review, "Registra il documento")
    assert mended.location == "/documenti/PS-2011-T2-00001/registrato"


def test_what_does_not_exist_and_what_is_not_for_that_are_told_apart_kindly(operator: Pages):
    assert operator.get("/niente", status=404).heading == "Pagina non trovata"
    assert operator.get("/uscita", status=405).heading == "Operazione non prevista"
    assert operator.get("/stato", status=403).heading == "Accesso non consentito"


def test_too_much_at_once_is_refused(operator: Pages):
    answer = operator.client.post("/fascicoli/nuovo", data={"cognome": "x" * 3_000_000})

    assert answer.status_code == 413
    assert "Il file è troppo grande" in answer.text


def test_a_kind_whose_template_is_broken_is_closed_before_anybody_fills_it(
    operator: Pages, office: Office, reopen: Reopen, tmp_path: Path
):
    (tmp_path / "cornice.docx").write_bytes(office.papers.source("cornice"))
    (tmp_path / "patto_di_servizio.docx").write_bytes(text("{{ persona.cognme }}"))
    fascicolo = opened_fascicolo(operator)
    pages = reopen(replace(office, papers=Papers(tmp_path)))

    page = pages.press(
        pages.get(f"/fascicoli/{fascicolo}"), "Compila: Patto di Servizio", status=503
    )

    assert page.heading == "Questo documento non si può compilare"
    assert "`persona.cognme` non esiste; forse `persona.cognome`?" in page.text


def test_the_broken_templates_are_told_at_the_start_and_the_others_go_on(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name in ("cornice", *all_kinds(), *BESIDE):
        (tmp_path / f"{name}.docx").write_bytes(office.papers.source(name))
    (tmp_path / "pai.docx").write_bytes(text("{{ persona.cognme }}"))

    tell_faults(replace(office, papers=Papers(tmp_path)))

    told = capsys.readouterr().err.splitlines()
    assert all(line.startswith("Modello da correggere, pai: ") for line in told)
    assert "persona.cognme" in told[0]
