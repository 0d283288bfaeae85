"""The archive in memory, for tests and for trying things out: same promises, one process."""

from collections.abc import Iterable
from pathlib import Path

from storage.archive import ArchiveFault
from storage.care import ChainHead, Progress, unheard
from storage.files import MemoryBlobs
from storage.search import Search
from storage.tinydb.accesses import MemoryAccesses
from storage.tinydb.cared import CaredArchive
from storage.tinydb.contents import (
    INDEXES,
    PACKED,
    REGISTERED,
    Recent,
    Waiting,
    about,
    left_of,
    touched,
    without,
)
from storage.tinydb.journal import ZERO, sealed
from storage.tinydb.rows import Changes, RowStorage


class MemoryArchive(CaredArchive):
    """An archive that lasts as long as the process."""

    def __init__(self) -> None:
        self._lines, self._recent, waiting = 0, Recent(), Waiting()
        self._register: list[tuple[str, Changes]] = []
        super().__init__(
            RowStorage(INDEXES, self._applied, PACKED),
            MemoryBlobs(),
            Search(),
            waiting,
            MemoryAccesses(),
        )

    def _applied(self, changes: Changes) -> None:
        self._lines += 1
        self._waiting.follow(changes)
        self._search.follow(touched(changes), self._lines)
        if registered := {at: row for at, row in changes.items() if at[0] in REGISTERED}:
            self._register.append((self._sealed(registered), registered))
            self._recent.follow(len(self._register), about(registered))

    def _sealed(self, registered: Changes) -> str:
        said = [(table, key, row) for (table, key), row in registered.items()]
        return sealed({"n": len(self._register) + 1, "op": said}, self.chain_head().chain or ZERO)

    def chain_head(self) -> ChainHead:
        """Return where the chain of the register has come to."""
        last = self._register[-1][0][:64] if self._register else ""
        return ChainHead(len(self._register), last)

    def _lines_and_changes(self) -> Iterable[tuple[str, Changes]]:
        return self._register

    def _carry_out_erasures(self, told: Progress) -> None:
        gone, proofs = set(self._erasures.keys()), self._erasures.all()
        for number in {number for proof in proofs for number in proof.righe}:
            text, changes = self._register[number - 1]
            left = without(changes, gone)
            self._register[number - 1] = (f"{text[:129]} {left_of(number, left)}", left)
        for digest in self._erasures.orphaned(proofs):
            self._blobs.remove(digest)

    def rebuild_index(self, told: Progress = unheard) -> int:
        """Return how many documents the index holds: in memory it cannot be lost."""
        self._search.feed(self._document)
        return len(self._search)

    def rebuild_sidecars(self, told: Progress = unheard) -> int:
        """Do nothing: in memory there are no sidecars."""
        return 0

    def backup(self, folder: Path, told: Progress = unheard) -> None:
        """Refuse; see `Archive`."""
        raise ArchiveFault("L'archivio è in memoria: non c'è nulla da copiare.")

    def close(self) -> None:
        """Forget everything."""
        self._storage.clear()
        self._accesses.close()
