"""Entering with SPID or CIE, through a real OpenID Connect provider on the loopback."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey

from tests.pages import Page, Pages
from tests.web.identity_provider import CLIENT, SECRET, Provider, served
from web.acts.accounts.users import change, list_accounts
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import OidcClient, Settings

BACK = "http://127.0.0.1:8000/accesso/esterno/ritorno"
MARTA = {"https://attributes.eid.gov.it/fiscal_number": "TINIT-ZNLMRT70A41L840X"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider, with Marta at the browser."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with served(Provider(BACK, dict(MARTA))) as provider:
        yield provider


@pytest.fixture
def app(settings: Settings, office: Office, provider: Provider) -> Flask:
    """The pages of an office that knows the provider, where Marta's codice fiscale is known."""
    change(office.archive, "zanella", codice_fiscale="ZNLMRT70A41L840X")
    oidc = OidcClient(provider.url, CLIENT, SECRET)
    return create_app(replace(settings, oidc=oidc), office, PrintRoom(office))


def sent_back(pages: Pages, *, asked: str = "/accesso", **changes: str) -> str:
    """Go to the provider as a browser would, and return the address it sends back to."""
    door = pages.get(asked)
    there = pages.get(door.link("Entra con SPID o CIE"), status=302).location
    answer = requests.get(there, params=changes, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://127.0.0.1:8000")


def came_back(pages: Pages) -> Page:
    """Go to the provider and come back."""
    return pages.get(sent_back(pages), status=303)


def refused(pages: Pages, page: Page) -> str:
    assert page.location == "/accesso"
    text = pages.follow(page).text
    assert pages.get("/", status=303).location == "/accesso?next=/"
    return text


def test_who_is_recognised_by_codice_fiscale_enters_and_goes_where_they_were_going(pages: Pages):
    back = sent_back(pages, asked="/accesso?next=/documenti/")

    entered = pages.get(back, status=303)

    assert entered.location == "/documenti/"
    assert "Zanella Marta" in pages.get("/").response.text


def test_the_request_carries_what_the_answer_must_bring_back(pages: Pages):
    there = pages.get("/accesso/esterno/", status=302).location

    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [BACK]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20


def test_an_address_that_the_provider_checked_is_enough(
    pages: Pages, office: Office, provider: Provider
):
    change(office.archive, "zanella", codice_fiscale="", email="marta@example.it")
    provider.claims = {"email": "Marta@example.it", "email_verified": True}

    assert came_back(pages).location == "/"
    assert pages.get("/").heading == "Scrivania"


@pytest.mark.parametrize(
    "claims",
    [
        {"fiscal_number": "DLSGLI75D58I531V"},
        {"email": "marta@example.it"},
        {"email": "marta@example.it", "email_verified": "true"},
        {"email": "marta@example.it", "email_verified": True, "fiscal_number": "DLSGLI75D58I531V"},
        {},
    ],
)
def test_who_has_no_access_here_is_not_let_in_and_none_is_made(
    pages: Pages, office: Office, provider: Provider, claims: dict[str, object]
):
    change(office.archive, "zanella", email="marta@example.it")
    provider.claims = claims

    assert "non hai un accesso a Fascicolo" in refused(pages, came_back(pages))
    assert [account.utente for account in list_accounts(office.archive)] == ["zanella"]


def test_who_was_kept_out_does_not_come_in_from_outside(pages: Pages, office: Office):
    change(office.archive, "zanella", attivo=False)

    refused(pages, came_back(pages))


def test_roles_are_never_taken_from_outside(pages: Pages, provider: Provider):
    provider.claims = {**MARTA, "ruolo": "ADM", "roles": ["ADM"], "groups": ["ADM"]}

    came_back(pages)

    pages.get("/utenti/", status=403)


def test_an_answer_nobody_asked_for_is_refused(pages: Pages, app: Flask):
    back = sent_back(pages)
    victim = Pages(app.test_client())

    assert "non è riuscito" in refused(victim, victim.get(back, status=303))


def test_an_answer_is_good_once(pages: Pages):
    back = sent_back(pages)
    pages.get(back, status=303)
    pages.press(pages.get("/"), "Esci")

    refused(pages, pages.get(back, status=303))


def test_an_answer_of_another_login_is_refused(pages: Pages, provider: Provider):
    provider.nonce = "il nonce di un altro accesso"

    refused(pages, came_back(pages))


def test_an_answer_signed_by_somebody_else_is_refused(pages: Pages, provider: Provider):
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "uno"})

    refused(pages, came_back(pages))


def test_an_answer_in_the_name_of_somebody_else_is_refused(pages: Pages, provider: Provider):
    provider.issuer = "https://altro.example.it"

    refused(pages, came_back(pages))


def test_who_refuses_there_comes_back_to_the_door(pages: Pages):
    refused(pages, pages.get(sent_back(pages, rifiuta="si"), status=303))


def test_a_provider_that_does_not_answer_leaves_the_password(settings: Settings, office: Office):
    oidc = OidcClient("http://127.0.0.1:1", CLIENT, SECRET)
    pages = Pages(create_app(replace(settings, oidc=oidc), office, PrintRoom(office)).test_client())

    refused(pages, pages.get("/accesso/esterno/", status=303))


def test_who_comes_from_outside_is_asked_no_password_of_ours(pages: Pages, office: Office):
    change(office.archive, "zanella", da_cambiare=True)

    came_back(pages)

    assert pages.get("/").heading == "Scrivania"


def test_an_office_without_provider_does_not_speak_of_it(settings: Settings, office: Office):
    pages = Pages(create_app(settings, office, PrintRoom(office)).test_client())

    assert "SPID" not in pages.get("/accesso").text
    pages.get("/accesso/esterno/", status=404)
