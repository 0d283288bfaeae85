"""Who came to know what: a chained journal of its own, that is never compacted."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from storage.archive import ArchiveFault
from storage.disk import locked, refused
from storage.tinydb.journal import Journal, NotSynced, sealed

ACCESSES = "accessi.jsonl"

Row = Mapping[str, object]


class Accesses(Protocol):
    """Where accesses are kept."""

    def add(self, row: Row) -> None:
        """Keep *row* for good."""

    def rows(self) -> list[Row]:
        """Return all that was kept, oldest first."""

    def close(self) -> None:
        """Close the file, if any."""


class MemoryAccesses:
    """Accesses kept as long as the process lasts."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Keep *row*."""
        self._rows.append(row)

    def rows(self) -> list[Row]:
        """Return all that was kept, oldest first."""
        return list(self._rows)

    def close(self) -> None:
        """Forget everything."""
        self._rows.clear()


class AccessJournal:
    """
    The journal ``accessi.jsonl`` of *folder*, shared by all threads and processes.

    Nothing of it stays in memory: it is read again when somebody asks.
    """

    def __init__(self, folder: Path) -> None:
        self._path, self._key = folder / ACCESSES, folder / "accessi.chiave"
        self._journal, self._broken = Journal(self._path), False
        self._alone = threading.Lock()

    def add(self, row: Row) -> None:
        """
        Append *row*, durable when this returns.

        Raises:
            Corrupt: the journal was altered.
            ArchiveFault: the disk refused it.
        """
        try:
            with self._writing():
                text = sealed({"accesso": row}, self._journal.chain)
                self._journal.append(text, crash="access")
        except OSError as error:
            self._broken = isinstance(error, NotSynced)
            raise refused(error) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep out other threads and processes, having read what they wrote."""
        with self._alone, self._key.open("wb") as key, locked(key.fileno()):
            if self._broken:
                raise ArchiveFault("Il disco non ha confermato una scrittura: riavviare.")
            for _ in self._journal.read():
                pass
            self._journal.set_tail_aside()
            yield

    def rows(self) -> list[Row]:
        """
        Return all that was kept, oldest first.

        Raises:
            Corrupt: the journal was altered.
        """
        return list(read_accesses(self._path))

    def close(self) -> None:
        """Close the file."""
        self._journal.close()


def read_accesses(path: Path) -> Iterator[Row]:
    """
    Yield the accesses in the journal at *path*, checking the chain.

    Raises:
        Corrupt: a line was altered.
    """
    journal = Journal(path)
    try:
        for line in journal.read():
            match line.payload.get("accesso"):
                case dict() as row:
                    yield row
    finally:
        journal.close()
