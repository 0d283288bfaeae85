"""The demonstration office: somebody at every point of the path, something in every queue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.istruttoria import STATI, stato_richiesta
from schemas.rules.life import STATI_FASCICOLO
from schemas.rules.permissions import Actor
from storage.archive import Visibility
from web.acts.accounts import list_users
from web.acts.budget import budget
from web.acts.demo import prepare_demonstration
from web.acts.demo.people import ACCOUNTS
from web.acts.office import Office
from web.acts.queues import QUEUES
from web.acts.waiting import Desk
from web.settings import Settings
from web.wiring import opened_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration office, on its working date."""
    folder: Path = tmp_path_factory.mktemp("dimostrazione")
    settings = Settings.from_env({"FASCICOLO_DATI": str(folder)})
    with opened_office(settings) as empty:
        prepare_demonstration(empty)
    with opened_office(settings) as opened:
        yield opened


def desk(office: Office, ruolo: str, territorio: str = "") -> Desk:
    """Return the desk of a role, which sees every kind."""
    who = next(row for row in ACCOUNTS if row[2] == ruolo)
    azienda = who[3] if ruolo in ("AZ", "TUT") else ""
    everything = Visibility(tuple((kind, "") for kind in all_kinds()))
    return Desk(Actor(who[0], who[1], ruolo, territorio, azienda=azienda), everything, office)


def test_every_state_of_a_fascicolo_is_there(office: Office) -> None:
    assert {one.stato for one in office.archive.fascicoli()} == set(STATI_FASCICOLO)


def test_every_state_of_a_request_is_there(office: Office) -> None:
    requests = office.archive.documents(kind="richiesta_incentivo")

    found = {stato_richiesta(one.stato, one.answers) for one in requests}

    assert found >= set(STATI) - {"da_firmare", "ritirata", "revocata"}


@pytest.mark.parametrize("name", QUEUES)
def test_something_waits_in_every_queue(office: Office, name: str) -> None:
    queue = QUEUES[name]

    assert any(
        queue.waiting(desk(office, ruolo)) for ruolo in queue.ruoli if ruolo not in ("TUT", "COM")
    )


def test_every_kind_of_document_is_there(office: Office) -> None:
    assert {one.kind for one in office.archive.documents()} == set(all_kinds())


def test_money_is_taken_paid_and_left(office: Office) -> None:
    chapters = {one.codice: one for one in budget(office=office).chapters}

    for codice in ("borse", "incentivi"):
        chapter = chapters[codice]
        assert chapter.stanziato
        assert 0 < chapter.pagato < chapter.impegnato < chapter.stanziato


def test_the_register_is_whole(office: Office) -> None:
    assert office.archive.verify().clean
    assert len(list_users(office.archive)) == len(ACCOUNTS)
