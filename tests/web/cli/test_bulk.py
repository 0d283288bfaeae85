"""A file of many rows: each is done once, whatever happens, and who is refused is told why."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pypdfium2
import pytest

from tests.real_parts import soffice_path
from tests.samples import sample
from tests.web.cli.conftest import Run
from web.acts import bulk

__all__ = ["soffice_path"]

PATTO = sample("patto_di_servizio", titolo_studio="diploma", cpi="Schio-Thiene")
OTHER = sample(
    "patto_di_servizio", titolo_studio="diploma", cpi="Schio-Thiene", fascicolo="F-2011-00012"
)
REFUSED = PATTO | {"presa_visione_privacy": False}

Answers = Sequence[Mapping[str, object] | str]


@pytest.fixture
def lot(tmp_path: Path) -> Callable[[Answers], Path]:
    """Write rows, one a line."""

    def write(rows: Answers) -> Path:
        path = tmp_path / "righe.jsonl"
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def test_each_row_becomes_a_draft_and_who_is_refused_is_told_why(
    run: Run, lot: Callable[[Answers], Path], tmp_path: Path
) -> None:
    rows, out = lot([PATTO, REFUSED, "", "{", OTHER]), tmp_path / "fatti"

    result = run("documents", "bulk", "patto_di_servizio", rows, "--out", out)

    assert result.exit_code == 1
    assert sorted(path.name for path in out.glob("*.docx")) == ["00001.docx", "00005.docx"]
    assert result.stdout == "Fatti 2, già fatti 0, non fatti 2.\n"
    assert "Riga 2: presa_visione_privacy: " in result.stderr
    assert "Riga 4: La riga non è un oggetto JSON. [riga_non_json]" in result.stderr


def test_a_lot_begun_again_does_only_what_is_left(
    run: Run, lot: Callable[[Answers], Path], context: Path, tmp_path: Path
) -> None:
    words = ("documents", "bulk", "patto_di_servizio", lot([PATTO, REFUSED]), "--out")
    words += (tmp_path / "fatti", "--register", "--context", context, "--json")
    first = json.loads(run(*words).stdout)
    lot([PATTO, OTHER])

    second = json.loads(run(*words).stdout)

    assert (first["fatti"], [row["riga"] for row in first["non_fatti"]]) == (1, [2])
    assert (second["gia_fatti"], second["fatti"], second["non_fatti"]) == (1, 1, [])
    assert sorted(path.stem for path in (tmp_path / "fatti").glob("*.docx")) == [
        "PS-2011-T2-00001",
        "PS-2011-T2-00002",
    ]


def test_a_row_registered_just_before_a_crash_is_not_registered_twice(
    run: Run,
    lot: Callable[[Answers], Path],
    context: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ("documents", "bulk", "patto_di_servizio", lot([PATTO]), "--out", tmp_path / "fatti")
    words += ("--register", "--context", context, "--json")
    with monkeypatch.context() as crashing:
        crashing.setattr(bulk.Journal, "add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(*words).exit_code == 1
    with (tmp_path / "fatti" / "lotto.jsonl").open("a") as journal:
        journal.write('{"riga": 1, "esi')

    again = run(*words)

    assert json.loads(again.stdout)["fatti"] == 1
    assert [path.name for path in (tmp_path / "fatti").glob("*.docx")] == ["PS-2011-T2-00001.docx"]
    assert '"documenti": 1' in run("archive", "verify", "--json").stdout


def test_a_row_that_was_done_cannot_be_changed_in_the_file(
    run: Run, lot: Callable[[Answers], Path], tmp_path: Path
) -> None:
    words = ("documents", "bulk", "patto_di_servizio", lot([PATTO]), "--out", tmp_path / "fatti")
    run(*words)
    lot([OTHER])

    result = run(*words)

    assert result.exit_code == 2
    assert result.stderr.startswith("Righe già fatte e poi cambiate nel file: 1.")


def test_a_folder_holds_one_lot(run: Run, lot: Callable[[Answers], Path], tmp_path: Path) -> None:
    words = ("documents", "bulk", "patto_di_servizio", lot([PATTO]), "--out", tmp_path / "fatti")
    run(*words)

    result = run(*words, "--register")

    assert (result.exit_code, result.stderr) == (
        2,
        f"{tmp_path / 'fatti'} contiene un lotto diverso: usare un'altra cartella.\n",
    )


def test_the_pdfs_are_put_together_in_the_order_of_the_rows(
    run: Run, lot: Callable[[Answers], Path], tmp_path: Path, soffice_path: Path
) -> None:
    rows = lot([PATTO | {"note": "Primo"}, OTHER | {"note": "Secondo"}])

    result = run("documents", "bulk", "patto_di_servizio", rows, "--out", tmp_path, "--unito")

    assert result.exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "unito.pdf") as whole:
        words = "".join(page.get_textpage().get_text_range() for page in whole)
        pages = len(whole)
    with pypdfium2.PdfDocument(tmp_path / "00001.pdf") as first:
        assert pages == 2 * len(first)
    assert words.index("Primo") < words.index("Secondo")
