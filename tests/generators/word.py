"""Word documents made on the spot, for tests of what prints them."""

import io
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.oxml import parse_xml

from generators.package import CONTENT_TYPES, Package, pack_all, read_package, rels_name

WHEN = datetime(2011, 6, 15, 9, 30, tzinfo=UTC)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(build: Callable[[Document], object]) -> bytes:
    """Return the DOCX that *build* writes into a new document."""
    document = docx.Document()
    build(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def text(*paragraphs: str) -> bytes:
    """Return a DOCX of *paragraphs*."""
    return word(lambda document: [document.add_paragraph(line) for line in paragraphs])


def runs(*pieces: str) -> bytes:
    """Return a DOCX of one paragraph whose text is split over runs of different looks."""

    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = bool(number % 2)

    return word(build)


def table(*rows: tuple[str, ...]) -> bytes:
    """Return a DOCX of one table, a row as wide as it has cells."""
    return word(lambda document: add_table(document, *rows))


def add_table(document: Document, *rows: tuple[str, ...]) -> None:
    """Append a table; a row that is shorter than the widest keeps only its own cells."""
    made = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, content in zip(list(row.cells), texts, strict=False):
            cell.text = content
        for cell in list(row.cells)[len(texts) :]:
            row._tr.remove(cell._tc)


def xml(*bodies: str) -> bytes:
    """Return a DOCX whose body holds *bodies*, elements written out with the prefix ``w``."""

    def build(document: Document) -> None:
        for number, body in enumerate(bodies):
            element = parse_xml(body.replace(">", f' xmlns:w="{W}">', 1))
            document.element.body.insert(number, element)

    return word(build)


def with_part(
    source: bytes, name: str, data: bytes, *, kind: str, content_type: str = "", external: str = ""
) -> bytes:
    """Return *source* with one more part, or link to *external*, related to its body."""
    parts = dict(read_package(source).parts)
    body = Package(parts).document
    target = f'Target="{external}" TargetMode="External"' if external else f'Target="/{name}"'
    line = f'<Relationship Id="rIdNuovo" Type="{OFFICE}/{kind}" {target}/></Relationships>'
    rels = parts[rels_name(body)].decode()
    parts[rels_name(body)] = rels.replace("</Relationships>", line).encode()
    if not external:
        parts[name] = data
    if content_type:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        types = parts[CONTENT_TYPES].decode()
        parts[CONTENT_TYPES] = types.replace("</Types>", override).encode()
    return pack_all(parts)


def footnotes(body: str, note: str) -> bytes:
    """Return a DOCX with one footnote."""
    data = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'  # noqa: E501
    return with_part(
        text(body),
        "word/footnotes.xml",
        data.encode(),
        kind="footnotes",
        content_type=FOOTNOTES_TYPE,
    )


def png(width: int = 4, height: int = 2) -> bytes:
    """Return a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )
