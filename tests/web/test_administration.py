"""Administration: how the office is, what its rules stand on, who may do what."""

from datetime import date
from pathlib import Path

import pytest

from schemas.rules.parameters import Parameter
from tests.pages import Pages
from tests.web.conftest import Enter
from web import matrix
from web.acts.care import last_verification
from web.acts.office import Office
from web.views.administration import shown

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
PLACES = ("", "parametri", "territori", "permessi")


@pytest.fixture
def administrator(enter: Enter) -> Pages:
    """The browser of the administrator."""
    return enter("rossi")


def test_each_finds_the_places_that_are_theirs(administrator: Pages, enter: Enter) -> None:
    of_adm, of_ga = (
        administrator.get("/amministrazione/"),
        enter("todescan").get("/amministrazione/"),
    )

    assert "Modelli Word" in of_adm.text
    assert "Registro giornaliero" not in of_adm.text
    assert "Registro giornaliero" in of_ga.text
    assert "Modelli Word" not in of_ga.text


@pytest.mark.parametrize("utente", ["zanella", "frison", "gasparoni"])
def test_administration_is_for_who_looks_after_the_office(enter: Enter, utente: str) -> None:
    pages = enter(utente)

    for place in PLACES:
        assert pages.client.get(f"/amministrazione/{place}").status_code == 403
    assert "Amministrazione" not in pages.get("/").tree.text_content()


def test_the_archive_is_verified_from_the_page_and_the_day_is_remembered(
    administrator: Pages, office: Office
) -> None:
    before = administrator.get("/stato")
    assert "mai; eseguire «fascicolo archive verify»" in before.text

    after = administrator.follow(administrator.press(before, "Verifica adesso l'archivio"))

    assert "Archivio verificato: nessuna anomalia." in after.text
    assert "15/06/2011, ore 10:42, veloce" in after.text
    last = last_verification(office)
    assert last is not None
    assert (last.by, last.findings) == ("rossi", 0)
    assert "GB liberi" in after.text


def test_parameters_are_shown_with_value_validity_certainty_and_source(
    administrator: Pages,
) -> None:
    page = administrator.get("/amministrazione/parametri?q=copia_firmata.mb_massimi")

    (row,) = page.tree.xpath("//tbody/tr")
    assert " ".join(row.text_content().split()) == (
        "copia_firmata.mb_massimi 20 da sempre, senza termine Assunto, da confermare "
        "una scansione di dieci pagine a 300 punti per pollice"
    )


def test_a_parameter_that_changed_shows_the_value_of_the_day_and_its_history(
    administrator: Pages, office: Office
) -> None:
    changed = next(
        entry for entry in office.table if entry.dal is not None and entry.dal > date(2011, 1, 1)
    )
    address = f"/amministrazione/parametri?q={changed.chiave}&data={changed.dal:%d/%m/%Y}"

    page = administrator.get(address)

    assert shown(changed.valore) in page.text
    assert f"dal {changed.dal:%d/%m/%Y}" in page.text


def test_a_day_that_is_none_is_told_at_its_field(administrator: Pages) -> None:
    page = administrator.get("/amministrazione/parametri?data=ieri", status=422)

    assert page.said_at("data") == "Data non valida: usare il formato GG/MM/AAAA."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "Sì"),
        (False, "No"),
        (["a", 1], "a, 1"),
        ({"a": [1, 2]}, "a: 1, 2"),
        (None, "Non indicato"),
    ],
)
def test_the_value_of_a_parameter_is_shown_in_words(value: object, words: str) -> None:
    assert shown(Parameter("x", value, None, None, "progetto", "").valore) == words


def test_every_comune_is_in_its_territory(administrator: Pages) -> None:
    page = administrator.get("/amministrazione/territori")

    assert "I 121 Comuni della Provincia" in page.text
    assert "Schio-Thiene" in page.text
    section = page.tree.xpath("//section[@aria-labelledby='t-T1']")[0].text_content()
    assert "Bassano del Grappa" in section


def test_the_matrix_says_in_words_what_the_kinds_declare(administrator: Pages) -> None:
    page = administrator.get("/amministrazione/permessi")

    row = page.tree.xpath("//section[.//h2='Patto di Servizio']//dl/div")
    told = [[words.text for words in role] for role in row]
    assert told[:3] == [
        [
            "Operatore del Centro per l'Impiego",
            "compila, modifica in bozza, vede, stampa (nel suo territorio)",
        ],
        ["Responsabile del Centro per l'Impiego", "vede, firma (nel suo territorio)"],
        ["Gruppo di Lavoro Territoriale", "vede (nel suo territorio)"],
    ]


def test_the_reference_is_the_matrix_of_the_kinds() -> None:
    told = REFERENCE.read_text(encoding="utf-8")

    assert told == matrix.as_markdown(), (
        "fascicolo kinds permissions > docs/reference/permissions.md"
    )
