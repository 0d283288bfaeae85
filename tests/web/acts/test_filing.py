"""A signed document on its way to rest: copy, protocol, archive; each step in its order."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.parameters import Parameter
from storage.archive import NotAllowed
from tests.web.acts.conftest import OPERATORE
from web.acts.daily import daily_register
from web.acts.exporting import protocollo
from web.acts.filing import archive_document, attach_signed_copy, record_protocol
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.signing import record_signature

Answers = Callable[..., dict[str, object]]
TODAY = date(2011, 6, 15)


@pytest.fixture
def unsigned(office: Office, patto: Answers) -> Number:
    """Giulia's Patto of 7 March, printed and not signed."""
    kind = all_kinds()["patto_di_servizio"]
    document = issue(kind, patto(), office=office, by=OPERATORE).document
    assert document
    return document.number


@pytest.fixture
def signed(office: Office, unsigned: Number) -> Number:
    """The same, signed today."""
    record_signature(unsigned, TODAY, office=office, by=OPERATORE)
    return unsigned


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (620, 877), 255).save(out, "JPEG")
    return out.getvalue()


def test_a_signed_copy_is_kept_byte_for_byte_and_the_state_stays(
    office: Office, signed: Number
) -> None:
    acted = attach_signed_copy(signed, scan(), office=office, by=OPERATORE)

    event = acted.document.events[-1]
    assert acted.problems == ()
    assert acted.document.stato == "firmato"
    assert (event.tipo, event.dati["formato"], event.by) == ("copia_firmata", "jpeg", "zanella")
    assert office.archive.blob(str(event.dati["sha256"])) == scan()


def test_a_copy_that_is_no_scan_is_refused_and_not_kept(office: Office, signed: Number) -> None:
    acted = attach_signed_copy(signed, b"<html>", office=office, by=OPERATORE)

    (problem,) = acted.problems
    assert (problem.path, problem.code) == ("file", "copia_formato")
    assert problem.message.startswith("Il file non si può allegare: non è un PDF")
    assert acted.document.events[-1].tipo == "firma"


def test_a_copy_too_heavy_is_refused(office: Office, signed: Number) -> None:
    table = [it for it in office.table if it.chiave != "copia_firmata.mb_massimi"]
    none = Parameter("copia_firmata.mb_massimi", 0, None, None, "ufficio", "")
    strict = replace(office, table=(*table, none))

    acted = attach_signed_copy(signed, scan(), office=strict, by=OPERATORE)

    assert [problem.code for problem in acted.problems] == ["copia_peso"]


def test_a_paper_that_nobody_signed_has_no_signed_copy(office: Office, unsigned: Number) -> None:
    with pytest.raises(NotAllowed):
        attach_signed_copy(unsigned, scan(), office=office, by=OPERATORE)


def test_the_number_given_by_the_protocol_is_recorded_with_its_date(
    office: Office, signed: Number
) -> None:
    given = date(2011, 6, 14)

    acted = record_protocol(signed, " 0012345 / 2011 ", given, office=office, by=OPERATORE)

    assert acted.document.stato == "protocollato"
    assert acted.document.events[-1].dati == {
        "registro": "protocollo", "numero": "0012345 / 2011", "data": "2011-06-14",
    }  # fmt: skip
    assert protocollo(acted.document) == "0012345 / 2011 del 14/06/2011"


def test_in_its_own_repertorio_the_number_of_the_document_is_its_protocol(
    office: Office, signed: Number
) -> None:
    acted = record_protocol(signed, "", None, office=office, by=OPERATORE)

    assert acted.document.events[-1].dati == {
        "registro": "repertorio", "numero": str(signed), "data": "2011-06-15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("numero", "on", "campo", "codice"),
    [
        ("1", None, "protocollo_data", "obbligatorio"),
        ("1", date(2011, 3, 6), "protocollo_data", "data_precedente_dipendenza"),
        ("1", date(2011, 6, 16), "protocollo_data", "data_futura_oggi"),
        ("9" * 41, TODAY, "protocollo_numero", "lunghezza_max"),
    ],
)
def test_wrong_protocol_data_are_told_at_their_field(
    office: Office, signed: Number, numero: str, on: date | None, campo: str, codice: str
) -> None:
    acted = record_protocol(signed, numero, on, office=office, by=OPERATORE)

    assert [(problem.path, problem.code) for problem in acted.problems] == [(campo, codice)]
    assert acted.document.stato == "firmato"


def test_the_day_of_the_document_itself_is_a_good_day_for_the_protocol(
    office: Office, signed: Number
) -> None:
    acted = record_protocol(signed, "1", date(2011, 3, 7), office=office, by=OPERATORE)

    assert acted.problems == ()


def test_each_step_waits_for_the_one_before(office: Office, unsigned: Number) -> None:
    with pytest.raises(NotAllowed):
        record_protocol(unsigned, "1", TODAY, office=office, by=OPERATORE)
    with pytest.raises(NotAllowed):
        archive_document(unsigned, office=office, by=OPERATORE)


def test_a_document_at_rest_is_in_the_register_of_the_day_with_all_its_steps(
    office: Office, signed: Number
) -> None:
    attach_signed_copy(signed, scan(), office=office, by=OPERATORE)
    record_protocol(signed, "7/2011", TODAY, office=office, by=OPERATORE)
    acted = archive_document(signed, office=office, by=OPERATORE)

    changed = daily_register(TODAY, office=office).changed
    assert acted.document.stato == "archiviato"
    assert sorted(entry.operazione for entry in changed) == [
        "Archiviazione", "Copia firmata allegata", "Firma registrata", "Protocollo registrato",
    ]  # fmt: skip
