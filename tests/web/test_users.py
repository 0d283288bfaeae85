"""Looking after users, from the pages and from the command line."""

import re

import pytest
from flask import Flask

from tests.pages import Page, Pages
from tests.web.cli.conftest import Run, run
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire
from web.acts.accounts.users import account_of
from web.acts.office import Office

__all__ = ["run"]

NEW = {"utente": "m.costa", "nome": "Costa Mara", "ruolo": "RCPI", "cpi": "Arzignano"}
GIVEN = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


@pytest.fixture
def caretaker(enter: Enter) -> Pages:
    """The browser of who looks after users."""
    return enter("rossi")


def added(caretaker: Pages, **changes: str) -> Page:
    page = caretaker.press(caretaker.get("/utenti/nuovo"), "Aggiungi", **{**NEW, **changes})
    return caretaker.follow(page)


def noted(office: Office) -> list[tuple[str, str]]:
    return [(one.by, one.oggetto) for one in office.archive.accesses() if one.azione == "utenza"]


def test_only_who_looks_after_users_sees_them(enter: Enter):
    for utente in ("zanella", "frison", "todescan", "gasparoni"):
        pages = enter(utente)

        pages.get("/utenti/", status=403)
        pages.get("/utenti/rossi", status=403)
        token = pages.get("/profilo/").tree.xpath("//input[@name='csrf_token']/@value")[0]
        answer = pages.client.post("/utenti/nuovo", data={**NEW, "csrf_token": token})
        assert answer.status_code == 403
        assert "Utenti" not in pages.get("/").tree.find(".//nav").text_content()


def test_a_new_user_enters_with_the_password_given_and_must_change_it(
    caretaker: Pages, app: Flask, office: Office
):
    page = added(caretaker)
    given = GIVEN.search(page.text)
    assert given is not None
    assert "Responsabile del Centro per l'Impiego, CPI di Arzignano" in page.text
    assert noted(office) == [("rossi", "m.costa: aggiunto, RCPI CPI di Arzignano")]
    assert not GIVEN.search(caretaker.get("/utenti/m.costa").text)

    theirs = Pages(app.test_client()).log_in("m.costa", given[0])

    assert theirs.get("/", status=303).location == "/profilo/password"


def test_every_fault_of_a_new_user_is_told_at_its_field(caretaker: Pages):
    page = caretaker.get("/utenti/nuovo")

    empty = caretaker.press(page, "Aggiungi", status=422)
    assert empty.said_at("utente") == "Campo obbligatorio."
    assert len(empty.summary) == 3

    double = caretaker.press(page, "Aggiungi", status=422, **{**NEW, "utente": "Rossi"})
    assert double.said_at("utente") == "L'utente «rossi» esiste già."
    where = caretaker.press(page, "Aggiungi", status=422, **{**NEW, "cpi": ""})
    assert where.summary == ["Centro per l'Impiego o territorio: Campo obbligatorio."]
    odd = caretaker.press(page, "Aggiungi", status=422, **{**NEW, "utente": "m costa"})
    assert "solo lettere, cifre" in odd.said_at("utente")


def test_two_users_never_share_an_address(caretaker: Pages):
    added(caretaker, email="mara@example.it")
    added(caretaker, utente="i.costa", nome="Costa Ivo")
    page = caretaker.get("/utenti/i.costa/dati")

    refused = caretaker.press(page, "Salva", status=422, email="mara@example.it")

    assert refused.said_at("email") == "Questo indirizzo è già di un altro utente."


def test_users_are_found_by_name_role_and_state(caretaker: Pages, office: Office):
    for utente in ("berti", "cogo"):
        hire(office, utente)

    def found(query: str) -> list[str]:
        tree = caretaker.get(f"/utenti/{query}").tree
        return [link.text for link in tree.xpath("//tbody//a")]

    assert found("") == ["Berti Paolo", "Cogo Silvia", "Rossi Ada", "Zanella Marta"]
    assert found("?q=schio") == ["Zanella Marta"]
    assert found("?ruolo=OCPI") == ["Berti Paolo", "Zanella Marta"]
    assert found("?disattivati=si") == []


def test_a_role_more_is_given_told_and_taken_away(caretaker: Pages, office: Office):
    page = caretaker.get("/utenti/zanella")
    page = caretaker.follow(caretaker.press(page, "Dai il ruolo", ruolo="GLT", cpi="T2"))
    assert "Gruppo di Lavoro Territoriale, territorio Alto Vicentino" in page.text

    again = caretaker.press(page, "Dai il ruolo", status=422, ruolo="GLT", cpi="T2")
    assert again.summary == ["Ruolo: L'utente ha già questo ruolo."]

    form = next(one for one in page.tree.forms if "GLT" in str(one.xpath(".//button/@value")))
    token = form.xpath(".//input[@name='csrf_token']/@value")[0]
    caretaker.client.post(form.get("action"), data={"csrf_token": token, "ruolo": "GLT|T2||"})

    assert [actor.ruolo for actor in account_of(office.archive, "zanella").roles] == ["OCPI"]
    assert noted(office) == [
        ("rossi", "zanella: dato il ruolo GLT territorio Alto Vicentino"),
        ("rossi", "zanella: tolto il ruolo GLT territorio Alto Vicentino"),
    ]


def test_the_last_who_looks_after_users_cannot_be_taken_away(caretaker: Pages, office: Office):
    page = caretaker.press(caretaker.get("/utenti/rossi"), "Togli", status=422)
    assert "È l'ultimo amministratore attivo" in page.text

    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    caretaker.client.post("/utenti/rossi/stato", data={"csrf_token": token, "attivo": "no"})

    assert account_of(office.archive, "rossi").active


def test_who_is_kept_out_is_out_at_once_and_may_come_back(
    caretaker: Pages, operator: Pages, office: Office
):
    page = caretaker.get("/utenti/zanella")
    page = caretaker.follow(caretaker.press(page, "Disattiva"))
    assert operator.get("/", status=303).location == "/accesso?next=/"
    assert "disattivato" in page.heading

    caretaker.press(page, "Riattiva")
    operator.log_in("zanella", PASSWORD)

    assert noted(office) == [("rossi", "zanella: disattivato"), ("rossi", "zanella: riattivato")]


def test_a_forgotten_password_is_given_anew_by_hand(caretaker: Pages, operator: Pages, app: Flask):
    page = caretaker.press(caretaker.get("/utenti/zanella"), "Dai una password provvisoria")
    given = GIVEN.search(caretaker.follow(page).text)
    assert given is not None
    assert operator.get("/", status=303).location == "/accesso?next=/"

    theirs = Pages(app.test_client()).log_in("zanella", given[0])

    assert theirs.get("/", status=303).location == "/profilo/password"


def test_a_form_gives_nothing_that_it_does_not_ask(caretaker: Pages, office: Office):
    page = caretaker.get("/utenti/zanella/dati")
    more = {"ruoli": "ADM", "password": "x", "attivo": "no", "nome": "Zanella Maria"}

    caretaker.press(page, "Salva", **more)

    account = account_of(office.archive, "zanella")
    assert account.nome == "Zanella Maria"
    assert account.active
    assert [actor.ruolo for actor in account.roles] == ["OCPI"]


def test_the_command_line_does_what_the_pages_do(run: Run):
    words = ("users", "add", "m.rossi", "--nome", "Rossi Mario", "--ruolo", "GA", "--provvisoria")
    assert GIVEN.search(run(*words).output)

    assert run("users", "give", "m.rossi", "--ruolo", "GLT", "--cpi", "T3").exit_code == 0
    assert "GA; GLT territorio Ovest Vicentino" in run("users", "list").output
    assert run("users", "take", "m.rossi", "--ruolo", "GA").exit_code == 0
    assert run("users", "set", "m.rossi", "--email", "mario@example.it").exit_code == 0
    assert run("users", "set", "m.rossi", "--email", "mario").exit_code == 1
    assert run("users", "disable", "m.rossi").exit_code == 0
    assert "[disattivato]" in run("users", "list").output
    assert run("users", "enable", "m.rossi").exit_code == 0
    assert GIVEN.search(run("users", "reset", "m.rossi").output)
    assert run("users", "reset", "nessuno").stderr == "Non c'è un utente con questo nome.\n"
