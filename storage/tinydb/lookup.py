"""The declared indexes of a table: the keys of its rows by the values at a few paths."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from operator import attrgetter

from msgspec import Struct, ValidationError, defstruct, field
from msgspec.json import Decoder

from storage.tinydb.packing import Packed

Path = tuple[str, ...]


class Index:
    """
    The keys of the rows that have a value, oldest first.

    Most values have one row only: its key stands alone, without a list around it.
    """

    def __init__(self) -> None:
        self._keys: dict[object, str | list[str]] = {}

    def keys_of(self, value: object) -> Sequence[str]:
        """Return the keys of the rows that have *value*."""
        found = self._keys.get(value, [])
        return [found] if isinstance(found, str) else found

    def add(self, value: object, key: str) -> None:
        """Take note that the row at *key* has *value*."""
        if not isinstance(value, str | int):
            return
        found = self._keys.setdefault(value, key)
        if isinstance(found, list):
            found.append(key)
        elif found is not key:
            self._keys[value] = [found, key]

    def discard(self, value: object, key: str) -> None:
        """Take note that the row at *key* has *value* no more."""
        if not isinstance(value, str | int):
            return
        rest = [other for other in self.keys_of(value) if other != key]
        self._keys.pop(value, None)
        if rest:
            self._keys[value] = rest


class Lookup:
    """
    The indexes of one table.

    Args:
        paths: Dotted, as ``index.codice_fiscale``. Only texts and whole numbers are found by.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._indexes = {tuple(path.split(".")): Index() for path in paths}
        self._nothing = [None] * len(self._indexes)
        self._decoder = Decoder(_shape(list(self._indexes)))
        self._heads = [attrgetter(path) for path in paths]

    def keys_of(self, path: object, value: object) -> Sequence[str] | None:
        """Return the keys of the rows that have *value* at *path*; None if it is not declared."""
        index = self._indexes.get(path) if isinstance(path, tuple) else None
        return None if index is None else index.keys_of(value)

    def replace(
        self, key: str, old: Mapping[str, object] | None, new: Mapping[str, object] | None
    ) -> None:
        """Take note that the row at *key* was *old*, or not there, and is *new*, or gone."""
        indexes = self._indexes.values()
        if old is None and new is not None:
            for index, now in zip(indexes, self._values(new), strict=True):
                index.add(now, key)
            return
        for index, before, now in zip(indexes, self._values(old), self._values(new), strict=True):
            if before != now:
                index.discard(before, key)
                index.add(now, key)

    def _values(self, row: Mapping[str, object] | None) -> Sequence[object]:
        if row is None:
            return self._nothing
        if isinstance(row, Packed):
            # The rest of the text is skipped, not unpacked: a tenth of the time.
            with suppress(ValidationError):
                head = self._decoder.decode(row.text)
                return [read(head) for read in self._heads]
        return [_at(row, path) for path in self._indexes]


def _shape(paths: Sequence[Path]) -> type[Struct]:
    """Return what to read of a row to know what is at *paths*, and nothing else."""
    names = dict.fromkeys(path[0] for path in paths)
    inner = {name: [path[1:] for path in paths if path[0] == name and path[1:]] for name in names}
    return defstruct("Head", [_field(name, below) for name, below in inner.items()])


def _field(name: str, below: Sequence[Path]) -> tuple[str, type, object]:
    if not below:
        return name, object, None
    shape = _shape(below)
    return name, shape, field(default_factory=shape)


def _at(row: Mapping[str, object], path: Path) -> object:
    value: object = row
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
