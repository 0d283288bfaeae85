"""Verifying, copying and making again: what is altered is found, what is lost is made again."""

import errno
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from storage.archive import ArchiveFault, BlobAltered
from storage.disk import clean_temporary
from storage.open import open_archive
from storage.tinydb.archive import TinyArchive
from storage.tinydb.copying import restore
from storage.tinydb.remaking import rebuild_register
from tests.storage.office import DAY, event, fascicolo, found, register


@pytest.fixture
def kept(folder: Path) -> TinyArchive:
    """An archive of two years, with a fascicolo, signed and annulled documents and a PDF."""
    archive = TinyArchive(folder)
    old = register(archive, on=date(2010, 12, 30)).number
    archive.open_fascicolo(fascicolo, DAY)
    archive.add_fascicolo_event("F-2011-00001", event("preso_in_carico"))
    new = register(archive, on=DAY).number
    archive.add_event(old, event("annullamento", motivo="doppione"))
    archive.add_event(new, event("firma"))
    archive.add_event(new, event("pdf", sha256=archive.put_blob(b"%PDF-1.7 prova")))
    archive.put("bozze", "b1", {"kind": "pai"})
    yield archive
    archive.close()


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.chmod(0o600)
    path.write_bytes(content)


def codes(archive: TinyArchive) -> list[str]:
    return sorted({finding.code for finding in archive.verify().findings})


def registers(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("registro-????.jsonl")}


# Verifying.


def test_an_archive_in_order_says_how_much_was_checked(kept):
    report = kept.verify()

    assert report.findings == ()
    assert report.checked == {
        "documenti": 2,
        "chiusure": 0,
        "scarti": 0,
        "righe": 7,
        "righe_lavoro": 1,
        "accessi": 0,
        "schede": 3,
        "file": 3,
    }


@pytest.mark.parametrize("place", range(0, 15, 3))
def test_a_bit_changed_in_a_paper_is_found(kept, place):
    docx = kept.documents()[0].docx

    flip(kept.blobs.path(docx), place)

    assert codes(kept) == ["file_alterato"]
    with pytest.raises(BlobAltered):
        kept.blob(docx)


def test_a_bit_changed_in_a_pdf_is_found(kept):
    flip(kept.blobs.path(kept.documents()[1].pdf), 3)

    assert codes(kept) == ["file_alterato"]


def test_a_paper_that_is_gone_is_found_even_in_a_hurry(kept):
    kept.blobs.path(kept.documents()[0].docx).unlink()

    assert [it.code for it in kept.verify(quick=True).findings] == ["file_mancante"]


def test_filing_again_a_paper_that_was_altered_mends_it(kept):
    flip(kept.blobs.path(kept.documents()[0].docx), 3)

    kept.put_blob(b"paper of PS-2010-T2-00001")

    assert codes(kept) == []


@pytest.mark.parametrize("place", [0, 70, 131, 200, 400])
def test_a_bit_changed_in_a_sidecar_is_found_and_mended(kept, place):
    path = kept.sidecars.of_document(kept.documents()[0].docx)
    sound = path.read_bytes()
    flip(path, place)
    assert codes(kept) == ["scheda"]

    kept.rebuild_sidecars()

    assert codes(kept) == []
    assert path.read_bytes() == sound


def test_a_bit_changed_in_the_register_while_it_is_open_is_found(kept):
    flip(kept.folder / "registro-2010.jsonl", 300)

    assert codes(kept) == ["registro_alterato"]


def test_a_registration_that_only_a_sidecar_remembers_is_found(kept, tmp_path):
    kept.backup(tmp_path / "copia")
    register(kept)
    kept.close()
    for path in registers(kept.folder):
        shutil.copy(tmp_path / "copia" / path, kept.folder / path)
    (kept.folder / "testa").write_bytes(b"")

    behind = TinyArchive(kept.folder)

    assert "riga_perduta" in codes(behind)
    behind.close()


# Making again.


def test_the_register_made_again_from_the_sidecars_is_the_same_byte_for_byte(kept):
    before, documents, fascicoli = registers(kept.folder), kept.documents(), kept.fascicoli()
    for name in before:
        (kept.folder / name).unlink()

    assert rebuild_register(kept.folder) == 7

    assert registers(kept.folder) == before
    again = TinyArchive(kept.folder)
    assert again.documents() == documents
    assert again.fascicoli() == fascicoli
    assert again.verify().findings == ()
    again.close()


def test_a_register_is_not_made_again_over_a_missing_line(kept):
    kept.sidecars.of_fascicolo("F-2011-00001").unlink()
    before = registers(kept.folder)

    with pytest.raises(ArchiveFault, match="la riga 2 non è in nessuna scheda"):
        rebuild_register(kept.folder)

    assert registers(kept.folder) == before


def test_sidecars_that_were_lost_are_made_again(kept):
    paths = [*kept.sidecars.all()]
    before = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()

    assert kept.rebuild_sidecars() == 7

    assert [path.read_bytes() for path in paths] == before


def test_sidecars_that_a_power_cut_emptied_are_completed_at_the_opening(kept, folder):
    path = kept.sidecars.of_document(kept.documents()[1].docx)
    before = path.read_bytes()
    kept.close()
    (folder / "schede.json").unlink()
    path.write_bytes(b"")

    again = TinyArchive(folder)

    assert path.read_bytes() == before
    assert again.recovered == ["Schede dei documenti: completate 3 righe."]
    again.close()


@pytest.mark.parametrize("damage", ["gone", "emptied", "spoiled", "foreign", "backwards"])
def test_an_index_lost_or_spoiled_is_made_again(kept, folder, damage):
    kept.close()
    index = folder / "indice"
    match damage:
        case "gone":
            shutil.rmtree(index)
        case "emptied":
            for path in index.iterdir():
                path.unlink()
        case "spoiled":
            (index / "meta.json").write_bytes(b"{")
        case "foreign":
            (index / "posizione.json").write_text(
                (index / "posizione.json").read_text().replace('"chain": "', '"chain": "0')
            )
        case "backwards":
            (index / "posizione.json").unlink()

    again = TinyArchive(folder)

    assert found(again, "dal santo") == ["PS-2011-T2-00001", "PS-2010-T2-00001"]
    assert again.verify().findings == ()
    again.close()


def test_an_index_deleted_while_the_service_runs_is_made_again(kept, folder):
    assert len(found(kept, "dal santo")) == 2
    shutil.rmtree(folder / "indice")

    assert len(found(kept, "dal santo")) == 2
    register(kept)
    assert len(found(kept, "dal santo")) == 3


@pytest.mark.parametrize("part", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("suffix", ["term", "idx", "fast", "pos", "store", "fieldnorm", "json"])
def test_a_bit_changed_anywhere_in_the_index_never_breaks_a_search_for_good(
    kept, folder, suffix, part
):
    found(kept)
    kept.close()
    for path in (folder / "indice").glob(f"*.{suffix}"):
        flip(path, (path.stat().st_size - 1) * part // 4)

    again = TinyArchive(folder)
    found(again, "dal santo")
    again.rebuild_index()

    assert len(found(again, "dal santo")) == 2
    again.close()


def test_files_left_half_written_are_removed_at_the_opening(kept, folder):
    kept.close()
    (folder / "blob" / "tmp" / "abandoned").write_bytes(b"half")

    again = TinyArchive(folder)

    assert again.recovered == ["blob: tolti 1 file lasciati a metà."]
    assert [*(folder / "blob" / "tmp").iterdir()] == []
    again.close()


def test_a_file_that_somebody_is_writing_is_left_alone(tmp_path):
    import fcntl

    with (tmp_path / "living").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        assert clean_temporary(tmp_path) == 0
    assert clean_temporary(tmp_path) == 1


# Copying.


def test_a_copy_taken_while_registering_is_restored_whole(folder, tmp_path):
    busy = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.crashing", str(folder), "100000"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "FASCICOLO_CRASH": ""},
    )
    promised = [busy.stdout.readline().strip() for _ in range(20)]
    archive = TinyArchive(folder)
    archive.backup(tmp_path / "copia")
    archive.close()
    busy.kill()
    busy.communicate()

    restore(tmp_path / "copia", tmp_path / "altrove")

    restored, original = TinyArchive(tmp_path / "altrove"), TinyArchive(folder)
    copied = {str(it.number): it for it in restored.documents()}
    assert set(copied) >= set(promised)
    assert restored.verify().findings == ()
    originals = {str(it.number): it for it in original.documents()}
    assert all(restored.blob(it.docx) == original.blob(it.docx) for it in copied.values())
    assert all(it.data == originals[number].data for number, it in copied.items())
    assert register(restored).number.progressivo == len(copied) + 1
    restored.close()
    original.close()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_copy_that_the_disk_refuses_is_told_and_made_again_later(
    kept, tmp_path, monkeypatch, error
):
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr("storage.tinydb.copying.sync_file", refuse)
        with pytest.raises(ArchiveFault, match=r"La copia in .* non è riuscita"):
            kept.backup(tmp_path / "copia")

    kept.backup(tmp_path / "copia")
    restore(tmp_path / "copia", tmp_path / "altrove")


def test_a_copy_that_was_only_begun_is_not_restored(kept, tmp_path):
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.backup(tmp_path / "copia", break_off)

    with pytest.raises(ArchiveFault, match="non c'è una copia"):
        restore(tmp_path / "copia", tmp_path / "altrove")


def test_a_second_copy_adds_what_is_new_to_the_first(kept, tmp_path):
    kept.backup(tmp_path / "copia")
    new = register(kept)
    kept.backup(tmp_path / "copia")

    restore(tmp_path / "copia", tmp_path / "altrove")

    restored = TinyArchive(tmp_path / "altrove")
    assert restored.document(new.number) == new
    assert restored.documents() == kept.documents()
    assert restored.get("bozze", "b1").value == {"kind": "pai"}
    assert found(restored, "dal santo") == found(kept, "dal santo")
    restored.close()


def test_a_copy_that_was_altered_is_not_restored(kept, tmp_path):
    kept.backup(tmp_path / "copia")
    flip(tmp_path / "copia" / "registro-2010.jsonl", 300)

    with pytest.raises(ArchiveFault, match="La copia è alterata"):
        restore(tmp_path / "copia", tmp_path / "altrove")


def test_a_paper_altered_in_the_copy_is_not_restored(kept, tmp_path):
    kept.backup(tmp_path / "copia")
    docx = kept.documents()[0].docx
    flip(tmp_path / "copia" / kept.blobs.path(docx).relative_to(kept.folder), 3)

    with pytest.raises(BlobAltered):
        restore(tmp_path / "copia", tmp_path / "altrove")


def test_nothing_is_copied_or_restored_over_something_else(kept, tmp_path):
    (tmp_path / "altro").mkdir()
    (tmp_path / "altro" / "lettera.txt").write_text("mia")

    with pytest.raises(ArchiveFault, match="contiene altro"):
        kept.backup(tmp_path / "altro")
    with pytest.raises(ArchiveFault, match="non è vuota"):
        restore(kept.folder, tmp_path / "altro")
    with pytest.raises(ArchiveFault, match="non c'è una copia"):
        restore(tmp_path / "altro", tmp_path / "nuova")


def test_what_the_opening_mended_is_told_once(kept, folder):
    kept.close()
    with (folder / "registro-2011.jsonl").open("ab") as file:
        file.write(b"half a line")

    again = open_archive(f"tinydb://{folder}")
    assert again.recovered == [
        "registro-2011.jsonl: messi da parte 11 byte di una scrittura interrotta, mai confermata."
    ]
    again.close()

    again = open_archive(f"tinydb://{folder}")
    assert again.recovered == []
    again.close()
