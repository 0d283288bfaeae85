"""The desks of a company and of an assistant, and a company as the office sees it."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.pages import Pages
from tests.web.acts.walking import AMMINISTRATIVO as GA
from tests.web.acts.walking import ASSISTENTE, AZIENDA, Walk, case
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.office import Office

BERTOLDI, BERICA = "03123450243", "03987650243"


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, on a day of the acceptance cases."""
    return Walk(replace(office, today=None))


def login(app: Flask, office: Office, utente: str, nome: str, ruolo: str, azienda: str) -> Pages:
    """Return the browser of somebody just hired."""
    add_user(
        office.archive,
        utente=utente,
        nome=nome,
        ruolo=ruolo,
        password=PASSWORD,
        azienda=azienda,
    )
    return Pages(app.test_client()).log_in(utente, PASSWORD)


def test_a_company_reads_what_is_asked_of_it_and_never_a_name_it_was_not_told(
    walk: Walk, office: Office, app: Flask
) -> None:
    pai = walk.to_validato()
    walk.signals(pai)
    walk.signed("richiesta_incentivo", case("richiesta_incentivo", "RI-V01"), "2011-09-01", AZIENDA)
    company = login(app, office, "berica", "Fontana Daniela", "AZ", BERICA)

    page = company.get("/miei/")

    assert page.heading == "La vostra azienda"
    assert "1 Segnalazioni in attesa di risposta" in page.text
    assert "D. S. G., Addetta al magazzino" in page.text
    assert "Magazziniera, 3.600,00 euro" in page.text
    assert "Presentata" in page.text
    assert "Dal Santo" not in page.text


def test_a_company_does_not_see_the_questionnaires_about_its_trainees(
    walk: Walk, office: Office, app: Flask
) -> None:
    stage = walk.to_inserimento()
    answers = case("questionario_monitoraggio", "QM-V01") | {"inserimento": str(stage)}
    walk.signed("questionario_monitoraggio", answers, "2011-07-04", ASSISTENTE)
    company = login(app, office, "bertoldi", "Bertoldi Franco", "AZ", BERTOLDI)

    page = company.get("/miei/")

    assert str(stage) in page.text
    assert "QM-2011" not in page.text


def test_an_assistant_finds_the_week_the_people_and_what_to_fill(
    walk: Walk, office: Office, app: Flask
) -> None:
    walk.to_inserimento()
    assistant = login(app, office, "rigon", "Rigon Paola", "ASS", "")

    page = assistant.get("/miei/")

    assert page.heading == "Le persone che segui"
    assert "Nessuna visita e nessun questionario nei prossimi sette giorni." in page.text
    assert "Dal Santo Giulia, Meccanica Bertoldi & Figli S.n.c." in page.text
    assert "Costa Andrea, 0444 987654" in page.text
    begun = assistant.follow(assistant.press(page, "Compila: Questionario di monitoraggio"))
    assert "Questionario di monitoraggio" in begun.text


def test_the_office_sees_a_company_by_its_papers(walk: Walk, enter: Enter) -> None:
    stage = walk.to_inserimento()
    operator = enter("zanella")

    listed = operator.get("/aziende/")
    page = operator.get(listed.link("Meccanica Bertoldi & Figli S.n.c."))

    assert page.heading == "Meccanica Bertoldi & Figli S.n.c."
    assert f"{stage} Dal Santo Giulia, Addetta al magazzino; tutor Costa Andrea" in page.text
    operator.get("/aziende/00000000000", status=404)
    enter("berti").get(f"/aziende/{BERTOLDI}", status=404)
    enter("gasparoni").get("/aziende/", status=403)


def test_the_company_never_reads_the_report_of_who_examined_its_request(
    walk: Walk, office: Office, app: Flask, enter: Enter
) -> None:
    walk.to_validato()
    number = walk.signed(
        "richiesta_incentivo", case("richiesta_incentivo", "RI-V01"), "2011-09-01", AZIENDA
    )
    report = "Bilanci deboli, ma i requisiti ci sono: si propone di ammettere."
    examined = {"istruttore": "Todescan Anna", "data_istruttoria": "2011-09-05"}
    walk.follows(number, "istruttoria", {**examined, "relazione": report}, "2011-09-05", GA)
    company = login(app, office, "berica", "Fontana Daniela", "AZ", BERICA)

    assert report not in company.get(f"/documenti/{number}").text
    assert str(number) not in company.get("/documenti/?q=bilanci deboli").text
    assert report in enter("todescan").get(f"/documenti/{number}").text
