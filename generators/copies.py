"""Scans of signed papers: known by what they hold, never by their name; and turned into pages."""

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime

import pikepdf
import pypdfium2
from PIL import Image, UnidentifiedImageError

from generators.press.finish import PDFIUM

FORMS = ("pdf", "jpeg", "png")

_IMAGES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_ENDINGS = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
_MOST_PIXELS = 80_000_000  # an A3 at 600 dots an inch; beyond it is a bomb
_A4_INCHES = (8.27, 11.69)
_ACTIVE = frozenset({"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/XFA"})
_DEEPEST = 12


class NotACopy(ValueError):
    """The bytes are no scan that can be kept; the message says why, in Italian."""


def form_of(content: bytes) -> str:
    """
    Return the form of a scan: ``pdf``, ``jpeg`` or ``png``, really opened and read to its end.

    Raises:
        NotACopy: it is something else, is damaged, is two things at once, or can do something.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise NotACopy("è insieme un archivio ZIP")
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return "pdf"
    for start, form in _IMAGES.items():
        if content.startswith(start):
            _check_image(content, form)
            return form
    raise NotACopy("non è un PDF, un JPEG o un PNG")


def _check_pdf(content: bytes) -> None:
    if not content.rstrip().endswith(b"%%EOF"):
        raise NotACopy("ha altro contenuto dopo la fine del PDF")
    try:
        with PDFIUM, pypdfium2.PdfDocument(content) as document:
            pages = [document[position].get_size() for position in range(len(document))]
    except pypdfium2.PdfiumError:
        raise NotACopy("il PDF è danneggiato o protetto da password") from None
    if not pages:
        raise NotACopy("il PDF non ha pagine")
    if found := _active_parts(content):
        raise NotACopy(f"il PDF contiene parti attive ({', '.join(sorted(found))})")


def _active_parts(content: bytes) -> set[str]:
    """Return what in a PDF runs, starts or carries something else."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return {name for it in pdf.objects for name in _names(it, 0) if name in _ACTIVE}
    except pikepdf.PdfError:
        raise NotACopy("il PDF è danneggiato o protetto da password") from None


def _names(value: object, depth: int) -> Iterator[str]:
    """Yield the keys and names in an object, not following references: each is visited itself."""
    if depth > _DEEPEST:
        raise NotACopy("il PDF ha una struttura troppo annidata")
    if isinstance(value, pikepdf.Name):
        yield str(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, item in value.items():
            yield key
            if not _is_apart(item):
                yield from _names(item, depth + 1)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            if not _is_apart(item):
                yield from _names(item, depth + 1)


def _is_apart(item: object) -> bool:
    """Return whether *item* stands on its own in the file, so that it is visited by itself."""
    return isinstance(item, pikepdf.Object) and item.is_indirect


def _check_image(content: bytes, form: str) -> None:
    if not content.endswith(_ENDINGS[form]):
        raise NotACopy("è troncato, o ha altro contenuto dopo la fine dell'immagine")
    try:
        with Image.open(io.BytesIO(content), formats=[form.upper()]) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise NotACopy("l'immagine è troppo grande")
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise NotACopy("l'immagine è danneggiata") from None


def pages_of(content: bytes, form: str, *, when: datetime) -> bytes:
    """
    Return a scan as a PDF: as it is, or the image on one A4 page, always the same bytes.

    Args:
        content: A scan that `form_of` admits.
        form: Its form.
        when: Aware instant written as created.
    """
    if form == "pdf":
        return content
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=[form.upper()]) as image:
        plain = image.convert("RGB")
    sides = zip((plain.width, plain.height), _A4_INCHES, strict=True)
    resolution = max(pixels / inches for pixels, inches in sides)
    made = time.gmtime(when.timestamp())
    plain.save(out, "PDF", resolution=resolution, creationDate=made, modDate=made)
    return out.getvalue()
