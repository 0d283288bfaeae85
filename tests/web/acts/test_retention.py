"""What has been kept long enough: told, never touched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.parameters import Parameter
from storage.archive import Document, Event, Fascicolo
from tests.web.acts.conftest import OPERATORE
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.retention import due

Answers = Callable[..., dict[str, object]]


@pytest.fixture
def document(office: Office, patto: Answers) -> Document:
    """A Patto of Giulia, in a fascicolo that is open."""
    registered = issue(
        all_kinds()["patto_di_servizio"], patto(), office=office, by=OPERATORE
    ).document
    assert registered
    return registered


def close(office: Office, fascicolo: Fascicolo) -> None:
    event = Event("chiuso_inserito", office.now, "pretto")
    office.archive.add_fascicolo_event(fascicolo.numero, event)


def test_nothing_is_due_while_the_fascicolo_is_open(office: Office, document: Document) -> None:
    assert due(date(2100, 1, 1), office=office) == []


def test_the_term_runs_from_the_day_the_fascicolo_was_closed(
    office: Office, fascicolo: Fascicolo, document: Document
) -> None:
    close(office, fascicolo)

    assert due(date(2021, 6, 15), office=office) == []
    (found,) = due(date(2021, 6, 16), office=office)
    assert (found.document.number, found.until) == (document.number, date(2021, 6, 15))


def test_a_kind_may_have_a_term_of_its_own(
    office: Office, fascicolo: Fascicolo, document: Document
) -> None:
    own = Parameter("conservazione.anni.patto_di_servizio", 40, None, None, "ufficio", "")
    longer = replace(office, table=(*office.table, own))
    close(longer, fascicolo)

    assert due(date(2051, 6, 15), office=longer) == []
    assert len(due(date(2051, 6, 16), office=longer)) == 1
