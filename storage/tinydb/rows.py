"""
Rows in memory under TinyDB's contract: a block of changes is kept apart until it commits.

`RowStorage` is a TinyDB storage and `RowTable` a TinyDB table; together they give TinyDB
transactions across tables, savepoints, declared indexes and rows that cannot be changed from
outside. Alone they keep nothing on disk: `journal` makes them durable.
"""

import json
import threading
from collections.abc import (
    Callable,
    Collection,
    ItemsView,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import AbstractContextManager, contextmanager, nullcontext
from math import isfinite
from typing import TypeVar

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

Row = dict[str, object]
Changes = dict[tuple[str, str], Row | None]
T = TypeVar("T")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def copied(value: object) -> object:
    """
    Return a copy of a JSON value, deep; a tuple comes back as a list, as from a file.

    Raises:
        TypeError: *value* is not JSON.
        ValueError: a number is not finite.
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
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
        match self._keys.get(value):
            case None:
                self._keys[value] = key
            case str(only):
                self._keys[value] = [only, key]
            case several:
                several.append(key)

    def discard(self, value: object, key: str) -> None:
        """Take note that the row at *key* has *value* no more."""
        rest = [other for other in self.keys_of(value) if other != key]
        if isinstance(value, str | int):
            self._keys.pop(value, None)
            if rest:
                self._keys[value] = rest


def _packed(row: Row) -> bytes:
    return _ENCODER.encode(row).encode()


def _unpacked(text: bytes) -> Row:
    row: Row = json.loads(text)
    return row


def _at(row: Row, path: Sequence[str]) -> object:
    value: object = row
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


class RowStorage(Storage):
    """
    The rows of all tables, changed one block at a time.

    Args:
        indexes: For each table, the dotted paths by which its rows are looked up.
        applied: Hears of every committed change as it is shown, the rows held still.
        packed: Tables whose rows are kept as text: a third of the memory, ten microseconds more
            at each reading.
    """

    def __init__(
        self,
        indexes: Mapping[str, Sequence[str]] | None = None,
        applied: Callable[[Changes], None] = lambda changes: None,
        packed: Collection[str] = (),
    ) -> None:
        self._packed = frozenset(packed)
        self._applied = applied
        self._paths = {
            table: tuple(tuple(path.split(".")) for path in paths)
            for table, paths in (indexes or {}).items()
        }
        self._writer = threading.RLock()  # held for a whole block
        self._memory = threading.RLock()  # held while the rows below are read or changed
        self._owner = 0
        self._still = threading.local()  # whether this thread holds the rows still already
        self._block: Changes | None = None
        self.clear()

    def clear(self) -> None:
        """Forget every row."""
        self._rows: dict[str, dict[str, Row | bytes]] = {}
        self._found = {
            table: {path: Index() for path in paths} for table, paths in self._paths.items()
        }

    # What a kind of storage adds to this one.

    def alone(self) -> AbstractContextManager[None]:
        """Keep other processes out, having read what they wrote."""
        return nullcontext()

    def refresh(self) -> None:
        """Read what other processes wrote, if anything."""

    def commit(self, changes: Changes) -> None:
        """Make *changes* last, then show them to the readers."""
        self.apply(changes)

    # Blocks.

    @property
    def inside(self) -> bool:
        """Return whether this thread has a block open."""
        return self._block is not None and self._owner == threading.get_ident()

    @property
    def block(self) -> Changes:
        """Return the changes of the open block, by table and key; empty outside of one."""
        return self._block or {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """
        Open a block, alone among threads and processes; it commits when it ends without exception.

        A nested block joins the outer one, and undoes its own changes when an exception leaves it.
        """
        with self._writer:
            if self._block is not None:
                yield from self._nested(self._block)
                return
            with self.alone():
                self._block, self._owner = {}, threading.get_ident()
                try:
                    yield
                    if changes := self._changed():
                        self.commit(changes)
                finally:
                    self._block = None

    def _nested(self, outer: Changes) -> Iterator[None]:
        # Rows of a block are replaced, never changed in place: a shallow copy is a savepoint.
        before = dict(outer)
        try:
            yield
        except BaseException:
            self._block = before
            raise

    def _changed(self) -> Changes:
        return {at: row for at, row in self.block.items() if self.committed(*at) != row}

    def committed(self, table: str, key: str) -> Row | None:
        """Return a row as it was before the open block, or None."""
        row = self._rows.get(table, {}).get(key)
        return _unpacked(row) if isinstance(row, bytes) else row

    # Reading. Nothing here copies: the tables do, with what they hand out.

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the rows still; the thread of a block sees its own changes, others do not."""
        if getattr(self._still, "held", False):
            yield
            return
        if not self.inside:
            self.refresh()
        with self._memory:
            self._still.held = True
            try:
                yield
            finally:
                self._still.held = False

    def row(self, table: str, key: str) -> Row | None:
        """Return a row, or None."""
        if self.inside and (table, key) in self.block:
            return self.block[table, key]
        return self.committed(table, key)

    def keys(self, table: str) -> list[str]:
        """Return the keys of *table*, oldest first."""
        rows = self._rows.get(table, {})
        if not self.inside:
            return list(rows)
        mine = {key: row for (name, key), row in self.block.items() if name == table}
        kept = [key for key in rows if mine.get(key, rows) is not None]
        return kept + [key for key, row in mine.items() if key not in rows and row is not None]

    def rows(self, table: str) -> dict[str, Row]:
        """Return the rows of *table* by key, oldest first."""
        found = ((key, self.row(table, key)) for key in self.keys(table))
        return {key: row for key, row in found if row is not None}

    def candidates(self, table: str, condition: QueryLike) -> list[str] | None:
        """Return the keys worth testing, oldest first, or None when no index helps."""
        found = self._look_up(table, getattr(condition, "_hash", None))
        if found is None or not self.inside:
            return None if found is None else list(found)
        return list(found) + [key for name, key in self.block if name == table and key not in found]

    def _look_up(self, table: str, shape: object) -> Sequence[str] | None:
        """Read the shape TinyDB gives a query: ``('==', path, value)``, ``('and', {...})``."""
        match shape:
            case ("==", path, value):
                indexes = self._found.get(table, {}).items()
                return next((index.keys_of(value) for at, index in indexes if at == path), None)
            case ("and", frozenset() as parts):
                found = [self._look_up(table, part) for part in parts]
                return min((keys for keys in found if keys is not None), key=len, default=None)
        return None

    # Changing.

    def change(self, table: str, key: str, row: Row | None) -> None:
        """Put *row* at *key* in the open block; None removes it."""
        if self._block is None:
            raise RuntimeError("a change outside of a block")
        self._block[table, key] = row

    def apply(self, changes: Changes) -> None:
        """Show committed *changes* to the readers."""
        with self._memory:
            for (table, key), row in changes.items():
                self._put(table, key, row)
            self._applied(changes)

    def _put(self, table: str, key: str, row: Row | None) -> None:
        old = self.committed(table, key)
        for path, index in self._found.get(table, {}).items():
            before, now = _at(old or {}, path), _at(row or {}, path)
            if before != now:
                index.discard(before, key)
                index.add(now, key)
        rows = self._rows.setdefault(table, {})
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = _packed(row) if table in self._packed else row

    # What TinyDB itself asks of a storage.

    def read(self) -> dict[str, dict[str, Row]] | None:
        """Return a copy of every table, or None when there is none."""
        with self.reading():
            names = dict.fromkeys([*self._rows, *(table for table, _ in self.block)])
            tables = {name: self.rows(name) for name in names}
            return {
                name: {key: copied_row(row) for key, row in rows.items()}
                for name, rows in tables.items()
                if rows
            } or None

    def write(self, data: Mapping[str, Mapping[str, Row]]) -> None:
        """Replace every table with *data*, in one block."""
        with self.transaction():
            for name in {*self._rows, *data}:
                new = {str(key): row for key, row in data.get(name, {}).items()}
                for key in self.keys(name):
                    if key not in new:
                        self.change(name, key, None)
                for key, row in new.items():
                    self.change(name, key, copied_row(row))


class _Changing(MutableMapping[T, Row]):
    """What TinyDB's updaters see of a table: they change the open block, not the rows."""

    def __init__(self, storage: RowStorage, name: str, identify: Callable[[str], T]) -> None:
        self._storage, self._name, self._identify = storage, name, identify

    def __getitem__(self, key: T) -> Row:
        row = self._storage.row(self._name, str(key))
        if row is None:
            raise KeyError(key)
        # Updaters change what they get: it must be theirs, and in the block.
        mine = copied_row(row)
        self._storage.change(self._name, str(key), mine)
        return mine

    def __setitem__(self, key: T, row: Row) -> None:
        self._storage.change(self._name, str(key), copied_row(row))

    def __delitem__(self, key: T) -> None:
        if key not in self:
            raise KeyError(key)
        self._storage.change(self._name, str(key), None)

    def __contains__(self, key: object) -> bool:
        return self._storage.row(self._name, str(key)) is not None

    def __iter__(self) -> Iterator[T]:
        return iter([self._identify(key) for key in self._storage.keys(self._name)])

    def __len__(self) -> int:
        return len(self._storage.keys(self._name))


class _Seen(Mapping[str, Row]):
    """What TinyDB reads of a table: copies, and one row costs one row, not the whole table."""

    def __init__(self, storage: RowStorage, name: str) -> None:
        self._storage, self._name = storage, name

    def __getitem__(self, key: str) -> Row:
        with self._storage.reading():
            row = self._storage.row(self._name, key)
        if row is None:
            raise KeyError(key)
        return copied_row(row)

    def items(self) -> ItemsView[str, Row]:
        with self._storage.reading():
            rows = self._storage.rows(self._name)
            return {key: copied_row(row) for key, row in rows.items()}.items()

    def __iter__(self) -> Iterator[str]:
        with self._storage.reading():
            return iter(self._storage.keys(self._name))

    def __len__(self) -> int:
        with self._storage.reading():
            return len(self._storage.keys(self._name))


class RowTable(Table):
    """A TinyDB table whose writes are blocks and whose equality queries use the indexes."""

    _storage: RowStorage

    def __init__(
        self, storage: RowStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        # TinyDB's query cache knows only of its own writes: another process leaves it stale.
        super().__init__(storage, name, cache_size=0)

    def insert(self, document: Mapping[str, object]) -> int:
        """Insert one document and return its id."""
        with self._storage.transaction():
            return super().insert(document)

    def upsert(self, document: Mapping[str, object], cond: QueryLike | None = None) -> list[int]:
        """Change the documents that match, or insert one; return the ids."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of the documents that match, oldest first."""
        return [
            self.document_class(copied_row(row), self.document_id_class(key))
            for key, row in self._candidates(cond)
            if cond(row)
        ]

    def _candidates(self, cond: QueryLike) -> list[tuple[str, Row]]:
        with self._storage.reading():
            keys = self._storage.candidates(self.name, cond)
            if keys is None:
                return list(self._storage.rows(self.name).items())
            found = ((key, self._storage.row(self.name, key)) for key in keys)
            return [(key, row) for key, row in found if row is not None]

    def _read_table(self) -> Mapping[str, Row]:  # type: ignore[override]  # TinyDB says dict, and reads a mapping
        return _Seen(self._storage, self.name)

    def _update_table(self, updater: Callable[[MutableMapping[int, Row]], None]) -> None:  # type: ignore[override]  # TinyDB says dict, and uses a mapping
        with self._storage.transaction():
            updater(_Changing(self._storage, self.name, self.document_id_class))

    def _get_next_id(self) -> int:
        # Never cached: another thread or process may have inserted meanwhile.
        return max((int(key) for key in self._storage.keys(self.name)), default=0) + 1


class KeyedTable(RowTable):
    """A table whose keys are ours (a number, a user name) instead of TinyDB's counters."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB says int, and only calls it

    def row(self, key: str) -> Row | None:
        """Return a copy of the row at *key*, or None."""
        with self._storage.reading():
            row = self._storage.row(self.name, key)
        return None if row is None else copied_row(row)

    def __contains__(self, key: str) -> bool:
        """Return whether there is a row at *key*."""
        with self._storage.reading():
            return self._storage.row(self.name, key) is not None

    def save(self, key: str, row: Mapping[str, object]) -> None:
        """Put *row* at *key*, whatever was there."""
        with self._storage.transaction():
            self._storage.change(self.name, key, copied_row(row))

    def discard(self, key: str) -> None:
        """Remove the row at *key*, if any."""
        with self._storage.transaction():
            self._storage.change(self.name, key, None)


class RowDB(TinyDB):
    """TinyDB over a storage that is already open, ."""

    table_class = RowTable  # type: ignore[assignment]  # TinyDB says Table, and only calls it

    def __init__(self, storage: RowStorage) -> None:
        super().__init__(storage=lambda: storage)
