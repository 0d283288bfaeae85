"""TinyDB tables over `RowStorage`: every write is a block, every row handed out is a copy."""

from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping
from typing import TypeVar

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from storage.tinydb.packing import Row, copied_row
from storage.tinydb.rows import RowStorage

T = TypeVar("T")


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
        return self._storage.owned(self._name, key, row)

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
        with self._storage.reading():
            keys = self._storage.candidates(self.name, cond)
            found = [
                (key, row)
                for key in (self._storage.keys(self.name) if keys is None else keys)
                if (row := self._storage.row(self.name, key)) is not None
            ]
        return [
            self.document_class(
                self._storage.owned(self.name, key, row), self.document_id_class(key)
            )
            for key, row in found
            if cond(row)
        ]

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
        return None if row is None else self._storage.owned(self.name, key, row)

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
