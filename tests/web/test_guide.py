"""The guide: a page for each role, which calls things as the pages do."""

import re
from functools import cache
from pathlib import Path

import pytest

from docs.figures import FIGURES
from schemas.fields.blocco import Tabella
from schemas.kinds.registry import all_kinds
from schemas.rules.life import NOMI_PASSI, STATI_DOCUMENTO
from schemas.rules.percorso import PASSI
from schemas.rules.permissions import RUOLI
from tests.pages import Pages
from tests.web.conftest import Enter
from web import guide
from web.acts.queues import QUEUES

ROOT = Path(guide.__file__).parent
SAID_IN = (*ROOT.glob("templates/**/*.html"), *ROOT.glob("views/*.py"), ROOT / "milestones.py")
TEXTS = {name: (guide.FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in guide.PAGINE}


@cache
def words_of_the_pages() -> str:
    kinds = all_kinds().values()
    return "\n".join(
        [
            *(path.read_text(encoding="utf-8") for path in SAID_IN),
            *(f"Compila: {kind.title}" for kind in kinds),
            *(part.words for kind in kinds for part in kind.seguiti.values()),
            *(
                f"Aggiungi {campo.row_label.lower()}"
                for kind in kinds
                for campo in kind.schema.campi().values()
                if isinstance(campo, Tabella)
            ),
            *(queue.title for queue in QUEUES.values()),
            *(passo.words for passo in PASSI),
            *NOMI_PASSI.values(),
            *STATI_DOCUMENTO.values(),
        ]
    )


def test_each_role_has_its_page_of_the_guide():
    written_for = [ruolo for ruoli in guide.PAGINE.values() for ruolo in ruoli]

    assert sorted(written_for) == sorted(RUOLI)


def test_every_file_of_the_guide_is_one_of_its_pages():
    assert {path.stem for path in guide.FOLDER.glob("*.md")} == set(guide.PAGINE)


@pytest.mark.parametrize("pagina", TEXTS)
def test_what_the_guide_quotes_is_said_by_the_pages(pagina: str):
    quoted = set(re.findall("«([^»]+)»", TEXTS[pagina])) - {"/"}

    assert {words for words in quoted if words not in words_of_the_pages()} == set()


def test_every_picture_is_taken_by_the_script_described_and_small():
    shown = [match for text in TEXTS.values() for match in re.findall(r"!\[(.*?)\]\((.*?)\)", text)]

    assert {Path(src).stem for _, src in shown} == {figure.name for figure in FIGURES}
    assert all(len(alt) > 15 for alt, _ in shown)
    assert all((guide.FOLDER / src).stat().st_size < 80_000 for _, src in shown)


def test_anybody_who_has_entered_opens_every_page_of_the_guide(operator: Pages):
    index = operator.get("/aiuto")

    for pagina in guide.PAGINE:
        page = operator.get(f"/aiuto/{pagina}")
        assert page.status == 200
        assert page.heading in index.text
        for image in page.tree.xpath("//article//img"):
            with operator.client.get(f"/aiuto/{image.get('src')}") as picture:
                assert picture.status_code == 200
                assert picture.mimetype == "image/png"


def test_the_page_of_ones_own_role_comes_first(enter: Enter):
    index = enter("frison").get("/aiuto").text

    assert "Per il tuo ruolo Gruppo di Coordinamento Provinciale Validare" in index


def test_a_page_that_the_guide_has_not_is_not_found(operator: Pages):
    assert operator.get("/aiuto/niente", status=404).status == 404
    assert operator.client.get("/aiuto/figure/..%2Fglt.md").status_code == 404


def test_html_written_in_the_guide_is_shown_and_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    guide.guide_page.cache_clear()
    (tmp_path / "glt.md").write_text("# Titolo\n\nSunto.\n\n<script>1</script>\n[a](gcp.md)\n")

    page = guide.guide_page("glt")
    guide.guide_page.cache_clear()

    assert (page.title, page.summary) == ("Titolo", "Sunto.")
    assert "<script>" not in page.body
    assert '<a href="gcp">' in page.body
