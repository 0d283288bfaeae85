"""From the review to the register, and what is read of it."""

import hashlib
import json

import pytest

from schemas.rules.numero import Number
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import begun_patto, filled_patto, registered_patto
from web.acts.office import Office

PS1 = "PS-2011-T2-00001"


def test_the_review_tells_everything_in_words_and_lists_what_is_missing_with_its_link(
    operator: Pages,
):
    first = begun_patto(operator)
    key = str(first.form("Salva bozza").get("action")).split("/")[2]

    page = operator.get(f"/bozze/{key}/riepilogo")

    assert page.title.startswith("Errore: Riepilogo")
    assert "Provenienza: Campo obbligatorio." in page.summary
    assert page.link("Provenienza: Campo") == f"/bozze/{key}/1?controlla=si#provenienza-0"
    assert "Modifica la sezione La persona" in page.text
    assert "Registra il documento" not in page.text
    there = operator.get(page.link("Provenienza: Campo"))
    assert there.said_at("provenienza") == "Campo obbligatorio."


def test_a_complete_patto_is_reviewed_in_words_and_registered(operator: Pages):
    review = filled_patto(operator)
    assert "Tessitura Alto Astico srl" in review.text
    assert "Disoccupato" in review.text
    assert "D.P.R. 445/2000" in review.text

    page = operator.follow(operator.press(review, "Registra il documento"))

    assert page.heading == "Patto di Servizio registrato"
    assert PS1 in page.text
    assert "PDF in attesa: LibreOffice non è disponibile." in page.text
    assert "Si stampano 2 copie del PDF" in page.text


def test_the_button_pressed_twice_gives_one_number(operator: Pages, office: Office):
    review = filled_patto(operator)
    first = operator.press(review, "Registra il documento")

    second = operator.press(review, "Registra il documento")

    assert first.location == f"/documenti/{PS1}/registrato"
    assert second.location == f"/documenti/{PS1}"
    assert len(office.archive.documents()) == 1


def test_what_was_changed_after_the_review_is_reviewed_again_before_it_is_registered(
    operator: Pages, office: Office
):
    review = filled_patto(operator)
    key = str(review.form("Registra").get("action")).split("/")[2]
    operator.press(operator.get(f"/bozze/{key}/1"), "Salva bozza", persona__telefono="")

    again = operator.follow(operator.press(review, "Registra il documento"))

    assert "La bozza è cambiata dopo il riepilogo" in again.text
    assert office.archive.documents() == []


def test_a_registered_draft_leads_to_its_document(operator: Pages):
    review = filled_patto(operator)
    operator.press(review, "Registra il documento")
    key = str(review.form("Registra").get("action")).split("/")[2]

    for address in (f"/bozze/{key}/1", f"/bozze/{key}/riepilogo"):
        assert operator.get(address, status=303).location == f"/documenti/{PS1}"


def test_the_paper_of_a_draft_is_marked_as_not_valid(operator: Pages):
    review = filled_patto(operator)

    answer = operator.client.get(review.link("Scarica la bozza"))

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Bozza-Patto-di-Servizio.docx"'
    )
    assert answer.data[:2] == b"PK"


def test_the_page_of_a_document_tells_data_reasons_files_and_history(operator: Pages):
    registered_patto(operator)

    page = operator.get(f"/documenti/{PS1}")

    assert page.heading == f"{PS1} Registrato, da firmare PDF in attesa"
    assert "Via Pasubio 41" in page.text
    assert "Sì C4" in page.text
    assert "Registrato, versione 1" in page.text
    assert "Impronte (SHA-256)" in page.text


def test_the_file_given_is_the_one_registered_under_a_name_that_says_what_it_is(
    operator: Pages, office: Office
):
    registered_patto(operator)
    sha256 = office.archive.document(Number.parse(PS1)).docx

    answer = operator.client.get(f"/documenti/{PS1}/docx")

    assert hashlib.sha256(answer.data).hexdigest() == sha256
    assert answer.headers["ETag"] == f'"{sha256}"'
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="Patto-di-Servizio_{PS1}.docx"'
    )
    again = operator.client.get(f"/documenti/{PS1}/docx", headers={"If-None-Match": f'"{sha256}"'})
    assert again.status_code == 304
    operator.get(f"/documenti/{PS1}/pdf", status=404)


def test_the_pdf_asked_for_again_without_libreoffice_stays_waiting(operator: Pages):
    registered_patto(operator)

    page = operator.follow(operator.press(operator.get(f"/documenti/{PS1}"), "Aggiorna"))

    assert "resta in attesa" in page.text


@pytest.mark.parametrize(
    ("utente", "status"),
    [
        *((utente, 200) for utente in ("zanella", "pretto", "cogo", "frison", "todescan")),
        *(("berti", 404), ("gasparoni", 403), ("rossi", 403)),
    ],
)
def test_a_document_is_shown_to_whom_the_matrix_says(
    operator: Pages, enter: Enter, utente: str, status: int
):
    registered_patto(operator)
    other = enter(utente)

    other.get(f"/documenti/{PS1}", status=status)

    assert other.client.get(f"/documenti/{PS1}/docx").status_code == status


def test_restricted_answers_are_shown_only_to_those_who_decide_on_them(
    operator: Pages, enter: Enter
):
    registered_patto(operator)

    for utente, sees in (("zanella", True), ("frison", True), ("cogo", False), ("todescan", False)):
        page = enter(utente).get(f"/documenti/{PS1}")

        assert ("L. 68/1999" in page.text) is sees


def test_a_number_with_the_wrong_territory_leads_nowhere(operator: Pages):
    registered_patto(operator)

    operator.get("/documenti/PS-2011-T4-00001", status=404)
    operator.get("/documenti/pippo", status=404)


def test_the_responsible_records_the_signature(operator: Pages, enter: Enter):
    registered_patto(operator)
    responsible = enter("pretto")
    page = responsible.get(f"/documenti/{PS1}")

    wrong = responsible.press(page, "Registra la firma", status=422, data="32/01/2011")
    assert wrong.said_at("data") == "Data non valida: usare il formato GG/MM/AAAA."
    signed = responsible.follow(responsible.press(page, "Registra la firma", data="15/06/2011"))

    assert signed.heading.startswith(f"{PS1} Firmato")
    assert "Registra la firma" not in operator.get(f"/documenti/{PS1}").text


@pytest.mark.parametrize(
    "words", ["dal santo", "DAL SÀNTO", PS1, "DLSGLI75D58I531V", "tessitura astico"]
)
def test_a_document_is_found_by_number_code_name_or_words(operator: Pages, words: str):
    registered_patto(operator)

    page = operator.get(f"/documenti/?q={words}&ordine=data")

    assert "1 documento" in page.text
    assert page.link(PS1) == f"/documenti/{PS1}"


def test_active_filters_can_be_seen_and_taken_out(operator: Pages):
    registered_patto(operator)

    page = operator.get("/documenti/?q=santo&stato=generato&dal=01/01/2011&al=31/12/2011")

    assert "1 documento" in page.text
    assert page.link("Dal 01/01/2011") == "/documenti/?q=santo&stato=generato&al=31%2F12%2F2011"
    assert page.link("T2 ") == (
        "/documenti/?q=santo&stato=generato&dal=01%2F01%2F2011&al=31%2F12%2F2011&territorio=T2"
    )


def test_a_search_without_results_says_what_to_do(operator: Pages):
    page = operator.get("/documenti/?q=inesistente")

    assert "Nessun documento corrisponde. Provare con meno parole" in page.text


def test_a_date_that_is_none_is_told_at_its_field(operator: Pages):
    page = operator.get("/documenti/?dal=ieri", status=422)

    assert page.title.startswith("Errore: Documenti")
    assert page.said_at("dal") == "Data non valida: usare il formato GG/MM/AAAA."


def test_an_operator_finds_nothing_of_another_territory(operator: Pages, enter: Enter):
    registered_patto(operator)

    assert "Nessun documento corrisponde" in enter("berti").get("/documenti/?q=santo").text


def test_a_company_finds_only_its_own_documents(operator: Pages, enter: Enter):
    registered_patto(operator)

    assert "Dal Santo" not in enter("gasparoni").get("/documenti/").text
    assert "Dal Santo" not in enter("gasparoni").get("/documenti/?q=santo").text
    enter("rossi").get("/documenti/", status=403)


def test_text_that_looks_like_code_is_shown_as_it_was_typed(operator: Pages):
    page = begun_patto(operator)

    saved = operator.follow(
        operator.press(page, "Salva bozza", operatore="<b>{{ 7*7 }}</b> & D'Angelo\" x='")
    )

    assert saved.tree.xpath("//input[@id='operatore']/@value") == [
        "<b>{{ 7*7 }}</b> & D'Angelo\" x='"
    ]


def test_health_is_for_who_looks_after_the_office_and_for_monitors(pages: Pages, enter: Enter):
    assert json.loads(pages.client.get("/salute").data)["stato"] == "bene"

    page = enter("rossi").get("/stato")
    assert "LibreOffice assente" in page.text
    enter("zanella").get("/stato", status=403)


def test_the_simple_pages_are_true_pages(operator: Pages):
    for address in ("/aiuto", "/privacy", "/accessibilita"):
        operator.get(address)
