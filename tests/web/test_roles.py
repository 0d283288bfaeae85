"""Who holds several roles: one is in use, and what they see follows it."""

import pytest
from flask import Flask

from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, PASSWORD, opened_fascicolo
from web.acts.accounts import add_user
from web.acts.accounts.users import change
from web.acts.office import Office

OPERATOR = {"ruolo": "OCPI", "territorio": "T2", "cpi": "Schio-Thiene", "azienda": ""}
GROUP = {"ruolo": "GLT", "territorio": "T3", "cpi": "", "azienda": ""}
CARE = {"ruolo": "ADM", "territorio": "", "cpi": "", "azienda": ""}


@pytest.fixture
def manifold(app: Flask, office: Office) -> Pages:
    """The browser of who is operator at Schio and sits in the group of the T3, just logged in."""
    add_user(
        office.archive, utente="costa", nome="Costa Ivo", ruolo="OCPI", cpi="T2", password=PASSWORD
    )
    change(office.archive, "costa", ruoli=[OPERATOR, GROUP])
    return Pages(app.test_client()).log_in("costa", PASSWORD)


def test_who_has_one_role_is_never_asked_which(operator: Pages):
    page = operator.get("/")

    assert page.heading == "Scrivania"
    assert "Cambia ruolo" not in page.response.text


def test_who_has_several_chooses_one_before_anything_else(manifold: Pages):
    asked = manifold.get("/fascicoli/?q=rossi", status=303)
    choice = manifold.follow(asked)
    assert choice.heading == "Con quale ruolo lavori adesso?"
    assert "territorio Ovest Vicentino" in choice.text

    taken = manifold.press(choice, "Operatore del Centro per l'Impiego")

    assert taken.location == "/fascicoli/?q=rossi"
    assert manifold.follow(taken).heading == "Fascicoli"


def test_each_role_sees_its_own_territory(manifold: Pages):
    choice = manifold.get("/accesso/ruolo")
    manifold.press(choice, "Operatore del Centro per l'Impiego")
    opened_fascicolo(manifold)
    assert "Dal Santo" in manifold.get("/fascicoli/").text

    switch = manifold.get(manifold.get("/").link("Cambia ruolo"))
    manifold.press(switch, "Gruppo di Lavoro Territoriale")

    assert "Dal Santo" not in manifold.get("/fascicoli/").text
    manifold.get("/fascicoli/F-2011-00001", status=404)


def test_a_role_that_the_person_does_not_hold_cannot_be_taken(manifold: Pages):
    choice = manifold.get("/accesso/ruolo")

    for forged in ("ADM|||", "OCPI|T4|Vicenza|", "GLT|T3|", ""):
        form = {"csrf_token": choice.tree.xpath("//input[@name='csrf_token']/@value")[0]}
        manifold.client.post("/accesso/ruolo", data={**form, "ruolo": forged})

        assert manifold.get("/", status=303).location.startswith("/accesso/ruolo")


def test_a_role_taken_away_ends_at_the_next_request(manifold: Pages, office: Office):
    manifold.press(manifold.get("/accesso/ruolo"), "Operatore del Centro per l'Impiego")
    manifold.get("/fascicoli/nuovo")

    change(office.archive, "costa", ruoli=[GROUP])

    assert manifold.get("/fascicoli/nuovo", status=303).location.startswith("/accesso/ruolo")


def test_what_was_being_saved_when_the_role_was_taken_away_is_not_saved_but_kept(
    manifold: Pages, office: Office
):
    manifold.press(manifold.get("/accesso/ruolo"), "Operatore del Centro per l'Impiego")
    form = manifold.get("/fascicoli/nuovo")
    change(office.archive, "costa", ruoli=[OPERATOR | {"cpi": ""}])

    refused = manifold.press(form, "Apri il fascicolo", **GIULIA)

    assert refused.location.startswith("/accesso/ruolo")
    assert office.archive.fascicoli() == []
    taken = manifold.press(manifold.follow(refused), "Operatore del Centro per l'Impiego")
    assert "Apri" not in manifold.follow(taken).heading
    assert taken.location == "/riprendi"


def test_a_role_that_grew_is_not_taken_on_unasked(enter: Enter, office: Office):
    pages = enter("zanella")

    change(office.archive, "zanella", ruoli=[CARE])

    pages.get("/", status=303)
    pages.get("/stato", status=303)


def test_who_was_disabled_is_out_at_the_next_request(operator: Pages, office: Office):
    change(office.archive, "zanella", attivo=False)

    assert operator.get("/", status=303).location == "/accesso?next=/"
    door = operator.get("/accesso")
    operator.press(door, "Accedi", status=401, utente="zanella", password=PASSWORD)


def test_who_has_no_role_yet_waits_and_sees_nothing(operator: Pages, office: Office):
    change(office.archive, "zanella", ruoli=[])

    waiting = operator.follow(operator.get("/documenti/", status=303))

    assert waiting.heading == "In attesa di conferma"
    assert operator.get("/profilo/").heading == "Il tuo profilo"
