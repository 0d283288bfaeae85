"""The daily register: all that was registered on a day, and what was changed of any day's acts."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from generators.press import open_press
from generators.press.libreoffice import Limits
from schemas.kinds.registry import all_kinds
from storage.care import ChainHead
from tests.web.acts.conftest import OPERATORE, on
from web.acts.daily import daily_csv, daily_register, print_daily
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.signing import annul

Answers = Callable[..., dict[str, object]]
FIRST, SECOND = date(2011, 6, 15), date(2011, 6, 16)
HEADS = ["Operazione", "Numero", "Data", "Ora", "Oggetto", "Operatore", "Dettaglio", "SHA-256"]


@pytest.fixture
def next_day(office: Office, patto: Answers) -> Office:
    """The office on the day after: it registers a Patto and annuls the one of the day before."""
    kind = all_kinds()["patto_di_servizio"]
    old = issue(kind, patto(), office=office, by=OPERATORE).document
    assert old
    later = on(office, SECOND)
    annul(old.number, "Compilato per errore", office=later, by=OPERATORE)
    assert issue(kind, patto(), office=later, by=OPERATORE).document
    return later


def test_a_day_lists_its_registrations_and_the_changes_to_older_numbers(next_day: Office) -> None:
    daily = daily_register(SECOND, office=next_day)

    (registered,), (changed,) = daily.registered, daily.changed
    document = next_day.archive.documents()[1]
    assert (registered.numero, registered.sha256) == ("PS-2011-T2-00002", document.docx)
    assert (changed.operazione, changed.numero) == ("Annullamento", "PS-2011-T2-00001")
    assert (changed.dettaglio, changed.operatore) == ("Compilato per errore", "zanella")
    assert daily.head == next_day.archive.chain_head()


def test_a_fascicolo_opened_is_among_the_registrations(next_day: Office) -> None:
    daily = daily_register(FIRST, office=next_day)

    assert [entry.numero for entry in daily.registered] == ["F-2011-00001", "PS-2011-T2-00001"]
    assert daily.changed == ()


def test_a_day_without_registrations_has_a_register_all_the_same(office: Office) -> None:
    daily = daily_register(FIRST, office=office)

    assert (daily.registered, daily.changed, daily.head) == ((), (), ChainHead(0, ""))


def test_the_csv_ends_with_the_chain_of_the_register(next_day: Office) -> None:
    daily = daily_register(SECOND, office=next_day)

    text = daily_csv(daily).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == HEADS
    assert [row[:3] for row in rows[1:3]] == [
        ["Registrazione", "PS-2011-T2-00002", "16/06/2011"],
        ["Annullamento", "PS-2011-T2-00001", "16/06/2011"],
    ]
    assert rows[-1][0] == "Catena del registro"
    assert rows[-1][-1] == next_day.archive.chain_head().chain


def test_the_paper_says_the_same(next_day: Office, soffice_path: Path) -> None:
    press = open_press(str(soffice_path), Limits(workers=1))
    try:
        daily = daily_register(SECOND, office=next_day)
        pdf = print_daily(daily, office=replace(next_day, press=press))
    finally:
        press.close()

    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for words in ("16 giugno 2011", "PS-2011-T2-00002", "PS-2011-T2-00001", "Compilato per errore"):
        assert words in text
    assert daily.head.chain in text.replace(" ", "")
