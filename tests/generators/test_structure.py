"""What a person who listens to a paper is told: its headings, its tables, all that is shown."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generators.press import Press
from schemas.kinds.registry import all_kinds
from web.acts.binding import BESIDE, contract_named
from web.acts.papers import Papers

TEMPLATES = Path(__file__).parents[2] / "templates" / "docx"
WHEN = datetime(2011, 3, 7, 9, 30, tzinfo=UTC)
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"}


@pytest.fixture(scope="module", params=[*all_kinds(), *BESIDE])
def paper(request: pytest.FixtureRequest, one_engine: Press) -> Iterator[pikepdf.Pdf]:
    """The PDF of each paper, with everything it may say."""
    template = Papers(TEMPLATES).compiled(request.param)
    docx = template.render(dict(contract_named(request.param).full), when=WHEN)
    pdf = one_engine.pdf(docx, title="", author="", subject="", when=WHEN)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened


def elements(node: object) -> Iterator[Dictionary]:
    """Yield the elements of a structure tree, in the order in which they are read."""
    if isinstance(node, Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K"))


def roles(pdf: pikepdf.Pdf) -> list[tuple[Name, Dictionary]]:
    """Return the elements of a paper, each with the standard role it stands for."""
    root = pdf.Root.StructTreeRoot
    standard = root.get("/RoleMap", Dictionary())
    return [(standard.get(str(one.S), one.S), one) for one in elements(root.K)]


def test_the_paper_begins_with_its_title_and_skips_no_level(paper: pikepdf.Pdf):
    levels = [int(str(role)[2:]) for role, _ in roles(paper) if str(role)[:2] == "/H"]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_words_are_paragraphs_and_the_tables_have_their_heads(paper: pikepdf.Pdf):
    found = roles(paper)
    tables = [one for role, one in found if role == Name.Table]
    kinds = {role for role, _ in found}

    assert {Name.Document, Name.P, Name.Table, Name.TR, Name.TD} <= kinds
    for row in (one for table in tables for one in elements(table) if one.S == Name.TR):
        assert [cell for cell in elements(row.K) if cell.S in (Name.TH, Name.TD)]
    assert any(one.S == Name.TH for table in tables for one in elements(table))


def test_every_picture_has_its_words(paper: pikepdf.Pdf):
    assert [one for role, one in roles(paper) if role == Name.Figure and not one.get("/Alt")] == []


def test_nothing_is_shown_that_is_not_told_or_decoration(paper: pikepdf.Pdf):
    for page in paper.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            name = str(instruction.operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            assert depth or name not in PAINTING
        assert depth == 0
