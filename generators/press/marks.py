"""Marks of the content: whatever is drawn on a page is either tagged or an artifact."""

from __future__ import annotations

import pikepdf
from pikepdf import ContentStreamInstruction, Name, Operator, Pdf

OPENING = {"BDC", "BMC"}
PATH_BEGINS = {"m", "re"}
PATH_ENDS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
"""What begins a drawing and what paints it or drops it (ISO 32000-1, table 51)."""

BEGIN_ARTIFACT = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
END_MARK = ContentStreamInstruction([], Operator("EMC"))

Instructions = list[ContentStreamInstruction | pikepdf.ContentStreamInlineImage]


def mark_artifacts(pdf: Pdf) -> None:
    """
    Mark as artifacts the lines that no tag holds, in every page of *pdf*.

    LibreOffice leaves the borders of paragraphs out of its marks, and PDF/UA-1 wants everything
    either tagged or marked as decoration.

    Source:
        ISO 14289-1:2014, 7.1.
    """
    for page in pdf.pages:
        instructions = pikepdf.parse_content_stream(page)
        marked = _marked(instructions)
        if len(marked) > len(instructions):
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marked))


def _marked(instructions: Instructions) -> Instructions:
    """Return *instructions* with each path drawn outside every mark between marks of its own."""
    marked: Instructions = []
    depth, drawing = 0, False
    for instruction in instructions:
        name = str(instruction.operator)
        depth += (name in OPENING) - (name == "EMC")
        if name in PATH_BEGINS and not depth and not drawing:
            marked.append(BEGIN_ARTIFACT)
            drawing = True
        marked.append(instruction)
        if drawing and name in PATH_ENDS:
            marked.append(END_MARK)
            drawing = False
    return marked
