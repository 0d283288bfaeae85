"""An office with a real archive on disk and no press, on 15 June 2011."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schemas.rules.permissions import Actor
from storage.archive import Fascicolo
from tests.samples import sample
from web.acts.office import Office
from web.acts.opening import open_fascicolo
from web.settings import Settings
from web.wiring import opened_office

OPERATORE = Actor("zanella", "Zanella Marta", "OCPI", "T2", "Schio-Thiene")
GIULIA = {
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "codice_fiscale": "DLSGLI75D58I531V",
    "cpi": "Schio-Thiene",
    "data_presa_in_carico": "2011-02-01",
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The office."""
    environ = {"FASCICOLO_DATI": str(tmp_path / "dati"), "FASCICOLO_OGGI": "2011-06-15"}
    with opened_office(Settings.from_env(environ)) as opened:
        yield opened


@pytest.fixture
def fascicolo(office: Office) -> Fascicolo:
    """Giulia's fascicolo, taken in charge on 1 February 2011."""
    opening = open_fascicolo(GIULIA, office=office, by=OPERATORE)
    assert opening.fascicolo
    return opening.fascicolo


@pytest.fixture
def patto(fascicolo: Fascicolo) -> Callable[..., dict[str, object]]:
    """Make the answers of Giulia's Patto, with changes."""

    def make(**changes: object) -> dict[str, object]:
        given = {"fascicolo": fascicolo.numero, "cpi": "Schio-Thiene", "titolo_studio": "diploma"}
        return sample("patto_di_servizio", **(given | changes))

    return make


def on(office: Office, day: date) -> Office:
    """Return the same office on another day."""
    return replace(office, today=day)
