"""How a company comes in: invited, or by itself and then confirmed."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from tests.web.posts import Pigeon
from web.acts.accounts.users import account_of, change, find_account
from web.acts.notices import notices_of
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.acts.smtp import smtp_server
from web.app import create_app
from web.settings import Settings

PIVA = "00496080243"
CODE = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")
COMPANY = {
    "partita_iva": PIVA,
    "ragione_sociale": "Officine Retrone srl",
    "cpi": "Schio-Thiene",
    "rappresentante": "Bertoldi Franco",
    "codice_fiscale": "BRTFNC55H14A459I",
    "titolo": "legale_rappresentante",
    "email": "franco@example.it",
}
DELEGATE = {
    "rappresentante": "Dal Santo Giulia",
    "codice_fiscale": "DLSGLI75D58I531V",
    "titolo": "delegato",
    "atto_delega": "Delega del 10/06/2011 firmata da Bertoldi Franco",
    "email": "giulia@example.it",
}
CHOSEN = {"nuova": "tre mele e un ponte", "ancora": "tre mele e un ponte"}


@pytest.fixture
def pigeon() -> Pigeon:
    """The letters that left."""
    return Pigeon()


@pytest.fixture
def app(settings: Settings, office: Office) -> Flask:
    """The pages of an office that sends mail."""
    server = smtp_server("smtp+chiaro://127.0.0.1", "", "fascicolo@example.it")
    return create_app(replace(settings, smtp=server), office, PrintRoom(office))


def invited(operator: Pages, button: str = "Scrivi l'invito", **changes: str) -> Page:
    page = operator.get("/accessi-aziende/invita")
    return operator.press(page, button, **{**COMPANY, **changes})


def registered(pages: Pages, **changes: str) -> Page:
    page = pages.get("/azienda/registrazione")
    typed = {**COMPANY, "dichiarazione": "si", **changes}
    return pages.follow(pages.press(page, "Chiedi l'accesso", **typed))


def confirmed(pages: Pages, office: Office, pigeon: Pigeon) -> Page:
    registered(pages)
    pigeon.fly(office)
    page = pages.press(pages.get(pigeon.link), "Salva la password", **CHOSEN)
    return pages.follow(page)


def test_an_invitation_makes_an_access_once(
    operator: Pages, app: Flask, office: Office, pigeon: Pigeon
):
    invited(operator)
    pigeon.fly(office)
    assert pigeon.letters[0][0] == "franco@example.it"
    theirs = Pages(app.test_client())
    page = theirs.get(pigeon.link)
    assert "Agirete per Officine Retrone srl come legale rappresentante." in page.text

    welcome = theirs.follow(theirs.press(page, "Salva la password", **CHOSEN))

    assert "az.00496080243" in welcome.text
    theirs.get(pigeon.link, status=410)
    theirs.log_in("franco@example.it", CHOSEN["nuova"])
    assert theirs.get("/miei/").heading == "La vostra azienda"
    account = account_of(office.archive, "az.00496080243")
    assert [(one.ruolo, one.azienda) for one in account.roles] == [("AZ", PIVA)]
    assert (account.company["stato"], account.company["da"]) == ("confermata", "zanella")
    assert notices_of(office, "zanella")[0].subject == "Invito accettato"


def test_an_invitation_on_paper_is_a_code_shown_once(operator: Pages, app: Flask):
    page = operator.follow(invited(operator, "Stampa un codice"))
    code = CODE.search(page.text)
    assert code is not None
    assert operator.get("/accessi-aziende/invito", status=303).location == "/accessi-aziende/"

    theirs = Pages(app.test_client())
    typed = f" {code[0].upper()} "
    taken = theirs.press(theirs.get("/azienda/invito"), "Continua", codice=typed)
    theirs.press(theirs.follow(taken), "Salva la password", **CHOSEN)

    again = theirs.press(theirs.get("/azienda/invito"), "Continua", status=422, codice=code[0])
    assert again.said_at("codice") == "Questo codice non vale, o non vale più."


def test_codes_cannot_be_guessed_for_long(pages: Pages):
    page = pages.get("/azienda/invito")
    for _ in range(5):
        pages.press(page, "Continua", status=422, codice="aaaa-bbbb-cccc")

    refused = pages.press(page, "Continua", status=429, codice="aaaa-bbbb-cccc")

    assert "Troppe richieste" in refused.text


def test_who_has_an_access_acts_for_one_more_company(operator: Pages, office: Office):
    change(office.archive, "zanella", email="marta@example.it")

    page = operator.follow(invited(operator, email="marta@example.it"))

    assert "Zanella Marta ha già un accesso" in page.text
    roles = account_of(office.archive, "zanella").roles
    assert [(one.ruolo, one.azienda) for one in roles] == [("OCPI", ""), ("AZ", PIVA)]


def test_a_second_person_of_the_same_company_has_a_name_of_their_own(
    operator: Pages, app: Flask, office: Office, pigeon: Pigeon
):
    for changes in ({}, DELEGATE):
        invited(operator, **changes)
        pigeon.fly(office)
        theirs = Pages(app.test_client())
        theirs.press(theirs.get(pigeon.link), "Salva la password", **CHOSEN)

    account = account_of(office.archive, "az.00496080243.2")
    assert account.nome == "Dal Santo Giulia"
    assert account.company["atto_delega"].startswith("Delega del 10/06/2011")


def test_a_delegate_must_say_by_which_act(operator: Pages):
    page = operator.get("/accessi-aziende/invita")

    refused = operator.press(
        page, "Scrivi l'invito", status=422, **{**COMPANY, "titolo": "delegato", "partita_iva": "1"}
    )

    assert refused.said_at("atto_delega") == "Campo obbligatorio."
    assert refused.said_at("partita_iva") == "La partita IVA deve avere 11 cifre."


def test_a_company_that_comes_by_itself_waits_until_an_operator_confirms(
    pages: Pages, operator: Pages, office: Office, pigeon: Pigeon
):
    welcome = confirmed(pages, office, pigeon)
    assert "Finché non conferma potete entrare, ma non compilare" in welcome.text
    pages.log_in("az.00496080243", CHOSEN["nuova"])
    assert pages.follow(pages.get("/", status=303)).heading == "In attesa di conferma"
    pages.get("/miei/", status=303)

    notice = notices_of(office, "zanella")[0]
    assert notice.text == f"Controllare chi agisce per la partita IVA {PIVA}."
    operator.press(operator.get(notice.link), "Conferma l'accesso")

    account = account_of(office.archive, "az.00496080243")
    assert [(one.ruolo, one.azienda) for one in account.roles] == [("AZ", PIVA)]
    assert account.company["da"] == "zanella"
    pages.press(pages.get("/accesso/ruolo"), "Azienda")
    assert pages.get("/miei/").heading == "La vostra azienda"


def test_who_is_refused_is_told_why_and_cannot_enter(
    pages: Pages, operator: Pages, app: Flask, office: Office, pigeon: Pigeon
):
    confirmed(pages, office, pigeon)
    page = operator.get("/accessi-aziende/az.00496080243")
    silent = operator.press(page, "Respingi", status=422, motivo=" ")
    assert silent.said_at("motivo") == "Campo obbligatorio."

    operator.press(silent, "Respingi", motivo="Manca la delega.")

    pigeon.fly(office)
    assert "Manca la delega." in pigeon.letters[-1][1]
    theirs = Pages(app.test_client())
    theirs.press(
        theirs.get("/accesso"), "Accedi", status=401, utente="az.00496080243", password="x"
    )
    operator.client.post(f"/accessi-aziende/az.{PIVA}/conferma")
    assert account_of(office.archive, "az.00496080243").roles == ()


def test_the_answer_to_a_registration_does_not_say_who_has_an_access(
    pages: Pages, office: Office, pigeon: Pigeon
):
    change(office.archive, "zanella", email="marta@example.it")

    answers = [registered(pages, email=to).text for to in ("marta@example.it", "a@example.it")]

    assert answers[0] == answers[1]
    pigeon.fly(office)
    assert {to for to, _ in pigeon.letters} == {"marta@example.it", "a@example.it"}
    to_marta = dict(pigeon.letters)["marta@example.it"]
    assert "ne avete già uno" in to_marta
    assert "/azienda/conferma/" not in to_marta


def test_letters_do_not_name_the_person_nor_the_company(
    pages: Pages, office: Office, pigeon: Pigeon
):
    registered(pages)
    pigeon.fly(office)

    letter = pigeon.letters[0][1]
    assert not any(text in letter for text in ("Bertoldi", "Retrone", PIVA, "BRTFNC"))


def test_only_the_centres_that_look_after_a_company_see_who_asks(
    pages: Pages, enter: Enter, office: Office, pigeon: Pigeon
):
    confirmed(pages, office, pigeon)

    assert "Officine Retrone" in enter("pretto").get("/accessi-aziende/").text
    elsewhere = enter("berti")
    assert "Officine Retrone" not in elsewhere.get("/accessi-aziende/").text
    elsewhere.get("/accessi-aziende/az.00496080243", status=404)
    for utente in ("cogo", "frison", "gasparoni"):
        enter(utente).get("/accessi-aziende/az.00496080243", status=403)
    assert "Officine Retrone" in enter("todescan").get("/accessi-aziende/").text


def test_a_registration_gives_no_role_however_it_is_posted(
    pages: Pages, office: Office, pigeon: Pigeon
):
    page = pages.get("/azienda/registrazione")
    typed = {**COMPANY, "dichiarazione": "si", "ruoli": "ADM", "stato": "confermata"}
    pages.press(page, "Chiedi l'accesso", **typed)
    pigeon.fly(office)
    pages.press(pages.get(pigeon.link), "Salva la password", **CHOSEN, ruolo="ADM")

    account = find_account(office.archive, "franco@example.it")
    assert account is not None
    assert account.roles == ()
    assert account.company["stato"] == "da_confermare"


def test_an_office_without_mail_sends_companies_to_the_centre(settings: Settings, office: Office):
    pages = Pages(create_app(settings, office, PrintRoom(office)).test_client())

    assert "chiedete un invito" in pages.get("/azienda/registrazione").text
    pages.log_in("zanella", PASSWORD)
    page = pages.get("/accessi-aziende/invita")
    assert not page.tree.xpath("//button[contains(., 'Scrivi')]")
