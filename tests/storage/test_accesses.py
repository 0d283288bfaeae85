"""The journal of accesses: nobody alters it, nothing acknowledged is lost."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.archive import Access, Corrupt
from storage.open import restore_archive
from storage.tinydb.archive import TinyArchive

AT = datetime(2011, 3, 7, 9, 30, tzinfo=UTC)


def access(by: str, position: int = 0) -> Access:
    return Access(AT, by, "OCPI", "vista", f"F-2011-{position:05d}")


def look_often(folder: Path, by: str) -> None:
    archive = TinyArchive(folder)
    for position in range(50):
        archive.log_access(access(by, position))
    archive.close()


@pytest.fixture
def kept(folder: Path) -> TinyArchive:
    archive = TinyArchive(folder)
    for position in range(3):
        archive.log_access(access("zanella", position))
    yield archive
    archive.close()


def test_accesses_are_there_after_a_restart(kept, folder):
    kept.close()

    assert len(TinyArchive(folder).accesses(by="zanella")) == 3


def test_an_altered_access_is_found_and_nothing_more_is_written_after_it(kept, folder):
    path = folder / "accessi.jsonl"
    path.write_bytes(path.read_bytes().replace(b"F-2011-00001", b"F-2011-00009"))

    with pytest.raises(Corrupt):
        kept.accesses()
    assert [finding.code for finding in kept.verify().findings] == ["registro_alterato"]
    with pytest.raises(Corrupt):
        TinyArchive(folder).log_access(access("pretto"))


def test_half_a_line_left_by_a_crash_is_set_aside_by_the_next(kept, folder):
    path = folder / "accessi.jsonl"
    path.write_bytes(path.read_bytes() + b"0123abc")

    kept.log_access(access("pretto"))

    assert [found.by for found in kept.accesses()] == ["zanella"] * 3 + ["pretto"]
    assert (folder / "accessi.resto").read_bytes() == b"0123abc\n"


def test_two_processes_write_one_chain(folder):
    TinyArchive(folder).close()
    context = multiprocessing.get_context("spawn")
    readers = [context.Process(target=look_often, args=(folder, by)) for by in ("uno", "due")]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    archive = TinyArchive(folder)
    found = archive.accesses()
    archive.close()

    assert [reader.exitcode for reader in readers] == [0, 0]
    assert len(found) == 100
    assert [it for it in found if it.by == "uno"] == [access("uno", n) for n in range(50)]


def test_a_backup_carries_the_accesses(kept, tmp_path):
    kept.backup(tmp_path / "copia")
    restore_archive(tmp_path / "copia", f"tinydb://{tmp_path}/altrove")

    again = TinyArchive(tmp_path / "altrove")
    found = again.accesses()
    again.close()

    assert found == kept.accesses()
