"""The page that says how the project goes: who reads it, and what stands behind its figures."""

import pytest
from flask import Flask

from tests.pages import Pages, words
from tests.web.acts.walking import Walk
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.office import Office

NUMBERS = "//table//a[contains(@href, '/andamento/')]/@href"


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, signalled to a company that accepts."""
    walk = Walk(office)
    walk.to_abbinato()
    return walk


def test_the_gcp_reads_targets_pace_months_and_territori(walk: Walk, enter: Enter):
    page = enter("frison").get("/andamento/")

    assert page.heading == "Andamento del progetto"
    assert "Mancano 320 giorni alla fine del progetto: 30 aprile 2012." in page.text
    assert "1 su 2.000" in page.text.replace(" Patti di Servizio con PAI su", " su")
    assert "1.999: servono 191 al mese" in page.text
    rows = {words(row[0]): [words(cell)[:1] for cell in row[1:]] for row in page.tree.xpath("//tr")}
    assert rows["marzo 2011"] == ["1", "0", "0"]
    assert rows["aprile 2011"] == ["0", "1", "0"]
    assert rows["T2 Alto Vicentino"] == ["1", "1", "0"]
    assert rows["In tutto"] == ["1", "1", "0"]


def test_each_figure_leads_to_as_many_documents_as_it_says(walk: Walk, enter: Enter):
    pages = enter("frison")
    page = pages.get("/andamento/")

    addresses = page.tree.xpath(NUMBERS)
    assert len(addresses) == 4  # two things in a month and in a territorio each
    for address in addresses:
        behind = pages.get(address)
        assert behind.tree.xpath("count(//table/tbody/tr)") == 1
        assert "Dal Santo Giulia" in behind.text
        assert behind.tree.xpath("//table//a[contains(@href, '/documenti/')]")


def test_the_chart_says_in_words_what_it_shows_and_where_the_same_figures_are(
    walk: Walk, enter: Enter
):
    page = enter("frison").get("/andamento/")

    charts = page.tree.xpath("//svg[@role='img']")
    assert [chart.findtext("title") for chart in charts] == [
        "Patti di Servizio con PAI mese per mese",
        "Segnalazioni alle aziende mese per mese",
        "Persone inserite mese per mese",
    ]
    assert {chart.findtext("desc") for chart in charts} == {
        "Le stesse cifre sono nella tabella «Mese per mese»."
    }


def test_an_operator_reads_the_figures_of_their_territory_alone(walk: Walk, enter: Enter):
    here, elsewhere = enter("zanella"), enter("berti")

    assert "T2 Alto Vicentino" in here.get("/andamento/").text
    assert "Dal Santo Giulia" in here.get("/andamento/patti_e_pai").text
    assert "Finora 0." in elsewhere.get("/andamento/").text
    assert "Dal Santo" not in elsewhere.get("/andamento/patti_e_pai?territorio=T2").text


def test_who_sees_totals_alone_reads_no_small_figure_and_nothing_behind_one(walk: Walk, app: Flask):
    for ruolo in ("CI", "FON", "PS", "ULSS", "COM"):
        seat = {"COM": "T2"}.get(ruolo, "")
        add_user(
            walk.office.archive,
            utente=ruolo.lower(),
            nome="Mion Carlo",
            ruolo=ruolo,
            password=PASSWORD,
            cpi=seat,
        )
        browser = Pages(app.test_client()).log_in(ruolo.lower(), PASSWORD)

        page = browser.get("/andamento/")

        assert "<3" in page.text
        assert page.tree.xpath(NUMBERS) == []
        assert page.tree.xpath("//table//td[normalize-space()='1']") == []
        browser.get("/andamento/patti_e_pai", status=403)


@pytest.mark.parametrize("utente", ["gasparoni", "rossi"])
def test_who_has_no_part_in_it_does_not_read_it(enter: Enter, utente: str):
    pages = enter(utente)

    pages.get("/andamento/", status=403)
    assert "Andamento" not in pages.get("/").tree.xpath("//nav[1]")[0].text_content()


def test_a_figure_that_does_not_exist_is_not_found(operator: Pages):
    operator.get("/andamento/spese", status=404)
    assert "0 in tutto" in operator.get("/andamento/patti_e_pai?mese=2011-99").text
