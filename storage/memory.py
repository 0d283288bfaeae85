"""The archive in memory, for tests and for trying things out: same promises, one process."""

from storage.files import MemoryBlobs
from storage.search import Search
from storage.tinydb.contents import INDEXES, PACKED, Waiting, touched
from storage.tinydb.register import RegisterArchive
from storage.tinydb.rows import Changes, RowStorage


class MemoryArchive(RegisterArchive):
    """An archive that lasts as long as the process."""

    def __init__(self) -> None:
        self._lines, waiting = 0, Waiting()
        super().__init__(
            RowStorage(INDEXES, self._applied, PACKED), MemoryBlobs(), Search(), waiting
        )

    def _applied(self, changes: Changes) -> None:
        self._lines += 1
        self._waiting.follow(changes)
        self._search.follow(touched(changes), self._lines)

    def close(self) -> None:
        """Forget everything."""
        self._storage.clear()
