"""Making the register of a folder again from the lines that are kept beside the papers."""

import fcntl
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from storage.archive import ArchiveFault
from storage.care import Erasure, Progress, unheard
from storage.disk import sync_folder
from storage.records import erasure_of
from storage.tinydb.contents import PACKED, SCARTI, year_of
from storage.tinydb.durable import year_file
from storage.tinydb.erasing import mark_of, vouched_by
from storage.tinydb.journal import ZERO, Line, chain_of, rewrite
from storage.tinydb.rows import Changes
from storage.tinydb.saying import changes_of, said_by
from storage.tinydb.sidecars import is_erased, line_number, sidecars_in, whole_lines


def rebuild_register(folder: Path, told: Progress = unheard) -> int:
    """
    Make the register of *folder* again from its sidecars alone, and return how many lines it has.

    The service must be stopped. What the register files held is kept beside, named ``.vecchio``.

    Raises:
        ArchiveFault: a line is in no sidecar, or the chain does not hold: says which.
    """
    ordered = list(_in_a_chain(_kept_beside(folder, told)))
    with (folder / "testa").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)  # it tells of files that are about to go
        for path in folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl"):
            path.rename(path.with_suffix(".jsonl.vecchio"))
        for anno, lines in groupby(ordered, key=lambda line: line[0]):
            rewrite(folder / year_file(anno), (text for _, text in lines))
    sync_folder(folder)
    return len(ordered)


def _kept_beside(folder: Path, told: Progress) -> Mapping[int, list[str]]:
    """Return the lines found in the sidecars, by number; of each the text to prefer is first."""
    found: dict[int, set[str]] = defaultdict(set)
    for done, path in enumerate(sidecars_in(folder), 1):
        for text in whole_lines(path):
            found[line_number(text)].add(text)
        told("schede lette", done, 0)
    vouched = vouched_by(_proofs(found))
    return {number: _preferred(texts, vouched[number]) for number, texts in found.items()}


def _proofs(found: Mapping[int, Collection[str]]) -> Iterator[Erasure]:
    for number in sorted(found):
        for text in found[number]:
            for (table, _), row in _changes_of(text).items():
                if row and table == SCARTI:
                    yield erasure_of(row)


def _preferred(texts: Collection[str], lefts: Sequence[str]) -> list[str]:
    """Return the texts of one line: as it was last erased, then whole; nothing unproved."""
    erased = {mark_of(text[130:]): text for text in texts if is_erased(text)}
    whole = [text for text in texts if not is_erased(text)]
    return [*(erased[left] for left in reversed(lefts) if left in erased), *whole]


def _in_a_chain(found: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines in order, each with the year of its register."""
    chain, anno = ZERO, 0
    for number in range(1, max(found, default=0) + 1):
        for text in found.get(number, ()):
            if chain_of(text.encode(), chain) is not None:
                break
        else:
            raise ArchiveFault(
                f"Il registro non si può rifare: la riga {number} non è in nessuna scheda."
            )
        chain, anno = text[:64], year_of(_changes_of(text)) or anno
        yield anno, text


def _changes_of(text: str) -> Changes:
    return changes_of(said_by(Line(0, 0, "", text.encode())), PACKED)


def place_of(folder: Path, number: int) -> tuple[Path, int]:
    """Return the file of the register that has the line of that *number*, and where it begins."""
    for path in sorted(folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        if number <= len(lines):
            return path, sum(map(len, lines[: number - 1]))
        number -= len(lines)
    raise ValueError(f"the register has no line {number}")
