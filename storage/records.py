"""How the records of the archive are written in a register: JSON rows, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime

import msgspec

from schemas.rules.numero import Number
from storage.archive import Access, Document, Event, Fascicolo
from storage.care import Closing, Erasure

Row = Mapping[str, object]


def document_key(number: Number) -> str:
    """Return what tells a document from all others: its number without the territorio."""
    return f"{number.sigla}-{number.anno:04d}-{number.progressivo:05d}"


def series_key(sigla: str, anno: int) -> str:
    """Return the name of a series of numbers."""
    return f"{sigla}-{anno:04d}"


def row_of(record: Document | Fascicolo | Access) -> dict[str, object]:
    """Return the row of a document, fascicolo or access, without what happened later."""
    return {
        item.name: _written(getattr(record, item.name))
        for item in fields(record)
        if item.name != "events"
    }


def row_of_event(of: str, event: Event) -> dict[str, object]:
    """Return the row of something that happened to the document or fascicolo of key *of*."""
    row = {item.name: _written(getattr(event, item.name)) for item in fields(event)}
    return {"di": of, **row}


def _written(value: object) -> object:
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return str(value) if isinstance(value, Number) else value


def document_of(row: Row, events: Iterable[Row]) -> Document:
    """Return the document of a row that is the caller's own, with its events, oldest first."""
    values = dict(row)
    values["number"] = Number.parse(str(row["number"]))
    return Document(**_with_times(values, "on", "registered_at"), events=_events(events))  # type: ignore[arg-type]  # the row was written from a Document


def fascicolo_of(row: Row, events: Iterable[Row]) -> Fascicolo:
    """Return the fascicolo of a row that is the caller's own, with its events, oldest first."""
    return Fascicolo(**_with_times(dict(row), "on", "opened_at"), events=_events(events))  # type: ignore[arg-type]  # the row was written from a Fascicolo


def event_of(row: Row) -> Event:
    """Return the event of a row."""
    values = {name: value for name, value in row.items() if name != "di"}
    return Event(**{**values, "at": datetime.fromisoformat(str(row["at"]))})  # type: ignore[arg-type]  # the row was written from an Event


def row_of_proof(proof: Closing | Erasure) -> dict[str, object]:
    """Return the row of the closing of a year, or of the proof of an erasure."""
    row: dict[str, object] = msgspec.to_builtins(proof, str_keys=True)
    return row


def closing_of(row: Row) -> Closing:
    """Return the closing of a row."""
    return msgspec.convert(row, Closing)


def erasure_of(row: Row) -> Erasure:
    """Return the proof of an erasure of a row."""
    return msgspec.convert(row, Erasure, str_keys=True)


def access_of(row: Row) -> Access:
    """Return the access of a row."""
    texts = {name: str(value) for name, value in row.items() if name != "at"}
    return Access(at=datetime.fromisoformat(str(row["at"])), **texts)


def _events(rows: Iterable[Row]) -> tuple[Event, ...]:
    return tuple(event_of(row) for row in rows)


def _with_times(values: dict[str, object], day: str, instant: str) -> dict[str, object]:
    values[day] = date.fromisoformat(str(values[day]))
    values[instant] = datetime.fromisoformat(str(values[instant]))
    return values
