"""Erasing by authority: what is destroyed, the proof that stays, and what is left of the lines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from storage.archive import Document, Fascicolo
from storage.care import Erasure
from storage.records import erasure_of, row_of_proof
from storage.tinydb.contents import (
    DOCUMENTI,
    ERASABLE,
    EVENTI,
    SCARTI,
    about,
    left_of,
    subject_of,
    without,
)
from storage.tinydb.numbers import Numbers
from storage.tinydb.rows import Changes, RowStorage
from storage.tinydb.tables import KeyedTable

FASCICOLO = "fascicolo"


@dataclass(frozen=True)
class Act:
    """The act of an erasure: when, on which working date, who, by what authority and why."""

    at: datetime
    on: date
    by: str
    autorizzazione: str
    motivo: str


class Erasures:
    """The proofs of what was erased from a register."""

    def __init__(self, storage: RowStorage, numbers: Numbers) -> None:
        self._storage, self._numbers = storage, numbers
        self._scarti = KeyedTable(storage, SCARTI)

    def all(self) -> list[Erasure]:
        """Return the proofs, oldest first."""
        return [erasure_of(row) for row in self._storage.rows(SCARTI).values()]

    def keys(self) -> list[str]:
        """Return the keys of what was erased, oldest first."""
        return self._storage.keys(SCARTI)

    def erase(
        self,
        going: Mapping[str, Document | Fascicolo],
        act: Act,
        lines: Iterable[tuple[str, Changes]],
    ) -> list[Erasure]:
        """
        Take what is *going*, by key, out in the open block, and put there the proof of each.

        *lines* are those of the register.
        """
        righe = _lines_left(lines, going, {*self.keys(), *going})
        self._numbers.begin_day(act.on)
        proofs = {key: _proof(record, act, righe[key]) for key, record in going.items()}
        for key, proof in proofs.items():
            self._scarti.save(key, row_of_proof(proof))
        for table in ERASABLE:
            for key in self._storage.keys(table):
                if subject_of(table, key) in going:
                    self._storage.change(table, key, None)
        return list(proofs.values())

    def orphaned(self, proofs: Iterable[Erasure]) -> Iterator[str]:
        """Yield the files of *proofs* that nothing on file speaks of any more."""
        files = {digest for proof in proofs for digest in proof.files}
        if files:
            yield from sorted(files - set(self._filed()))

    def _filed(self) -> Iterator[str]:
        for row in self._storage.rows(DOCUMENTI).values():
            yield str(row["docx"])
        for row in self._storage.rows(EVENTI).values():
            match row["dati"]:
                case {"sha256": str(digest)}:
                    yield digest


@dataclass
class Left:
    """
    What is left of the lines of a register that were erased, against what its proofs vouch for.

    Attributes:
        seen: Line that was erased -> SHA-256 of what is left of it.
    """

    seen: dict[int, str]

    def unproved(self, proofs: Iterable[Erasure]) -> list[int]:
        """Return the lines whose erasure no proof vouches for, in order."""
        vouched = vouched_by(proofs)
        return sorted(line for line, left in self.seen.items() if left not in vouched[line])

    def unfinished(self, proofs: Iterable[Erasure]) -> set[int]:
        """Return the lines that the proofs say were erased, and are not, or not wholly."""
        vouched = vouched_by(proofs)
        return {line for line, lefts in vouched.items() if self.seen.get(line) != lefts[-1]}


def vouched_by(proofs: Iterable[Erasure]) -> Mapping[int, list[str]]:
    """Return what each line was left like, oldest first: a line may be erased more than once."""
    vouched: dict[int, list[str]] = defaultdict(list)
    for proof in proofs:
        for line, left in proof.righe.items():
            vouched[line].append(left)
    return vouched


def mark_of(left: str) -> str:
    """Return the SHA-256 of what is left of a line."""
    return sha256(left.encode()).hexdigest()


def _lines_left(
    lines: Iterable[tuple[str, Changes]], going: Collection[str], gone: Collection[str]
) -> Mapping[str, Mapping[int, str]]:
    """Return, for each key that is going, the lines that speak of it and what is left of each."""
    left: dict[str, dict[int, str]] = defaultdict(dict)
    for number, (_, changes) in enumerate(lines, 1):
        if speaking := [key for key in about(changes) if key in going]:
            mark = mark_of(left_of(number, without(changes, gone)))
            for key in speaking:
                left[key][number] = mark
    return left


def _proof(record: Document | Fascicolo, act: Act, righe: Mapping[int, str]) -> Erasure:
    proof = Erasure(
        numero="",
        kind=FASCICOLO,
        on=record.on,
        at=act.at,
        by=act.by,
        autorizzazione=act.autorizzazione,
        motivo=act.motivo,
        files=(),
        righe=righe,
    )
    if isinstance(record, Fascicolo):
        return replace(proof, numero=record.numero)
    filed = [str(event.dati["sha256"]) for event in record.events if "sha256" in event.dati]
    files = tuple(dict.fromkeys([record.docx, *filed]))
    return replace(proof, numero=str(record.number), kind=record.kind, files=files)
