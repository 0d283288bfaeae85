"""The commands that end something: the register of a year, papers past their term."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storage.archive import Event
from storage.open import open_archive
from tests.samples import sample
from tests.storage.office import fascicolo as fascicolo_of_giulia
from tests.web.cli.conftest import Run
from web.cli import fascicolo

AUTHORITY = "Soprintendenza archivistica, nota 318 del 12/04/2032"
AT = datetime(2011, 6, 15, 12, tzinfo=UTC)
WHY = "Termine di conservazione scaduto"

Later = Callable[..., Result]


@pytest.fixture
def issued(
    run: Run, written: Callable[[str, Mapping[str, object]], Path], context: Path, tmp_path: Path
) -> str:
    """The number of a Patto registered on 15 June 2011, in a fascicolo closed on that day."""
    folder = f"tinydb://{tmp_path}/dati/archivio"
    archive = open_archive(folder)
    opened = archive.open_fascicolo(fascicolo_of_giulia, date(2011, 6, 15))
    taken = Event("preso_in_carico", AT, "pretto", {"data": "2011-02-01"})
    archive.add_fascicolo_event(opened.numero, taken)
    archive.close()
    patto = sample("patto_di_servizio", titolo_studio="diploma", fascicolo=opened.numero)
    told = run(
        "documents", "issue", "patto_di_servizio", written("patto.json", patto),
        "--context", context, "--senza-pdf", "--json",
    )  # fmt: skip
    archive = open_archive(folder)
    archive.add_fascicolo_event(opened.numero, Event("chiuso_inserito", AT, "pretto"))
    archive.close()
    assert told.stdout, told.exception
    return str(json.loads(told.stdout)["numero"])


@pytest.fixture
def later(tmp_path: Path) -> Later:
    """Run a command in the same office on 2 May 2032."""
    environ = {"FASCICOLO_DATI": str(tmp_path / "dati"), "FASCICOLO_OGGI": "2032-05-02"}

    def run_later(*words: object, typed: str = "") -> Result:
        return CliRunner(env=environ).invoke(fascicolo, [*map(str, words)], input=typed)

    return run_later


def erase(later: Later, *words: object, typed: str = "") -> Result:
    said = ("--authorised-by", AUTHORITY, "--reason", WHY)
    return later("archive", "erase", *words, *said, typed=typed)


def in_any_file(folder: Path, word: bytes) -> bool:
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_year_is_closed_with_its_counts_and_its_list(
    run: Run, later: Later, issued: str, tmp_path: Path
) -> None:
    early = run("archive", "close-year", 2011)
    never = later("archive", "close-year", 2010)
    closed = later("archive", "close-year", 2011, "--list", tmp_path / "2011.txt", "--json")
    again = later("archive", "close-year", 2011)

    told = json.loads(closed.stdout)
    listed = (tmp_path / "2011.txt").read_bytes()
    assert [early.exit_code, never.exit_code, closed.exit_code, again.exit_code] == [1, 2, 0, 1]
    assert "non è ancora finito" in early.stderr
    assert "è chiuso" in again.stderr
    assert (told["anno"], told["registrati"], told["annullati"]) == (2011, {"F": 1, "PS": 1}, [])
    assert told["impronta"] == sha256(listed).hexdigest()
    assert listed.startswith(issued.encode())
    assert later("archive", "verify").exit_code == 0


def test_closings_are_listed(later: Later, issued: str) -> None:
    assert later("archive", "closings").exit_code == 1
    later("archive", "close-year", 2011)

    shown = later("archive", "closings")

    assert shown.exit_code == 0
    assert "Registro 2011 chiuso il 02/05/2032" in shown.stdout
    assert "  PS: 1\n" in shown.stdout
    assert json.loads(later("archive", "closings", "--json").stdout)[0]["righe"] == 4


def test_what_is_destroyed_is_shown_first_and_only_then_goes(
    later: Later, issued: str, tmp_path: Path
) -> None:
    doubtful = erase(later, issued, typed="sì\n")
    assert doubtful.exit_code == 2
    assert "Nulla è stato distrutto." in doubtful.stderr
    assert later("archive", "find", issued).exit_code == 0

    sure = erase(later, "F-2011-1", typed="DISTRUGGERE\n")

    assert sure.exit_code == 0
    assert issued in sure.stderr
    assert f"{AUTHORITY}; {WHY}" in sure.stdout
    assert later("archive", "find", issued).exit_code == 1
    assert not in_any_file(tmp_path / "dati" / "archivio", b"DLSGLI75D58I531V")
    assert later("archive", "verify").exit_code == 0


def test_the_proofs_are_listed_for_good(later: Later, issued: str) -> None:
    assert later("archive", "erasures").exit_code == 1
    told = json.loads(erase(later, issued, "--yes", "--json").stdout)

    listed = later("archive", "erasures", "--json")

    assert json.loads(listed.stdout) == told
    assert (told[0]["numero"], told[0]["tipo"], told[0]["data"]) == (
        issued, "patto_di_servizio", "07/03/2011",
    )  # fmt: skip
    assert issued in later("archive", "erasures").stdout


def test_what_must_be_kept_is_refused_with_the_day(run: Run, issued: str) -> None:
    refused = run(
        "archive", "erase", issued, "--authorised-by", AUTHORITY, "--reason", WHY, "--yes", "--json"
    )

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["errori"] == [
        {
            "campo": issued,
            "codice": "da_conservare",
            "messaggio": "Il termine di conservazione scade il 15/06/2021.",
        }
    ]


def test_without_authority_it_is_misuse(later: Later, issued: str) -> None:
    assert later("archive", "erase", issued, "--reason", WHY).exit_code == 2
