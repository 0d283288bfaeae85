"""The declared indexes of a table: the keys of its rows by the values at a few paths."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter

from msgspec import Struct, ValidationError, defstruct, field
from msgspec.json import Decoder
from tinydb.queries import QueryInstance

from storage.tinydb.packing import Packed

Path = tuple[str, ...]
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True)
class Indexed:
    """
    An index over several paths of a row: any of their texts finds it.

    Args:
        name: What it is called in queries.
        paths: Dotted.
        key: The form in which texts are compared.
    """

    name: str
    paths: tuple[str, ...]
    key: Callable[[str], str] = str

    def keys(self, values: Sequence[object]) -> tuple[str, ...]:
        """Return the texts among *values* as they are compared, each once."""
        return tuple(dict.fromkeys(self.key(value) for value in values if isinstance(value, str)))

    def query(self, value: str) -> QueryInstance:
        """Return the query of the rows that have *value* at any of the paths."""
        wanted, paths = self.key(value), [tuple(path.split(".")) for path in self.paths]

        def has(row: Mapping[str, object]) -> bool:
            return wanted in self.keys([_at(row, path) for path in paths])

        return QueryInstance(has, ("==", (self.name,), wanted))


class Begun(Indexed):
    """An index over the words of several paths: the beginnings of words find a row."""

    def keys(self, values: Sequence[object]) -> tuple[str, ...]:
        """Return the words of the texts among *values*, each once."""
        texts = super().keys(values)
        return tuple(dict.fromkeys(word for text in texts for word in _words(text)))

    def query(self, value: str) -> QueryInstance:
        """Return the query of the rows that have, for each word of *value*, one begun by it."""
        wanted, paths = self.keys([value]), [tuple(path.split(".")) for path in self.paths]

        def has(row: Mapping[str, object]) -> bool:
            known = self.keys([_at(row, path) for path in paths])
            return all(any(word.startswith(begun) for word in known) for begun in wanted)

        return QueryInstance(has, ("==", (self.name,), wanted))


def _words(text: str) -> list[str]:
    return text.replace("'", " ").split()


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
        """Take note that the row at *key* has *value*, or each of several values."""
        if isinstance(value, tuple):
            for one in value:
                self.add(one, key)
        elif isinstance(value, str | int):
            found = self._keys.setdefault(value, key)
            if isinstance(found, list):
                found.append(key)
            elif found is not key:
                self._keys[value] = [found, key]

    def discard(self, value: object, key: str) -> None:
        """Take note that the row at *key* has *value*, or any of several values, no more."""
        if isinstance(value, tuple):
            for one in value:
                self.discard(one, key)
        elif isinstance(value, str | int):
            rest = [other for other in self.keys_of(value) if other != key]
            self._keys.pop(value, None)
            if rest:
                self._keys[value] = rest


class Beginnings(Index):
    """The keys of the rows by the beginnings of their words, in the order of the keys."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[tuple[str, str]] = []
        self._in_order = True

    def keys_of(self, value: object) -> Sequence[str]:
        """Return the keys of the rows that have, for each of the words *value*, one begun by it."""
        if not self._in_order:
            self._words.sort()
            self._in_order = True
        begun = value if isinstance(value, tuple) else ()
        return sorted(set.intersection(*map(self._beginning, begun))) if begun else []

    def _beginning(self, word: str) -> set[str]:
        first = bisect_left(self._words, (word, ""))
        last = bisect_left(self._words, (word + _AFTER_ALL, ""))
        return {key for _, key in self._words[first:last]}

    def add(self, value: object, key: str) -> None:
        """Take note that the row at *key* has the words *value*."""
        if isinstance(value, tuple):
            self._words += [(str(word), key) for word in value]
            self._in_order = False

    def discard(self, value: object, key: str) -> None:
        """Take note that the row at *key* has the words *value* no more."""
        gone = {(word, key) for word in value} if isinstance(value, tuple) else set()
        self._words = [known for known in self._words if known not in gone] if gone else self._words


class Lookup:
    """
    The indexes of one table.

    Args:
        declared: Dotted paths, as ``index.codice_fiscale``, or indexes over several. Only texts
            and whole numbers are found by.
    """

    def __init__(self, declared: Sequence[str | Indexed] = ()) -> None:
        self._indexes = {
            _name(one): Beginnings() if isinstance(one, Begun) else Index() for one in declared
        }
        self._sources = [_Source(one) for one in declared]
        self._nothing = [None] * len(declared)
        self._decoder = Decoder(_shape([path for it in self._sources for path in it.paths]))

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
                if now is not None:
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
                return [source.keyed(source.of_head(head)) for source in self._sources]
        return [source.keyed(source.of_row(row)) for source in self._sources]


class _Source:
    """Where an index takes its values from."""

    def __init__(self, declared: str | Indexed) -> None:
        dotted = (declared,) if isinstance(declared, str) else declared.paths
        self.paths = [tuple(path.split(".")) for path in dotted]
        self._keys = None if isinstance(declared, str) else declared.keys
        self.of_head = attrgetter(*dotted)  # of one path its value, of several all of them

    def of_row(self, row: Mapping[str, object]) -> object:
        values = tuple(_at(row, path) for path in self.paths)
        return values if len(values) > 1 else values[0]

    def keyed(self, found: object) -> object:
        """Return what is *found* at the paths as the index compares it; None when there is none."""
        if self._keys is None or found is None:
            return found
        values = found if isinstance(found, tuple) else (found,)
        return self._keys(values) if any(values) else None


def _name(declared: str | Indexed) -> Path:
    return tuple(declared.split(".")) if isinstance(declared, str) else (declared.name,)


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
