"""The care of a register: closed by the year, lawfully thinned, verified."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from schemas.rules.numero import Number
from storage.archive import (
    ArchiveError,
    BlobAltered,
    BlobMissing,
    Corrupt,
    Document,
    Fascicolo,
)
from storage.care import Closing, Erasure, Finding, Progress, Report, unheard
from storage.files import Blobs
from storage.records import document_key
from storage.search import Search
from storage.tinydb.accesses import Accesses
from storage.tinydb.closing import Closings
from storage.tinydb.contents import DOCUMENTI, EVENTI, SERIES_OF_FASCICOLI, Waiting
from storage.tinydb.erasing import Act, Erasures
from storage.tinydb.register import RegisterArchive
from storage.tinydb.rows import RowStorage


class CaredArchive(RegisterArchive):
    """The archive, but for where its rows, blobs and index are kept, and what is copied of them."""

    def __init__(
        self,
        storage: RowStorage,
        blobs: Blobs,
        search: Search,
        waiting: Waiting,
        accesses: Accesses,
    ) -> None:
        super().__init__(storage, blobs, search, waiting, accesses)
        self._closings = Closings(storage, self._numbers)
        self._erasures = Erasures(storage, self._numbers)

    def close_year(self, anno: int, *, at: datetime, by: str, on: date) -> Closing:
        """Register the closing of the register of a year; see `Archive`."""
        with self.transaction():
            return self._closings.close(anno, self._lines_and_changes(), at, by, on)

    def closings(self) -> Sequence[Closing]:
        """Return the closings of years, oldest year first."""
        with self._storage.reading():
            return self._closings.all()

    def papers_of(self, anno: int) -> Mapping[str, str]:
        """Return the SHA-256 of the DOCX of each document registered in *anno*, by number."""
        with self._storage.reading():
            return self._closings.papers(anno)

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
        """Destroy documents and fascicoli, and keep the proof of it; see `Archive`."""
        if self._storage.inside:
            raise ArchiveError("an erasure is a block of its own")
        with self.transaction():
            going = {key: record for numero in numeri for key, record in self._with_all(numero)}
            act = Act(at, on, by, autorizzazione, motivo)
            proofs = self._erasures.erase(going, act, self._lines_and_changes())
        self._carry_out_erasures(told)
        return proofs

    def _with_all(self, numero: str) -> Iterator[tuple[str, Document | Fascicolo]]:
        """Yield a document, or a fascicolo and all its documents, by key."""
        if numero.startswith(f"{SERIES_OF_FASCICOLI}-"):
            yield numero, self.fascicolo(numero)
            inside = self.documents(fascicolo=numero)
            yield from ((document_key(document.number), document) for document in inside)
        else:
            document = self.document(Number.parse(numero))
            yield document_key(document.number), document

    @abstractmethod
    def _carry_out_erasures(self, told: Progress) -> None:
        """Destroy what the proofs say was destroyed, where it still is."""

    def erasures(self) -> Sequence[Erasure]:
        """Return the proofs of what was destroyed, oldest first."""
        with self._storage.reading():
            return self._erasures.all()

    def verify(self, *, quick: bool = False, told: Progress = unheard) -> Report:
        """Check numbers, closings, accesses and blobs; see `Archive`."""
        with self._storage.reading():
            documents = [str(row["docx"]) for row in self._storage.rows(DOCUMENTI).values()]
            events = [row["dati"] for row in self._storage.rows(EVENTI).values()]
            findings = [*self._holes(), *self._untrue_closings(), *self._undestroyed()]
            checked = {"documenti": len(documents), "chiusure": len(self._closings.all())}
            checked["scarti"] = len(self._erasures.keys())
        filed = [str(it["sha256"]) for it in events if isinstance(it, dict) and "sha256" in it]
        digests = dict.fromkeys([*documents, *filed])
        findings += self._lost_blobs(list(digests), quick=quick, told=told)
        try:
            checked["accessi"] = len(self._accesses.rows(self._numbers.accesses_noted()))
        except Corrupt as error:
            findings.append(Finding("registro_alterato", error.path.name, str(error)))
        return Report(checked, tuple(findings))

    def _holes(self) -> Iterator[Finding]:
        """Yield the numbers, from 1 to the last of each series, that are not on file."""
        for of in self._numbers.holes():
            yield Finding("numero_mancante", of, f"Il numero {of} manca dal registro.")

    def _untrue_closings(self) -> Iterator[Finding]:
        for anno in self._closings.untrue():
            message = f"Il registro dell'anno {anno} non è quello che fu chiuso."
            yield Finding("chiusura", str(anno), message)

    def _undestroyed(self) -> Iterator[Finding]:
        for digest in self._erasures.orphaned(self._erasures.all()):
            if digest in self._blobs:
                message = f"Il file {digest} è ancora nell'archivio, e fu scartato."
                yield Finding("scarto_incompleto", digest, message)

    def _lost_blobs(
        self, digests: Sequence[str], *, quick: bool, told: Progress
    ) -> Iterator[Finding]:
        for done, digest in enumerate(digests, 1):
            try:
                if digest not in self._blobs:
                    raise BlobMissing(digest)
                if not quick:
                    self._blobs.get(digest)
            except BlobMissing:
                yield Finding("file_mancante", digest, f"Il file {digest} manca dall'archivio.")
            except BlobAltered:
                yield Finding("file_alterato", digest, f"Il file {digest} è stato alterato.")
            told("file controllati", done, len(digests))
