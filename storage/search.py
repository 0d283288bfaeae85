"""
The search index: a cache of the register, on tantivy.

It is fed in batches, and always before it is asked: what was just registered is found. Whoever
feeds it holds the writer only as long as a batch takes, so that a command and the service can
share it. Lost or spoiled, it is made again.
"""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from tantivy import Index

from storage.archive import Document, Hit, Query, Results
from storage.asking import Asking
from storage.disk import crash_point, locked, make_folder
from storage.entries import VERSION, entry_of, schema
from storage.records import document_key
from storage.words import italian_analyzer, plain_analyzer

log = structlog.get_logger()

_BATCH = 256
_HEAP = 15_000_000

Fetch = Callable[[str], Document | None]


@dataclass(frozen=True)
class Position:
    """The line of the register up to which an index holds everything, and the chain there."""

    line: int = 0
    chain: str = ""


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
        self._index = self._opened()
        self.position = self._noted()

    def _opened(self) -> Index:
        if self.folder:
            make_folder(self.folder)
        index = Index(schema(), path=str(self.folder) if self.folder else None)
        index.register_tokenizer("italiano", italian_analyzer())
        index.register_tokenizer("parole", plain_analyzer())
        return index

    # Keeping up with the register.

    def follow(self, keys: Iterable[str], line: int, chain: str = "") -> None:
        """Take note that *line* of the register touched the documents of those *keys*."""
        self._seen = Position(line, chain)
        if line > self.position.line:
            self._waiting.update(dict.fromkeys(keys, line))

    def keep_up(self, fetch: Fetch) -> None:
        """Feed the index when enough is waiting to be worth a batch."""
        if len(self._waiting) >= _BATCH:
            self.feed(fetch)

    def feed(self, fetch: Fetch) -> None:
        """Feed the index with all that is waiting."""
        with self._alone, self._writing():
            reached, waiting = self._seen, dict(self._waiting)
            self.position = self._noted()
            if reached.line > self.position.line:
                lagging = [key for key, line in waiting.items() if line > self.position.line]
                self._write([document for key in lagging if (document := fetch(key))])
                self._note(reached)
            for key, line in waiting.items():
                if self._waiting.get(key) == line:
                    del self._waiting[key]
            self._index.reload()

    def _write(self, documents: Sequence[Document]) -> None:
        writer = self._index.writer(_HEAP, 1)
        for document in documents:
            writer.delete_documents_by_term("numero", document_key(document.number))
            writer.add_document(entry_of(document))
        crash_point("index_written")
        writer.commit()
        crash_point("index_committed")
        # Or the many small parts that batches leave would never be merged.
        writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other processes from writing; an index in memory has none."""
        if self.folder is None:
            yield
            return
        fd = os.open(self.folder.with_suffix(".chiave"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            with locked(fd):
                yield
        finally:
            os.close(fd)

    def _noted(self) -> Position:
        if self.folder is None:
            return self.position
        with suppress(OSError, ValueError, TypeError):
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

    def remake(self, keys: Iterable[str], line: int, chain: str, fetch: Fetch) -> None:
        """Throw the index away and make it again from the documents of those *keys*."""
        with self._alone, self._writing():
            if self.folder:
                shutil.rmtree(self.folder)
            self.position = Position()
            self._index = self._opened()
        self._waiting.clear()
        self.follow(keys, line, chain)
        self.feed(fetch)

    # Asking.

    def find(self, query: Query, fetch: Fetch) -> Results:
        """Return the documents that match *query*, feeding the index first if it lags."""
        if self._waiting:
            self.feed(fetch)
        self._index.reload()
        asking = Asking(self._index, query)
        found = asking.answer(typos=False)
        if not found.total and asking.words:
            found = asking.answer(typos=True)
        documents = [document for key in found.keys if (document := fetch(key))]
        hits = tuple(Hit(document, asking.snippet(document)) for document in documents)
        return Results(found.total, hits, found.counts)
