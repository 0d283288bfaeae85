"""Many PDFs as one file for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from generators.press.finish import PDFIUM

FONT = Name("/FascicoloCopia")
MARK = "q BT {font} 8 Tf 0.3 g 1 0 0 1 {x} {y} Tm ({words}) Tj ET Q"
MARGIN = 24
"""Points from the upper left corner of the page to the words that say whose copy it is."""


def merged(pdfs: Iterable[bytes]) -> bytes:
    """
    Return all the pages of *pdfs*, in order, as one PDF for printing.

    PDFium joins eight times faster than pypdf and drops the tags: what is filed are the papers
    one by one, never this.
    """
    return print_file(((pdf, "") for pdf in pdfs), duplex=False)


def print_file(copies: Iterable[tuple[bytes, str]], *, duplex: bool) -> bytes:
    """
    Return *copies*, in order, as one PDF for printing; see `merged`.

    Args:
        copies: A PDF and the words that stand on each of its pages, or "".
        duplex: Whether both sides of the sheets are printed: a copy with an odd number of pages
            is given a blank one, so that the next begins on a sheet of its own.
    """
    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for pdf, words in copies:
            with pypdfium2.PdfDocument(_marked(pdf, words) if words else pdf) as one:
                whole.import_pages(one)
                if duplex and len(one) % 2:
                    whole.new_page(*one.get_page_size(len(one) - 1))
        made = io.BytesIO()
        whole.save(made)
        return made.getvalue()


def _marked(pdf: bytes, words: str) -> bytes:
    """Return *pdf* with *words* in the upper margin of each page."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        face.Encoding = Name.WinAnsiEncoding
        font = opened.make_indirect(face)
        for page in opened.pages:
            name = page.add_resource(font, Name.Font, FONT)
            left, _, _, top = (float(side) for side in page.mediabox)
            mark = MARK.format(font=name, x=left + MARGIN, y=top - MARGIN, words=_escaped(words))
            page.contents_add(mark.encode("cp1252", "replace"))
        opened.save(made)
    return made.getvalue()


def _escaped(words: str) -> str:
    """Return *words* as they stand between the parentheses of a PDF string."""
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
