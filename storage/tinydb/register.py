"""Every promise of the archive over rows, blobs and an index, wherever these are kept."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import reduce
from operator import and_, getitem

from tinydb import Query as Where
from tinydb import where
from tinydb.queries import QueryInstance
from tinydb.table import Document as RowDocument

from schemas.rules.life import CHIUSI, next_document_state
from schemas.rules.numero import Number, fascicolo_number
from storage.archive import (
    Access,
    AlreadyRegistered,
    ArchiveError,
    BlobMissing,
    Changed,
    Document,
    Event,
    Fascicolo,
    NotAllowed,
    NotFound,
    Query,
    Results,
    Stale,
    Working,
)
from storage.care import ChainHead
from storage.files import Blobs
from storage.records import (
    access_of,
    document_key,
    document_of,
    fascicolo_of,
    row_of,
    row_of_event,
)
from storage.search import Search
from storage.tinydb.accesses import Accesses
from storage.tinydb.contents import (
    DI_ASSISTENTE,
    DI_AZIENDA,
    DOCUMENTI,
    EVENTI,
    FASCICOLI,
    PAROLE_FASCICOLO,
    REGISTERED,
    SERIES_OF_FASCICOLI,
    Recent,
    Waiting,
    speaking_of,
    table_of,
)
from storage.tinydb.numbers import Numbers
from storage.tinydb.packing import Row
from storage.tinydb.rows import Changes, RowStorage
from storage.tinydb.tables import KeyedTable


class RegisterArchive(ABC):
    """The archive, but for where its rows, blobs and index are kept."""

    recovered: Sequence[str] = ()
    _recent: Recent

    def __init__(
        self,
        storage: RowStorage,
        blobs: Blobs,
        search: Search,
        waiting: Waiting,
        accesses: Accesses,
    ) -> None:
        self._storage, self._blobs, self._accesses = storage, blobs, accesses
        self._search, self._waiting = search, waiting
        self._documenti = KeyedTable(storage, DOCUMENTI)
        self._fascicoli = KeyedTable(storage, FASCICOLI)
        self._eventi = KeyedTable(storage, EVENTI)
        self._numbers = Numbers(storage, accesses.reached)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a block of writes; see `Archive`."""
        outer = not self._storage.inside
        with self._storage.transaction():
            yield
            if outer:
                self._numbers.refuse_unused()
        if outer:
            self._settle()

    def _settle(self) -> None:
        """Do, after a commit, what can be done again later if it fails."""
        self._search.keep_up(self._document)

    # Numbers.

    def take_number(self, sigla: str, on: date, territorio: str) -> Number:
        """Return the next number of a series; see `Archive`."""
        return Number(sigla, on.year, self._numbers.next(sigla, on), territorio)

    # Blobs.

    def put_blob(self, content: bytes) -> str:
        """Make *content* durable now and return its SHA-256."""
        return self._blobs.put(content)

    def blob(self, sha256: str) -> bytes:
        """Return the bytes filed under *sha256*, checked; see `Archive`."""
        return self._blobs.get(sha256)

    # Documents.

    def add_document(self, document: Document) -> None:
        """Register a document; see `Archive`."""
        key = document_key(document.number)
        with self.transaction():
            if key in self._documenti:
                raise AlreadyRegistered(str(document.number))
            if not self._numbers.gave(document.number):
                raise ArchiveError(f"{document.number} was not taken in this transaction")
            self._require_blob(document.docx)
            self._documenti.save(key, row_of(document))
            for event in document.events:
                self.add_event(document.number, event)

    def _require_blob(self, sha256: str) -> None:
        if sha256 not in self._blobs:
            raise BlobMissing(sha256)

    def add_event(self, number: Number, event: Event) -> Document:
        """Add *event* to a document; see `Archive`."""
        with self.transaction():
            document = self.document(number)
            if next_document_state(document.stato, event.tipo) is None:
                raise NotAllowed(document.number, document.stato, event.tipo)
            if "sha256" in event.dati:
                self._require_blob(str(event.dati["sha256"]))
            self._add_event(document_key(number), len(document.events), event)
            return self.document(number)

    def _add_event(self, key: str, before: int, event: Event) -> None:
        self._eventi.save(f"{key}/{before + 1}", row_of_event(key, event))

    def document(self, number: Number) -> Document:
        """Return a document; see `Archive`."""
        if (document := self._document(document_key(number))) is None:
            raise NotFound(str(number))
        return document

    def _document(self, key: str) -> Document | None:
        with self._storage.reading():
            row = self._documenti.row(key)
            return document_of(row, self._events(key)) if row else None

    def _events(self, key: str) -> Sequence[Row]:
        return self._eventi.search(where("di") == key)

    def documents(
        self,
        *,
        fascicolo: str = "",
        codice_fiscale: str = "",
        kind: str = "",
        autore: str = "",
        azienda: str = "",
        assistente: str = "",
    ) -> Sequence[Document]:
        """Return the documents that match every criterion given; see `Archive`."""
        conditions = [
            *_equal({"fascicolo": fascicolo, "index.codice_fiscale": codice_fiscale}),
            *_equal({"kind": kind, "autore": autore}),
            *([DI_AZIENDA.query(azienda)] if azienda else []),
            *([DI_ASSISTENTE.query(assistente)] if assistente else []),
        ]
        with self._storage.reading():
            rows = _matching(self._documenti, conditions)
            return [document_of(row, self._events(str(row.doc_id))) for row in rows]

    def without_pdf(self) -> Sequence[Number]:
        """Return the documents, not annulled, whose PDF is still to be made, oldest first."""
        with self._storage.reading():
            waiting = self._waiting.after(self._storage.block if self._storage.inside else {})
            rows = [self._storage.row(DOCUMENTI, key) for key in waiting]
            return [Number.parse(str(row["number"])) for row in rows if row]

    # Fascicoli.

    def open_fascicolo(self, fascicolo: Callable[[str], Fascicolo], on: date) -> Fascicolo:
        """Take a number, register the fascicolo that *fascicolo* builds with it; see `Archive`."""
        with self.transaction():
            numero = fascicolo_number(on.year, self._numbers.next(SERIES_OF_FASCICOLI, on))
            opened = fascicolo(numero)
            others = self.fascicoli(codice_fiscale=opened.codice_fiscale)
            if standing := [other.numero for other in others if other.stato not in CHIUSI]:
                raise AlreadyRegistered(standing[0])
            self._fascicoli.save(numero, row_of(opened))
            for event in opened.events:
                self.add_fascicolo_event(numero, event)
            return opened

    def add_fascicolo_event(self, numero: str, event: Event) -> Fascicolo:
        """Add a change of state to a fascicolo; see `Archive`."""
        with self.transaction():
            self._add_event(numero, len(self.fascicolo(numero).events), event)
            return self.fascicolo(numero)

    def fascicolo(self, numero: str) -> Fascicolo:
        """Return a fascicolo; see `Archive`."""
        if (fascicolo := self._fascicolo(numero)) is None:
            raise NotFound(numero)
        return fascicolo

    def _fascicolo(self, numero: str) -> Fascicolo | None:
        with self._storage.reading():
            row = self._fascicoli.row(numero)
            return fascicolo_of(row, self._events(numero)) if row else None

    def fascicoli(
        self, *, codice_fiscale: str = "", territorio: str = "", words: str = ""
    ) -> Sequence[Fascicolo]:
        """Return the fascicoli that match every criterion given; see `Archive`."""
        wanted = {"persona.codice_fiscale": codice_fiscale, "territorio": territorio}
        begun = [PAROLE_FASCICOLO.query(words)] if PAROLE_FASCICOLO.keys([words]) else []
        with self._storage.reading():
            rows = _matching(self._fascicoli, [*_equal(wanted), *begun])
            return [fascicolo_of(row, self._events(str(row.doc_id))) for row in rows]

    # Search.

    def search(self, query: Query) -> Results:
        """Return the documents that match; see `Archive`."""
        with self._storage.reading():
            pass  # what other processes registered is to be found as well
        return self._search.find(query, self._document)

    # Lines of the register, and who came to know what.

    @abstractmethod
    def chain_head(self) -> ChainHead:
        """Return where the chain of the register has come to."""

    def changed_since(self, line: int) -> Changed | None:
        """Return what the register speaks of after *line*; see `Archive`."""
        with self._storage.reading():
            keys = self._recent.since(line)
            if keys is None:
                return None
            documents = [self._document(key) for key in keys if table_of(key) == DOCUMENTI]
            fascicoli = [self._fascicolo(key) for key in keys if table_of(key) == FASCICOLI]
            standing = [document for document in documents if document]
            opened = [fascicolo for fascicolo in fascicoli if fascicolo]
            if len(standing) + len(opened) < len(documents) + len(fascicoli):
                return None
            return Changed(self.chain_head(), standing, opened)

    def register_lines(self, fascicolo: str) -> Sequence[str]:
        """Return the lines of the register that speak of a fascicolo; see `Archive`."""
        with self._storage.reading():
            documents = self._documenti.search(where("fascicolo") == fascicolo)
            keys = {fascicolo, *(str(row.doc_id) for row in documents)}
        # A register of years takes a second to read: meanwhile the office goes on registering.
        return list(speaking_of(self._lines_and_changes(), keys))

    @abstractmethod
    def _lines_and_changes(self) -> Iterable[tuple[str, Changes]]:
        """Return the lines of the register with what they say, oldest first."""

    def log_access(self, access: Access) -> None:
        """Write an access in its journal; see `Archive`."""
        self._accesses.add(row_of(access))

    def accesses(self, *, fascicolo: str = "", by: str = "") -> Sequence[Access]:
        """Return the accesses that match every criterion given, oldest first."""
        wanted = _given({"fascicolo": fascicolo, "by": by})
        rows = self._accesses.rows()
        return [access_of(row) for row in rows if wanted.items() <= row.items()]

    # Working records.

    def _table(self, table: str) -> KeyedTable:
        if table in REGISTERED:
            raise ArchiveError(f"{table} is a table of the register")
        return KeyedTable(self._storage, table)

    def put(
        self, table: str, key: str, value: Mapping[str, object], *, expect: int | None = None
    ) -> Working:
        """Save a working record; see `Archive`."""
        with self.transaction():
            current = self._working(table, key)
            version = current.version if current else 0
            if expect is not None and expect != version:
                raise Stale(table, key, current)
            self._table(table).save(key, {"version": version + 1, "value": value})
            return self.get(table, key)

    def get(self, table: str, key: str) -> Working:
        """Return a working record; see `Archive`."""
        if (working := self._working(table, key)) is None:
            raise NotFound(f"{table}/{key}")
        return working

    def _working(self, table: str, key: str) -> Working | None:
        row = self._table(table).row(key)
        return _working_of(table, key, row) if row else None

    def find(self, table: str, **equal: str) -> Sequence[Working]:
        """Return the working records whose values equal those given, by key."""
        conditions = [where("value")[name] == value for name, value in equal.items()]
        rows = _matching(self._table(table), conditions)
        found = [_working_of(table, str(row.doc_id), row) for row in rows]
        return sorted(found, key=lambda working: working.key)

    def delete(self, table: str, key: str) -> None:
        """Remove a working record; removing one that is not there is harmless."""
        with self.transaction():
            self._table(table).discard(key)


def _matching(table: KeyedTable, conditions: Sequence[QueryInstance]) -> Sequence[RowDocument]:
    """Return copies of the rows that meet every condition, oldest first."""
    return table.search(reduce(and_, conditions)) if conditions else table.all()


def _equal(wanted: Mapping[str, str]) -> Sequence[QueryInstance]:
    """Return the condition of each value that is asked for: it is at its dotted path."""
    paths = [(reduce(getitem, path.split("."), Where()), value) for path, value in wanted.items()]
    return [path == value for path, value in paths if value]


def _given(wanted: Mapping[str, str]) -> Mapping[str, str]:
    return {path: value for path, value in wanted.items() if value}


def _working_of(table: str, key: str, row: Row) -> Working:
    value = row["value"]
    assert isinstance(value, dict)
    return Working(table, key, int(str(row["version"])), value)
