"""Tables for spreadsheets, CSV and XLSX, in which nothing that was typed is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

Cell = str | int | date
Row = Sequence[Cell]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet reads as the beginning of a formula (OWASP, CSV injection)."""

_BYTE_ORDER_MARK = "\ufeff"  # or Excel reads UTF-8 as Windows-1252
_LONGEST_CELL = 32_767
_WIDEST = 60  # letters


def as_csv(heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """
    Return a table as CSV: semicolons, as Italian spreadsheets expect, and UTF-8.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(map(_harmless, heads))
    writer.writerows(map(_harmless, row) for row in rows)
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Row], *, when: datetime) -> bytes:
    """
    Return a table as an XLSX workbook of one sheet, the same bytes for the same table.

    Texts are written as texts, dates as dates.

    Args:
        title: Name of the sheet, at most 31 letters.
        heads: Heads of the columns; they stay in sight and have filters.
        rows: Cells, in the order of the heads.
        when: Aware instant written as created.
    """
    out, table = io.BytesIO(), [list(row) for row in rows]
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    workbook.set_properties({"title": title, "created": when.replace(tzinfo=None)})
    sheet = workbook.add_worksheet(title)
    bold = workbook.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        cells = [head, *(_harmless(row[column]) for row in table)]
        sheet.set_column(column, column, min(max(map(len, cells)) + 2, _WIDEST))
    for position, row in enumerate(table, start=1):
        for column, cell in enumerate(row):
            _write(sheet, position, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(heads) - 1)
    workbook.close()
    return out.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    match cell:
        case str():
            sheet.write_string(row, column, cell[:_LONGEST_CELL])
        case int():
            sheet.write_number(row, column, cell)
        case date():
            sheet.write_datetime(row, column, cell)
