"""Who saw what: read by who must answer for it, by person, by user, by day; and noted itself."""

import pytest

from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import issued_patto
from web.acts.office import Office

FASCICOLO = "F-2011-00001"


@pytest.fixture
def seen(operator: Pages, office: Office) -> str:
    """The number of Giulia's Patto, that the operator saw, took and searched for."""
    number = issued_patto(office)
    operator.get(f"/documenti/{number}")
    operator.client.get(f"/documenti/{number}/docx")
    operator.get("/documenti/?q=Dal Santo")
    return number


def lines(pages: Pages, address: str) -> list[str]:
    """Return what the lines of the journal say, latest first."""
    rows = pages.get(address).tree.xpath("//tbody/tr")
    return [" ".join(row.text_content().split()) for row in rows]


def test_the_journal_tells_who_did_what_latest_first(seen: str, enter: Enter) -> None:
    found = lines(enter("rossi"), "/accessi")

    assert "Rossi Ada" in found[0]
    assert "registro degli accessi" in found[0]
    assert "Ha cercato: parole non conservate" in found[1]
    assert f"Ha scaricato: {seen}.docx" in found[2]
    assert f"Ha visto: {seen}" in found[3]
    assert "Zanella MartaOperatore del Centro per l'Impiego" in found[3]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("fascicolo=f-2011-1", 3),  # the look itself is one
        ("utente=zanella", 3),
        ("utente=zanella&azione=scaricato", 1),
        ("utente=zanella&dal=15/06/2011&al=15/06/2011", 3),
        ("utente=zanella&dal=16/06/2011", 0),
        ("utente=zanella&parole=dal++SANTO", 1),
        ("utente=zanella&parole=dal", 0),
    ],
)
def test_it_is_searched_by_person_user_kind_day_and_very_words(
    seen: str, enter: Enter, query: str, count: int
) -> None:
    assert len(lines(enter("todescan"), f"/accessi?{query}")) == count


def test_what_is_asked_wrongly_is_told_at_its_field(enter: Enter) -> None:
    page = enter("rossi").get("/accessi?fascicolo=42&dal=ieri", status=422)

    assert page.said_at("fascicolo").startswith("Il numero di fascicolo ha la forma")
    assert page.said_at("dal") == "Data non valida: usare il formato GG/MM/AAAA."
    assert page.tree.xpath("//input[@id='fascicolo']/@value") == ["42"]


def test_a_long_journal_is_read_a_page_at_a_time(enter: Enter, office: Office) -> None:
    administrator = enter("rossi")
    for _ in range(101):
        administrator.client.get("/accessi")

    first = administrator.get("/accessi")

    assert "102 accessi, da 1 a 100" in first.text
    assert len(lines(administrator, first.link("Successivi"))) == 3


def test_a_fascicolo_says_who_saw_it(seen: str, operator: Pages, office: Office) -> None:
    page = operator.get(f"/fascicoli/{FASCICOLO}")

    found = lines(operator, page.link("Chi ha visto"))

    assert "registro degli accessi" in found[0]
    assert any(f"Ha scaricato: {seen}.docx" in line for line in found)
    assert not any("Ha cercato" in line for line in found)


@pytest.mark.parametrize(
    ("utente", "of_all", "of_one"),
    [
        ("zanella", 403, 200),
        ("pretto", 403, 200),
        ("berti", 403, 404),
        ("cogo", 403, 403),
        ("frison", 403, 200),
        ("todescan", 200, 200),
        ("rossi", 200, 403),
        ("gasparoni", 403, 403),
    ],
)
def test_each_sees_the_journal_that_is_theirs(
    seen: str, enter: Enter, utente: str, of_all: int, of_one: int
) -> None:
    pages = enter(utente)

    assert pages.client.get("/accessi").status_code == of_all
    assert pages.client.get(f"/fascicoli/{FASCICOLO}/accessi").status_code == of_one
