"""
The search index: a cache of the register, on tantivy.

It is fed in batches, and always before it is asked: what was just registered is found. Whoever
feeds it holds the writer only as long as a batch takes, so that a command and the service can
share it. Lost or spoiled, it is made again.
"""

import fcntl
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from tantivy import Index

from storage.archive import Document, Hit, Query, Results
from storage.asking import Asking
from storage.disk import crash_point, make_folder
from storage.entries import VERSION, entry_of, schema
from storage.passages import Marking
from storage.words import italian_analyzer, plain_analyzer

log = structlog.get_logger()

_BATCH = 256
_HEAP = 15_000_000  # bytes; the least that tantivy accepts
_HEAP_REBUILDING = 100_000_000
_PATIENCE = 2.0  # seconds that a search waits for another process to end its batch
_LONG = 600.0  # seconds that an index may take to be made again

Fetch = Callable[[str], Document | None]


@dataclass(frozen=True)
class Position:
    """The line of the register up to which an index holds everything, and the chain there."""

    line: int = 0
    chain: str = ""


class IndexSpoiled(Exception):
    """The index cannot be read, or holds less than it did: it is to be made again."""


class Search:
    """
    The index, in a folder or (None) in memory.

    Attributes:
        position: What the index is known to hold.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._alone = threading.Lock()
        self._waiting: dict[str, int] = {}  # key -> line of the register that touched it last
        self._seen = self.position = Position()
        self._index, self.inode = self._opened()
        self.position = self._noted()

    def _opened(self) -> tuple[Index, int]:
        """Open the index, or begin an empty one where it cannot be opened."""
        if self.folder is None:
            return _index_in(None), 0
        make_folder(self.folder)
        try:
            index = _index_in(self.folder)
        except IndexSpoiled as error:
            log.warning("index_unusable", error=str(error))
            shutil.rmtree(self.folder)
            make_folder(self.folder)
            index = _index_in(self.folder)
        return index, self.folder.stat().st_ino

    def _reload(self) -> None:
        """Look at the index as it is now, even if another process has made it again."""
        known = self.position
        if self.folder and not self.folder.is_dir():
            raise IndexSpoiled("it is gone")
        noted = self._noted()
        if noted.line < known.line:
            raise IndexSpoiled(f"it went back to line {noted.line}")
        if self.folder and self.folder.stat().st_ino != self.inode:
            self._index, self.inode = self._opened()
        elif noted == known:
            return
        self._index.reload()
        self.position = noted

    # Keeping up with the register.

    @property
    def behind(self) -> bool:
        """Return whether something registered is not in the index yet."""
        return bool(self._waiting)

    def follow(self, keys: Iterable[str], line: int, chain: str = "") -> None:
        """Take note that *line* of the register touched the documents of those *keys*."""
        if line > self.position.line:
            self._waiting.update(dict.fromkeys(keys, line))
        # Last: `feed` reads this first, and what is up to here must be waiting by then.
        self._seen = Position(line, chain)

    def keep_up(self, fetch: Fetch) -> None:
        """Feed the index when enough is waiting to be worth a batch, and nobody else is at it."""
        if len(self._waiting) >= _BATCH:
            self.feed(fetch, patience=0.0)

    def feed(self, fetch: Fetch, *, patience: float = _LONG) -> bool:
        """
        Feed the index with all that is waiting.

        Returns:
            Whether it was done: not if somebody else was writing for *patience* seconds.

        Raises:
            IndexSpoiled: the index must be made again.
        """
        with self._writing(patience) as ours, _spoiled():
            if ours:
                self._feed(fetch)
        return ours

    def _feed(self, fetch: Fetch) -> None:
        reached, waiting = self._seen, dict(self._waiting)
        self._reload()
        if reached.line > self.position.line:
            lagging = [key for key, line in waiting.items() if line > self.position.line]
            _write(self._index, lagging, fetch)
            self._note(reached)
        # First seen, then no longer waiting: who finds nothing waiting trusts what is seen.
        self._index.reload()
        for key, line in waiting.items():
            if self._waiting.get(key) == line:
                del self._waiting[key]

    @contextmanager
    def _writing(self, patience: float) -> Iterator[bool]:
        """Keep other threads and processes from writing; yield whether that was possible."""
        until = time.monotonic() + patience
        if not self._alone.acquire(timeout=patience):
            yield False
            return
        try:
            with self._writing_alone(max(until - time.monotonic(), 0.0)) as ours:
                yield ours
        finally:
            self._alone.release()

    @contextmanager
    def _writing_alone(self, patience: float) -> Iterator[bool]:
        if self.folder is None:
            yield True
            return
        fd = os.open(self.folder.with_suffix(".chiave"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            yield _locked_within(fd, patience)
        finally:
            os.close(fd)  # which frees the lock

    def _noted(self) -> Position:
        if self.folder is None:
            return self.position
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            noted = json.loads((self.folder / "posizione.json").read_bytes())
            if noted.pop("versione") == VERSION:
                return Position(**noted)
        return Position()

    def _note(self, position: Position) -> None:
        if self.folder:
            _write_position(self.folder, position)
        self.position = position

    def remake(self, keys: Iterable[str], reached: Position, fetch: Fetch, *, spoiled: int) -> None:
        """
        Make the index again from the documents of those *keys*, while others search the old one.

        *reached* is the line of the register that *keys* were read at, *spoiled* the `inode` of the
        index to replace: if somebody has replaced it meanwhile, theirs is taken.
        """
        with self._writing(_LONG) as ours:
            if not ours:
                return
            if self.folder and self._replaced(spoiled):
                self._index, self.inode = self._opened()
            elif self.folder:
                self._replace(self.folder, list(keys), reached, fetch)
            self.position = self._noted()
            self._index.reload()

    def _replaced(self, spoiled: int) -> bool:
        folder = self.folder
        return bool(folder and folder.is_dir() and folder.stat().st_ino != spoiled)

    def _replace(self, folder: Path, keys: Sequence[str], reached: Position, fetch: Fetch) -> None:
        new, old = folder.with_suffix(".nuovo"), folder.with_suffix(".vecchio")
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        make_folder(new)
        _write(_index_in(new), keys, fetch)
        _write_position(new, reached)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
        self._index, self.inode = self._opened()

    # Asking.

    def find(self, query: Query, fetch: Fetch) -> Results:
        """
        Return the documents that match *query*, feeding the index first if it lags.

        Raises:
            IndexSpoiled: the index must be made again.
        """
        if self._waiting and not self.feed(fetch, patience=_PATIENCE):
            log.warning("index_busy", waiting=len(self._waiting))
        with _spoiled():
            return self._find(query, fetch)

    def _find(self, query: Query, fetch: Fetch) -> Results:
        # Who is writing in this process will reload: what was last loaded serves meanwhile.
        if self._alone.acquire(blocking=False):
            try:
                self._reload()
            finally:
                self._alone.release()
        asking = Asking(self._index, query)
        found = asking.answer(typos=False)
        if misspelt := not found.total and bool(asking.words):
            found = asking.answer(typos=True)
        marking = Marking(asking.words, typos=misspelt)
        documents = [document for key in found.keys if (document := fetch(key))]
        hits = tuple(Hit(document, marking.snippet(document)) for document in documents)
        return Results(found.total, hits, found.counts)

    def __len__(self) -> int:
        """Return how many documents the index holds."""
        return self._index.searcher().num_docs


@contextmanager
def _spoiled() -> Iterator[None]:
    """Tell what tantivy cannot read from what we got wrong ourselves."""
    try:
        yield
    except BaseException as error:
        # Rust panics where it meets what it never wrote, and a panic is not even an Exception.
        if isinstance(error, ValueError) or type(error).__module__ == "pyo3_runtime":
            raise IndexSpoiled(str(error)) from error
        raise


def _index_in(folder: Path | None) -> Index:
    with _spoiled():
        index = Index(schema(), path=str(folder) if folder else None)
    # Or a thread would watch the folder and write there its lock, even after we are done with it.
    index.config_reader("Manual")
    # The analysers are not kept in the files: every opening needs them.
    index.register_tokenizer("italiano", italian_analyzer())
    index.register_tokenizer("parole", plain_analyzer())
    return index


def _write(index: Index, keys: Sequence[str], fetch: Fetch) -> None:
    heap, threads = (_HEAP, 1) if len(keys) <= _BATCH else (_HEAP_REBUILDING, 2)
    writer = index.writer(heap, threads)
    for key in keys:
        if document := fetch(key):
            writer.delete_documents_by_term("numero", key)
            writer.add_document(entry_of(document))
    crash_point("index_written")
    writer.commit()
    crash_point("index_committed")
    # Or the many small parts that batches leave would never be merged.
    writer.wait_merging_threads()


def _write_position(folder: Path, position: Position) -> None:
    noted = {"versione": VERSION, "line": position.line, "chain": position.chain}
    name = folder / "posizione.nuova"
    name.write_text(json.dumps(noted))
    name.rename(folder / "posizione.json")


def _locked_within(fd: int, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.005)
