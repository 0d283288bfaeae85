"""The office takes a template out, changes it in Word, sees what changes, publishes it."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.package import pack_all, read_package
from generators.text import paper_text
from tests.generators.word import with_part
from tests.real_parts import soffice_path
from tests.samples import sample
from tests.web.cli.conftest import Run
from web.acts.templates import HEAVIEST

__all__ = ["soffice_path"]

Edit = Callable[[str, str], Path]


@pytest.fixture
def taken(run: Run, tmp_path: Path) -> Path:
    """The template of the Patto, as the office downloads it."""
    path = tmp_path / "modello.docx"
    assert run("templates", "get", "patto_di_servizio", "--out", path).exit_code == 0
    return path


@pytest.fixture
def edited(taken: Path) -> Edit:
    """Write something in the place of something else, as in Word."""

    def edit(old: str, new: str) -> Path:
        parts = dict(read_package(taken.read_bytes()).parts)
        body = parts["word/document.xml"].decode()
        assert old in body
        parts["word/document.xml"] = body.replace(old, new, 1).encode()
        taken.write_bytes(pack_all(parts))
        return taken

    return edit


def test_a_template_just_taken_is_in_order(run: Run, taken: Path) -> None:
    result = run("templates", "check", "patto_di_servizio", taken)

    assert (result.exit_code, result.output) == (0, "In ordine.\n")


def test_a_misspelt_field_is_refused_and_nothing_is_published(run: Run, edited: Edit) -> None:
    file = edited("{{ persona.telefono }}", "{{ persona.telfono }}")

    result = run("templates", "publish", "patto_di_servizio", file, "--from", "2011-06-20")

    assert result.exit_code == 1
    assert "`persona.telfono` non esiste; forse `persona.telefono`?" in result.stderr
    assert "patto_di_servizio            di serie" in run("templates", "list").output


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a macro": (
        lambda docx: with_part(docx, "word/vbaProject.bin", b"x", kind="vbaProject"),
        "macro",
    ),
    "an OLE object": (
        lambda docx: with_part(docx, "word/ole.bin", b"x", kind="oleObject"),
        "oggetto OLE",
    ),
    "a picture elsewhere": (
        lambda docx: with_part(docx, "", b"", kind="image", external="http://127.0.0.1:9/x.png"),
        "contenuto esterno",
    ),
    "a document to import": (
        lambda docx: with_part(docx, "word/pezzo.html", b"<p/>", kind="aFChunk"),
        "altChunk",
    ),
    "too much weight": (
        lambda docx: with_part(docx, "word/media/a.png", bytes(HEAVIEST), kind="image"),
        "togliere stili e immagini",
    ),
    "no Word document": (lambda docx: b"%PDF-1.7", "non è un documento Word leggibile"),
}


@pytest.mark.parametrize(("spoil", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_an_unsafe_template_is_refused(
    run: Run, taken: Path, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    taken.write_bytes(spoil(taken.read_bytes()))

    result = run("templates", "check", "patto_di_servizio", taken)

    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_template_holds_for_the_documents_from_its_day_on(
    run: Run, written: Callable[..., Path], edited: Edit, tmp_path: Path
) -> None:
    def words(day: str, meeting: str) -> str:
        dates = {"data_stipula": day, "data_prossimo_colloquio": meeting}
        answers = sample("patto_di_servizio", titolo_studio="diploma", **dates)
        out = tmp_path / "atto.docx"
        data = written("patto.json", answers)
        assert run("documents", "render", "patto_di_servizio", data, "--docx", out).exit_code == 0
        return paper_text(out.read_bytes())

    file = edited("La persona si impegna a", "La persona promette di")

    early = run("templates", "publish", "patto_di_servizio", file, "--from", "2011-03-07")
    published = run("templates", "publish", "patto_di_servizio", file, "--from", "15/06/2011")

    assert early.exit_code == 1
    assert "non si pubblica da un giorno passato (07/03/2011)" in early.stderr
    assert published.output.startswith("patto_di_servizio: dal 15/06/2011 vale ")
    assert "La persona si impegna a" in words("2011-06-14", "2011-06-27")
    assert "La persona promette di" in words("2011-06-15", "2011-06-27")


def test_a_letterhead_is_tried_under_every_paper(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cornice.docx"
    run("templates", "get", "cornice", "--out", file)
    parts = dict(read_package(file.read_bytes()).parts)
    for name in parts:
        if "header" in name and name.endswith(".xml"):
            parts[name] = parts[name].replace(b"ente.nome", b"ente.nme")
    file.write_bytes(pack_all(parts))

    result = run("templates", "check", "cornice", file)

    assert result.exit_code == 1
    assert "Patto di Servizio, testata" in result.stderr
    assert "Piano di Azione Individuale, testata" in result.stderr
    assert "`ente.nme` non esiste; forse `ente.nome`?" in result.stderr


def test_the_pages_that_change_are_shown_before_and_after(
    run: Run, patto: Path, context: Path, edited: Edit, tmp_path: Path, soffice_path: Path
) -> None:
    run("documents", "issue", "patto_di_servizio", patto, "--context", context, "--senza-pdf")
    file, out = edited("La persona si impegna a", "La persona promette di"), tmp_path / "pagine"

    result = run("templates", "check", "patto_di_servizio", file, "--out", out)

    assert result.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "Patto di Servizio PS-2011-T2-00001, pagina 2, dopo.png",
        "Patto di Servizio PS-2011-T2-00001, pagina 2, prima.png",
        "Patto di Servizio, facsimile, pagina 2, dopo.png",
        "Patto di Servizio, facsimile, pagina 2, prima.png",
    ]
    for picture in out.iterdir():
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert (width, height) == (662, 936)
