"""
What every archive promises, the records it speaks of, and its errors.

    ArchiveError
    ├── NotFound              no such document, fascicolo or record
    ├── AlreadyRegistered     a number or a fascicolo is on file already
    ├── NotAllowed            the document is not in a state that admits the step
    ├── Stale                 a working record was changed by somebody else meanwhile
    ├── BlobMissing           bytes that the register speaks of are not there
    ├── BlobAltered           bytes on disk are not those that were registered
    └── ArchiveFault          the archive cannot be used: says what to do, in Italian
        ├── Corrupt           a line of a journal was altered: says where
        ├── ClockWentBack     the working date precedes one already registered
        ├── YearClosed        the register of the year was closed
        └── YearNotOver       the register of a year is closed when the year is over

The register is unalterable: documents and fascicoli are added once, and what happens to them later
is an `Event` that points to them. Working records (drafts, users, sessions) come and go.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from schemas.rules.life import PASSI_DOCUMENTO, SEGUITO
from schemas.rules.numero import Number
from storage.care import ChainHead, Closing, Erasure, Progress, Report, unheard


class ArchiveError(Exception):
    """Anything that the archive refuses or cannot do."""


class NotFound(ArchiveError):
    """No such document, fascicolo or working record."""


class AlreadyRegistered(ArchiveError):
    """The document or the fascicolo is on file already."""


class NotAllowed(ArchiveError):
    """The document is not in a state that admits the step."""

    def __init__(self, number: Number, stato: str, passo: str) -> None:
        super().__init__(f"{number} is {stato}: {passo} is not allowed")
        self.number, self.stato, self.passo = number, stato, passo


class Stale(ArchiveError):
    """The working record was changed by somebody else meanwhile; *current* is what it holds now."""

    def __init__(self, table: str, key: str, current: "Working | None") -> None:
        super().__init__(f"{table}/{key} was changed meanwhile")
        self.table, self.key, self.current = table, key, current


class BlobMissing(ArchiveError):
    """The bytes with that SHA-256 are not in the archive."""


class BlobAltered(ArchiveError):
    """The bytes on disk do not have the SHA-256 they are filed under."""


class ArchiveFault(ArchiveError):
    """The archive cannot be used as it is; the message says what to do, in Italian."""


class Corrupt(ArchiveFault):
    """A line of a journal was altered."""

    def __init__(self, path: Path, position: int) -> None:
        super().__init__(
            f"Il registro {path.name} è alterato al byte {position}: ripristinare una copia."
        )
        self.path, self.position = path, position


class ClockWentBack(ArchiveFault):
    """The working date precedes a date already in the register."""

    def __init__(self, on: date, last: date) -> None:
        super().__init__(
            f"La data di lavoro {on:%d/%m/%Y} precede l'ultima registrazione ({last:%d/%m/%Y}): "
            "controllare l'orologio."
        )
        self.on, self.last = on, last


class YearClosed(ArchiveFault):
    """The register of the year was closed: nothing more can be registered in it."""

    def __init__(self, anno: int) -> None:
        super().__init__(f"Il registro dell'anno {anno} è chiuso: nulla vi si può più registrare.")
        self.anno = anno


class YearNotOver(ArchiveFault):
    """The register of a year is closed when the year is over, not before."""

    def __init__(self, anno: int) -> None:
        super().__init__(f"L'anno {anno} non è ancora finito: il suo registro si chiude dopo.")
        self.anno = anno


@dataclass(frozen=True)
class Event:
    """
    Something that happened to a document or to a fascicolo after it was registered.

    *tipo* is a step of `schemas.rules.life` (``firma``, ``annullamento``, ``pdf``...) for a
    document, the new state for a fascicolo. *dati* are JSON values.
    """

    tipo: str
    at: datetime
    by: str
    dati: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """
    One registered version of a document, with all that happened to it.

    Args:
        number: Its number.
        kind: Name of the kind.
        versione: From 1; a replacing document has the next one.
        on: Date of the document (`data_documento`).
        fascicolo: Number of the fascicolo.
        territorio: ``T1``..``T4`` or ``PR``.
        oggetto: Subject, one line.
        autore: User name of who registered it.
        registered_at: Aware instant of the registration.
        data: The valid data, JSON values with ISO dates and amounts as text.
        motivi: The reasons worked out at registration, JSON.
        index: Columns of the archive index: cognome, nome, codice_fiscale, azienda, partita_iva,
            cpi, comune, categoria.
        docx: SHA-256 of the DOCX.
        template: SHA-256 of the Word template it was printed from.
        impronta: SHA-256 of the data.
        replaces: Number of the document that this one replaces, or "".
        events: What happened later, oldest first.
    """

    number: Number
    kind: str
    versione: int
    on: date
    fascicolo: str
    territorio: str
    oggetto: str
    autore: str
    registered_at: datetime
    data: Mapping[str, object]
    motivi: Sequence[object]
    index: Mapping[str, str]
    docx: str
    template: str
    impronta: str
    replaces: str = ""
    events: tuple[Event, ...] = ()

    @property
    def stato(self) -> str:
        """Return the state the events have led to, from ``generato``."""
        stato = "generato"
        for event in self.events:
            stato = PASSI_DOCUMENTO[event.tipo][1] or stato
        return stato

    @property
    def seguiti(self) -> tuple[Event, ...]:
        """Return the parts that were recorded after the registration, oldest first."""
        return tuple(event for event in self.events if event.tipo == SEGUITO)

    @property
    def answers(self) -> Mapping[str, object]:
        """Return the data as they stand now: those registered, with what was recorded later."""
        answers = dict(self.data)
        for event in self.seguiti:
            later = event.dati["dati"]
            answers |= later if isinstance(later, Mapping) else {}
        return {name: value for name, value in answers.items() if value is not None}

    @property
    def paper(self) -> str:
        """Return the SHA-256 of the DOCX as it stands now: printed again with what followed."""
        return str(self.seguiti[-1].dati["sha256"]) if self.seguiti else self.docx

    @property
    def paper_mark(self) -> str:
        """Return the SHA-256 of the data that the paper prints as it stands now."""
        return str(self.seguiti[-1].dati["impronta"]) if self.seguiti else self.impronta

    @property
    def pdf(self) -> str | None:
        """Return the SHA-256 of the PDF of the paper, or None while it is still to be made."""
        made = [
            event.dati["sha256"]
            for event in self.events
            if event.tipo == "pdf" and event.dati.get("docx", self.docx) == self.paper
        ]
        return str(made[-1]) if made else None


@dataclass(frozen=True)
class Fascicolo:
    """
    The dossier of one person, with the states it went through.

    *persona* holds cognome, nome, codice_fiscale and what else was known at the opening.
    """

    numero: str
    on: date
    territorio: str
    cpi: str
    autore: str
    opened_at: datetime
    persona: Mapping[str, object]
    events: tuple[Event, ...] = ()

    @property
    def stato(self) -> str:
        """Return the state the events have led to, from ``aperto``."""
        return self.events[-1].tipo if self.events else "aperto"

    @property
    def codice_fiscale(self) -> str:
        """Return the codice fiscale of the person."""
        return str(self.persona["codice_fiscale"])


@dataclass(frozen=True)
class Working:
    """A working record (a draft, a user, a session): its version grows by one at each change."""

    table: str
    key: str
    version: int
    value: Mapping[str, object]


@dataclass(frozen=True)
class Visibility:
    """
    What the asking person may see.

    Args:
        pairs: Kind and territorio ("" = any territorio) of the documents they see.
        numbers: Documents they see one by one, because they are their own.

    With neither they see nothing.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    numbers: tuple[Number, ...] = ()


# What documents that match are counted by.
FACETS = ("kind", "territorio", "stato", "cpi", "comune", "categoria", "autore")


@dataclass(frozen=True)
class Query:
    """
    A search, or a list when *words* is empty. Empty filters do not filter.

    *order* is ``data`` (newest first, then number), ``rilevanza`` or ``numero``; *counted* names
    the facets whose values are to be counted.
    """

    visible: Visibility
    words: str = ""
    kinds: tuple[str, ...] = ()
    territori: tuple[str, ...] = ()
    stati: tuple[str, ...] = ()
    cpi: tuple[str, ...] = ()
    autori: tuple[str, ...] = ()
    categorie: tuple[str, ...] = ()
    fascicolo: str = ""
    codice_fiscale: str = ""
    dal: date | None = None
    al: date | None = None
    order: str = "data"
    offset: int = 0
    limit: int = 50
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One result: the document, and the matching words as safe HTML with ``<b>`` marks, or ""."""

    document: Document
    snippet: str = ""


@dataclass(frozen=True)
class Results:
    """A page of results: how many match in all, the hits, counts by facet and value."""

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Access:
    """
    Somebody came to know something about a person: who, when, how and why.

    Args:
        at: Aware instant.
        by: User name.
        ruolo: The role held.
        azione: ``vista``, ``scaricato``, ``ricerca`` or ``esportazione``; ``utenza`` when what
            somebody may come to know was changed.
        fascicolo: Number of the fascicolo, or "" when it is nobody's in particular.
        oggetto: What was given: number of a document, form of a dossier, hash of a search.
        motivo: The reason given, or "".
    """

    at: datetime
    by: str
    ruolo: str
    azione: str
    fascicolo: str = ""
    oggetto: str = ""
    motivo: str = ""


@dataclass(frozen=True)
class Changed:
    """What the register came to say: how far it is, and what it speaks of, as it is now."""

    head: ChainHead
    documents: Sequence[Document]
    fascicoli: Sequence[Fascicolo]


class Archive(Protocol):
    """
    The archive of the office.

    Every write happens inside `transaction()` and becomes durable, all or nothing, when the block
    ends; a write outside a block is a block of its own. Reads inside a block see its writes.
    Everything returned is a copy: changing it changes nothing.
    """

    recovered: Sequence[str]
    """What the opening finished or set aside after a crash, as sentences in Italian."""

    def transaction(self) -> AbstractContextManager[None]:
        """
        Open a block of writes, alone among all threads and processes.

        A nested block joins the outer one. Any exception undoes the block, number included.

        Raises:
            ArchiveFault: the block cannot be made durable (disk full, failed fsync): nothing of
                it was kept.
        """

    # The register.

    def take_number(self, sigla: str, on: date, territorio: str) -> Number:
        """
        Return the next number of the series of *sigla* in the year of *on*.

        *on* is the working date, the day of the registration. Inside a transaction only; given
        back when the transaction is undone.

        Raises:
            ClockWentBack: *on* precedes the last registration.
        """

    def put_blob(self, content: bytes) -> str:
        """Make *content* durable now and return its SHA-256; filing it twice is harmless."""

    def blob(self, sha256: str) -> bytes:
        """
        Return the bytes filed under *sha256*, checked.

        Raises:
            BlobMissing: they are not there.
            BlobAltered: they are not those that were filed.
        """

    def add_document(self, document: Document) -> None:
        """
        Register *document*, whose number was taken in the same transaction.

        Raises:
            AlreadyRegistered: the number is on file.
            BlobMissing: its DOCX was not filed.
        """

    def add_event(self, number: Number, event: Event) -> Document:
        """
        Add *event* to the document and return it as it is now.

        Raises:
            NotFound: no such document.
            NotAllowed: its state does not admit the step.
        """

    def document(self, number: Number) -> Document:
        """
        Return a document; the territorio of *number* is not compared.

        Raises:
            NotFound: no such document.
        """

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
        """
        Return the documents that match every criterion given, oldest registration first.

        *azienda* is the partita IVA or the codice fiscale of the company that they name,
        *assistente* the name of who accompanies the person, however accents and capitals are
        written; both as registered. Each criterion has its index: the others are not read.
        """

    def without_pdf(self) -> Sequence[Number]:
        """Return the documents, not annulled, whose PDF is still to be made, oldest first."""

    def open_fascicolo(self, fascicolo: Callable[[str], Fascicolo], on: date) -> Fascicolo:
        """
        Take the next number of fascicolo in the year of *on*, register what *fascicolo* builds.

        Raises:
            AlreadyRegistered: the person has an open fascicolo (invariant F-1).
            ClockWentBack: *on* precedes the last registration.
        """

    def add_fascicolo_event(self, numero: str, event: Event) -> Fascicolo:
        """
        Add a change of state to a fascicolo and return it as it is now.

        Raises:
            NotFound: no such fascicolo.
        """

    def fascicolo(self, numero: str) -> Fascicolo:
        """
        Return a fascicolo.

        Raises:
            NotFound: no such fascicolo.
        """

    def fascicoli(
        self, *, codice_fiscale: str = "", territorio: str = "", words: str = ""
    ) -> Sequence[Fascicolo]:
        """
        Return the fascicoli that match every criterion given, oldest first.

        Each of *words* begins a word of the number, the name or the codice fiscale, however
        accents and capitals are written.
        """

    def search(self, query: Query) -> Results:
        """
        Return the documents that match; what was just registered is found at once.

        What an open block is about to register is not: it may still be undone.
        """

    def chain_head(self) -> ChainHead:
        """Return where the chain of the register has come to."""

    def changed_since(self, line: int) -> Changed | None:
        """
        Return what the register speaks of after *line*, each thing once, for who keeps up with it.

        None when that is too long ago, or something was destroyed since: all is to be read again.
        """

    def register_lines(self, fascicolo: str) -> Sequence[str]:
        """
        Return the lines of the register that speak of a fascicolo or of its documents, in order.

        A line is ``chain hash payload``. One that speaks of others as well has ``-`` for payload:
        the chain can still be followed, and nobody else's data leave the archive.
        """

    def close_year(self, anno: int, *, at: datetime, by: str, on: date) -> Closing:
        """
        Register the closing of the register of *anno* on the working date *on*.

        From then on nothing more can be registered with that year: what happens later to its
        documents is registered in the year in which it happens.

        Raises:
            YearNotOver: *anno* is the year of *on*, or later.
            YearClosed: it is closed already.
            NotFound: nothing was registered in *anno*.
            ClockWentBack: *on* precedes the last registration.
        """

    def closings(self) -> Sequence[Closing]:
        """Return the closings of years, oldest year first."""

    def papers_of(self, anno: int) -> Mapping[str, str]:
        """Return the SHA-256 of the DOCX of each document registered in *anno*, by number."""

    def erase(
        self,
        numeri: Sequence[str],
        *,
        at: datetime,
        by: str,
        on: date,
        autorizzazione: str,
        motivo: str,
        told: Progress = unheard,
    ) -> Sequence[Erasure]:
        """
        Destroy documents, or fascicoli with all their documents, and keep the proof of it.

        What the register says of them is replaced by what is left: hashes, chain, numbers and
        counters stay, and the proof vouches for the rest. Their files, sidecars and index entries
        are destroyed; working records are the caller's matter. A block of its own: not to be
        called inside a transaction. Interrupted after the proof, it is completed at the next
        opening.

        Raises:
            NotFound: there is no such document or fascicolo; nothing was destroyed.
            ClockWentBack: *on* precedes the last registration; nothing was destroyed.
            ArchiveFault: it could not be registered, or not be completed: the message says which.
        """

    def erasures(self) -> Sequence[Erasure]:
        """Return the proofs of what was destroyed, oldest first."""

    # Who came to know what.

    def log_access(self, access: Access) -> None:
        """
        Write *access* in the journal of accesses, chained like the register; durable at once.

        Raises:
            ArchiveFault: it could not be written: what was asked for must not be given.
        """

    def accesses(self, *, fascicolo: str = "", by: str = "") -> Sequence[Access]:
        """
        Return the accesses that match every criterion given, oldest first.

        Raises:
            Corrupt: the journal of accesses was altered.
        """

    # Working records.

    def put(
        self, table: str, key: str, value: Mapping[str, object], *, expect: int | None = None
    ) -> Working:
        """
        Save a working record (JSON values) and return it with its new version.

        *expect* is the version the caller read: 0 for a record that must be new, None to overwrite.

        Raises:
            Stale: the record is not at *expect*.
        """

    def get(self, table: str, key: str) -> Working:
        """
        Return a working record.

        Raises:
            NotFound: no such record.
        """

    def find(self, table: str, **equal: str) -> Sequence[Working]:
        """Return the working records of *table* whose values equal those given, by key."""

    def delete(self, table: str, key: str) -> None:
        """Remove a working record; removing one that is not there is harmless."""

    # Care.

    def verify(self, *, quick: bool = False, told: Progress = unheard) -> Report:
        """
        Check chain, hashes, sidecars, numbers 1..n, closings, erasures, orphans and the index.

        *quick* looks whether the files filed are there, and reads neither them nor the sidecars.
        """

    def rebuild_index(self, told: Progress = unheard) -> int:
        """Make the search index again from the register; return how many documents it holds."""

    def rebuild_sidecars(self, told: Progress = unheard) -> int:
        """Write again the sidecars that lack a line of the register; return how many lines."""

    def backup(self, folder: Path, told: Progress = unheard) -> None:
        """
        Copy the archive, as it is at one moment, into *folder*, while it goes on being used.

        What was erased by authority since the last copy is destroyed in the copy as well.

        Raises:
            ArchiveFault: *folder* holds something else, or there is nothing on disk to copy.
        """

    def close(self) -> None:
        """Close files and index; the archive cannot be used any more."""
