"""Carry-over: what a document takes from the earlier ones of the fascicolo, as it was then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.fields.blocco import Modulo
from schemas.kinds.kind import Carried, Kind
from schemas.rules.case import Case
from schemas.rules.contesto import Record
from schemas.rules.life import EFFICACE

PROVENIENZE = "provenienze"


@dataclass(frozen=True)
class Origin:
    """Where a carried value comes from: the number and the date of the earlier document."""

    numero: str
    data: date | None


def carried_into(kind: Kind, case: Case) -> dict[str, object]:
    """
    Return the snapshots that a document of *kind* stores, and ``provenienze``: whence each comes.

    What has no source on file is left out and prints blank.
    """
    found = list(_found(kind, case))
    values: dict[str, object] = {
        name: _shaped(carried.modulo, value) for name, carried, value, _ in found
    }
    if found:
        values[PROVENIENZE] = {
            name: {"numero": origin.numero, "data": origin.data.isoformat() if origin.data else ""}
            for name, _, _, origin in found
        }
    return values


def _found(kind: Kind, case: Case) -> Iterator[tuple[str, Carried, Mapping[str, object], Origin]]:
    for name, carried in kind.carries.items():
        record = _source(kind, carried, case)
        value = _at(record, carried.path) if record else None
        if record and isinstance(value, Mapping):
            dated = record.day("data") or record.day("data_apertura")
            origin = Origin(record.text("numero") or "", dated)
            yield name, carried, value, origin


def _source(kind: Kind, carried: Carried, case: Case) -> Record | None:
    """Return what *carried* is taken from, a document or the fascicolo, or None without any."""
    if carried.source not in kind.schema.campi():
        return _latest(carried.source, case)
    numero = case.text(carried.source)
    document = case.contesto.documento(numero)
    return _own(document, case) if document else case.contesto.fascicoli.get(numero)


def _own(document: Record, case: Case) -> Record | None:
    """Return the document unless it is of another fascicolo: nothing is read from there."""
    other, own = document.text("fascicolo"), case.text("fascicolo")
    return None if other and own and other != own else document


def _latest(kind: str, case: Case) -> Record | None:
    """Return the latest effective document of *kind* in the fascicolo, or None."""
    fascicolo = case.text("fascicolo")
    of_kind = [
        record
        for record in case.contesto.of_kind(kind)
        if record.text("fascicolo") == fascicolo and record.text("stato") in EFFICACE
    ]
    return max(of_kind, key=lambda record: record.day("data") or date.min, default=None)


def _at(record: Record, path: str) -> object:
    value: object = record
    for step in filter(None, path.split(".")):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _shaped(modulo: type[Modulo], value: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of *modulo* found in *value*, as typed values."""
    filled = {name: value[name] for name in modulo.campi() if value.get(name) is not None}
    return dict(modulo().load(filled, partial=True))
