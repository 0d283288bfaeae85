"""What changed between two versions of a document, field by field, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.fields.blocco import Blocco, Modulo, Tabella
from schemas.fields.campo import AnyCampo
from schemas.kinds.kind import Kind

BLANK = "non indicato"


@dataclass(frozen=True)
class Difference:
    """One field that changed: the words that name it, how it was, how it is."""

    label: str
    before: str
    after: str


def differences(
    kind: Kind, before: Mapping[str, object], after: Mapping[str, object], *, restricted: bool
) -> list[Difference]:
    """
    Return what changed from *before* to *after* (typed values), in the order of the form.

    Without *restricted* the answers kept to few, which no paper prints, are left out.
    Rows of a table are compared by position: ``Periodo 2 – Al``.
    """
    campi = kind.schema.campi()
    shown = {name for name, campo in campi.items() if restricted or not campo.restricted}
    return list(_block(kind.schema, _only(before, shown), _only(after, shown), ""))


def _only(data: Mapping[str, object], names: set[str]) -> Mapping[str, object]:
    return {name: value for name, value in data.items() if name in names}


def _block(
    modulo: type[Modulo], before: Mapping[str, object], after: Mapping[str, object], at: str
) -> Iterator[Difference]:
    for name, campo in modulo.campi().items():
        yield from _field(campo, before.get(name), after.get(name), at)


def _field(campo: AnyCampo, before: object, after: object, at: str) -> Iterator[Difference]:
    if isinstance(campo, Blocco):
        yield from _block(campo.modulo, _mapping(before), _mapping(after), f"{campo.label} – ")
    elif isinstance(campo, Tabella):
        yield from _rows(campo, _rows_of(before), _rows_of(after))
    elif before != after:
        yield Difference(at + campo.label, _words(campo, before), _words(campo, after))


def _rows(
    campo: Tabella, before: Sequence[object], after: Sequence[object]
) -> Iterator[Difference]:
    for position in range(max(len(before), len(after))):
        was = _mapping(before[position]) if position < len(before) else {}
        is_now = _mapping(after[position]) if position < len(after) else {}
        yield from _block(campo.modulo, was, is_now, f"{campo.row_label} {position + 1} – ")


def _words(campo: AnyCampo, value: object) -> str:
    return BLANK if value is None else campo.words(value)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _rows_of(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
