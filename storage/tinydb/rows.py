"""
A TinyDB storage of rows in memory: a block of changes is kept apart until it commits.

With the tables of `tables` it gives TinyDB transactions across tables, savepoints, declared
indexes and rows that cannot be changed from outside. Alone it keeps nothing on disk: `durable`
does.
"""

import json
import threading
from collections.abc import (
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractContextManager, contextmanager, nullcontext
from math import isfinite

from tinydb.queries import QueryLike
from tinydb.storages import Storage

Row = dict[str, object]
Changes = dict[tuple[str, str], Row | None]
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

    # Reading. Rows are not copied here: the tables do, with what they hand out, through `owned`.

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

    def owned(self, table: str, key: str, row: Row) -> Row:
        """Return *row*, just read, as one that the reader may change."""
        unpacked_for_us = table in self._packed and (table, key) not in self.block
        return row if unpacked_for_us else copied_row(row)

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
