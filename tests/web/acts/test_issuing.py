"""Registering: number, paper and line in one operation, or nothing at all."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from generators.render import TemplateFault
from generators.text import paper_text
from schemas.kinds.registry import all_kinds
from storage.archive import ClockWentBack, Fascicolo, NotAllowed
from tests.web.acts.conftest import GIULIA, OPERATORE, on
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.opening import open_fascicolo
from web.acts.papers import Papers
from web.acts.retrieving import changes_of, data_of
from web.acts.signing import annul, record_signature

PATTO = all_kinds()["patto_di_servizio"]
Answers = Callable[..., dict[str, object]]


def test_a_registered_document_has_its_number_on_its_paper(office: Office, patto: Answers) -> None:
    issued = issue(PATTO, patto(), office=office, by=OPERATORE)

    document = issued.document
    assert document
    assert str(document.number) == "PS-2011-T2-00001"
    paper = docx.Document(io.BytesIO(office.archive.blob(document.docx)))
    footers = [p.text for section in paper.sections for p in section.footer.paragraphs]
    tables = [c.text for s in paper.sections for t in s.footer.tables for c in t._cells]
    assert any("PS-2011-T2-00001" in text for text in footers + tables)


def test_a_refused_document_takes_no_number(office: Office, patto: Answers) -> None:
    refused = issue(PATTO, patto(presa_visione_privacy=False), office=office, by=OPERATORE)
    accepted = issue(PATTO, patto(), office=office, by=OPERATORE)

    assert refused.document is None
    assert [p.code for p in refused.problems] == ["dichiarazione_mancante"]
    assert accepted.document
    assert accepted.document.number.progressivo == 1


def test_a_paper_that_does_not_print_gives_its_number_back(
    office: Office, patto: Answers, tmp_path: Path
) -> None:
    broken = docx.Document()
    broken.add_paragraph("{{ campo_che_non_esiste }}")
    broken.save(str(tmp_path / "patto_di_servizio.docx"))
    docx.Document().save(str(tmp_path / "cornice.docx"))

    with pytest.raises(TemplateFault):
        issue(PATTO, patto(), office=replace(office, papers=Papers(tmp_path)), by=OPERATORE)
    issued = issue(PATTO, patto(), office=office, by=OPERATORE)

    assert issued.document
    assert issued.document.number.progressivo == 1
    assert office.archive.verify().clean


def test_a_second_patto_is_refused_while_a_signed_one_stands(
    office: Office, patto: Answers
) -> None:
    first = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert first
    record_signature(first.number, date(2011, 3, 7), office=office, by=OPERATORE)

    second = issue(PATTO, patto(), office=office, by=OPERATORE)

    assert [(p.path, p.code) for p in second.problems] == [
        ("persona.codice_fiscale", "patto_attivo")
    ]
    assert str(first.number) in second.problems[0].message


def test_a_correction_takes_the_place_of_what_it_corrects(office: Office, patto: Answers) -> None:
    first = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert first
    record_signature(first.number, date(2011, 3, 7), office=office, by=OPERATORE)

    corrected = issue(
        PATTO, patto(automunito=True), office=office, by=OPERATORE, replaces=first.number
    ).document

    assert corrected
    assert (corrected.versione, corrected.replaces) == (2, str(first.number))
    assert office.archive.document(first.number).stato == "sostituito"
    assert [
        (c.label, c.before, c.after) for c in changes_of(office.archive, corrected, restricted=True)
    ] == [("Mezzo proprio", "No", "Sì")]


def test_what_was_replaced_cannot_be_replaced_again(office: Office, patto: Answers) -> None:
    first = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert first
    issue(PATTO, patto(), office=office, by=OPERATORE, replaces=first.number)

    with pytest.raises(NotAllowed):
        issue(PATTO, patto(), office=office, by=OPERATORE, replaces=first.number)

    assert len(office.archive.documents()) == 2


def test_an_annulled_number_is_never_given_again(office: Office, patto: Answers) -> None:
    first = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert first
    annul(first.number, "Registrato per errore", office=office, by=OPERATORE)

    second = issue(PATTO, patto(), office=office, by=OPERATORE).document

    assert second
    assert second.number.progressivo == 2
    assert office.archive.document(first.number).stato == "annullato"


def test_an_annulment_needs_its_reason(office: Office, patto: Answers) -> None:
    document = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert document

    acted = annul(document.number, "errore", office=office, by=OPERATORE)

    assert [p.code for p in acted.problems] == ["lunghezza_min"]
    assert acted.document.stato == "generato"


def test_the_register_does_not_go_back_in_time(office: Office, patto: Answers) -> None:
    issue(PATTO, patto(), office=office, by=OPERATORE)

    with pytest.raises(ClockWentBack):
        issue(PATTO, patto(), office=on(office, date(2011, 6, 14)), by=OPERATORE)


def test_a_signature_cannot_precede_the_document_nor_follow_today(
    office: Office, patto: Answers
) -> None:
    document = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert document

    early = record_signature(document.number, date(2011, 3, 6), office=office, by=OPERATORE)
    late = record_signature(document.number, date(2011, 6, 16), office=office, by=OPERATORE)

    assert [p.code for p in early.problems] == ["data_precedente_dipendenza"]
    assert [p.code for p in late.problems] == ["data_futura_oggi"]


def test_a_signed_patto_moves_its_fascicolo_on(
    office: Office, patto: Answers, fascicolo: Fascicolo
) -> None:
    document = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert document

    record_signature(document.number, date(2011, 3, 7), office=office, by=OPERATORE)

    assert office.archive.fascicolo(fascicolo.numero).stato == "patto_firmato"


def test_one_open_fascicolo_for_each_person(office: Office, fascicolo: Fascicolo) -> None:
    again = open_fascicolo(GIULIA, office=office, by=OPERATORE)

    assert again.fascicolo is None
    assert [(p.path, p.code) for p in again.problems] == [("codice_fiscale", "duplicato")]
    assert fascicolo.numero in again.problems[0].message


def test_the_data_of_a_registered_document_are_read_back_typed(
    office: Office, patto: Answers
) -> None:
    document = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert document

    kind, data = data_of(document)

    assert kind.name == "patto_di_servizio"
    assert data["data_stipula"] == date(2011, 3, 7)
    assert data["categorie_soddisfatte"] == ["C4"]


def test_the_same_answers_on_the_same_day_give_the_same_paper_but_for_the_number(
    office: Office, patto: Answers
) -> None:
    first = issue(PATTO, patto(), office=office, by=OPERATORE).document
    second = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert first
    assert second

    one, two = (paper_text(office.archive.blob(d.docx)) for d in (first, second))

    assert one.replace(str(first.number), "") == two.replace(str(second.number), "")
    assert first.impronta == second.impronta
