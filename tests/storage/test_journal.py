"""The journals on disk: the torn is set aside, the altered is refused, the failed is said."""

import errno
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.archive import Archive, ArchiveFault, Corrupt, NotFound
from storage.disk import filesystem_of, refuse_network
from storage.open import open_archive
from storage.tinydb.archive import TinyArchive, year_of
from storage.tinydb.contents import INDEXES, REGISTERED
from storage.tinydb.durable import JournalStorage
from storage.tinydb.journal import Journal, chain_of, sealed
from tests.storage.office import DAY, event, fascicolo, register

REGISTER = "registro-2011.jsonl"


@pytest.fixture
def kept(folder: Path) -> Path:
    """A closed archive with two documents, an event and a draft."""
    archive = open_archive(f"tinydb://{folder}")
    archive.add_event(register(archive).number, event("firma"))
    archive.put("bozze", "b1", {"kind": "pai"})
    register(archive)
    archive.close()
    return folder


def numbers(folder: Path) -> list[int]:
    archive = open_archive(f"tinydb://{folder}")
    found = [it.number.progressivo for it in archive.documents()]
    archive.close()
    return found


def register_and_delete_draft(archive: Archive) -> None:
    with archive.transaction():
        register(archive)
        archive.delete("bozze", "b1")


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


# The format.


def test_a_line_is_the_chain_the_hash_and_what_was_registered(kept):
    before = "0" * 64
    for line in lines(kept / REGISTER):
        chain, digest, payload = line.decode().rstrip("\n").split(" ", 2)

        assert sha256(payload.encode()).hexdigest() == digest
        assert sha256((before + digest).encode()).hexdigest() == chain
        before = chain


def test_number_and_document_are_in_one_line(kept):
    first = json.loads(lines(kept / REGISTER)[0][130:])

    assert [(table, key) for table, key, _ in first["op"]] == [
        ("contatori", "giorno"),
        ("contatori", "PS-2011"),
        ("documenti", "PS-2011-00001"),
    ]


def test_two_lines_that_say_the_same_have_different_hashes():
    assert sealed({"op": []}, "0" * 64)[65:129] != sealed({"op": []}, "0" * 64)[65:129]


def test_drafts_do_not_enter_the_register(kept):
    assert b"bozze" not in (kept / REGISTER).read_bytes()
    assert b"documenti" not in (kept / "lavoro.jsonl").read_bytes()


def test_every_year_has_its_register_and_one_chain_runs_through_all(folder):
    archive = open_archive(f"tinydb://{folder}")
    for on in (DAY.replace(year=2010, month=12, day=31), DAY.replace(month=1, day=1)):
        register(archive, on=on)
    archive.close()

    (old,), (new,) = lines(folder / "registro-2010.jsonl"), lines(folder / REGISTER)

    assert chain_of(new.rstrip(b"\n"), old[:64].decode()) == new[:64].decode()
    assert numbers(folder) == [1, 1]


def test_what_happens_to_an_old_document_is_registered_in_the_year_in_course(folder):
    archive = open_archive(f"tinydb://{folder}")
    old = register(archive, on=DAY.replace(year=2010)).number
    register(archive)
    archive.add_event(old, event("annullamento"))
    archive.close()

    assert len(lines(folder / "registro-2010.jsonl")) == 1
    assert b"annullamento" in (folder / REGISTER).read_bytes()


def test_another_process_follows_into_the_new_year(folder):
    here, there = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")
    register(here, on=DAY.replace(year=2010, month=12, day=31))
    assert len(there.documents()) == 1

    register(here, on=DAY.replace(month=1, day=1))

    assert len(there.documents()) == 2
    assert register(there, on=DAY).number.progressivo == 2
    here.close()
    there.close()


def test_nobody_else_may_read_what_is_kept(kept):
    modes = {path.name: path.stat().st_mode & 0o077 for path in kept.glob("*.jsonl")}
    folders = {path.stat().st_mode & 0o777 for path in (kept, kept / "blob", kept / "indice")}
    papers = [path for path in kept.glob("blob/*/*/*") if not path.suffix]

    assert set(modes.values()) == {0}
    assert folders == {0o700}
    assert {path.stat().st_mode & 0o777 for path in papers} == {0o440}


# Torn.


def test_a_line_cut_anywhere_is_set_aside_and_the_rest_is_kept(folder, tmp_path):
    archive = open_archive(f"tinydb://{folder}")
    register(archive)
    shutil.copytree(folder, tmp_path / "before")
    register(archive)
    archive.close()
    line = lines(folder / REGISTER)[1]
    sound = (tmp_path / "before" / REGISTER).read_bytes()
    head = (tmp_path / "before" / "testa").read_bytes()
    cut = tmp_path / "cut"
    shutil.copytree(tmp_path / "before", cut)

    for length in range(1, len(line)):
        (cut / REGISTER).write_bytes(sound + line[:length])
        (cut / "testa").write_bytes(head)
        journals = TinyArchive(cut) if length % 100 == 1 else _only_journals(cut)
        said = list(journals.recovered)
        journals.close()

        assert (cut / REGISTER).read_bytes() == sound
        assert f"{REGISTER}: messi da parte {length} byte" in said[0]
    assert (cut / "registro-2011.resto").read_bytes().endswith(line[:-1] + b"\n")


def test_a_working_line_cut_anywhere_is_set_aside_with_the_registration_it_prepared(
    folder, tmp_path
):
    archive = open_archive(f"tinydb://{folder}")
    archive.put("bozze", "b1", {"passo": "uno"})
    shutil.copytree(folder, tmp_path / "before")
    with archive.transaction():
        register(archive)
        archive.put("bozze", "b1", {"passo": "due"})
    archive.close()
    line = lines(folder / "lavoro.jsonl")[1]
    before = tmp_path / "before"
    sound, head = (before / "lavoro.jsonl").read_bytes(), (before / "testa").read_bytes()

    for length in range(1, len(line) + 1):
        (before / "lavoro.jsonl").write_bytes(sound + line[:length])
        (before / "testa").write_bytes(head)
        journals = _only_journals(before)
        said, row = list(journals.recovered), journals.row("bozze", "b1")
        journals.close()

        assert (before / "lavoro.jsonl").read_bytes() == sound
        assert f"lavoro.jsonl: messi da parte {length} byte" in said[0]
        assert row == {"version": 1, "value": {"passo": "uno"}}


def _only_journals(folder: Path) -> JournalStorage:
    return JournalStorage(
        folder,
        registered=REGISTERED,
        year=year_of,
        indexes=INDEXES,
        applied=lambda changes: None,
        registered_line=lambda number, line, changes: None,
    )


@pytest.mark.parametrize("tail", [b"\0" * 4096, b"x", b"0" * 64 + b" half", b"\n"])
def test_whatever_a_crash_leaves_after_the_last_line_is_set_aside(kept, tail):
    with (kept / REGISTER).open("ab") as file:
        file.write(tail)

    assert numbers(kept) == [1, 2]


# Altered.


@pytest.mark.parametrize("name", [REGISTER, "lavoro.jsonl"])
def test_any_bit_changed_in_a_journal_is_refused_with_its_position(kept, name):
    content = (kept / name).read_bytes()
    starts = [0, *(place + 1 for place, byte in enumerate(content) if byte == 10)]
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        (kept / name).write_bytes(changed)

        with pytest.raises(Corrupt, match=name) as refused:
            _only_journals(kept)

        assert refused.value.position in starts
        assert refused.value.position <= place or content[place] == 10


def test_acknowledged_lines_that_were_cut_away_are_missed(kept):
    path = kept / REGISTER
    path.write_bytes(b"".join(lines(path)[:-1]))

    with pytest.raises(Corrupt, match=r"registro-2011.jsonl è alterato al byte \d+"):
        open_archive(f"tinydb://{kept}")


@pytest.mark.parametrize("name", [REGISTER, "lavoro.jsonl"])
def test_nothing_is_written_after_a_cut_made_while_the_service_runs(kept, name):
    archive = open_archive(f"tinydb://{kept}")
    os.truncate(kept / name, 100)

    with pytest.raises(Corrupt, match=rf"{name} è alterato al byte 100"):
        register(archive)

    assert (kept / name).stat().st_size == 100
    archive.close()


def test_a_register_that_was_taken_away_is_missed(kept):
    (kept / REGISTER).unlink()

    with pytest.raises(Corrupt):
        open_archive(f"tinydb://{kept}")


def test_a_year_put_in_place_of_another_is_refused(folder):
    archive = open_archive(f"tinydb://{folder}")
    register(archive, on=DAY.replace(year=2010))
    register(archive)
    archive.close()
    (folder / REGISTER).write_bytes((folder / "registro-2010.jsonl").read_bytes())

    with pytest.raises(Corrupt):
        open_archive(f"tinydb://{folder}")


@pytest.mark.parametrize("head", [b"", b"garbage", b"0 2011 99999999 0 0000000000000000\n"])
def test_a_spoiled_head_refuses_nobody(kept, head):
    (kept / "testa").write_bytes(head)

    assert numbers(kept) == [1, 2]


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none())))
def test_whatever_is_written_in_a_line_is_read_from_it(tmp_path_factory, said):
    journal = Journal(tmp_path_factory.mktemp("journal") / "prova.jsonl")
    for op in said:
        journal.append(sealed({"op": op}, journal.chain), crash="")
    journal.close()

    again = Journal(journal.path)

    assert [line.payload["op"] for line in again.read()] == said
    again.close()


# Refused by the disk.


def _refuse(monkeypatch, call: str, error: int, path: str, after: int = 0):
    """Make the system *call* fail with *error*, on files whose name has *path* in it."""
    really, left = getattr(os, call), [after]

    def refusing(*args, **kwargs):
        target = args[0] if isinstance(args[0], int) else args[1]
        name = os.readlink(f"/proc/self/fd/{target}") if isinstance(target, int) else str(target)
        if path in name:
            if not left[0]:
                raise OSError(error, os.strerror(error))
            left[0] -= 1
        return really(*args, **kwargs)

    monkeypatch.setattr(os, call, refusing)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("path", [REGISTER, "lavoro.jsonl"])
def test_a_disk_that_refuses_a_line_keeps_nothing_and_goes_on_later(
    folder, monkeypatch, error, path
):
    archive = open_archive(f"tinydb://{folder}")
    register(archive)
    archive.put("bozze", "b1", {"passo": "uno"})

    with monkeypatch.context() as patch:
        _refuse(patch, "write", error, path)
        with pytest.raises(ArchiveFault, match="nulla è stato registrato"):
            register_and_delete_draft(archive)

    assert archive.get("bozze", "b1").value == {"passo": "uno"}
    assert register(archive).number.progressivo == 2
    archive.close()
    assert numbers(folder) == [1, 2]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("path", [REGISTER, "lavoro.jsonl"])
def test_after_a_failed_fsync_nothing_more_is_written_until_it_is_opened_again(
    folder, monkeypatch, error, path
):
    archive = open_archive(f"tinydb://{folder}")
    register(archive)
    archive.put("bozze", "b1", {"passo": "uno"})

    with monkeypatch.context() as patch:
        _refuse(patch, "fsync", error, path)
        with pytest.raises(ArchiveFault, match="nulla è stato registrato"):
            register_and_delete_draft(archive)

    with pytest.raises(ArchiveFault, match="riavviare il servizio"):
        register(archive)
    assert len(archive.documents()) == 1
    assert archive.get("bozze", "b1").value == {"passo": "uno"}
    archive.close()

    archive = open_archive(f"tinydb://{folder}")
    assert register(archive).number.progressivo == 2
    archive.close()


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_paper_that_cannot_be_filed_leaves_its_number_unused(folder, monkeypatch, call, error):
    archive = open_archive(f"tinydb://{folder}")

    with monkeypatch.context() as patch:
        _refuse(patch, call, error, "/blob/")
        with pytest.raises(ArchiveFault, match="Il disco non accetta"):
            register(archive)

    assert list((folder / "blob" / "tmp").iterdir()) == []
    assert register(archive).number.progressivo == 1
    archive.close()


def test_a_sidecar_that_cannot_be_written_does_not_undo_what_is_registered(folder, monkeypatch):
    archive = open_archive(f"tinydb://{folder}")

    with monkeypatch.context() as patch:
        _refuse(patch, "rename", errno.ENOSPC, ".jsonl")
        number = register(archive).number
    archive.close()

    archive = open_archive(f"tinydb://{folder}")
    assert archive.document(number).number == number
    assert archive.verify().findings == ()
    archive.close()


FILLING = """
import resource, signal, sys
from storage.archive import ArchiveFault
from storage.open import open_archive
from storage.tinydb.contents import INDEXES, REGISTERED
from tests.storage.office import register
archive = open_archive(f"tinydb://{sys.argv[1]}")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
done = 0
try:
    while done < 1000:
        register(archive)
        done += 1
except ArchiveFault as fault:
    refused = str(fault)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
number = register(archive).number
archive.close()
sys.stdout.write(f"PS {done} {number.progressivo} {refused}")
"""


def test_a_disk_that_is_really_full_refuses_in_italian_and_serves_again_when_there_is_space(folder):
    said = subprocess.run(
        [sys.executable, "-c", FILLING, str(folder)], capture_output=True, text=True, check=True
    ).stdout
    _, done, progressivo, refused = said[said.index("PS ") :].split(" ", 3)

    assert refused.startswith("Il disco non accetta la registrazione")
    assert int(done) > 3
    assert int(progressivo) == int(done) + 1
    assert numbers(folder) == [*range(1, int(done) + 2)]


# Where it may be used.


def test_a_child_process_may_not_use_the_archive_of_its_parent(folder):
    archive = open_archive(f"tinydb://{folder}")

    if not (child := os.fork()):
        try:
            register(archive)
        except ArchiveFault:
            os._exit(7)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    archive.close()


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:35 / /srv/rete rw,relatime shared:1 - nfs4 server:/x rw
41 22 0:36 / /srv/rete/qui rw,relatime - ext4 /dev/vdb rw
42 22 0:37 / /srv/con\\040spazio rw - cifs //server/x rw
43 22 0:38 / /srv/sopra rw - ext4 /dev/vdc rw
44 22 0:39 / /srv/sopra rw - nfs server:/y rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv", "ext4"),
        ("/srv/rete", "nfs4"),
        ("/srv/rete/archivio", "nfs4"),
        ("/srv/rete2", "ext4"),
        ("/srv/rete/qui/archivio", "ext4"),
        ("/srv/con spazio/archivio", "cifs"),
        ("/srv/sopra/archivio", "nfs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(path, kind):
    assert filesystem_of(Path(path), MOUNTS) == kind


def test_a_network_disk_is_refused():
    with pytest.raises(ArchiveFault, match=r"disco di rete \(nfs4\)"):
        refuse_network(Path("/srv/rete/archivio"), MOUNTS)


# Care.


def test_deleted_drafts_leave_the_disk_when_the_working_journal_is_compacted(folder):
    archive = open_archive(f"tinydb://{folder}")
    other = open_archive(f"tinydb://{folder}")
    for n in range(50):
        archive.put("bozze", f"b{n}", {"cognome": "Dal Santo"})
        archive.delete("bozze", f"b{n}")
    archive.put("bozze", "viva", {"cognome": "Marangoni"})
    assert other.get("bozze", "viva").version == 1

    archive.journals.compact()

    assert b"Dal Santo" not in (folder / "lavoro.jsonl").read_bytes()
    assert other.get("bozze", "viva").value == {"cognome": "Marangoni"}
    other.put("bozze", "viva", {}, expect=1)
    assert archive.get("bozze", "viva").version == 2
    with pytest.raises(NotFound):
        other.get("bozze", "b1")
    archive.close()
    other.close()


def test_an_erased_line_keeps_its_hashes_and_the_chain_holds(kept):
    journals = _only_journals(kept)
    before = [line[:129] for line in lines(kept / REGISTER)]

    journals.erase({1: "-"})

    assert lines(kept / REGISTER)[0] == before[0] + b" -\n"
    assert [line[:129] for line in lines(kept / REGISTER)] == before
    assert journals.keys("documenti") == ["PS-2011-00002"]
    journals.close()


def test_a_fascicolo_and_a_document_of_two_processes_meet(folder):
    here, there = open_archive(f"tinydb://{folder}"), open_archive(f"tinydb://{folder}")

    opened = here.open_fascicolo(fascicolo, DAY)
    registered = register(there, fascicolo=opened.numero)

    assert there.fascicolo(opened.numero) == opened
    assert here.documents(fascicolo=opened.numero) == [registered]
    here.close()
    there.close()
