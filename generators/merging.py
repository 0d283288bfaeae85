"""Many PDFs as one file for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pypdfium2

from generators.press.finish import PDFIUM


def merged(pdfs: Iterable[bytes]) -> bytes:
    """
    Return all the pages of *pdfs*, in order, as one PDF for printing.

    PDFium joins eight times faster than pypdf and drops the tags: what is filed are the papers
    one by one, never this.
    """
    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for pdf in pdfs:
            with pypdfium2.PdfDocument(pdf) as one:
                whole.import_pages(one)
        made = io.BytesIO()
        whole.save(made)
        return made.getvalue()
