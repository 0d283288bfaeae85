"""Erasing by authority: nothing of the person stays anywhere, the proof stays for good."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from storage.archive import Archive, ArchiveError, ArchiveFault, Corrupt, NotFound
from storage.care import Erasure
from storage.tinydb.archive import TinyArchive
from storage.tinydb.copying import restore
from storage.tinydb.remaking import rebuild_register
from tests.storage.office import DAY, event, fascicolo, found, register

AT = datetime(2022, 5, 2, 8, 0, tzinfo=UTC)
ON = date(2022, 5, 2)
BY_AUTHORITY = {
    "by": "pretto",
    "autorizzazione": "Soprintendenza archivistica, nota 318 del 12/04/2022",
    "motivo": "Termine di conservazione scaduto",
}
MARTA = {
    "fascicolo": "F-2011-00002",
    "oggetto": "Patto di Servizio di Bressan Marta",
    "data": {"persona": {"cognome": "Bressan", "nome": "Marta"}},
    "index": {"cognome": "Bressan", "nome": "Marta", "codice_fiscale": "BRSMRT80A41L840Q"},
}


def erase(archive: Archive, *numeri: str, on: date = ON) -> list[Erasure]:
    return [*archive.erase(numeri, at=AT, on=on, **BY_AUTHORITY)]


def fill(archive: Archive) -> None:
    """Giulia with her Patto, signed and printed, and her PAI; Marta with hers, in two years."""
    archive.open_fascicolo(fascicolo, DAY)
    giulia = register(archive).number
    archive.add_event(giulia, event("pdf", sha256=archive.put_blob(b"%PDF Dal Santo")))
    archive.add_event(giulia, event("firma"))
    register(archive, **MARTA)
    register(archive, "PI", kind="pai")
    with archive.transaction():  # one line that speaks of both
        archive.add_event(giulia, event("protocollo", numero="7"))
        register(archive, on=date(2012, 1, 9), **MARTA)
    archive.put("bozze", "vecchia", {"cognome": "Dal Santo"})
    archive.delete("bozze", "vecchia")


@pytest.fixture
def kept(archive: Archive) -> Archive:
    fill(archive)
    return archive


@pytest.fixture
def tiny(folder: Path) -> TinyArchive:
    opened = TinyArchive(folder)
    fill(opened)
    yield opened
    opened.close()


def speaking_of_giulia(folder: Path) -> list[str]:
    """Return the files in which something of Giulia is still written."""
    words = (b"Dal Santo", b"DLSGLI75D58I531V", b"dal santo", b"dlsgli75d58i531v")
    papers = [f"paper of {number}".encode() for number in ("PS-2011-T2-00001", "PI-2011-T2-00001")]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(it in path.read_bytes() for it in (*words, *papers))
    ]


def registers(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("registro-????.jsonl"))}


# What everybody may see of it.


def test_a_fascicolo_goes_with_all_its_documents_and_the_others_stay(kept):
    others = kept.documents(fascicolo="F-2011-00002")
    head = kept.chain_head()

    erase(kept, "F-2011-00001")

    assert kept.fascicoli() == []
    assert kept.documents() == others
    assert found(kept, "dal santo") == []
    assert len(found(kept, "bressan")) == 2
    with pytest.raises(NotFound):
        kept.fascicolo("F-2011-00001")
    assert kept.chain_head().line == head.line + 1
    assert kept.verify().findings == ()


def test_the_proof_says_what_when_who_by_what_authority_and_why(kept):
    (proof,) = erase(kept, "PS-2011-T2-1")

    digests = (b"paper of PS-2011-T2-00001", b"%PDF Dal Santo")
    assert (proof.numero, proof.kind, proof.on) == ("PS-2011-T2-00001", "patto_di_servizio", DAY)
    assert (proof.at, proof.by) == (AT, "pretto")
    assert proof.autorizzazione == "Soprintendenza archivistica, nota 318 del 12/04/2022"
    assert proof.motivo == "Termine di conservazione scaduto"
    assert proof.files == tuple(sha256(it).hexdigest() for it in digests)
    assert sorted(proof.righe) == [2, 3, 4, 7]
    assert kept.erasures() == [proof]


def test_a_document_alone_leaves_its_fascicolo(kept):
    erase(kept, "PS-2011-T2-00001")

    assert kept.fascicolo("F-2011-00001").codice_fiscale == "DLSGLI75D58I531V"
    assert [str(it.number) for it in kept.documents(fascicolo="F-2011-00001")] == [
        "PI-2011-T2-00001"
    ]
    assert kept.verify().findings == ()


def test_the_numbers_of_what_was_erased_are_never_used_again(kept):
    last = kept.documents()[-1].number
    erase(kept, "F-2011-00001", str(last))

    again = register(kept, on=ON.replace(year=2022))
    opened = kept.open_fascicolo(fascicolo, ON)

    assert (str(again.number), opened.numero) == ("PS-2022-T2-00001", "F-2022-00001")
    assert kept.verify().findings == ()


def test_the_last_number_of_the_year_in_course_is_not_given_twice(archive):
    register(archive)
    register(archive)

    erase(archive, "PS-2011-T2-00002", on=DAY)

    assert register(archive).number.progressivo == 3
    assert archive.verify().findings == ()


def test_what_is_not_there_is_not_erased_and_nothing_else_is(kept):
    before = kept.documents()

    with pytest.raises(NotFound):
        erase(kept, "PS-2011-T2-00001", "PS-2011-T2-00009")
    with pytest.raises(NotFound):
        erase(kept, "F-2011-00009")

    assert kept.documents() == before
    assert kept.erasures() == []


def test_an_erasure_is_a_block_of_its_own(kept):
    with pytest.raises(ArchiveError), kept.transaction():
        erase(kept, "PS-2011-T2-00001")

    assert kept.erasures() == []


def test_what_waited_for_its_pdf_waits_no_more(kept):
    erase(kept, "F-2011-00001")

    assert [str(it) for it in kept.without_pdf()] == ["PS-2011-T2-00002", "PS-2012-T2-00001"]


def test_a_line_that_speaks_of_two_keeps_what_it_says_of_the_other(kept):
    erase(kept, "PS-2011-T2-00001")
    (mine,) = [it for it in kept.register_lines("F-2011-00002") if '"PS-2012"' in it]

    assert "Bressan" in mine
    assert "protocollo" not in mine


# On the disk.


def test_nothing_of_the_person_is_left_in_any_file(tiny, folder):
    found(tiny, "dal santo")
    assert len(speaking_of_giulia(folder)) > 5

    erase(tiny, "F-2011-00001")

    assert speaking_of_giulia(folder) == []
    tiny.close()
    again = TinyArchive(folder)
    assert again.recovered == []
    assert found(again, "dal santo") == []
    assert again.verify().findings == ()
    again.close()
    assert speaking_of_giulia(folder) == []


def test_the_chain_and_every_hash_stay(tiny, folder):
    before = b"".join(registers(folder).values()).splitlines()

    erase(tiny, "F-2011-00001")

    after = b"".join(registers(folder).values()).splitlines()
    assert [line[:129] for line in after[: len(before)]] == [line[:129] for line in before]
    assert len(after) == len(before) + 1


def test_the_register_made_again_after_an_erasure_is_the_same(tiny, folder):
    erase(tiny, "PS-2011-T2-00001")
    erase(tiny, "F-2011-00001")
    documents, proofs = tiny.documents(), tiny.erasures()
    tiny.close()
    before = registers(folder)
    for name in before:
        (folder / name).unlink()

    assert rebuild_register(folder) == 9

    assert registers(folder) == before
    again = TinyArchive(folder)
    assert again.documents() == documents
    assert again.erasures() == proofs
    assert again.verify().findings == ()
    again.close()


def test_a_line_erased_twice_says_of_neither(tiny, folder):
    erase(tiny, "F-2011-00001")
    erase(tiny, "PS-2012-T2-00001")

    assert b"Bressan" not in (folder / "registro-2012.jsonl").read_bytes()
    assert tiny.verify().findings == ()
    assert register(tiny, on=ON).number.progressivo == 1


def test_sidecars_and_index_made_again_find_nothing_of_what_was_erased(tiny, folder):
    erase(tiny, "F-2011-00001")
    for path in tiny.sidecars.all():
        path.unlink()

    tiny.rebuild_sidecars()
    tiny.rebuild_index()

    assert speaking_of_giulia(folder) == []
    assert found(tiny, "dal santo") == []
    assert tiny.verify().findings == ()


def test_another_process_sees_it_at_once_and_goes_on(tiny, folder):
    there = TinyArchive(folder)
    assert len(found(there, "dal santo")) == 2

    erase(tiny, "F-2011-00001")

    assert found(there, "dal santo") == []
    assert there.fascicoli() == []
    assert register(there, on=ON).number.progressivo == 1
    assert there.verify().findings == ()
    there.close()
    assert speaking_of_giulia(folder / "blob") != []  # what was just registered, again hers


def test_what_was_saved_while_it_was_being_destroyed_stays(tiny, folder, monkeypatch):
    really = TinyArchive.rebuild_index

    def rebuild_while_another_registers(archive, told):
        with there.transaction():
            register(there, on=day)
            there.put("bozze", "nuova", {"passo": "uno"})
        return really(archive, told)

    there, day = TinyArchive(folder), date(2012, 1, 9)  # in a year whose lines are erased
    monkeypatch.setattr(TinyArchive, "rebuild_index", rebuild_while_another_registers)
    erase(tiny, "PS-2011-T2-00001", on=day)
    there.close()
    tiny.close()

    again = TinyArchive(folder)
    assert again.get("bozze", "nuova").value == {"passo": "uno"}
    assert again.documents()[-1].on == day
    assert again.verify().findings == ()
    again.close()


def test_the_next_copy_destroys_it_too_and_the_copy_is_whole(tiny, folder, tmp_path):
    tiny.backup(tmp_path / "copia")
    erase(tiny, "F-2011-00001")

    tiny.backup(tmp_path / "copia")

    assert speaking_of_giulia(tmp_path / "copia") == []
    restore(tmp_path / "copia", tmp_path / "altrove")
    again = TinyArchive(tmp_path / "altrove")
    assert again.verify().findings == ()
    assert again.erasures() == tiny.erasures()
    again.close()


def test_what_merely_lacks_here_stays_in_the_copy(tiny, tmp_path):
    tiny.backup(tmp_path / "copia")
    lost = tiny.blobs.path(tiny.documents()[0].docx)
    lost.unlink()

    tiny.backup(tmp_path / "copia")

    assert (tmp_path / "copia" / lost.relative_to(tiny.folder)).exists()


# Interrupted, or without authority.

POINTS = [
    *("register_written", "register_synced", "sidecar_filed", "index_written", "index_committed"),
    *("erased_beside", "erased_files", "erased_index", "erased_year"),
]

ERASING = """
import sys
from pathlib import Path
from storage.tinydb.archive import TinyArchive
from tests.storage.test_erasing import erase
archive = TinyArchive(Path(sys.argv[1]))
erase(archive, "F-2011-00001")
archive.close()
"""


@pytest.mark.parametrize("point", POINTS)
def test_an_erasure_that_was_interrupted_is_completed_at_the_opening(tiny, folder, point):
    tiny.close()

    subprocess.run(
        [sys.executable, "-c", ERASING, str(folder)],
        env={**os.environ, "FASCICOLO_CRASH": point},
        check=False,
    )

    again = TinyArchive(folder)
    assert any("completata la distruzione" in it for it in again.recovered)
    assert speaking_of_giulia(folder) == []
    assert len(again.erasures()) == 3
    assert again.verify().findings == ()
    again.close()


def test_a_disk_that_refuses_half_way_says_that_it_is_not_complete(tiny, folder, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("storage.tinydb.destroying.remove_file", refuse)
        (folder / "registro-2011.resto").write_bytes(b"Dal Santo")
        with pytest.raises(ArchiveFault, match="la distruzione non è completa"):
            erase(tiny, "F-2011-00001")
    assert "scarto_incompleto" in {it.code for it in tiny.verify().findings}
    tiny.close()

    again = TinyArchive(folder)
    assert speaking_of_giulia(folder) == []
    assert again.verify().findings == ()
    again.close()


def test_a_line_erased_without_authority_is_refused_with_its_position(tiny, folder):
    path = folder / "registro-2011.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    altered = [*lines[:1], lines[1][:129] + b' -{"n":2,"op":[]}\n', *lines[2:]]
    path.write_bytes(b"".join(altered))
    assert "registro_alterato" in {it.code for it in tiny.verify().findings}
    tiny.close()
    (folder / "testa").write_bytes(b"")

    with pytest.raises(Corrupt, match=rf"alterato al byte {len(lines[0])}:"):
        TinyArchive(folder)


@pytest.mark.parametrize("old", [b'"ultimo":1', b'"op"', b'{"n":'])
def test_what_is_left_of_an_erased_line_cannot_be_altered_either(tiny, folder, old):
    erase(tiny, "F-2011-00001")
    tiny.close()
    path = folder / "registro-2011.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines[1][130:131] == b"-"
    lines[1] = lines[1].replace(old, bytes([old[0] ^ 1]) + old[1:-1] + bytes([old[-1] ^ 1]))
    path.write_bytes(b"".join(lines))

    with pytest.raises(Corrupt, match=r"registro-2011.jsonl è alterato"):
        TinyArchive(folder)


def test_a_sidecar_that_was_put_back_is_found_and_taken_away(tiny, folder):
    path = tiny.sidecars.of_document(tiny.documents()[0].docx)
    content = path.read_bytes()
    erase(tiny, "PS-2011-T2-00001")
    path.write_bytes(content)
    assert [it.code for it in tiny.verify().findings] == ["scarto_incompleto"]

    tiny.rebuild_sidecars()

    assert not path.exists()
    assert tiny.verify().findings == ()


def test_who_has_not_read_of_an_erasure_writes_nothing_beside(tiny, folder):
    there = TinyArchive(folder)
    number = register(tiny, on=ON).number
    there.documents()  # has read of it, and has it still to write beside
    erase(tiny, str(number))

    there._keep_sidecars_up()
    assert b"Dal Santo" not in (folder / "scarti" / "PS-2022-00001.jsonl").read_bytes()
    assert tiny.verify().findings == ()

    there.close()
    again = TinyArchive(folder)
    assert again.recovered == []
    assert again.verify().findings == ()
    again.close()
