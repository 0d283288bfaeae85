"""What somebody who means harm would try at the door. What they try inside is with each page."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire
from web.acts.accounts import passwords
from web.acts.accounts.passwords import LANES, MEMORY_KIB, PASSES
from web.acts.accounts.sessions import SESSIONS
from web.acts.accounts.users import USERS, change
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings

ELSEWHERE = ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)")
VALUES = {
    "kind": "patto_di_servizio",
    "number": "PS-2011-T2-00001",
    "numero": "F-2011-00001",
    "utente": "zanella",
    "key": "chiave",
    "session": "0" * 64,
    "secret": "segreto",
}


def addresses(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Yield endpoint and an address of every route that answers to *method*."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule.endpoint, address_of(app, rule)


def address_of(app: Flask, rule: Rule) -> str:
    """Return an address of *rule*, with a value that its converter admits for each of its parts."""
    values = {name: value_for(name, rule._converters[name]) for name in rule.arguments}
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return built[1]


def value_for(name: str, converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return converter.to_python(VALUES.get(name, "1"))


def test_no_address_takes_a_form_that_another_site_made(app: Flask, enter: Enter, office: Office):
    pages = enter("rossi")
    before = office.archive.find(USERS)

    answers = {
        endpoint: pages.client.post(address, data={"csrf_token": "di-un-altro"}).status_code
        for endpoint, address in addresses(app, "POST")
    }

    assert {name: code for name, code in answers.items() if code != 403} == {}
    assert office.archive.find(USERS) == before


def test_nobody_gets_past_the_door_without_entering(app: Flask):
    client = app.test_client()
    public = {
        *("entering.ask", "health.salute", "about.accessibilita", "about.privacy"),
        *("statics.own", "statics.kit", "statics.emblem", "recovering.ask", "recovering.choose"),
        *("joining.ask", "joining.ask_code", "joining.choose", "joining.invited"),
        *("joining.welcome", "calendars.feed", "outside.ask", "outside.back"),
        "second_factor.ask",
    }

    let_through = {
        endpoint
        for endpoint, address in addresses(app, "GET")
        if "/accesso?next=" not in client.get(address).headers.get("Location", "")
    }

    assert let_through <= public


def test_a_session_planted_before_the_login_is_worth_nothing_after(app: Flask, pages: Pages):
    pages.get("/accesso")
    planted = pages.client.get_cookie("fascicolo")
    assert planted is not None

    pages.log_in("zanella", PASSWORD)

    thief = app.test_client()
    thief.set_cookie("fascicolo", planted.value)
    assert thief.get("/").location == "/accesso?next=/"


def test_every_login_opens_a_session_of_its_own(pages: Pages, office: Office):
    keys = set()
    for _ in range(2):
        pages.log_in("zanella", PASSWORD)
        with pages.client.session_transaction() as cookie:
            keys.add(cookie.pop("chiave"))

    assert len(keys) == 2
    assert len(office.archive.find(SESSIONS)) == 2


def test_the_token_of_one_person_is_not_taken_from_another(operator: Pages, office: Office):
    hire(office, "berti")
    theirs = operator.get("/avvisi/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    operator.press(operator.get("/"), "Esci")
    operator.log_in("berti", PASSWORD)

    answer = operator.client.post("/avvisi/letti", data={"csrf_token": theirs})

    assert answer.status_code == 403


def test_a_cookie_that_was_touched_opens_nothing(app: Flask, operator: Pages):
    cookie = operator.client.get_cookie("fascicolo")
    assert cookie is not None
    client = app.test_client()

    for forged in (cookie.value[:-2] + "aa", cookie.value[2:], "", "null"):
        client.set_cookie("fascicolo", forged)

        assert client.get("/").location == "/accesso?next=/"


def test_the_wait_outlives_the_program(pages: Pages, settings: Settings, office: Office):
    door = pages.get("/accesso")
    for _ in range(3):
        pages.press(door, "Accedi", status=401, utente="zanella", password="sbagliata")

    again = Pages(create_app(settings, office, PrintRoom(office)).test_client())

    again.press(again.get("/accesso"), "Accedi", status=429, utente="zanella", password=PASSWORD)


def test_the_same_work_is_done_whether_or_not_there_is_such_a_user(
    pages: Pages, office: Office, monkeypatch: pytest.MonkeyPatch
):
    verified: list[str] = []

    class Watched(PasswordHasher):
        """The hasher, watched."""

        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(hash)[:30])
            return super().verify(hash, password)

    # At its full cost: the head of the hash says what each was verified with.
    watched = Watched(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    monkeypatch.setattr(passwords, "_hasher", watched)
    monkeypatch.setattr(passwords, "_NOBODY", watched.hash("nessuno"))
    change(office.archive, "zanella", password=watched.hash(PASSWORD))
    hire(office, "berti")
    change(office.archive, "berti", attivo=False)
    door = pages.get("/accesso")

    pages_seen = {
        pages.press(door, "Accedi", status=401, utente=name, password="sbagliata").text
        for name in ("zanella", "nessuno", "berti", "nessuno@example.it")
    }

    assert len(pages_seen) == 1
    assert len(verified) == 4
    # The same cost, too: the parameters stand at the head of the hash.
    assert len(set(verified)) == 1


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_page_leads_to_another_site(app: Flask, enter: Enter, elsewhere: str, office: Office):
    pages = enter("zanella")
    role = {"ruolo": "OCPI", "territorio": "T2", "cpi": "Schio-Thiene", "azienda": ""}
    change(office.archive, "zanella", ruoli=[role, role | {"ruolo": "GLT"}])

    chosen = pages.press(pages.get("/accesso/ruolo"), "Operatore del Centro", next=elsewhere)
    changed = pages.press(
        pages.get("/profilo/password"),
        "Cambia la password",
        attuale=PASSWORD,
        nuova="tre mele e un ponte",
        ancora="tre mele e un ponte",
        next=elsewhere,
    )

    assert (chosen.location, changed.location) == ("/", "/")
    assert pages.get(f"/accesso?next={elsewhere}", status=303).location == "/"
