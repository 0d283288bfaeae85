"""The archive of one machine, in a folder."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

import structlog

from storage.archive import ArchiveFault, Corrupt, Document, Query, Results
from storage.care import ChainHead, Progress, Report, unheard
from storage.files import FileBlobs
from storage.search import IndexSpoiled, Position, Search
from storage.tinydb.accesses import AccessJournal
from storage.tinydb.cared import CaredArchive
from storage.tinydb.contents import (
    CHIUSURE,
    DOCUMENTI,
    FASCICOLI,
    INDEXES,
    PACKED,
    REGISTERED,
    SCARTI,
    Recent,
    Waiting,
    about,
    table_of,
    touched,
    year_of,
)
from storage.tinydb.copying import backup
from storage.tinydb.destroying import destroy, erased_line
from storage.tinydb.durable import JournalStorage
from storage.tinydb.erasing import Left, mark_of
from storage.tinydb.journal import Line
from storage.tinydb.remaking import place_of
from storage.tinydb.rows import Changes
from storage.tinydb.sidecars import Sidecars, beside
from storage.tinydb.verifying import telling_what_was_erased, verify

log = structlog.get_logger()

_MOUNTS = Path("/proc/self/mountinfo")


class TinyArchive(CaredArchive):
    """
    An archive in *folder*: journals, ``blob``, ``fascicoli``, ``indice``, ``accessi.jsonl``.

    Raises:
        Corrupt: a journal was altered.
        ArchiveFault: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = FileBlobs(folder / "blob")
        self.sidecars = Sidecars(folder, self.blobs)
        self.index = Search(folder / "indice")
        waiting, self._recent = Waiting(), Recent()
        self._indexed_at, self._closed, self._left = "", False, Left({})
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
        try:
            self._refuse_unproved()
            self.recovered: Sequence[str] = list(self._recover())
        except BaseException:
            self._close_files()
            raise
        for sentence in self.recovered:
            log.info("archive_recovered", what=sentence)

    def _registered(self, number: int, line: Line, changes: Changes) -> None:
        if line.erased:
            self._left.seen[number] = mark_of(line.text[130:])
        if number == self.index.position.line:
            self._indexed_at = line.chain
        self._recent.follow(number, about(changes))
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
        """Return the sidecar of what has that key, on file or erased; None if nothing has."""
        if self.journals.row(SCARTI, key):
            return self.sidecars.of_erasure(key)
        if row := self.journals.row(DOCUMENTI, key):
            return self.sidecars.of_document(str(row["docx"]))
        match table_of(key):
            case str(table) if table == FASCICOLI:
                return self.sidecars.of_fascicolo(key)
            case str(table) if table == CHIUSURE:
                return self.sidecars.of_closing(key)
        return None

    def _refuse_unproved(self) -> None:
        """Refuse a register in which a line was erased and nobody was authorised to."""
        if lines := self._left.unproved(self.erasures()):
            raise Corrupt(*place_of(self.folder, lines[0]))

    def _recover(self) -> Iterator[str]:
        """Finish, or clean, what a crash left behind; yield what was done, in Italian."""
        yield from self.journals.recovered
        if abandoned := self.blobs.clean():
            yield f"blob: tolti {abandoned} file lasciati a metà."
        if lacking := self._keep_sidecars_up():
            yield f"Schede dei documenti: completate {lacking} righe."
        if self.index.position != Position(self.index.position.line, self._indexed_at):
            self.rebuild_index()
            yield "Indice di ricerca: rifatto dal registro."
        if unfinished := len(self._left.unfinished(self.erasures())):
            self._carry_out_erasures(unheard)
            yield f"Scarti: completata la distruzione, in {unfinished} righe del registro."

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

    def _carry_out_erasures(self, told: Progress) -> None:
        proofs = self.erasures()
        lines = self._left.unfinished(proofs)
        unfinished = [proof for proof in proofs if lines & proof.righe.keys()]
        try:
            destroy(self, self._erasures, unfinished, lines, told)
        except (OSError, IndexSpoiled) as error:
            raise ArchiveFault(
                f"Lo scarto è registrato ma la distruzione non è completa ({error}): riavviare il "
                "servizio dopo aver controllato il disco."
            ) from error

    def verify(self, *, quick: bool = False, told: Progress = unheard) -> Report:
        """Check all that is kept; see `Archive`."""
        return verify(self, super().verify(quick=quick, told=told), quick=quick, told=told)

    def rebuild_index(self, told: Progress = unheard) -> int:
        """Make the search index again from the register; return how many documents it holds."""
        return self._rebuild_index(self.index.inode, told)

    def _rebuild_index(self, spoiled: int, told: Progress = unheard) -> int:
        with self._storage.reading():
            keys, reached = self._storage.keys(DOCUMENTI), self.journals.reached
        done = count(1)

        def fetch(key: str) -> Document | None:
            told("documenti nell'indice", next(done), len(keys))
            return self._document(key)

        self.index.remake(keys, reached, fetch, spoiled=spoiled)
        return len(keys)

    def rebuild_sidecars(self, told: Progress = unheard) -> int:
        """Write again the sidecars that lack a line of the register; return how many lines."""
        with self.journals.transaction():
            added = self.sidecars.rebuild(self._lines_beside(told), self.journals.reached)
            for path in telling_what_was_erased(self.sidecars, self.erasures()):
                self.sidecars.discard(path)
        return added

    def _lines_beside(self, told: Progress) -> Iterator[tuple[str, Path]]:
        proofs, gone = self.erasures(), set(self._erasures.keys())
        unfinished = self._left.unfinished(proofs)
        for number, (line, changes) in enumerate(self.journals.registered_lines(), 1):
            text = line.text
            if number in unfinished:
                text = erased_line(number, text, changes, gone)
            for key in beside(about(changes)):
                if path := self.sidecar_of(key):
                    yield text, path
            told("righe accanto ai documenti", number, self.journals.lines)

    def backup(self, folder: Path, told: Progress = unheard) -> None:
        """
        Copy the archive, as it is at one moment, into *folder*, while it goes on being used.

        The search index is left out: it is made again.

        Raises:
            ArchiveFault: *folder* holds something else, or the disk refused.
        """
        backup(self, folder, told)

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
        self._close_files()

    def _close_files(self) -> None:
        self.journals.close()
        self._accesses.close()
