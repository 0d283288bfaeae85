"""Whatever kills the process, nothing acknowledged is lost and no number is lost or given twice."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.open import open_archive
from tests.storage.office import register

POINTS = {
    # where it dies -> documents on file afterwards, of which it acknowledged none
    "blob_written": 0,
    "blob_filed": 0,
    "working_written": 0,
    "working_synced": 0,
    "register_written": 1,  # a kill loses nothing of what was written; a power cut may
    "register_synced": 1,
    "sidecar_written": 1,
    "sidecar_filed": 1,
}
ROUNDS = 12  # of two processes each


def office(folder: Path, times: int, crash: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.crashing", str(folder), str(times)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "FASCICOLO_CRASH": crash},
    )


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=60)
    return [line for line in out.split("\n")[:-1] if line.startswith("PS-")]


def numbers_from(process: subprocess.Popen[str], count: int) -> list[str]:
    """Wait until *process* has acknowledged so many documents."""
    lines = (line.strip() for line in process.stdout if line.startswith("PS-"))
    return [*islice(lines, count)]


def assert_in_order(archive: Archive, promised: Sequence[str] = ()) -> None:
    """Nothing promised is missing, numbers have no hole, every working record tells the truth."""
    documents = archive.documents()
    assert {str(it.number) for it in documents} >= set(promised)
    assert sorted(it.number.progressivo for it in documents) == [*range(1, len(documents) + 1)]
    for draft in archive.find("bozze"):
        mine = sum(it.autore == draft.key for it in documents)
        assert draft.value["fatte"] == mine
    assert archive.verify().findings == ()


@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_at_any_step_leaves_a_whole_registration_or_none(folder, point):
    process = office(folder, 3, crash=point)
    promised = acknowledged(process)

    archive = open_archive(f"tinydb://{folder}")

    assert process.returncode == -signal.SIGKILL
    assert promised == []
    assert len(archive.documents()) == POINTS[point]
    assert_in_order(archive)
    assert register(archive).number.progressivo == POINTS[point] + 1
    archive.close()


@pytest.mark.parametrize("point", ["index_written", "index_committed"])
def test_a_process_killed_while_it_feeds_the_index_loses_nothing(folder, point):
    process = office(folder, 3, crash=point)
    promised = acknowledged(process)

    archive = open_archive(f"tinydb://{folder}")

    assert process.returncode == -signal.SIGKILL
    assert len(promised) == 3
    assert_in_order(archive, promised)
    archive.close()


def test_processes_killed_at_random_lose_nothing_acknowledged(folder):
    chance, promised, killed = random.Random(2011), [], 0
    for _ in range(ROUNDS):
        pair = [office(folder, 10_000) for _ in range(2)]
        for process in pair:
            promised += numbers_from(process, chance.randint(1, 12))
        for process in pair:
            process.kill()
            promised += acknowledged(process)
            killed += process.returncode == -signal.SIGKILL

    archive = open_archive(f"tinydb://{folder}")

    assert killed == 2 * ROUNDS
    assert len(promised) == len(set(promised)) > ROUNDS
    assert_in_order(archive, promised)
    archive.close()
