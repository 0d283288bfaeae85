"""What one reads on a paper: the text of a DOCX in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generators.package import Package, parse_xml, read_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def paper_text(docx: bytes) -> str:
    """
    Return the text of the body, one paragraph a line, headers and footers left out.

    A row of a table is one line, its cells divided by " | ". Empty paragraphs and empty rows
    are left out.

    Raises:
        BadPackage: *docx* is not a Word document.
    """
    return package_text(read_package(docx))


def package_text(package: Package) -> str:
    """Return the text of a DOCX already opened; see `paper_text`."""
    body = parse_xml(package.parts[package.document]).find(f"{W}body")
    return "\n".join(line for line in _lines(body) if line.strip(" |"))


def _lines(node: etree._Element | None) -> Iterator[str]:
    """Yield the lines of *node*, going into whatever is neither paragraph nor row."""
    for child in node if node is not None else ():
        if child.tag == W + "p":
            yield _paragraph(child)
        elif child.tag == W + "tr":
            yield " | ".join(" ".join(filter(None, _lines(cell))) for cell in child.iter(W + "tc"))
        else:
            yield from _lines(child)


def _paragraph(paragraph: etree._Element) -> str:
    """Return the characters of one paragraph, breaks and tabs included."""
    return "".join(
        node.text or "" if node.tag == W + "t" else SIGNS.get(node.tag, "")
        for node in paragraph.iter()
    )
