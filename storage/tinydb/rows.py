"""
A TinyDB storage of rows in memory: a block of changes is kept apart until it commits.

With the tables of `tables` it gives TinyDB transactions across tables, savepoints, declared
indexes and rows that cannot be changed from outside. Alone it keeps nothing on disk: `durable`
does.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from tinydb.queries import QueryLike
from tinydb.storages import Storage

from storage.tinydb.lookup import Indexed, Lookup
from storage.tinydb.packing import Packed, Row, copied_row, packed, unpacked

# By table and key; None for a row that is removed.
Changes = Mapping[tuple[str, str], Mapping[str, object] | None]
Block = dict[tuple[str, str], Row | None]


class RowStorage(Storage):
    """
    The rows of all tables, changed one block at a time.

    Args:
        indexes: For each table, what its rows are looked up by; see `Lookup`.
        applied: Hears of every committed change as it is shown, the rows held still.
        packed: Tables whose rows are kept as text: a third of the memory, a few microseconds more
            at each reading.
    """

    def __init__(
        self,
        indexes: Mapping[str, Sequence[str | Indexed]] | None = None,
        applied: Callable[[Changes], None] = lambda changes: None,
        packed: Collection[str] = (),
    ) -> None:
        self._packed = frozenset(packed)
        self._applied = applied
        self._paths = indexes or {}
        self._writer = threading.RLock()  # held for a whole block
        self._memory = threading.RLock()  # held while the rows below are read or changed
        self._owner = 0
        self._still = threading.local()  # whether this thread holds the rows still already
        self._block: Block | None = None
        self.clear()

    def clear(self) -> None:
        """Forget every row."""
        self._rows: dict[str, dict[str, Row | bytes]] = {}
        self._lookups = {table: Lookup(paths) for table, paths in self._paths.items()}

    # What a kind of storage adds to this one.

    def alone(self) -> AbstractContextManager[None]:
        """Keep other processes out, having read what they wrote."""
        return nullcontext()

    def refresh(self) -> None:
        """Read what other processes wrote, if anything."""

    def commit(self, changes: Block) -> None:
        """Make *changes* last, then show them to the readers."""
        self.apply(changes)

    # Blocks.

    @property
    def inside(self) -> bool:
        """Return whether this thread has a block open."""
        return self._block is not None and self._owner == threading.get_ident()

    @property
    def block(self) -> Block:
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

    def _nested(self, outer: Block) -> Iterator[None]:
        # Rows of a block are replaced, never changed in place: a shallow copy is a savepoint.
        before = dict(outer)
        try:
            yield
        except BaseException:
            self._block = before
            raise

    def _changed(self) -> Block:
        return {at: row for at, row in self.block.items() if self.committed(*at) != row}

    def committed(self, table: str, key: str) -> Row | None:
        """Return a row as it was before the open block, or None."""
        row = self._rows.get(table, {}).get(key)
        return unpacked(row) if isinstance(row, bytes) else row

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
                lookup = self._lookups.get(table)
                return lookup.keys_of(path, value) if lookup else None
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

    def _put(self, table: str, key: str, row: Mapping[str, object] | None) -> None:
        rows = self._rows.setdefault(table, {})
        if lookup := self._lookups.get(table):
            old = rows.get(key)
            lookup.replace(key, Packed(old) if isinstance(old, bytes) else old, row)
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = packed(row) if table in self._packed else dict(row)

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
