"""Pictures put into a paper while it is rendered, with the text that describes them."""

from __future__ import annotations

import hashlib
import io
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from docx.image.image import Image
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree
from markupsafe import Markup

RUN_BEFORE = "</w:t></w:r><w:r><w:drawing>"
RUN_AFTER = '</w:drawing></w:r><w:r><w:t xml:space="preserve">'


class Immagine(InlineImage):  # type: ignore[misc]  # docxtpl is not typed
    """
    A picture as a value of the context: ``{{ codice_qr }}`` draws it in the line of text.

    Unlike docxtpl's ``InlineImage`` it belongs to no template and always carries the
    alternative text that PDF/UA-1 (ISO 14289-1, 7.3) asks of every figure.
    """

    def __init__(
        self,
        dati: bytes,
        *,
        descrizione: str,
        larghezza_mm: float | None = None,
        altezza_mm: float | None = None,
    ) -> None:
        """
        Hold the picture *dati* (PNG or JPEG), described in words by *descrizione*.

        With one of the two sizes the proportions are kept; with none the picture's own
        resolution decides.
        """
        super().__init__(
            None, io.BytesIO(dati), larghezza_mm and Mm(larghezza_mm), altezza_mm and Mm(altezza_mm)
        )
        self.descrizione = descrizione


class Painter(Protocol):
    """What places a picture into the part being rendered."""

    def inline(self, blob: bytes, image: InlineImage) -> CT_Inline:
        """Return the drawing of *blob* at the size *image* asks for, its data kept aside."""


PAINTER: ContextVar[Painter] = ContextVar("painter")
"""Who draws for the part now being rendered in this thread."""


def draw(image: InlineImage) -> Markup:
    """
    Return the XML that draws *image* where a value stands in a run of text.

    Raises:
        ValueError: the picture is also a link, which a paper has no use for.
        LookupError: no part is being rendered.
    """
    if image.anchor:
        raise ValueError("a picture that is a link cannot be printed")
    inline = PAINTER.get().inline(_blob(image), image)
    if description := getattr(image, "descrizione", ""):
        inline.docPr.set("descr", description)
    return Markup(RUN_BEFORE + etree.tostring(inline, encoding="unicode") + RUN_AFTER)


def _blob(image: InlineImage) -> bytes:
    """Return the data of *image*, whose descriptor is a path or an open file read many times."""
    source = image.image_descriptor
    if not hasattr(source, "read"):
        with open(source, "rb") as file:
            return file.read()
    source.seek(0)
    return bytes(source.read())


@dataclass(frozen=True)
class Picture:
    """A picture met in a part: its relationship, the member that holds it, its data."""

    rid: str
    member: str
    blob: bytes


@dataclass
class Album:
    """Painter of the fast path: names each picture by its content, so that bytes repeat."""

    pictures: dict[str, Picture] = field(default_factory=dict)

    def inline(self, blob: bytes, image: InlineImage) -> CT_Inline:
        """Return the drawing of *blob* and remember the picture once."""
        decoded = Image.from_blob(blob)
        digest = hashlib.sha256(blob).hexdigest()[:16]
        picture = self.pictures.setdefault(
            digest, Picture(f"rIdImmagine{digest}", f"word/media/{digest}.{decoded.ext}", blob)
        )
        cx, cy = decoded.scaled_dimensions(image.width, image.height)
        return CT_Inline.new_pic_inline(1, picture.rid, digest, cx, cy)


@dataclass(frozen=True)
class DocxtplPainter:
    """Painter of the slow path: leaves the picture to python-docx, through docxtpl."""

    template: DocxTemplate

    def inline(self, blob: bytes, image: InlineImage) -> CT_Inline:
        """Return the drawing of *blob* in the part docxtpl is rendering."""
        part = self.template.current_rendering_part
        inline: CT_Inline = part.new_pic_inline(io.BytesIO(blob), image.width, image.height)
        return inline
