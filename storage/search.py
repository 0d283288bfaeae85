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
from storage.words import italian_analyzer, plain_analyzer

log = structlog.get_logger()

_BATCH = 256
_HEAP = 15_000_000  # bytes; the least that tantivy accepts
_HEAP_REBUILDING = 100_000_000
_PATIENCE = 2.0  # seconds that a search waits for another process to end its batch
_FOREVER = float("inf")

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
        self._index, self._inode = self._opened()
        self.position = self._noted()

    def _opened(self) -> tuple[Index, int]:
        """Open the index, or begin an empty one where it cannot be opened."""
        if self.folder is None:
            return _with_analyzers(Index(schema())), 0
        make_folder(self.folder)
        try:
            with _spoiled():
                index = Index(schema(), path=str(self.folder))
        except IndexSpoiled as error:
            log.warning("index_unusable", error=str(error))
            shutil.rmtree(self.folder)
            make_folder(self.folder)
            index = Index(schema(), path=str(self.folder))
        return _with_analyzers(index), self.folder.stat().st_ino

    def _reload(self) -> None:
        """Look at the index as it is now, even if another process has made it again."""
        if self.folder and (not self.folder.is_dir() or self.folder.stat().st_ino != self._inode):
            self._index, self._inode = self._opened()
        self._index.reload()
        noted = self._noted()
        if noted.line < self.position.line:
            raise IndexSpoiled(f"it went back to line {noted.line}")
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
        """Feed the index when enough is waiting to be worth a batch."""
        if len(self._waiting) >= _BATCH:
            self.feed(fetch)

    def feed(self, fetch: Fetch, *, patience: float = _FOREVER) -> bool:
        """
        Feed the index with all that is waiting.

        Returns:
            Whether it was done: not if another process was writing for *patience* seconds.
        """
        with self._alone, self._writing(patience) as ours, _spoiled():
            if ours:
                self._feed(fetch)
        return ours

    def _feed(self, fetch: Fetch) -> None:
        reached, waiting = self._seen, dict(self._waiting)
        self._reload()
        if reached.line > self.position.line:
            lagging = [key for key, line in waiting.items() if line > self.position.line]
            self._write(lagging, fetch)
            self._note(reached)
        for key, line in waiting.items():
            if self._waiting.get(key) == line:
                del self._waiting[key]
        self._index.reload()

    def _write(self, keys: Sequence[str], fetch: Fetch) -> None:
        heap, threads = (_HEAP, 1) if len(keys) <= _BATCH else (_HEAP_REBUILDING, 2)
        writer = self._index.writer(heap, threads)
        for key in keys:
            if document := fetch(key):
                writer.delete_documents_by_term("numero", key)
                writer.add_document(entry_of(document))
        crash_point("index_written")
        writer.commit()
        crash_point("index_committed")
        # Or the many small parts that batches leave would never be merged.
        writer.wait_merging_threads()

    @contextmanager
    def _writing(self, patience: float) -> Iterator[bool]:
        """Keep other processes from writing; an index in memory has none."""
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
        self.position = position
        if self.folder:
            name = self.folder / "posizione.nuova"
            noted = {"versione": VERSION, "line": position.line, "chain": position.chain}
            name.write_text(json.dumps(noted))
            name.rename(self.folder / "posizione.json")

    def remake(self, keys: Iterable[str], reached: Position, fetch: Fetch) -> None:
        """Throw the index away and make it again from the documents of those *keys*."""
        with self._alone, self._writing(_FOREVER):
            if self.folder:
                shutil.rmtree(self.folder, ignore_errors=True)
            self.position = Position()
            self._index, self._inode = self._opened()
            self.follow(keys, max(reached.line, self._seen.line), reached.chain)
            self._feed(fetch)

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
        self._reload()
        asking = Asking(self._index, query)
        found = asking.answer(typos=False)
        if not found.total and asking.words:
            found = asking.answer(typos=True)
        documents = [document for key in found.keys if (document := fetch(key))]
        hits = tuple(Hit(document, asking.snippet(document)) for document in documents)
        return Results(found.total, hits, found.counts)

    def __len__(self) -> int:
        """Return how many documents the index holds."""
        self._reload()
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


def _with_analyzers(index: Index) -> Index:
    # They are not kept in the files: every opening needs them.
    index.register_tokenizer("italiano", italian_analyzer())
    index.register_tokenizer("parole", plain_analyzer())
    return index


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
