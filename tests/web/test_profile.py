"""One's own access: the password, and where else one is in."""

from datetime import timedelta

from flask import Flask

from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts.sessions import SESSIONS
from web.acts.accounts.users import change
from web.acts.office import Office

NEW = "tre mele e un ponte"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def asked_change(
    pages: Pages, *, attuale: str = PASSWORD, nuova: str = NEW, ancora: str = "", status: int = 303
) -> Page:
    page = pages.get("/profilo/password")
    typed = {"attuale": attuale, "nuova": nuova, "ancora": ancora or nuova}
    return pages.press(page, "Cambia la password", status=status, **typed)


def test_a_password_is_changed_by_who_knows_the_current_one(operator: Pages, app: Flask):
    asked_change(operator)

    elsewhere = Pages(app.test_client())
    door = elsewhere.get("/accesso")
    elsewhere.press(door, "Accedi", status=401, utente="zanella", password=PASSWORD)
    elsewhere.press(door, "Accedi", utente="zanella", password=NEW)


def test_each_fault_is_told_at_its_field_and_in_the_summary(operator: Pages):
    page = asked_change(operator, attuale="non è questa", status=422)
    assert page.title.startswith("Errore: ")
    assert page.said_at("attuale") == "La password attuale non è corretta."
    assert page.summary == ["La password attuale non è corretta."]

    assert asked_change(operator, nuova="corta", status=422).said_at("nuova") == (
        "La password deve avere almeno 10 caratteri."
    )
    assert asked_change(operator, ancora="tre mele", status=422).said_at("ancora") == (
        "Le due password non coincidono."
    )
    assert asked_change(operator, nuova=PASSWORD, status=422).said_at("nuova") == (
        "La nuova password deve essere diversa da quella attuale."
    )


def test_a_stolen_session_cannot_try_passwords_for_ever(operator: Pages):
    for _ in range(3):
        asked_change(operator, attuale="provo ancora", status=422)

    page = asked_change(operator, status=429)

    assert page.said_at("attuale") == "Troppi tentativi: riprova tra 2 secondi."


def test_a_new_password_ends_every_other_session(operator: Pages, enter: Enter):
    elsewhere = enter("zanella")

    asked_change(operator)

    assert elsewhere.get("/", status=303).location == "/accesso?next=/"
    assert operator.get("/").heading == "Scrivania"


def test_a_password_given_by_others_is_changed_before_anything_else(
    operator: Pages, office: Office
):
    change(office.archive, "zanella", da_cambiare=True)

    asked = operator.get("/fascicoli/", status=303)
    assert asked.location == "/profilo/password?next=/fascicoli/"
    operator.get("/profilo/", status=303)
    changed = operator.press(
        operator.follow(asked), "Cambia la password", attuale=PASSWORD, nuova=NEW, ancora=NEW
    )

    assert changed.location == "/fascicoli/"
    assert operator.follow(changed).heading == "Fascicoli"


def test_a_password_given_by_others_stops_working_after_its_term(pages: Pages, office: Office):
    over = (office.now - timedelta(seconds=1)).isoformat()
    change(office.archive, "zanella", da_cambiare=True, password_fino=over)

    pages.press(pages.get("/accesso"), "Accedi", status=401, utente="zanella", password=PASSWORD)


def test_one_sees_where_else_one_is_in_and_closes_it(operator: Pages, app: Flask):
    elsewhere = Pages(app.test_client())
    elsewhere.client.environ_base.update(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="10.7.3.214")
    elsewhere.log_in("zanella", PASSWORD)
    page = operator.get("/profilo/")
    assert "Firefox su Windows, 10.7.3.x" in page.text
    assert "10.7.3.214" not in page.text

    operator.press(page, "Chiudi")

    assert elsewhere.get("/", status=303).location == "/accesso?next=/"
    assert "Firefox" not in operator.get("/profilo/").text


def test_all_the_others_are_closed_at_once(operator: Pages, enter: Enter, office: Office):
    others = [enter("zanella"), enter("zanella")]
    stranger = enter("berti")

    operator.press(operator.get("/profilo/"), "Chiudi tutti gli altri")

    assert [one.get("/", status=303).location for one in others] == ["/accesso?next=/"] * 2
    assert operator.get("/").status == 200
    assert stranger.get("/").status == 200


def test_nobody_closes_the_session_of_another(operator: Pages, enter: Enter, office: Office):
    stranger = enter("berti")
    theirs = office.archive.find(SESSIONS, utente="berti")[0].key
    token = operator.get("/profilo/").tree.xpath("//input[@name='csrf_token']/@value")[0]

    operator.client.post(f"/profilo/accessi/{theirs}/chiudi", data={"csrf_token": token})

    assert stranger.get("/").heading == "Scrivania"


def test_the_archive_does_not_hold_what_opens_a_session(operator: Pages, office: Office):
    with operator.client.session_transaction() as cookie:
        key = cookie["chiave"]

    kept = str(office.archive.find(SESSIONS))

    assert len(key) == 43
    assert key not in kept
