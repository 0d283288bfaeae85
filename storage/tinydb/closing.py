"""Closing a year of the register: what was registered in it, counted once for all."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256

from storage.archive import NotFound, YearClosed, YearNotOver
from storage.care import ChainHead, Closing, listing
from storage.records import closing_of, erasure_of, row_of_proof
from storage.tinydb.contents import CHIUSURE, DOCUMENTI, EVENTI, SCARTI, table_of, year_of
from storage.tinydb.numbers import Numbers
from storage.tinydb.rows import Changes, RowStorage
from storage.tinydb.tables import KeyedTable

_ANNULLED = "annullamento"


class Closings:
    """The closings of a register."""

    def __init__(self, storage: RowStorage, numbers: Numbers) -> None:
        self._storage, self._numbers = storage, numbers
        self._chiusure = KeyedTable(storage, CHIUSURE)

    def close(
        self, anno: int, lines: Iterable[tuple[str, Changes]], at: datetime, by: str, on: date
    ) -> Closing:
        """Put in the open block the closing of *anno*; *lines* are the register's."""
        if anno >= on.year:
            raise YearNotOver(anno)
        if str(anno) in self._chiusure:
            raise YearClosed(anno)
        if not (registered := self._registered(anno)):
            raise NotFound(str(anno))
        closing = Closing(
            anno=anno,
            at=at,
            by=by,
            registrati=registered,
            annullati=tuple(self._annulled(anno)),
            head=_end_of(anno, lines),
            impronta=self._impronta(anno),
        )
        self._numbers.begin_day(on)
        self._chiusure.save(str(anno), row_of_proof(closing))
        return closing

    def all(self) -> list[Closing]:
        """Return the closings, oldest year first."""
        rows = self._storage.rows(CHIUSURE).values()
        return sorted(map(closing_of, rows), key=lambda closing: closing.anno)

    def untrue(self) -> Iterator[int]:
        """Yield the closed years that do not hold any more what they held when they were closed."""
        for closing in self.all():
            found = self._registered(closing.anno), self._impronta(closing.anno)
            if found != (closing.registrati, closing.impronta):
                yield closing.anno

    def _registered(self, anno: int) -> dict[str, int]:
        series = (key for key in sorted(self._numbers.series()) if _year(key) == anno)
        return {key.partition("-")[0]: self._numbers.last_of(key) for key in series}

    def _annulled(self, anno: int) -> Iterator[str]:
        events = self._storage.rows(EVENTI).values()
        keys = {str(row["di"]) for row in events if row["tipo"] == _ANNULLED}
        for key in sorted(key for key in keys if _year(key) == anno):
            if row := self._storage.row(DOCUMENTI, key):
                yield str(row["number"])

    def _impronta(self, anno: int) -> str:
        return sha256(listing(self.papers(anno))).hexdigest()

    def papers(self, anno: int) -> Mapping[str, str]:
        """Return the SHA-256 of the DOCX of each document of a year, erased ones too, by number."""
        keys = [key for key in self._storage.keys(DOCUMENTI) if _year(key) == anno]
        rows = [row for key in keys if (row := self._storage.row(DOCUMENTI, key))]
        kept = {str(row["number"]): str(row["docx"]) for row in rows}
        return dict(sorted({**kept, **self._erased_papers(anno)}.items()))

    def _erased_papers(self, anno: int) -> Mapping[str, str]:
        rows = self._storage.rows(SCARTI).items()
        proofs = [
            erasure_of(row)
            for key, row in rows
            if _year(key) == anno and table_of(key) == DOCUMENTI
        ]
        return {proof.numero: proof.files[0] for proof in proofs}


def _year(key: str) -> int:
    return int(key.split("-")[1])


def _end_of(anno: int, lines: Iterable[tuple[str, Changes]]) -> ChainHead:
    """Return the last line of a year; a line that names no day is of the year before it."""
    end, year = ChainHead(0, ""), 0
    for number, (text, changes) in enumerate(lines, 1):
        year = year_of(changes) or year
        if year > anno:
            break
        end = ChainHead(number, text[:64])
    return end
