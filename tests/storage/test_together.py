"""Many people at once: threads of the service, and a command beside it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.open import open_archive
from tests.storage.office import found, register

THREADS, PROCESSES, EACH = 16, 2, 1000


def run(code: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "FASCICOLO_CRASH": ""},
    )


SERVICE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from storage.open import open_archive
from tests.storage.office import register
archive = open_archive(f"tinydb://{sys.argv[1]}")
with ThreadPoolExecutor(16) as people:
    numbers = [*people.map(lambda _: register(archive).number.progressivo, range(1000))]
assert len(set(numbers)) == 1000
archive.close()
"""


def test_sixteen_threads_and_two_processes_number_two_thousand_documents_without_a_hole(folder):
    services = [run(SERVICE, folder) for _ in range(PROCESSES)]
    for service in services:
        service.communicate(timeout=120)

    archive = open_archive(f"tinydb://{folder}")

    assert [service.returncode for service in services] == [0, 0]
    numbers = [it.number.progressivo for it in archive.documents()]
    assert numbers == [*range(1, PROCESSES * EACH + 1)]
    assert archive.verify(quick=True).findings == ()
    archive.close()


def test_the_service_finds_what_a_command_registers_and_the_command_what_the_service_does(folder):
    service, beside = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")

    for turn in range(1, 6):
        register(service, oggetto=f"sportello {turn}")
        register(beside, oggetto=f"comando {turn}")

        assert len(found(service, "comando")) == turn
        assert len(found(beside, "sportello")) == turn
        assert len(found(service)) == len(found(beside)) == 2 * turn
    service.close()
    beside.close()


def test_readers_see_whole_blocks_while_others_write(folder):
    archive = open_archive(f"tinydb://{folder}")

    def write(_: int) -> None:
        with archive.transaction():
            registered = register(archive)
            archive.put("ultimi", "ultimo", {"numero": str(registered.number)})

    def read(_: int) -> bool:
        documents = archive.documents()
        return [it.number.progressivo for it in documents] == [*range(1, len(documents) + 1)]

    with ThreadPoolExecutor(8) as people:
        written = people.map(write, range(100))
        seen = [*people.map(read, range(100))]
        assert len([*written]) == 100

    assert all(seen)
    assert archive.get("ultimi", "ultimo").version == 100
    archive.close()


def test_two_people_who_save_one_draft_do_not_overwrite_each_other(folder):
    here, there = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")

    def add_one(archive) -> None:
        with archive.transaction():
            counted = archive.get("bozze", "b1").value["n"]
            archive.put("bozze", "b1", {"n": counted + 1})

    here.put("bozze", "b1", {"n": 0})
    with ThreadPoolExecutor(4) as people:
        [*people.map(add_one, [here, there] * 50)]

    assert here.get("bozze", "b1").value == {"n": 100}
    here.close()
    there.close()


def test_everybody_finds_at_once_what_they_have_just_registered(folder):
    archive = open_archive(f"tinydb://{folder}")

    def register_and_find(n: int) -> bool:
        word = f"pratica{n:02d}"  # no word begins another, which would be found as well
        number = str(register(archive, oggetto=word).number)
        return found(archive, word) == [number]

    with ThreadPoolExecutor(8) as people:
        assert all(people.map(register_and_find, range(60)))
    archive.close()


def test_searches_go_on_while_the_index_is_made_again(folder):
    here, there = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")
    for _ in range(20):
        register(here)

    with ThreadPoolExecutor(4) as people:
        rebuilt = people.map(lambda _: here.rebuild_index(), range(5))
        seen = people.map(lambda n: len(found([here, there][n % 2])), range(60))

        assert [*seen] == [20] * 60
        assert [*rebuilt] == [20] * 5
    here.close()
    there.close()


def test_a_search_inside_a_block_does_not_stop_the_others(folder, monkeypatch):
    monkeypatch.setattr("storage.search._PATIENCE", 0.0)
    here, there = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")

    def search_in_a_block(_: int) -> None:
        with here.transaction():
            register(here)
            found(here)

    with ThreadPoolExecutor(6) as people:
        busy = [people.map(search_in_a_block, range(20))]
        busy.append(people.map(lambda _: register(there) and found(there), range(20)))
        busy.append(people.map(lambda _: found(here), range(20)))
        assert [len([*done]) for done in busy] == [20, 20, 20]

    monkeypatch.undo()
    assert len(found(here)) == len(found(there)) == 40
    here.close()
    there.close()


def test_a_search_does_not_wait_for_an_index_that_somebody_else_is_making(folder, monkeypatch):
    monkeypatch.setattr("storage.search._PATIENCE", 0.0)
    archive = open_archive(f"tinydb://{folder}")
    register(archive)
    assert len(found(archive)) == 1
    register(archive)

    with archive.index._writing(0.0) as ours:
        assert ours
        assert len(found(archive)) == 1  # the new one waits for whoever has the index

    assert len(found(archive)) == 2
    archive.close()
