"""What a line of a journal says: a block of operations, read no further than is needed."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Raw, Struct
from msgspec.json import Decoder

from storage.tinydb.journal import Line
from storage.tinydb.packing import Packed, Row
from storage.tinydb.rows import Block, Changes

Operation = tuple[str, str, Row | None]


class Dependence(Struct, array_like=True, frozen=True):
    """The register line without which a working line does not count."""

    journal: str
    start: int
    chain: str


class Said(Struct, frozen=True):
    """The operations of a line, their rows still text, and what the line depends on."""

    op: list[tuple[str, str, Raw]] = []
    se: Dependence | None = None


_SAID = Decoder(Said)
_ROW = Decoder(Row | None)


def said_by(line: Line) -> Said:
    """Return what *line* says, or what is left of it when it was erased."""
    return _SAID.decode(line.body)


def changes_of(said: Said, packed: Collection[str]) -> Changes:
    """Return the operations as changes, the rows of the tables named by *packed* still text."""
    return {(table, key): _row(raw, table in packed) for table, key, raw in said.op}


def _row(raw: Raw, packed: bool) -> Mapping[str, object] | None:
    text = bytes(raw)
    return Packed(text) if packed and text != b"null" else _ROW.decode(text)


def operations(block: Block) -> Sequence[Operation]:
    """Return a block of changes as a line writes it."""
    return [(table, key, row) for (table, key), row in block.items()]
