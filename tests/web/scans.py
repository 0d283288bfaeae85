"""Scans of signed papers: what an office's scanner, or a telephone, gives."""

import io

import pikepdf
from PIL import Image


def photograph() -> bytes:
    """Return a page photographed with a telephone."""
    out = io.BytesIO()
    Image.new("L", (620, 877), 255).save(out, "JPEG")
    return out.getvalue()


def scanned(*pages: str) -> bytes:
    """Return a PDF with those words, recognised by the scanner, on each page."""
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    with pikepdf.new() as pdf:
        for words in pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F1=pdf.make_indirect(pikepdf.Dictionary(font)))
            )
            page.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
