"""A forgotten password, and the link that changes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.pages import Page, Pages
from tests.web.offices import PASSWORD, hire
from tests.web.posts import Pigeon
from web.acts.accounts.attempts import ATTEMPTS
from web.acts.accounts.tickets import TICKETS
from web.acts.accounts.users import change
from web.acts.office import Office
from web.acts.outbox import OUTBOX
from web.acts.printing import PrintRoom
from web.acts.smtp import smtp_server
from web.app import create_app
from web.settings import Settings

NEW = "tre mele e un ponte"


@pytest.fixture
def pigeon() -> Pigeon:
    """The letters that left."""
    return Pigeon()


@pytest.fixture
def app(settings: Settings, office: Office) -> Iterator[Flask]:
    """The pages of an office that sends mail, where Marta has an address."""
    change(office.archive, "zanella", email="marta@example.it")
    server = smtp_server("smtp+chiaro://127.0.0.1", "", "fascicolo@example.it")
    return create_app(replace(settings, smtp=server), office, PrintRoom(office))


def asked(pages: Pages, name: str = "zanella") -> Page:
    return pages.follow(pages.press(pages.get("/password/"), "Scrivimi", utente=name))


def sent_link(pages: Pages, office: Office, pigeon: Pigeon) -> str:
    asked(pages)
    pigeon.fly(office)
    return pigeon.link


def test_a_link_changes_the_password_once(
    pages: Pages, app: Flask, operator: Pages, office: Office, pigeon: Pigeon
):
    link = sent_link(pages, office, pigeon)
    page = pages.get(link)
    assert "Per l'utente zanella." in page.text

    pages.press(page, "Salva", nuova=NEW, ancora=NEW)

    assert operator.get("/", status=303).location == "/accesso?next=/"
    Pages(app.test_client()).log_in("zanella", NEW)
    assert pages.get(link, status=410).heading == "Il collegamento non vale più"


def test_a_password_that_is_not_good_does_not_spend_the_link(
    pages: Pages, office: Office, pigeon: Pigeon
):
    page = pages.get(sent_link(pages, office, pigeon))

    refused = pages.press(page, "Salva", status=422, nuova="zanella-zanella", ancora="x")
    assert refused.said_at("nuova") == "La password non può contenere il nome utente."

    pages.press(refused, "Salva", nuova=NEW, ancora=NEW)


def test_a_link_lasts_half_an_hour_from_when_it_was_sent(
    pages: Pages, settings: Settings, office: Office, pigeon: Pigeon
):
    link = sent_link(pages, office, pigeon)

    for minutes, status in ((29, 200), (30, 410)):
        instant = office.now + timedelta(minutes=minutes)
        later = replace(office, clock=lambda instant=instant: instant)
        client = create_app(settings, later, PrintRoom(later)).test_client()
        assert client.get(link).status_code == status


def test_only_the_last_link_works(pages: Pages, office: Office, pigeon: Pigeon):
    first = sent_link(pages, office, pigeon)
    second = sent_link(pages, office, pigeon)

    pages.get(first, status=410)
    pages.get(second)


def test_a_link_that_was_never_given_opens_nothing(pages: Pages, office: Office, pigeon: Pigeon):
    link = sent_link(pages, office, pigeon)

    for forged in (link[:-1], link[:-1] + "A" * 3, "/password/x"):
        pages.get(forged, status=410)


def test_the_archive_never_holds_a_link_that_works(pages: Pages, office: Office, pigeon: Pigeon):
    asked(pages)
    assert "{biglietto}" in str(office.archive.find(OUTBOX))

    pigeon.fly(office)

    secret = pigeon.link.rsplit("/", 1)[1]
    assert len(secret) == 32
    assert secret not in str([*office.archive.find(TICKETS), *office.archive.find(OUTBOX)])


def test_the_answer_and_the_work_are_the_same_whether_or_not_there_is_such_a_user(
    pages: Pages, office: Office, pigeon: Pigeon
):
    pages_seen = [asked(pages, name).text for name in ("zanella", "nessuno", "marta@example.it")]

    assert len(set(pages_seen)) == 1
    assert "Se il nome corrisponde a un utente" in pages_seen[0]
    assert len(office.archive.find(OUTBOX)) == 3
    assert len(office.archive.find(ATTEMPTS)) == 4  # three names and one address
    assert pigeon.fly(office) == 2
    assert {to for to, _ in pigeon.letters} == {"marta@example.it"}


def test_nobody_s_mail_is_filled(pages: Pages):
    for _ in range(3):
        asked(pages)

    page = pages.press(pages.get("/password/"), "Scrivimi", status=429, utente="zanella")

    assert "Troppe richieste: riprova tra 2 secondi." in page.text


def test_who_was_kept_out_is_not_let_in_by_a_link(pages: Pages, office: Office, pigeon: Pigeon):
    change(office.archive, "zanella", attivo=False)
    asked(pages)

    assert pigeon.fly(office) == 0


def test_who_looks_after_users_has_a_link_sent(app: Flask, office: Office, pigeon: Pigeon):
    hire(office, "rossi")
    caretaker = Pages(app.test_client()).log_in("rossi", PASSWORD)

    caretaker.press(caretaker.get("/utenti/zanella"), "Scrivi il collegamento")

    assert pigeon.fly(office) == 1


def test_an_office_without_mail_says_whom_to_ask(settings: Settings, office: Office):
    pages = Pages(create_app(settings, office, PrintRoom(office)).test_client())

    assert "chi amministra il sistema" in pages.get("/password/").text
