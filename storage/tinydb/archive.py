"""The archive of one machine, in a folder."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from storage.files import FileBlobs
from storage.search import Search
from storage.tinydb.durable import JournalStorage
from storage.tinydb.journal import Line
from storage.tinydb.register import (
    CONTATORI,
    INDEXES,
    LAST_DAY,
    REGISTERED,
    RegisterArchive,
    Waiting,
    touched,
)
from storage.tinydb.rows import Changes

_MOUNTS = Path("/proc/self/mountinfo")


class TinyArchive(RegisterArchive):
    """
    An archive in *folder*: journals, ``blob``, ``indice``.

    Raises:
        Corrupt: a journal was altered.
        ArchiveFault: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._chain = folder, ""
        waiting, search = Waiting(), Search(folder / "indice")
        self._search, self._waiting = search, waiting
        storage = JournalStorage(
            folder,
            registered=REGISTERED,
            year=_year,
            indexes=INDEXES,
            applied=waiting.follow,
            registered_line=self._registered,
            mountinfo=_MOUNTS.read_text() if _MOUNTS.exists() else "",
        )
        super().__init__(storage, FileBlobs(folder / "blob"), search, waiting)
        self._journals = storage
        self._recover()

    def _registered(self, number: int, line: Line, changes: Changes) -> None:
        self._search.follow(touched(changes), number, line.chain)

    def _recover(self) -> None:
        self.recovered: Sequence[str] = self._journals.recovered

    def close(self) -> None:
        """Close files and index; the archive cannot be used any more."""
        self._journals.close()


def _year(changes: Changes) -> int | None:
    day = changes.get((CONTATORI, LAST_DAY))
    return date.fromisoformat(str(day["giorno"])).year if day else None
