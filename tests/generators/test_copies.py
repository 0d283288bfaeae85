"""Scans of signed papers: taken for what they hold, refused when they hold more."""

import io
import zipfile
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from generators.copies import NotACopy, form_of, pages_of

WHEN = datetime(2011, 6, 15, 10, 0, tzinfo=UTC)


def image(form: str, size: tuple[int, int] = (620, 877), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, form)
    return out.getvalue()


def pdf(**catalog: pikepdf.Object) -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    for name, value in catalog.items():
        document.Root[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def protected() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    return out.getvalue()


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    ("content", "form"),
    [(pdf(), "pdf"), (pdf() + b"\r\n", "pdf"), (image("JPEG"), "jpeg"), (image("PNG"), "png")],
)
def test_a_scan_is_known_by_what_it_holds(content: bytes, form: str) -> None:
    assert form_of(content) == form


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "non è un PDF"),
        (b"<html><script>alert(1)</script>", "non è un PDF"),
        (b"GIF89a", "non è un PDF"),
        (b"\n" + pdf(), "non è un PDF"),
        (pdf() + b"<script>", "dopo la fine del PDF"),
        (b"%PDF-1.7\n%%EOF", "danneggiato"),
        (protected(), "password"),
        (pdf(OpenAction=script()), "parti attive"),
        (pdf(AA=pikepdf.Dictionary(WC=script())), "parti attive"),
        (image("JPEG") + b"<?php", "dopo la fine dell'immagine"),
        (image("PNG")[:-20], "troncato"),
        (image("PNG")[:60] + image("PNG")[-8:], "danneggiata"),
        (image("JPEG")[:300] + b"\xff\xd9", "danneggiata"),
        (image("PNG", (9000, 9000), "1"), "troppo grande"),
        (pdf() + zipped(), "ZIP"),
        (image("PNG") + zipped(), "ZIP"),
    ],
)
def test_what_is_no_scan_or_more_than_one_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotACopy, match=reason):
        form_of(content)


def test_a_pdf_that_carries_another_file_is_refused() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["virus.exe"] = b"MZ"
    out = io.BytesIO()
    document.save(out)

    with pytest.raises(NotACopy, match="EmbeddedFile"):
        form_of(out.getvalue())


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(620, 877), (3000, 1000), (100, 2000)])
def test_an_image_becomes_one_page_that_an_a4_sheet_holds(form: str, size: tuple[int, int]) -> None:
    pages = [pages_of(image(form, size), form.lower(), when=WHEN) for _ in range(2)]

    (page,) = PdfReader(io.BytesIO(pages[0])).pages
    assert float(page.mediabox.width) <= 596
    assert float(page.mediabox.height) <= 842
    assert pages[0] == pages[1]
