"""The journal of accesses: nobody alters it, nothing acknowledged is lost."""

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.archive import Access, ArchiveFault, Corrupt
from storage.open import restore_archive
from storage.tinydb.accesses import AccessJournal
from storage.tinydb.archive import TinyArchive
from tests.storage.office import DAY, register

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


def test_any_bit_changed_in_the_accesses_is_found(kept, folder):
    path = folder / "accessi.jsonl"
    content = path.read_bytes()
    for place in range(0, len(content), 5):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        path.write_bytes(changed)

        with pytest.raises(Corrupt):
            kept.accesses()


def test_an_access_cut_anywhere_is_set_aside_by_the_next(folder):
    archive = TinyArchive(folder)
    archive.log_access(access("zanella"))
    sound, head = (folder / "accessi.jsonl").read_bytes(), (folder / "accessi.testa").read_bytes()
    archive.log_access(access("pretto"))
    archive.close()
    line = lines(folder)[1]

    for length in range(1, len(line)):
        (folder / "accessi.jsonl").write_bytes(sound + line[:length])
        (folder / "accessi.testa").write_bytes(head)
        journal = AccessJournal(folder)
        journal.add({"by": "berti"})

        assert [row["by"] for row in journal.rows()] == ["zanella", "berti"]
        journal.close()


NOTING = """
import sys
from pathlib import Path
from storage.tinydb.archive import TinyArchive
from tests.storage.test_accesses import access
archive = TinyArchive(Path(sys.argv[1]))
archive.log_access(access("pretto"))
"""


@pytest.mark.parametrize("point", ["access_written", "access_synced"])
def test_a_process_killed_while_it_notes_an_access_leaves_the_others_whole(kept, folder, point):
    died = subprocess.run(
        [sys.executable, "-c", NOTING, str(folder)],
        env={**os.environ, "FASCICOLO_CRASH": point},
        check=False,
    )
    kept.log_access(access("berti"))

    assert died.returncode == -signal.SIGKILL
    # A kill loses nothing of what was written, though nobody was told; a power cut may.
    assert [it.by for it in kept.accesses()] == ["zanella"] * 3 + ["pretto", "berti"]
    assert kept.verify().findings == ()


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


def lines(folder: Path) -> list[bytes]:
    return (folder / "accessi.jsonl").read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("left", [0, 1, 2])
def test_accesses_cut_from_the_end_are_missed_at_once(kept, folder, left):
    (folder / "accessi.jsonl").write_bytes(b"".join(lines(folder)[:left]))

    with pytest.raises(Corrupt, match=r"accessi.jsonl è alterato al byte \d+"):
        kept.accesses()
    with pytest.raises(Corrupt):
        kept.log_access(access("pretto"))
    assert [finding.code for finding in kept.verify().findings] == ["registro_alterato"]


def test_accesses_cut_together_with_their_head_are_missed_by_the_register(kept, folder):
    register(kept, on=DAY)
    kept.log_access(access("pretto"))
    kept.close()
    (folder / "accessi.jsonl").write_bytes(b"".join(lines(folder)[:2]))
    (folder / "accessi.testa").unlink()

    again = TinyArchive(folder)
    again.log_access(access("pretto"))

    assert [finding.code for finding in again.verify().findings] == ["registro_alterato"]
    again.close()


def test_the_register_notes_every_day_how_far_the_accesses_had_come(kept, folder):
    register(kept, on=DAY)
    first = lines(folder)[2][:64].decode()
    kept.log_access(access("pretto"))
    register(kept, on=DAY)
    register(kept, on=DAY + timedelta(1))

    noted = [
        row["accessi"][1]
        for line in (folder / "registro-2011.jsonl").read_text().splitlines()
        for table, key, row in json.loads(line[130:])["op"]
        if (table, key) == ("contatori", "giorno")
    ]
    assert noted == [first, lines(folder)[3][:64].decode()]
    assert kept.verify().findings == ()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_an_access_that_cannot_be_noted_is_said_and_nothing_of_it_stays(
    kept, folder, monkeypatch, call, error
):
    before = lines(folder)

    def refuse(*_: object) -> None:
        raise OSError(error, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(ArchiveFault, match="Il disco non accetta"):
            kept.log_access(access("pretto"))

    assert lines(folder) == before
    again = TinyArchive(folder)
    again.log_access(access("pretto"))
    assert [it.by for it in again.accesses()] == ["zanella"] * 3 + ["pretto"]
    again.close()
