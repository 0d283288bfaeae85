"""Destroying what is past its term: only that, only by authority, and all of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from schemas.kinds.registry import all_kinds
from storage.archive import Document, Event, Fascicolo, NotFound
from tests.web.acts.conftest import OPERATORE
from web.acts.beginning import start_draft
from web.acts.erasing import Erased, erase, going
from web.acts.holding import hold, let_go
from web.acts.issuing import issue
from web.acts.lost import keep_lost
from web.acts.office import Office
from web.acts.retrieving import previous_of

Answers = Callable[..., dict[str, object]]
AUTHORITY = "Soprintendenza archivistica, nota 318 del 12/04/2022"


@pytest.fixture
def document(office: Office, patto: Answers) -> Document:
    """Giulia's Patto."""
    registered = issue(
        all_kinds()["patto_di_servizio"], patto(), office=office, by=OPERATORE
    ).document
    assert registered
    return registered


@pytest.fixture
def later(office: Office, fascicolo: Fascicolo, document: Document) -> Office:
    """The office eleven years later, Giulia's fascicolo closed and with drafts left in it."""
    start_draft(all_kinds()["pai"], {}, fascicolo, office=office, by=OPERATORE)
    keep_lost("zanella", "/bozze/1", [("cognome", "Dal Santo")], office=office)
    event = Event("chiuso_inserito", office.now, "pretto")
    office.archive.add_fascicolo_event(fascicolo.numero, event)
    return replace(office, today=date(2022, 5, 2))


def destroy(office: Office, *numeri: str, **changes: str) -> Erased:
    said = {"autorizzazione": AUTHORITY, "motivo": "Termine di conservazione scaduto", **changes}
    return erase(numeri, said["autorizzazione"], said["motivo"], office=office, by=OPERATORE)


def faults(erased: Erased) -> list[tuple[str, str]]:
    assert erased.proofs == ()
    return [(problem.path, problem.code) for problem in erased.problems]


def test_a_closed_fascicolo_goes_with_documents_drafts_and_what_was_being_saved(
    later: Office, fascicolo: Fascicolo, document: Document
) -> None:
    erased = destroy(later, fascicolo.numero.lower())

    assert [proof.numero for proof in erased.proofs] == [fascicolo.numero, str(document.number)]
    assert {(proof.by, proof.autorizzazione) for proof in erased.proofs} == {("zanella", AUTHORITY)}
    assert later.archive.documents() == later.archive.fascicoli() == []
    assert later.archive.find("bozze") == later.archive.find("salvataggi_sospesi") == []
    assert later.archive.verify().clean


def test_before_it_is_done_one_sees_what_would_go(
    later: Office, fascicolo: Fascicolo, document: Document
) -> None:
    found = going([fascicolo.numero, str(document.number)], office=later)

    assert found.numeri == {fascicolo.numero, str(document.number)}
    assert later.archive.fascicoli() != []


def test_what_must_still_be_kept_is_not_destroyed(
    office: Office, later: Office, fascicolo: Fascicolo, document: Document
) -> None:
    last_day = replace(later, today=date(2021, 6, 15))
    day_after = replace(later, today=last_day.on + timedelta(1))

    assert faults(destroy(last_day, fascicolo.numero)) == [(fascicolo.numero, "da_conservare")]
    assert faults(destroy(last_day, str(document.number))) == [
        (str(document.number), "da_conservare")
    ]
    assert len(later.archive.find("bozze")) == 1
    assert len(destroy(day_after, fascicolo.numero).proofs) == 2


def test_an_open_fascicolo_is_never_past_its_term(
    office: Office, fascicolo: Fascicolo, document: Document
) -> None:
    century = replace(office, today=date(2100, 1, 1))

    assert faults(destroy(century, fascicolo.numero, str(document.number))) == [
        (fascicolo.numero, "conservazione_aperta"),
        (str(document.number), "conservazione_aperta"),
    ]


def test_what_is_held_back_is_not_destroyed_until_it_is_let_go(
    later: Office, fascicolo: Fascicolo, document: Document
) -> None:
    hold(fascicolo.numero, "Causa davanti al giudice del lavoro", office=later, by=OPERATORE)

    assert faults(destroy(later, fascicolo.numero, str(document.number))) == [
        (fascicolo.numero, "trattenuto"),
        (str(document.number), "trattenuto"),
    ]

    let_go(fascicolo.numero, office=later)
    assert len(destroy(later, fascicolo.numero).proofs) == 2


def test_authority_and_reason_must_be_said_and_the_number_must_exist(
    later: Office, fascicolo: Fascicolo
) -> None:
    wrong = destroy(
        later, fascicolo.numero, "PS-2011-T2-9", "undici", autorizzazione=" ", motivo=""
    )

    assert faults(wrong) == [
        ("autorizzazione", "lunghezza_min"),
        ("motivo", "lunghezza_min"),
        ("PS-2011-T2-9", "riferimento_inesistente"),
        ("undici", "riferimento_inesistente"),
    ]
    assert later.archive.fascicolo(fascicolo.numero)


def test_a_document_whose_earlier_version_was_destroyed_can_still_be_shown(
    later: Office, fascicolo: Fascicolo, document: Document
) -> None:
    newer = replace(document, replaces=str(document.number))
    assert previous_of(later.archive, newer) == later.archive.document(document.number)

    destroy(later, str(document.number))

    assert previous_of(later.archive, newer) is None
    with pytest.raises(NotFound):
        later.archive.document(document.number)
