"""The page of one's notices."""

from tests.pages import Pages
from web.acts.notices import notify
from web.acts.office import Office

PAPER = "/documenti/PI-2011-T2-00004"


def test_every_page_says_how_many_notices_are_to_be_read(operator: Pages, office: Office):
    for subject in ("PAI validato", "Bozza da completare"):
        notify(office, to="zanella", subject=subject, text="Si può proseguire.", link=PAPER)

    page = operator.get(operator.get("/").link("Avvisi 2 da leggere"))

    assert page.title == "Avvisi (2 da leggere) – Fascicolo"
    assert page.link("PAI validato") == PAPER
    assert "15/06/2011, ore 10:42" in page.text


def test_notices_are_marked_as_read(operator: Pages, office: Office):
    for subject in ("PAI validato", "Bozza da completare", "Firma registrata"):
        notify(office, to="zanella", subject=subject, text="Si può proseguire.")
    page = operator.get("/avvisi/")

    page = operator.follow(operator.press(page, "Segna come letto"))
    assert "2 da leggere" in page.text
    page = operator.follow(operator.press(page, "Segna tutti come letti"))

    assert "Nessun avviso da leggere" in page.text


def test_an_office_that_sends_no_mail_says_so(operator: Pages):
    assert "non invia posta elettronica" in operator.get("/avvisi/").text
