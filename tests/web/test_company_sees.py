"""What a company finds of the people signalled to it: the letter, its answer, and no name."""

import pytest
from flask import Flask

from generators.text import paper_text
from schemas.rules.numero import Number
from tests.pages import Pages
from tests.web.acts.walking import Walk
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.office import Office

# Surname and name apart, because the company's own contact may bear one of them.
SECRETS = ("dal santo", "giulia", "dlsgli75d58i531v", "512345", "via ", "lunedì", "1975")


@pytest.fixture
def segnalazione(office: Office) -> Number:
    """Giulia, validated and signalled to a company."""
    walk = Walk(office)
    return walk.signals(walk.to_validato(), note="Richiamare lunedì la sig.ra Dal Santo")


@pytest.fixture
def company(app: Flask, office: Office) -> Pages:
    """The browser of the company's user."""
    add_user(
        office.archive,
        utente="fontana",
        nome="Fontana Daniela",
        ruolo="AZ",
        password=PASSWORD,
        azienda="03987650243",
    )
    return Pages(app.test_client()).log_in("fontana", PASSWORD)


def told_in(text: str) -> list[str]:
    """Return what *text* gives away of the person."""
    return [said for said in SECRETS if said in text.lower()]


def test_the_page_names_the_person_by_initials_alone(segnalazione: Number, company: Pages) -> None:
    page = company.get(f"/documenti/{segnalazione}")

    assert "D. S. G." in page.text
    assert "30-39 anni" in page.text
    assert told_in(page.text) == []


def test_the_office_reads_its_notes_on_the_same_page(segnalazione: Number, enter: Enter) -> None:
    assert "Richiamare lunedì" in enter("zanella").get(f"/documenti/{segnalazione}").text


def test_the_letter_that_the_company_downloads_names_nobody(
    segnalazione: Number, office: Office
) -> None:
    letter = paper_text(office.archive.blob(office.archive.document(segnalazione).docx))

    assert told_in(letter) == []


@pytest.mark.parametrize("words", ["Dal Santo", "DLSGLI75D58I531V", "lunedì"])
def test_the_company_does_not_find_it_by_what_it_may_not_know(
    segnalazione: Number, company: Pages, words: str
) -> None:
    found = company.get(f"/documenti/?q={words}")

    assert str(segnalazione) not in found.text


def test_the_company_finds_it_among_its_own_papers(segnalazione: Number, company: Pages) -> None:
    own = company.get("/miei/")

    assert str(segnalazione) in own.text
    assert told_in(own.text) == []


def test_the_company_answers_from_its_page(
    segnalazione: Number, company: Pages, office: Office
) -> None:
    page = company.get(f"/documenti/{segnalazione}")
    step = company.follow(company.press(page, "Registra l'esito"))
    review = company.follow(
        company.press(step, "Salva e continua", esito="accettata", data_esito="29/04/2011")
    )

    company.press(review, "Registra")

    answers = office.archive.document(segnalazione).answers
    assert (answers["esito"], answers["data_esito"]) == ("accettata", "2011-04-29")
