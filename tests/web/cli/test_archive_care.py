"""The commands that copy, restore, make again and give out the archive."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from storage.open import open_archive
from tests.storage.office import fascicolo as fascicolo_of_giulia
from tests.web.cli.conftest import Run
from web.cli import fascicolo


@pytest.fixture
def issued(run: Run, patto: Path, context: Path) -> str:
    """The number of a Patto that was registered."""
    told = run(
        "documents", "issue", "patto_di_servizio", patto,
        "--context", context, "--senza-pdf", "--json",
    )  # fmt: skip
    return str(json.loads(told.stdout)["numero"])


def elsewhere(tmp_path: Path, *words: str) -> object:
    environ = {"FASCICOLO_DATI": str(tmp_path / "altrove"), "FASCICOLO_OGGI": "2011-06-15"}
    return CliRunner(env=environ).invoke(fascicolo, [*map(str, words)])


def test_a_copy_restored_elsewhere_verifies_and_finds_the_same(
    run: Run, issued: str, tmp_path: Path
) -> None:
    copied = run("archive", "backup", tmp_path / "copia", "--json")
    restored = elsewhere(tmp_path, "archive", "restore", tmp_path / "copia", "--json")
    found = elsewhere(tmp_path, "archive", "find", "dal", "santo", "--json")

    assert json.loads(copied.stdout)["righe_almeno"] == 1
    assert json.loads(restored.stdout)["anomalie"] == []
    assert restored.exit_code == 0
    assert [row["numero"] for row in json.loads(found.stdout)] == [issued]


def test_an_archive_is_not_restored_over_another(run: Run, issued: str, tmp_path: Path) -> None:
    run("archive", "backup", tmp_path / "copia")

    again = run("archive", "restore", tmp_path / "copia")

    assert again.exit_code != 0
    assert "non è vuota" in str(again.exception)
    assert run("archive", "find", issued).exit_code == 0


@pytest.mark.parametrize(
    ("part", "lost", "told"),
    [
        ("index", "indice", "1 documenti nell'indice."),
        ("register", "registro-2011.jsonl", "1 righe nel registro."),
    ],
)
def test_what_was_lost_is_made_again(
    run: Run, issued: str, tmp_path: Path, part: str, lost: str, told: str
) -> None:
    path = tmp_path / "dati" / "archivio" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    made = run("archive", "rebuild", part)

    assert (made.exit_code, made.stdout) == (0, f"{told}\n")
    assert run("archive", "find", issued).exit_code == 0
    assert run("archive", "verify").exit_code == 0


def test_sidecars_that_lack_are_written_again(run: Run, issued: str, tmp_path: Path) -> None:
    for path in (tmp_path / "dati" / "archivio" / "blob").glob("*/*/*.jsonl"):
        path.unlink()

    made = run("archive", "rebuild", "sidecars", "--json")

    assert json.loads(made.stdout) == {"parte": "sidecars", "fatti": 1}
    assert run("archive", "verify").exit_code == 0


def test_an_unknown_part_is_misuse(run: Run) -> None:
    assert run("archive", "rebuild", "tutto").exit_code == 2


def test_with_nothing_due_the_list_is_empty(run: Run, issued: str) -> None:
    result = run("archive", "due", "--on", "2100-01-01", "--json")

    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


def test_a_fascicolo_that_is_not_there_is_not_exported(run: Run, tmp_path: Path) -> None:
    result = run("archive", "export", "F-2011-9", "--out", tmp_path / "f.zip")

    assert result.exit_code == 1
    assert "Il fascicolo F-2011-9 non esiste." in result.stderr
    assert not (tmp_path / "f.zip").exists()


def test_a_form_that_nobody_knows_is_misuse(run: Run, tmp_path: Path) -> None:
    result = run("archive", "export", "F-2011-9", "--out", tmp_path / "f.doc")

    assert result.exit_code == 2
    assert "deve finire in .pdf o .zip" in result.stderr


def test_the_register_of_a_day_is_written_as_csv_even_without_libreoffice(
    run: Run, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generators.press.engine.find_engine", lambda setting: None)
    monkeypatch.setattr("generators.press.libreoffice.find_engine", lambda setting: None)

    result = run("archive", "daily", "--on", "15/06/2011", "--out", tmp_path / "registri", "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "PDF non prodotto" in result.stderr
    assert (told["registrazioni"], told["variazioni"]) == (1, 0)
    assert issued in Path(told["csv"]).read_text(encoding="utf-8-sig")


def test_who_searched_and_who_took_is_told(run: Run, tmp_path: Path) -> None:
    office = tmp_path / "dati" / "archivio"
    archive = open_archive(f"tinydb://{office}")
    opened = archive.open_fascicolo(fascicolo_of_giulia, date(2011, 6, 15))
    archive.close()
    out = tmp_path / "f.zip"
    run("archive", "export", opened.numero, "--out", out, "--motivo", "Controllo a campione")

    told = run("archive", "accesses", "--fascicolo", "f-2011-1", "--json")
    nobody = run("archive", "accesses", "--user", "zanella")
    never = run("archive", "accesses", "--search", "dal santo")
    wrong = run("archive", "accesses", "--fascicolo", "11")

    (row,) = json.loads(told.stdout)
    assert out.stat().st_size
    assert (row["azione"], row["oggetto"], row["motivo"]) == (
        "esportazione", "zip", "Controllo a campione",
    )  # fmt: skip
    assert row["utente"].startswith("cli.")
    assert [nobody.exit_code, never.exit_code, wrong.exit_code] == [1, 1, 2]
