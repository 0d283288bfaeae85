"""The file for the printer: whose copy each is, and each on sheets of its own."""

import io

import pikepdf
import pypdfium2
import pytest
from docx.document import Document

from generators.merging import merged, print_file
from generators.press import Press
from generators.press.finish import page_texts
from tests.generators.word import WHEN, word

IMPRINT = {"title": "Patto", "author": "Provincia", "subject": "Progetto", "when": WHEN}


@pytest.fixture(scope="module")
def three_pages(one_engine: Press) -> bytes:
    """A paper of three pages."""

    def write(document: Document) -> None:
        for number in (1, 2, 3):
            paragraph = document.add_paragraph(f"Pagina {number}")
            paragraph.paragraph_format.page_break_before = number > 1

    return one_engine.pdf(word(write), **IMPRINT)


def test_each_page_says_whose_copy_it_is(three_pages: bytes):
    whose = ("Copia per la persona", "Copia per l'azienda (sede) – perché")

    shown = page_texts(print_file([(three_pages, words) for words in whose], duplex=False))

    assert len(shown) == 6
    assert all(whose[0] in text for text in shown[:3])
    assert all(whose[1] in text for text in shown[3:])
    pages = zip((1, 2, 3, 1, 2, 3), shown, strict=True)
    assert all(f"Pagina {number}" in text for number, text in pages)


def test_printed_on_both_sides_each_copy_begins_on_a_sheet_of_its_own(three_pages: bytes):
    shown = page_texts(print_file([(three_pages, "Una"), (three_pages, "Altra")], duplex=True))

    assert [bool(text.strip()) for text in shown] == [True, True, True, False] * 2
    assert "Altra" in shown[4]


def test_a_blank_page_is_as_large_as_the_others(three_pages: bytes):
    with pypdfium2.PdfDocument(print_file([(three_pages, "")], duplex=True)) as document:
        sizes = {document.get_page_size(position) for position in range(len(document))}

    assert len(sizes) == 1


def test_joined_as_they_are_papers_say_nothing_more(three_pages: bytes):
    shown = page_texts(merged([three_pages, three_pages]))

    assert shown == page_texts(three_pages) * 2


def test_what_is_filed_is_not_touched(three_pages: bytes):
    before = bytes(three_pages)
    print_file([(three_pages, "Copia per la persona")], duplex=True)

    assert three_pages == before
    with pikepdf.open(io.BytesIO(three_pages)) as filed:
        assert "/FascicoloCopia" not in filed.pages[0].Resources.Font
