"""The glossary: each thing of the office has its one word there."""

import re

from schemas.kinds.registry import all_kinds
from schemas.rules.life import STATI_DOCUMENTO, STATI_FASCICOLO
from schemas.rules.permissions import RUOLI
from tests.pages import Pages
from web.guide import FOLDER

TERMS = re.findall(
    r"^\| \*\*(.+?)\*\*", (FOLDER / "glossario.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_every_kind_role_and_state_is_explained_under_the_name_the_pages_use():
    named = [
        *(kind.title for kind in all_kinds().values()),
        *RUOLI.values(),
        *STATI_DOCUMENTO.values(),
        *STATI_FASCICOLO.values(),
    ]

    assert sorted(set(named) - set(TERMS)) == []


def test_no_word_is_explained_twice():
    assert sorted({term for term in TERMS if TERMS.count(term) > 1}) == []


def test_the_glossary_is_a_page_of_the_guide(operator: Pages):
    page = operator.get("/aiuto/glossario")

    assert page.heading == "Glossario"
    assert "Gli impegni della persona e del Centro per l'Impiego." in page.text
