"""Rows as the JSON text they were written in: little memory, and read only where somebody looks."""

from collections.abc import Iterator, Mapping
from math import isfinite

from msgspec import json

Row = dict[str, object]
_DECODER = json.Decoder(Row)
_ENCODER = json.Encoder()


class Packed(Mapping[str, object]):
    """
    A row that is still its JSON text: it is unpacked when somebody looks inside.

    Attributes:
        text: The JSON object.
    """

    __slots__ = ("_row", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._row: Row | None = None

    def unpacked(self) -> Row:
        """Return what the text says, the same object at every call."""
        if self._row is None:
            self._row = unpacked(self.text)
        return self._row

    def __getitem__(self, name: str) -> object:
        return self.unpacked()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.unpacked())

    def __len__(self) -> int:
        return len(self.unpacked())

    def __bool__(self) -> bool:
        return self.text != b"{}"


def packed(row: Mapping[str, object]) -> bytes:
    """Return the JSON text of *row*."""
    return row.text if isinstance(row, Packed) else _ENCODER.encode(row)


def unpacked(text: bytes) -> Row:
    """Return the row of a JSON text."""
    return _DECODER.decode(text)


def copied(value: object) -> object:
    """
    Return a copy of a JSON value, deep; a tuple comes back as a list, as from a file.

    Raises:
        TypeError: *value* is not JSON.
        ValueError: a number is not finite.
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dict | Mapping):  # dict first: it is nearly always one, and found sooner
        return {_key(key): copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [copied(item) for item in value]
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"not a JSON number: {value}")
        return value
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"not a JSON key: {key!r}")
    return key


def copied_row(row: Mapping[str, object]) -> Row:
    """Return a deep copy of *row*, JSON values only."""
    return {_key(key): copied(value) for key, value in row.items()}
