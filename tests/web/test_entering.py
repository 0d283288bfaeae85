"""The door of the office."""

from flask import Flask

from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, PASSWORD, hire
from web.acts.accounts.sessions import SESSIONS
from web.acts.office import Office


def end_sessions(office: Office) -> None:
    for session in office.archive.find(SESSIONS):
        office.archive.delete(SESSIONS, session.key)


def test_who_is_not_logged_in_is_asked_to_and_then_brought_where_they_were_going(pages: Pages):
    asked = pages.get("/documenti/?q=rossi", status=303)
    door = pages.follow(asked)

    entered = pages.press(door, "Accedi", utente="zanella", password=PASSWORD)

    assert entered.location == "/documenti/?q=rossi"


def test_a_wrong_password_is_told_in_one_sentence_that_does_not_say_what_is_wrong(pages: Pages):
    for utente in ("zanella", "nessuno"):
        page = pages.press(
            pages.get("/accesso"), "Accedi", status=401, utente=utente, password="sbagliata"
        )

        assert page.title.startswith("Errore: Accesso")
        assert "Nome utente o password non corretti." in page.text


def test_after_three_wrong_passwords_the_next_try_must_wait(pages: Pages):
    door = pages.get("/accesso")
    for _ in range(3):
        pages.press(door, "Accedi", status=401, utente="zanella", password="sbagliata")

    page = pages.press(door, "Accedi", status=429, utente="zanella", password=PASSWORD)

    assert "Troppi tentativi: riprova tra 2 secondi." in page.text


def test_the_way_in_never_leads_to_another_site(pages: Pages):
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "javascript:x"):
        page = pages.press(
            pages.get("/accesso"), "Accedi", utente="zanella", password=PASSWORD, next=elsewhere
        )

        assert page.location == "/"
        pages.press(pages.get("/"), "Esci")


def test_who_goes_out_cannot_come_back_with_the_old_cookie(app: Flask, operator: Pages):
    old = operator.client.get_cookie("fascicolo")
    operator.press(operator.get("/"), "Esci")
    assert old is not None

    thief = app.test_client()
    thief.set_cookie("fascicolo", old.value)

    assert thief.get("/").location == "/accesso?next=/"


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(pages: Pages):
    page = pages.press(pages.get("/accesso"), "Accedi", utente="zanella", password=PASSWORD)

    cookie = page.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_our_token_changes_nothing(operator: Pages, office: Office):
    answer = operator.client.post("/fascicoli/nuovo", data=GIULIA)

    assert answer.status_code == 403
    assert office.archive.fascicoli() == []


def test_what_was_being_saved_when_the_session_ended_is_saved_after_logging_in(
    operator: Pages, office: Office
):
    form = operator.get("/fascicoli/nuovo")
    end_sessions(office)
    lost = operator.press(form, "Apri il fascicolo", status=401, **GIULIA)
    assert "è stato messo da parte" in lost.text

    door = operator.get(lost.link("Accedi e riprendi"))
    kept = operator.press(door, "Accedi", utente="zanella", password=PASSWORD)
    saved = operator.press(operator.follow(kept), "Salva e riprendi")

    assert saved.location == "/fascicoli/F-2011-00001"
    assert office.archive.fascicolo("F-2011-00001").persona["cognome"] == "Dal Santo"
    assert operator.get("/riprendi", status=303).location == "/"


def test_what_one_person_was_saving_is_not_shown_to_another(operator: Pages, office: Office):
    hire(office, "berti")
    form = operator.get("/fascicoli/nuovo")
    end_sessions(office)
    operator.press(form, "Apri il fascicolo", status=401, **GIULIA)

    entered = operator.press(operator.get("/accesso"), "Accedi", utente="berti", password=PASSWORD)

    assert entered.location == "/"
    assert operator.get("/riprendi", status=303).location == "/"


def test_what_was_typed_in_a_page_older_than_the_session_can_be_taken_up(
    operator: Pages, office: Office
):
    refused = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=403, csrf_token="x", **GIULIA
    )

    saved = operator.press(operator.get(refused.link("Riprendi")), "Salva e riprendi")

    assert saved.location == "/fascicoli/F-2011-00001"


def test_an_office_that_is_no_demonstration_shows_no_accounts(pages: Pages):
    assert "Accessi di prova" not in pages.get("/accesso").text


def test_a_demonstration_shows_its_accounts_and_says_on_every_page_what_it_is(
    pages: Pages, office: Office
):
    account = {"utente": "zanella", "password": PASSWORD, "ruolo": "OCPI", "nome": "Zanella Marta"}
    value = {"dimostrazione": True, "oggi": "2011-06-15", "account": [account]}
    office.archive.put("ufficio", "impostazioni", value)

    page = pages.get("/accesso")

    assert "solo dimostrazione" in page.text
    assert "Operatore del Centro per l'Impiego" in page.text
    assert "Solo dimostrazione." in pages.get("/privacy").response.text


def test_every_answer_carries_the_headers_that_protect_it(pages: Pages, enter: Enter):
    for address in ("/accesso", "/salute", "/static/fascicolo.css", "/niente"):
        headers = pages.client.get(address, buffered=True).headers

        assert headers["Content-Security-Policy"] == (
            "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; "
            "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert enter("zanella").get("/").response.headers["Cache-Control"] == "no-store"
