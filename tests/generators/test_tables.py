"""Tables for spreadsheets: nothing that was typed is ever computed."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generators.tables import FORMULA_STARTS, as_csv, as_xlsx

WHEN = datetime(2011, 6, 15, 10, 0, tzinfo=UTC)
HEADS = ("Numero", "Oggetto", "Data", "Versione")
ROWS = [("PS-2011-T2-00001", "Dall'Ò; «Giulia»\n& C.", date(2011, 3, 7), 1)]
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def test_a_csv_opens_in_an_italian_spreadsheet() -> None:
    content = as_csv(HEADS, ROWS)

    assert content.startswith(b"\xef\xbb\xbfNumero;Oggetto;Data;Versione\r\n")
    assert read_back(content)[1] == [
        "PS-2011-T2-00001", "Dall'Ò; «Giulia»\n& C.", "07/03/2011", "1",
    ]  # fmt: skip


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_looks_like_a_formula_is_made_harmless_in_csv(start: str) -> None:
    (row,) = read_back(as_csv([f"{start}1+1"], []))

    assert row == [f"'{start}1+1"]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_reaches_a_csv_as_a_formula(row: list[str]) -> None:
    (found,) = read_back(as_csv(row, []))

    assert not [cell for cell in found if cell.startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("typed", ["=1+1", "{=A1}", "+39 0445", "@SUM(A1)", "http://x.it", "007"])
def test_what_was_typed_is_a_text_in_xlsx(typed: str) -> None:
    content = as_xlsx("Documenti", ["Oggetto"], [[typed]], when=WHEN)

    sheet = part(content, "xl/worksheets/sheet1.xml")
    strings = part(content, "xl/sharedStrings.xml").xpath("//x:t/text()", namespaces=NS)
    assert sheet.xpath("//x:c[@r='A2']/@t", namespaces=NS) == ["s"]
    assert sheet.xpath("//x:f", namespaces=NS) == []
    assert strings == ["Oggetto", typed]


def test_dates_and_numbers_are_dates_and_numbers_in_xlsx() -> None:
    content = as_xlsx("Documenti", HEADS, ROWS, when=WHEN)

    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert sheet.xpath("//x:c[@r='C2']/x:v/text()", namespaces=NS) == ["40609"]
    assert sheet.xpath("//x:c[@r='D2']/x:v/text()", namespaces=NS) == ["1"]


def test_the_same_table_gives_the_same_workbook() -> None:
    first, second = (as_xlsx("Documenti", HEADS, ROWS, when=WHEN) for _ in range(2))

    assert first == second
