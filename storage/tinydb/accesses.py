"""Who came to know what: a chained journal of its own, that is never compacted."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage.archive import ArchiveFault, Corrupt
from storage.disk import locked, refused
from storage.tinydb.head import Head
from storage.tinydb.journal import Journal, NotSynced, sealed

ACCESSES, HEAD_OF_ACCESSES = "accessi.jsonl", "accessi.testa"

Row = Mapping[str, object]


@dataclass(frozen=True)
class Reached:
    """How far a journal had come: position after its last line, and the chain there."""

    end: int = 0
    chain: str = ""


class Accesses(Protocol):
    """Where accesses are kept."""

    def add(self, row: Row) -> None:
        """Keep *row* for good."""

    def rows(self, noted: Reached | None = None) -> list[Row]:
        """
        Return all that was kept, oldest first.

        Raises:
            Corrupt: the journal was altered, or has lost what it had when it reached *noted*.
        """

    def reached(self) -> Reached:
        """Return how far the journal has come."""

    def close(self) -> None:
        """Close the file, if any."""


class MemoryAccesses:
    """Accesses kept as long as the process lasts."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Keep *row*."""
        self._rows.append(row)

    def rows(self, noted: Reached | None = None) -> list[Row]:
        """Return all that was kept, oldest first."""
        return list(self._rows)

    def reached(self) -> Reached:
        """Return how many were kept."""
        return Reached(len(self._rows))

    def close(self) -> None:
        """Forget everything."""
        self._rows.clear()


class AccessJournal:
    """
    The journal ``accessi.jsonl`` of *folder*, shared by all threads and processes.

    Nothing of it stays in memory: it is read again when somebody asks. ``accessi.testa`` is its
    lock and notes how far it has come, so that lines cut from its end are missed.
    """

    def __init__(self, folder: Path) -> None:
        self._path, self._broken = folder / ACCESSES, False
        self._journal = Journal(self._path)
        self._lock = os.open(folder / HEAD_OF_ACCESSES, os.O_CREAT | os.O_RDWR, 0o600)
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
                # The head is a help: what is durable stays so without it.
                with suppress(OSError):
                    self._note()
        except OSError as error:
            self._broken = isinstance(error, NotSynced)
            raise refused(error) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep out other threads and processes, having read what they wrote."""
        with self._alone, locked(self._lock):
            if self._broken:
                raise ArchiveFault("Il disco non ha confermato una scrittura: riavviare.")
            noted = self._noted()
            for _ in self._journal.read():
                pass
            self._refuse_if_cut(self._journal, noted)
            self._journal.set_tail_aside()
            yield

    def _note(self) -> None:
        content = Head(register=self._journal.end).to_bytes()
        os.pwrite(self._lock, content, 0)
        os.ftruncate(self._lock, len(content))

    def _noted(self) -> int:
        head = Head.from_bytes(os.pread(self._lock, 128, 0))
        return head.register if head else 0

    def _refuse_if_cut(self, journal: Journal, noted: int) -> None:
        # What this process has read may be cut as well as what it has not.
        if journal.size < max(journal.end, noted) or journal.end < noted:
            raise Corrupt(self._path, min(journal.end, journal.size))

    def reached(self) -> Reached:
        """
        Return how far the journal has come.

        Raises:
            Corrupt: the journal was altered.
        """
        with self._writing():
            return Reached(self._journal.end, self._journal.chain)

    def rows(self, noted: Reached | None = None) -> list[Row]:
        """Return all that was kept, oldest first; see `Accesses`."""
        # The head first: whoever is writing moves it after the line.
        head = self._noted()
        rows: list[Row] = []
        journal = Journal(self._path)
        held = noted is None
        try:
            for line in journal.read():
                held = held or Reached(line.end, line.chain) == noted
                match line.payload.get("accesso"):
                    case dict() as row:
                        rows.append(row)
            self._refuse_if_cut(journal, head)
        finally:
            journal.close()
        if not held and noted:
            raise Corrupt(self._path, min(noted.end, journal.end))
        return rows

    def close(self) -> None:
        """Close the files."""
        self._journal.close()
        os.close(self._lock)
