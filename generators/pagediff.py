"""Two printings of a paper side by side: which pages differ, and where, as pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import pypdfium2

from generators.press.finish import PDFIUM

SCALE = 80 / 72
"""Pictures are made at 80 dots an inch: words can be read, a page weighs some 30 KB."""
GAP = 8
"""Grey rows of dots between two pages."""
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Page:
    """A page as grey dots, a byte each, row after row."""

    width: int
    height: int
    dots: bytes

    def row(self, number: int) -> bytes:
        """Return one row of dots, white below the end of the page."""
        row = self.dots[number * self.width : (number + 1) * self.width]
        return row or b"\xff" * self.width


@dataclass(frozen=True)
class PageChange:
    """
    A page that is not as it was.

    Attributes:
        number: From 1.
        before: The page as it was, a PNG; None when there was none.
        after: The page as it is, with what differs in red, a PNG; None when it is gone.
    """

    number: int
    before: bytes | None
    after: bytes | None


def changed_pages(before: bytes, after: bytes) -> list[PageChange]:
    """Return the pages of the PDF *after* that do not look as those of *before*, in order."""
    pairs = enumerate(zip_longest(_pages(before), _pages(after)), 1)
    return [
        PageChange(number, _plain(old) if old else None, _compared(old, new) if new else None)
        for number, (old, new) in pairs
        if old != new
    ]


def page_pictures(pdf: bytes) -> list[bytes]:
    """Return each page of *pdf* as a PNG."""
    return [_plain(page) for page in _pages(pdf)]


def pages_together(pdf: bytes) -> bytes:
    """Return all the pages of *pdf*, one below the other, as one PNG."""
    pages = _pages(pdf)
    width = max(page.width for page in pages)
    gap = [b"\xc8" * width] * GAP
    rows: list[bytes] = []
    for page in pages:
        rows += gap if rows else []
        rows += (page.row(number).ljust(width, b"\xff") for number in range(page.height))
    return _png(width, len(rows), iter(rows), colour=0)


def _pages(pdf: bytes) -> list[Page]:
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            picture = page.render(scale=SCALE, grayscale=True)
            rows, stride, width = bytes(picture.buffer), picture.stride, picture.width
            starts = range(0, stride * picture.height, stride)
            dots = b"".join(rows[start : start + width] for start in starts)
            pages.append(Page(width, picture.height, dots))
            page.close()
        return pages


def _plain(page: Page) -> bytes:
    rows = (page.row(number) for number in range(page.height))
    return _png(page.width, page.height, rows, colour=0)


def _compared(before: Page | None, after: Page) -> bytes:
    """Return *after* with the dots that differ from *before* in red."""
    rows = (
        _red_where(before.row(number) if before else b"", after.row(number))
        for number in range(after.height)
    )
    return _png(after.width, after.height, rows, colour=2)


def _red_where(old: bytes, new: bytes) -> bytes:
    """Return a row of *new* in colours, red where it is not as in *old*."""
    coloured = bytearray(3 * len(new))
    coloured[0::3] = coloured[1::3] = coloured[2::3] = new
    if old != new:
        old = old[: len(new)].ljust(len(new), b"\xff")
        pairs = list(zip(old, new, strict=True))
        reddened = bytes(dot if dot == was else max(dot, 208) for was, dot in pairs)
        # What was there and is no more stays as a shadow, so that the new words can be read.
        dimmed = bytes(dot if dot == was else dot * 7 // 8 for was, dot in pairs)
        coloured[0::3], coloured[1::3], coloured[2::3] = reddened, dimmed, dimmed
    return bytes(coloured)


def _png(width: int, height: int, rows: Iterator[bytes], *, colour: int) -> bytes:
    """Return a PNG of *rows*; *colour* is 0 for grey, 2 for red, green and blue."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return PNG + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
