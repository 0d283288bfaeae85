"""One PDF out of many: cover, papers in order, bookmarks, page numbers through the whole."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

LANGUAGE = "it-IT"
ANNULLATO = "ANNULLATO"

_PLAIN, _BOLD = "/FascicoloPiano", "/FascicoloNero"
_FOOT = 12  # points from the lower edge: below the foot of the papers
_SIZE = 7.5
_LETTER = 0.5  # of the size: the mean width of a letter of Helvetica


@dataclass(frozen=True)
class Leaf:
    """A paper of the dossier: how its bookmark is called, its PDF, whether it was annulled."""

    title: str
    pdf: bytes
    annulled: bool = False


@dataclass(frozen=True)
class Binding:
    """What the whole says of itself: the words before the page numbers, title, author, instant."""

    foot: str
    title: str
    author: str
    when: datetime


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def bind(cover: bytes, leaves: Sequence[Leaf], binding: Binding) -> bytes:
    """
    Return *cover* and *leaves* as one PDF with bookmarks: the same papers give the same bytes.

    Every page is numbered through the whole; those of an annulled paper say so. The papers inside
    are no longer PDF/A: who needs the originals takes them from the archive one by one.
    """
    writer = PdfWriter()
    for leaf in (Leaf("Copertina e indice", cover), *leaves):
        first = len(writer.pages)
        writer.append(io.BytesIO(leaf.pdf), outline_item=leaf.title, import_outline=False)
        for page in writer.pages[first:]:
            _stamp(writer, page, under=_mark(page) if leaf.annulled else "")
    for position, page in enumerate(writer.pages, start=1):
        text = f"{binding.foot}, pagina {position} di {len(writer.pages)}"
        _stamp(writer, page, over=_foot(page, text))
    _describe(writer, binding)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _describe(writer: PdfWriter, binding: Binding) -> None:
    instant = binding.when.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = {
        "/Title": binding.title,
        "/Author": binding.author,
        "/Producer": "Fascicolo",
        "/CreationDate": instant,
        "/ModDate": instant,
    }
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown


def _foot(page: PageObject, text: str) -> str:
    left = float(page.mediabox.left) + float(page.mediabox.width) / 2
    left -= len(text) * _SIZE * _LETTER / 2
    bottom = float(page.mediabox.bottom) + _FOOT
    return f"0.25 g BT {_PLAIN} {_SIZE} Tf {left:.1f} {bottom:.1f} Td {_literal(text)} Tj ET"


def _mark(page: PageObject) -> str:
    """Return a large word across the page, pale, to be drawn under what is printed there."""
    middle = float(page.mediabox.width) / 2, float(page.mediabox.height) / 2
    size, slant = 84, 0.7071
    left = middle[0] - len(ANNULLATO) * size * _LETTER * slant / 1.6
    bottom = middle[1] - len(ANNULLATO) * size * _LETTER * slant / 1.6
    place = f"{slant} {slant} -{slant} {slant} {left:.1f} {bottom:.1f}"
    return f"0.97 0.86 0.86 rg BT {_BOLD} {size} Tf {place} Tm {_literal(ANNULLATO)} Tj ET"


def _literal(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"({escaped})"


def _stamp(writer: PdfWriter, page: PageObject, *, under: str = "", over: str = "") -> None:
    """Draw *under* and *over* what the page shows, whatever state its own drawing leaves."""
    page.pop("/StructParents", None)  # the tags of the whole document stay behind
    page[NameObject("/Contents")] = ArrayObject(
        [
            _stream(writer, f"/Artifact BMC {under} EMC q" if under else "q"),
            *_contents(page),
            _stream(writer, f"Q /Artifact BMC q {over} Q EMC" if over else "Q"),
        ]
    )
    _give_fonts(page)


def _contents(page: PageObject) -> list[object]:
    found = page.get("/Contents")
    resolved = found.get_object() if found is not None else ArrayObject()
    return list(resolved) if isinstance(resolved, ArrayObject) else [found]


def _stream(writer: PdfWriter, drawing: str) -> IndirectObject:
    stream = StreamObject()
    stream.set_data(drawing.encode("cp1252"))
    return writer._add_object(stream)


def _give_fonts(page: PageObject) -> None:
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    for name, base in ((_PLAIN, "/Helvetica"), (_BOLD, "/Helvetica-Bold")):
        fonts[NameObject(name)] = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject(base),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
