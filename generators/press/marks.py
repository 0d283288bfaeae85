"""Marks of the content: whatever is drawn on a page is either tagged or an artifact."""

from __future__ import annotations

import re

from pikepdf import Array, Pdf

MARKS = re.compile(rb"\((?:[^()\\]|\\.)*\)|(?:B[DM]C|EMC)(?!\S)", re.DOTALL)
"""The operators that open and close a mark, and the strings that could hold their names."""

NUMBER = rb"[-+.\d]+\s+"
PATH = re.compile(
    rb"(?<!\S)(?:(?:%b){2}m|(?:%b){4}re)(?!\S).*?(?<!\S)(?:[SsFn]|[fBb]\*?)(?!\S)"
    % (NUMBER, NUMBER),
    re.DOTALL,
)
"""A drawing, from what begins it to what paints it or drops it (ISO 32000-1, tables 59 and 60)."""

LEAST = len(b"0 0 m f EMC")
ARTIFACT = rb"/Artifact BMC\n\g<0>\nEMC"


def mark_artifacts(pdf: Pdf) -> None:
    """
    Mark as artifacts the lines that no tag holds, in every page of *pdf*.

    LibreOffice leaves the borders of paragraphs out of its marks, and PDF/UA-1 wants everything
    either tagged or marked as decoration.

    Source:
        ISO 14289-1:2014, 7.1.
    """
    for page in pdf.pages:
        if isinstance(page.Contents, Array):
            page.contents_coalesce()
        content = page.Contents.read_bytes()
        if (marked := with_marks(content)) != content:
            page.Contents.write(marked)


def with_marks(content: bytes) -> bytes:
    """
    Return *content* with each path drawn outside every mark between marks of its own.

    Only what stands between the marks is looked at closely: parsing every instruction of a page
    takes five times longer.

    Args:
        content: Of a page, as a program writes it: text in hexadecimal or with its parentheses
            escaped, no inline images.
    """
    pieces, depth, seen = [], 0, 0
    for found in MARKS.finditer(content):
        mark = found[0]
        if mark.startswith(b"("):
            continue
        piece = content[seen : found.end()]
        pieces.append(piece if depth or len(piece) < LEAST else PATH.sub(ARTIFACT, piece))
        depth += -1 if mark == b"EMC" else 1
        seen = found.end()
    rest = content[seen:]
    pieces.append(rest if depth else PATH.sub(ARTIFACT, rest))
    return b"".join(pieces)
