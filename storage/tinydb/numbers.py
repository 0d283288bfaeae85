"""The numbers of a register: one after the other in each series, no hole, no day that goes back."""

from collections.abc import Callable, Iterator
from datetime import date

from schemas.rules.numero import Number
from storage.archive import ArchiveError, ClockWentBack, YearClosed
from storage.records import series_key
from storage.tinydb.accesses import Reached
from storage.tinydb.contents import CHIUSURE, CONTATORI, LAST_DAY, SCARTI, table_of
from storage.tinydb.packing import Row
from storage.tinydb.rows import RowStorage
from storage.tinydb.tables import KeyedTable


class Numbers:
    """
    The counters of a register.

    Args:
        storage: The rows.
        accesses: Tells how far the journal of accesses has come. It is noted with every new day,
            so that the chain of the register vouches for that journal too.
    """

    def __init__(self, storage: RowStorage, accesses: Callable[[], Reached]) -> None:
        self._storage, self._accesses = storage, accesses
        self._contatori = KeyedTable(storage, CONTATORI)

    def next(self, sigla: str, on: date) -> int:
        """
        Return the next number of a series, taken in the open block.

        Raises:
            ArchiveError: no block is open.
            ClockWentBack, YearClosed: *on* is not a day of registration any more.
        """
        if not self._storage.inside:
            raise ArchiveError("a number is taken inside a transaction")
        self.begin_day(on)
        key = series_key(sigla, on.year)
        progressivo = self.last_of(key) + 1
        self._contatori.save(key, {"ultimo": progressivo})
        return progressivo

    def last_of(self, series: str) -> int:
        """Return the last number taken in a series, 0 if none was."""
        row = self._contatori.row(series)
        return int(str(row["ultimo"])) if row else 0

    def begin_day(self, on: date) -> None:
        """
        Register on the day *on*, which may not precede the last one.

        Raises:
            ClockWentBack: it does.
            YearClosed: it is in a year whose register was closed.
        """
        row = self._contatori.row(LAST_DAY)
        last = date.fromisoformat(str(row["giorno"])) if row else date.min
        if on < last:
            closed = self._storage.row(CHIUSURE, str(on.year))
            raise YearClosed(on.year) if closed else ClockWentBack(on, last)
        if on > last:
            reached = self._accesses()
            accesses = {"accessi": [reached.end, reached.chain]} if reached.end else {}
            self._contatori.save(LAST_DAY, {"giorno": on.isoformat(), **accesses})

    def accesses_noted(self) -> Reached | None:
        """Return how far the journal of accesses had come when it was last noted, if it was."""
        match self._contatori.row(LAST_DAY):
            case {"accessi": [int(end), str(chain)]}:
                return Reached(end, chain)
        return None

    def refuse_unused(self) -> None:
        """
        Keep the register without holes: a number is committed with its document, or not.

        Raises:
            ArchiveError: a number taken in the open block has no document there.
        """
        for key, first, last in self._taken():
            for progressivo in range(first, last + 1):
                of = f"{key}-{progressivo:05d}"
                if not self._storage.block.get((table_of(key), of)):
                    raise ArchiveError(f"{of} was taken and not used: nothing was registered")

    def gave(self, number: Number) -> bool:
        """Return whether *number* was taken in the open block."""
        series = series_key(number.sigla, number.anno)
        return any(
            key == series and first <= number.progressivo <= last
            for key, first, last in self._taken()
        )

    def _taken(self) -> Iterator[tuple[str, int, int]]:
        """Yield the series that the open block counts on, with the first and last number taken."""
        for (table, key), row in list(self._storage.block.items()):
            if table == CONTATORI and row and key != LAST_DAY:
                before = self._storage.committed(CONTATORI, key) or {"ultimo": 0}
                yield key, int(str(before["ultimo"])) + 1, int(str(row["ultimo"]))

    def series(self) -> dict[str, Row]:
        """Return the counters by series, as ``PS-2011``."""
        rows = self._storage.rows(CONTATORI)
        return {key: row for key, row in rows.items() if key != LAST_DAY}

    def holes(self) -> Iterator[str]:
        """Yield the numbers taken of which there is neither a document nor the proof of erasure."""
        for key in self.series():
            for progressivo in range(1, self.last_of(key) + 1):
                of = f"{key}-{progressivo:05d}"
                tables = (table_of(key), SCARTI)
                if all(self._storage.committed(table, of) is None for table in tables):
                    yield of
