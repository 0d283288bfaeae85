"""An office in memory, without LibreOffice, on 15 June 2011."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.pages import Pages
from tests.web.offices import PASSWORD, hire
from web.acts.accounts import passwords
from web.acts.office import ROME, Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

Enter = Callable[[str], Pages]


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords at the least cost: a hundred logins are not what these tests are about."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", hasher)
        patch.setattr(passwords, "_NOBODY", hasher.hash("nessuno"))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an office in memory, on a machine where LibreOffice was taken away."""
    settings = Settings.from_env(
        {
            "FASCICOLO_DATI": str(tmp_path / "dati"),
            "FASCICOLO_ARCHIVIO": "memory:",
            "FASCICOLO_OGGI": "2011-06-15",
        }
    )
    return replace(settings, soffice=str(tmp_path / "soffice"))


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """The office, with the operator of Schio; its clock stands at 10:42."""
    with opened_office(settings) as opened:
        hire(opened, "zanella")
        yield replace(opened, clock=lambda: datetime(2011, 6, 15, 10, 42, tzinfo=ROME))


@pytest.fixture
def app(settings: Settings, office: Office) -> Flask:
    """The pages."""
    return create_app(settings, office, PrintRoom(office))


@pytest.fixture
def pages(app: Flask) -> Pages:
    """A browser in which nobody has logged in."""
    return Pages(app.test_client())


@pytest.fixture
def enter(app: Flask, office: Office) -> Enter:
    """Open another browser, logged in as one of the office's people."""

    def enter(utente: str) -> Pages:
        hire(office, utente)
        return Pages(app.test_client()).log_in(utente, PASSWORD)

    return enter


@pytest.fixture
def operator(enter: Enter) -> Pages:
    """The browser of the operator of Schio."""
    return enter("zanella")
