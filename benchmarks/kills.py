"""
Kill the archive at work, at every named point and at random, and count what it lost.

    .venv/bin/python -m benchmarks.kills            # 6 rounds a point, 40 at random: minutes
    .venv/bin/python -m benchmarks.kills --rounds 20

In each round two processes register, sign, search, note accesses and save drafts on one archive;
one dies by `kill -9` at the point, the other at a random moment. Then the archive is opened again
and held against what the two had said was done. Exit code 1 if anything is not as promised.
"""

import argparse
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import structlog

from schemas.rules.numero import Number
from storage import disk
from storage.archive import Access, Archive, Document, Event, Query, Visibility
from storage.tinydb.archive import TinyArchive

POINTS = (
    *("blob_written", "blob_filed", "working_written", "working_synced"),
    *("register_written", "register_synced", "sidecar_written", "sidecar_filed"),
    *("index_written", "index_committed", "access_written", "access_synced"),
    *("erased_beside", "erased_files", "erased_index", "erased_year"),
)
DAY, AT = date(2011, 3, 7), datetime(2011, 3, 7, 9, 30, tzinfo=UTC)
ALL = Visibility((("patto_di_servizio", ""),))
HEADS = ("point", "kills", "told done", "on file", "lost", "gaps", "doubles", "altered", "verify")
PATIENCE = 60  # seconds that a process may take to die


# A process of the office, as it is killed.


def work(folder: str, point: str, undisturbed: int) -> None:
    """Work on the archive of *folder* for ever, saying what is done; in a while die at *point*."""
    archive, me, done = TinyArchive(Path(folder)), str(os.getpid()), 0
    while True:
        if done == undisturbed:
            disk._CRASH = point
        number = register(archive, me, done)
        say(str(number))
        archive.log_access(Access(AT, me, "OCPI", "vista", "F-2011-00001", str(number)))
        say("accesso")
        if done % 3 == 0:
            archive.add_event(number, Event("firma", AT, me))
        if done % 5 == 0:
            archive.search(Query(ALL, "dal santo"))
        if point.startswith("erased") and done >= undisturbed:
            act = {"by": me, "autorizzazione": "nota 1", "motivo": "prova"}
            archive.erase([str(number)], at=AT, on=DAY, **act)
        done += 1


def register(archive: Archive, me: str, done: int) -> Number:
    """Register a document and, in the same block, how many this process has."""
    with archive.transaction():
        number = archive.take_number("PS", DAY, "T2")
        archive.add_document(document(number, archive.put_blob(paper(number)), me))
        archive.put("bozze", me, {"fatte": done + 1})
    return number


def paper(number: Number) -> bytes:
    """Return what the paper of a number says."""
    return f"paper of {number}".encode() * 100


def document(number: Number, docx: str, autore: str) -> Document:
    """Return a Patto of Giulia Dal Santo."""
    return Document(
        number=number,
        kind="patto_di_servizio",
        versione=1,
        on=DAY,
        fascicolo="F-2011-00001",
        territorio=number.territorio,
        oggetto="Patto di Servizio di Dal Santo Giulia",
        autore=autore,
        registered_at=AT,
        data={"persona": {"cognome": "Dal Santo", "nome": "Giulia"}},
        motivi=[],
        index={"cognome": "Dal Santo", "nome": "Giulia"},
        docx=docx,
        template="0" * 64,
        impronta="1" * 64,
    )


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


# Those who kill, and count.


@dataclass
class Tally:
    """What was found after the kills of one point."""

    point: str
    kills: int = 0
    told: set[str] = field(default_factory=set)
    accesses: int = 0
    on_file: int = 0
    lost: int = 0
    gaps: int = 0
    doubles: int = 0
    altered: int = 0
    findings: int = 0

    @property
    def kept(self) -> bool:
        """Return whether everything promised was kept."""
        return not (self.lost or self.gaps or self.doubles or self.altered or self.findings)

    def row(self) -> tuple[str, ...]:
        verify = "clean" if not self.findings else f"{self.findings} findings"
        counts = (self.kills, len(self.told), self.on_file, self.lost, self.gaps, self.doubles)
        return (self.point, *(f"{count:,}" for count in counts), f"{self.altered:,}", verify)


def started(folder: Path, point: str, undisturbed: int) -> subprocess.Popen[str]:
    """Start a process that works on *folder*."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.kills", "--work", str(folder), point, str(undisturbed)],
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_once(folder: Path, point: str, chance: random.Random, tally: Tally) -> None:
    """Let two processes work and die; note what they said was done."""
    pair = [started(folder, point, chance.randint(0, 6)), started(folder, "", 0)]
    told = []
    if not point:
        told += [line for process in pair for line in _first_told(process, chance.randint(1, 20))]
        time.sleep(chance.uniform(0, 0.05))
        pair[0].kill()
    told += _told(pair[0])
    pair[1].kill()
    told += _told(pair[1])
    if {process.returncode for process in pair} != {-signal.SIGKILL}:
        raise RuntimeError(f"{point}: a process ended by itself")
    tally.kills += len(pair)
    numbers = [line for line in told if line.startswith("PS-")]
    tally.doubles += len(numbers) - len(set(numbers)) + len(tally.told.intersection(numbers))
    tally.told.update(numbers)
    tally.accesses += told.count("accesso")


def _first_told(process: subprocess.Popen[str], count: int) -> Iterator[str]:
    """Yield the first lines that a process says, waiting for them."""
    assert process.stdout
    for line in islice(process.stdout, count):
        yield line.rstrip("\n")


def _told(process: subprocess.Popen[str]) -> Iterator[str]:
    """Yield the whole lines that a process said before it died."""
    out, _ = process.communicate(timeout=PATIENCE)
    yield from out.split("\n")[:-1]


def hold_against(folder: Path, tally: Tally) -> None:
    """Open the archive as after a crash, and count what is not as it was promised."""
    archive = TinyArchive(folder)
    documents, proofs = archive.documents(), archive.erasures()
    numbers = {str(it.number) for it in documents} | {proof.numero for proof in proofs}
    told = tally.told - numbers
    tally.lost += len(told) + max(tally.accesses - len(archive.accesses()), 0)
    tally.on_file = len(numbers)
    progressivi = {Number.parse(number).progressivo for number in numbers}
    tally.gaps += len(set(range(1, max(progressivi, default=0) + 1)) - progressivi)
    tally.doubles += len(documents) + len(proofs) - len(numbers)
    tally.altered += sum(archive.blob(it.docx) != paper(it.number) for it in documents)
    mine = {draft.key: draft.value["fatte"] for draft in archive.find("bozze")}
    erased = len(proofs)
    for autore, count in mine.items():
        registered = sum(it.autore == autore for it in documents)
        tally.altered += not registered <= int(str(count)) <= registered + erased
    tally.findings += len(archive.verify().findings)
    archive.close()


def run(point: str, rounds: int, chance: random.Random) -> Tally:
    """Kill *rounds* pairs of processes at *point*, or at random, and return what was found."""
    tally = Tally(point or "at random")
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "archivio"
        for _ in range(rounds):
            kill_once(folder, point, chance, tally)
            hold_against(folder, tally)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the archive at work, count what it lost.")
    parser.add_argument("--rounds", type=int, default=6, help="Rounds at each point.")
    parser.add_argument("--random", type=int, default=40, help="Rounds at a random moment.")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work[0], given.work[1], int(given.work[2]))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    chance, tallies = random.Random(2011), []
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for point, rounds in [*((point, given.rounds) for point in POINTS), ("", given.random)]:
        tallies.append(run(point, rounds, chance))
        print(f"| {' | '.join(tallies[-1].row())} |", flush=True)
    print(f"\n{sum(tally.kills for tally in tallies)} kills")
    sys.exit(0 if all(tally.kept for tally in tallies) else 1)


if __name__ == "__main__":
    main()
