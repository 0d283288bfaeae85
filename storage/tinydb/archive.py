"""The archive of one machine, in a folder."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import structlog

from storage.archive import ChainHead, Query, Report, Results
from storage.files import FileBlobs
from storage.search import IndexSpoiled, Position, Search
from storage.tinydb import care
from storage.tinydb.accesses import AccessJournal
from storage.tinydb.contents import (
    CONTATORI,
    DOCUMENTI,
    FASCICOLI,
    INDEXES,
    LAST_DAY,
    PACKED,
    REGISTERED,
    Waiting,
    about,
    table_of,
    touched,
)
from storage.tinydb.durable import JournalStorage
from storage.tinydb.journal import Line
from storage.tinydb.register import RegisterArchive
from storage.tinydb.rows import Changes
from storage.tinydb.sidecars import Sidecars, beside

log = structlog.get_logger()

_MOUNTS = Path("/proc/self/mountinfo")


class TinyArchive(RegisterArchive):
    """
    An archive in *folder*: the journals, ``blob``, ``fascicoli``, ``indice``, ``accessi.jsonl``.

    Raises:
        Corrupt: a journal was altered.
        ArchiveFault: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = FileBlobs(folder / "blob")
        self.sidecars = Sidecars(folder, self.blobs)
        self.index = Search(folder / "indice")
        waiting = Waiting()
        self._indexed_at, self._closed = "", False
        self.journals = JournalStorage(
            folder,
            registered=REGISTERED,
            year=year_of,
            indexes=INDEXES,
            applied=waiting.follow,
            registered_line=self._registered,
            packed=PACKED,
            mountinfo=_MOUNTS.read_text() if _MOUNTS.exists() else "",
        )
        accesses = AccessJournal(folder)
        super().__init__(self.journals, self.blobs, self.index, waiting, accesses)
        self.recovered: Sequence[str] = list(self._recover())
        for sentence in self.recovered:
            log.info("archive_recovered", what=sentence)

    def _registered(self, number: int, line: Line, changes: Changes) -> None:
        if number == self.index.position.line:
            self._indexed_at = line.chain
        keys = touched(changes) if number > self.index.position.line else ()
        self.index.follow(keys, number, line.chain)
        if number > self.sidecars.position.line:
            self.sidecars.follow(number, line.text, beside(about(changes)))

    # After a commit, and after a crash.

    def _settle(self) -> None:
        # The block is durable: what fails here is done at the next occasion, or at the opening.
        try:
            self._keep_sidecars_up()
            super()._settle()
        except (OSError, IndexSpoiled) as error:
            log.error("settling_failed", error=str(error))

    def _keep_sidecars_up(self) -> int:
        if self.sidecars.incomplete:
            return self.rebuild_sidecars()
        return self.sidecars.write_pending(self.sidecar_of)

    def sidecar_of(self, key: str) -> Path | None:
        """Return the sidecar of the document or fascicolo with that key, or None if erased."""
        if row := self.journals.row(DOCUMENTI, key):
            return self.sidecars.of_document(str(row["docx"]))
        return self.sidecars.of_fascicolo(key) if table_of(key) == FASCICOLI else None

    def _recover(self) -> Iterator[str]:
        """Finish, or clean, what a crash left behind; yield what was done, in Italian."""
        yield from self.journals.recovered
        if count := self.blobs.clean():
            yield f"blob: tolti {count} file lasciati a metà."
        if count := self._keep_sidecars_up():
            yield f"Schede dei documenti: completate {count} righe."
        if self.index.position != Position(self.index.position.line, self._indexed_at):
            self.rebuild_index()
            yield "Indice di ricerca: rifatto dal registro."

    def search(self, query: Query) -> Results:
        """Return the documents that match; a spoiled index is made again first."""
        before = self.index.inode
        try:
            return super().search(query)
        except IndexSpoiled as error:
            log.warning("index_spoiled", error=str(error))
            self._rebuild_index(before)
            return super().search(query)

    # Lines of the register.

    def chain_head(self) -> ChainHead:
        """Return where the chain of the register has come to."""
        with self._storage.reading():
            reached = self.journals.reached
        return ChainHead(reached.line, reached.chain)

    def _lines_and_changes(self) -> Iterable[tuple[str, Changes]]:
        return ((line.text, changes) for line, changes in self.journals.registered_lines())

    # Care.

    def verify(self, *, quick: bool = False) -> Report:
        """Check all that is kept; see `Archive`."""
        return care.verify(self, super().verify(quick=quick), quick=quick)

    def rebuild_index(self) -> int:
        """Make the search index again from the register; return how many documents it holds."""
        return self._rebuild_index(self.index.inode)

    def _rebuild_index(self, spoiled: int) -> int:
        with self._storage.reading():
            keys, reached = self._storage.keys(DOCUMENTI), self.journals.reached
        self.index.remake(keys, reached, self._document, spoiled=spoiled)
        return len(keys)

    def rebuild_sidecars(self) -> int:
        """Write again the sidecars that lack a line of the register; return how many lines."""
        with self.journals.transaction():
            lines = (
                (line.text, path)
                for line, changes in self.journals.registered_lines()
                for key in beside(about(changes))
                if (path := self.sidecar_of(key))
            )
            return self.sidecars.rebuild(lines, self.journals.reached)

    def backup(self, folder: Path) -> None:
        """
        Copy the archive, as it is at one moment, into *folder*, while it goes on being used.

        The search index is left out: it is made again.

        Raises:
            ArchiveFault: *folder* holds something else, or the disk refused.
        """
        care.backup(self, folder)

    def close(self) -> None:
        """Close files and index; the archive cannot be used any more."""
        if self._closed:
            return
        self._closed = True
        with suppress(OSError, IndexSpoiled):
            self._keep_sidecars_up()
            self.sidecars.make_durable()
            if self.index.behind:
                self.index.feed(self._document)
        self.journals.close()
        self._accesses.close()


def year_of(changes: Changes) -> int | None:
    """Return the year of the register that takes *changes*, or None when they name no day."""
    day = changes.get((CONTATORI, LAST_DAY))
    return date.fromisoformat(str(day["giorno"])).year if day else None
