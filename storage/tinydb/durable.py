"""The journals as one TinyDB storage: the register, a file a year, and the working journal."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog

from storage.archive import ArchiveFault, Corrupt
from storage.disk import crash_point, locked, make_folder, refuse_network, refused
from storage.search import Position
from storage.tinydb.head import Head
from storage.tinydb.journal import ZERO, Journal, Line, NotSynced, rewrite, sealed
from storage.tinydb.lookup import Indexed
from storage.tinydb.rows import Block, Changes, RowStorage
from storage.tinydb.saying import Operation, Said, changes_of, operations, said_by

log = structlog.get_logger()

_BATCH = 1000
_COMPACT_FROM = 4 << 20


class JournalStorage(RowStorage):
    """
    Rows kept in a folder: ``registro-AAAA.jsonl``, ``lavoro.jsonl`` and ``testa``, the lock.

    A block becomes one line of the register for the tables named by *registered*, and one of the
    working journal for all others. When it touches both, the working line is written first and
    names the register line that it depends on: that one is the commit.

    Args:
        folder: Made when it is not there.
        registered: Tables of the register.
        year: The year whose register takes a block, or None for the newest.
        indexes: As in `RowStorage`.
        applied: As in `RowStorage`.
        packed: As in `RowStorage`.
        registered_line: Hears of every line of the register as it is read or written, with its
            place from 1.
        mountinfo: Text of mountinfo(5).

    Attributes:
        recovered: What the opening set aside, in Italian.
        lines: How many lines the register has.

    Raises:
        Corrupt: a journal was altered.
        ArchiveFault: the folder is on a network disk.
    """

    def __init__(
        self,
        folder: Path,
        *,
        registered: Collection[str],
        year: Callable[[Changes], int | None],
        indexes: Mapping[str, Sequence[str | Indexed]],
        applied: Callable[[Changes], None],
        registered_line: Callable[[int, Line, Changes], None],
        packed: Collection[str] = (),
        mountinfo: str = "",
    ) -> None:
        self.folder, self._registered, self._year = folder, frozenset(registered), year
        self._registered_line, self._pid = registered_line, os.getpid()
        self.recovered: list[str] = []
        make_folder(folder)
        refuse_network(folder, mountinfo)
        self._lock = os.open(folder / "testa", os.O_CREAT | os.O_RDWR, 0o600)
        self._segments: dict[int, Journal] = {}
        self._working = Journal(folder / "lavoro.jsonl")
        self._head, self._broken = Head(), False
        super().__init__(indexes, applied, packed)
        try:
            with locked(self._lock):
                self._catch_up()
                self._repair()
                self._compact_if_worth()
        except BaseException:
            self.close()
            raise

    def clear(self) -> None:
        """Forget everything read, and read again from the first line."""
        super().clear()
        self._close_journals()
        self._segments = {}
        self._working = Journal(self.folder / "lavoro.jsonl")
        self.lines = 0

    def close(self) -> None:
        """Close the files."""
        self._close_journals()
        os.close(self._lock)

    @property
    def reached(self) -> Position:
        """Return the last line of the register and its chain."""
        newest = max(self._segments, default=0)
        return Position(self.lines, self._segments[newest].chain if newest else "")

    def registered_lines(self) -> Iterator[tuple[Line, Changes]]:
        """Yield the lines of the register with what they say, reading the files again."""
        chain = ZERO
        for anno in sorted(self._segments):
            journal = Journal(self._segments[anno].path, chain)
            try:
                for line in journal.read():
                    yield line, changes_of(said_by(line), self._packed)
                chain = journal.chain
            finally:
                journal.close()

    def _close_journals(self) -> None:
        for journal in (*self._segments.values(), self._working):
            journal.close()

    # What `RowStorage` leaves to us.

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes out, having read what they wrote and mended what they left."""
        self._refuse_after_fork()
        if self._broken:
            raise ArchiveFault(
                "Il disco non ha confermato una scrittura: riavviare il servizio dopo aver "
                "controllato il disco."
            )
        with locked(self._lock):
            self._catch_up()
            self._repair()
            yield

    def refresh(self) -> None:
        """Read what other processes wrote, if the head says that something changed."""
        self._refuse_after_fork()
        if os.pread(self._lock, 128, 0) == self._head.to_bytes():
            return
        # The flock belongs to the file, not to the thread: a block of ours must end first.
        with self._writer:
            if self._block is None:
                with locked(self._lock, shared=True):
                    self._catch_up()

    def commit(self, changes: Block) -> None:
        """
        Write *changes* and make them durable, the register last; then show them.

        Raises:
            ArchiveFault: the disk refused: nothing was kept.
        """
        every = operations(changes)
        working = [operation for operation in every if operation[0] not in self._registered]
        registered = [operation for operation in every if operation[0] in self._registered]
        try:
            line = self._write(registered, working, self._year(changes))
        except OSError as error:
            self._broken = isinstance(error, NotSynced)
            log.error("commit_failed", errno=error.errno, broken=self._broken)
            raise refused(error) from error
        self.apply(changes)
        if line:
            self._count(line, {(table, key): row for table, key, row in registered})
        # The head is a help: what is durable stays so without it.
        with suppress(OSError):
            self._note(self._head_now())

    # Writing.

    def _write(
        self, registered: list[Operation], working: list[Operation], anno: int | None
    ) -> Line | None:
        """Write the line of each journal and return that of the register, if any."""
        text, on = "", {}
        if registered:
            register = self._register(anno)
            text = sealed({"n": self.lines + 1, "op": registered}, register.chain)
            on = {"se": [register.path.name, register.end, text[:64]]}
        if working:
            body = sealed({**on, "op": working}, self._working.chain)
            prepared = self._working.append(body, crash="working")
        if not registered:
            return None
        try:
            return register.append(text, crash="register")
        except OSError:
            if working:
                self._working.take_back(prepared)
            raise

    def _count(self, line: Line, changes: Changes) -> None:
        self.lines += 1
        self._registered_line(self.lines, line, changes)

    def _register(self, anno: int | None) -> Journal:
        newest = max(self._segments, default=0)
        if anno is None or anno <= newest:
            return self._segments[newest]
        before = self._segments[newest].chain if newest else ZERO
        self._segments[anno] = Journal(self.folder / year_file(anno), before)
        return self._segments[anno]

    def _head_now(self) -> Head:
        newest = max(self._segments, default=0)
        register = self._segments[newest].end if newest else 0
        return Head(self._head.generation, newest, register, self._working.end)

    def _note(self, head: Head) -> None:
        self._head = head
        content = head.to_bytes()
        os.pwrite(self._lock, content, 0)
        os.ftruncate(self._lock, len(content))

    # Reading.

    def _catch_up(self) -> None:
        noted = Head.from_bytes(os.pread(self._lock, 128, 0))
        with self._memory:
            if noted and noted.generation != self._head.generation:
                self.clear()
            self._read_register()
            self._read_working()
        if noted:
            self._refuse_what_was_cut(noted)
            self._head = noted

    def _read_register(self) -> None:
        for journal in self._newer_segments():
            for line in journal.read():
                changes = changes_of(said_by(line), self._packed)
                self.apply(changes)
                self._count(line, changes)

    def _read_working(self) -> None:
        for line in self._working.read():
            said = said_by(line)
            if not self._stands(said):
                self._unread_last(line)
                return
            self.apply(changes_of(said, self._packed))

    def _newer_segments(self) -> Iterator[Journal]:
        """Yield the newest register that we know, then those that others have begun since."""
        newest = max(self._segments, default=0)
        if newest:
            yield self._segments[newest]
        for path in sorted(self.folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl")):
            if (anno := int(path.stem[-4:])) > newest:
                yield self._register(anno)

    def _stands(self, said: Said) -> bool:
        """Return whether the register line that a working line depends on was written."""
        if said.se is None:
            return True
        journals = [it for it in self._segments.values() if it.path.name == said.se.journal]
        return any(it.holds(said.se.start, said.se.chain) for it in journals)

    def _unread_last(self, line: Line) -> None:
        if line.end < self._working.size:
            raise Corrupt(self._working.path, line.start)
        self._working.unread(line)

    def _refuse_what_was_cut(self, noted: Head) -> None:
        register = self._segments.get(noted.anno)
        if noted.anno and (register is None or register.end < noted.register):
            raise Corrupt(self.folder / year_file(noted.anno), register.end if register else 0)
        if self._working.end < noted.working:
            raise Corrupt(self._working.path, self._working.end)
        for journal in (register, self._working):
            if journal and journal.size < journal.end:
                raise Corrupt(journal.path, journal.size)

    def _repair(self) -> None:
        """Set aside what a crash left after the last whole line; the lock must be ours alone."""
        newest = max(self._segments, default=0)
        for journal in (*([self._segments[newest]] if newest else []), self._working):
            if journal.size > journal.end and (size := journal.set_tail_aside()):
                log.warning("tail_set_aside", journal=journal.path.name, bytes=size)
                self.recovered.append(
                    f"{journal.path.name}: messi da parte {size} byte di una scrittura interrotta, "
                    "mai confermata."
                )
        if self._head != self._head_now():
            self._note(self._head_now())

    # Care.

    def compact(self) -> None:
        """Rewrite the working journal with the living rows only: those deleted leave the disk."""
        with self._writer, self.alone():
            self._compact()

    def _compact_if_worth(self) -> None:
        size = self._working.size
        if size > _COMPACT_FROM and size > 4 * sum(len(text) for text in self._alive()):
            self._compact()

    def _compact(self) -> None:
        self._announce_rewriting()
        rewrite(self._working.path, self._alive())
        self._read_again()

    def _alive(self) -> Iterator[str]:
        chain = ZERO
        alive = [
            (table, key, row)
            for table, rows in self._rows.items()
            if table not in self._registered
            for key, row in rows.items()
        ]
        for start in range(0, len(alive), _BATCH):
            text = sealed({"op": alive[start : start + _BATCH]}, chain)
            chain = text[:64]
            yield text

    def erase(self, left: Mapping[int, str]) -> None:
        """
        Write, in place of what those lines of the register say, what is *left* of each.

        Hashes and chain stay. Each year is rewritten all or nothing. Deleted working records leave
        the disk as well.
        """
        with self._writer, self.alone():
            self._announce_rewriting()
            # First: working lines name those of the register by their position, which will move.
            rewrite(self._working.path, self._alive())
            before = 0
            for anno in sorted(self._segments):
                path = self._segments[anno].path
                texts = dict(enumerate(_texts(path), before + 1))
                before += len(texts)
                if left.keys() & texts:
                    rewrite(path, (_erased(text, left.get(n)) for n, text in texts.items()))
                    crash_point("erased_year")
            self._read_again()

    def _announce_rewriting(self) -> None:
        """Tell every process to read all again, and that what was there may be shorter."""
        self._note(Head(self._head.generation + 1))
        os.fsync(self._lock)  # or a power cut would leave the old head beside the new files

    def _read_again(self) -> None:
        with self._memory:
            self.clear()
            self._catch_up()
        self._note(self._head_now())

    def _refuse_after_fork(self) -> None:
        if os.getpid() != self._pid:
            # A lock is shared by a forked child: two processes would hold it together.
            raise ArchiveFault("Aprire l'archivio dopo la creazione del processo, non prima.")


def year_file(anno: int) -> str:
    """Return the name of the register of a year."""
    return f"registro-{anno:04d}.jsonl"


def _texts(path: Path) -> list[str]:
    return path.read_bytes().decode().split("\n")[:-1]


def _erased(text: str, left: str | None) -> str:
    return text if left is None else f"{text[:129]} {left}"
