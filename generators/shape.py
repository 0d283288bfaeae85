"""Whether the tags of a template can change the shape of its XML, or only what it says."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment
from lxml import etree

from generators.package import PARSER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPENING = {"for", "if", "with"}
MIDDLE = {"else", "elif"}
CLOSING = {"endfor", "endif", "endwith"}
NEUTRAL = {"set"}
TABLE_LEVELS = (W + "tbl", W + "tr", W + "tc")


class Shifting(Exception):
    """The template's shape depends on the data: only docxtpl can mend what comes out."""


def why_shifting(source: str, before: str, after: str, env: Environment) -> str:
    """
    Return why the shape of a patched part depends on the data, or ``""`` when it does not.

    A part keeps its shape when, whatever the data, it stays well formed and docxtpl's mending
    of table grids would change nothing. Then what Jinja gives is the final XML, and no parser
    is needed for each document. In doubt the answer is a reason.

    Args:
        source: The patched text with its tags.
        before: What comes before it in the part (the XML declaration without encoding).
        after: What comes after it.
        env: The environment the template is compiled with.
    """
    try:
        marked = before + "".join(_marked(source, env)) + after
        root = etree.fromstring(marked.encode(), PARSER)
        _walk(root)
    except etree.XMLSyntaxError:
        return "without its tags the text is not well formed"
    except Shifting as reason:
        return str(reason)
    return ""


def _marked(source: str, env: Environment) -> Iterator[str]:
    """
    Yield *source* with each statement as a processing instruction and each value left out.

    Raises:
        Shifting: a tag decides how many columns a cell spans.
    """
    in_element, statement = False, ""
    for _, kind, value in env.lex(source):
        if kind == "data":
            yield value
            in_element = value.rfind("<") > value.rfind(">") or (in_element and ">" not in value)
            spans = in_element and value.endswith('<w:gridSpan w:val="')
        elif kind in ("variable_begin", "block_begin") and spans:
            raise Shifting("a tag decides how many columns a cell spans")
        elif kind == "block_begin":
            statement = "?"
        elif kind == "name" and statement == "?":
            statement = value
        elif kind == "block_end" and not in_element:
            yield f"<?tag {statement}?>"
        elif kind == "raw_begin":
            raise Shifting("{% raw %} is left to docxtpl")


def _walk(root: etree._Element) -> None:
    """
    Follow the tags and the tables of a part in reading order.

    Raises:
        Shifting: with the first reason found.
    """
    open_tags: list[etree._Element] = []
    depth_of: dict[etree._Element, int] = {}
    for node in root.iter():
        if node.tag is etree.PI and node.target == "tag":
            _follow(node, open_tags)
        elif node.tag in (W + "tbl", W + "tr"):
            depth_of[node] = len(open_tags)
    if open_tags:
        raise Shifting("a tag is never closed")
    for table in root.iter(W + "tbl"):
        _check_grid(table, depth_of)


def _follow(tag: etree._Element, open_tags: list[etree._Element]) -> None:
    """Open, continue or close a block with *tag*, which must stand where its block began."""
    statement = tag.text
    around = _table_level(tag)
    if around is not None and around.tag == W + "tr":
        raise Shifting("a tag stands between the cells of a row")
    if statement in OPENING:
        open_tags.append(tag)
    elif statement in MIDDLE | CLOSING:
        if not open_tags or not _same_place(tag, open_tags[-1]):
            raise Shifting(f"{{% {statement} %}} stands elsewhere than its block began")
        if statement in CLOSING:
            open_tags.pop()
    elif statement not in NEUTRAL:
        raise Shifting(f"{{% {statement} %}} is left to docxtpl")


def _same_place(one: etree._Element, other: etree._Element) -> bool:
    """
    Tell whether what lies between two tags can be left out or repeated.

    It can when the same elements are open at both, and no border of a table lies between.
    """
    return _table_level(one) is _table_level(other) and [
        element.tag for element in one.iterancestors()
    ] == [element.tag for element in other.iterancestors()]


def _table_level(node: etree._Element) -> etree._Element | None:
    """Return the nearest cell, row or table around *node*."""
    return next(node.iterancestors(*TABLE_LEVELS), None)


def _check_grid(table: etree._Element, depth_of: dict[etree._Element, int]) -> None:
    """
    Check that docxtpl would leave the grid of *table* alone for any data.

    It adds columns when a row has more cells than the grid, and takes away those that no row
    reaches: so some row that is always printed must be as wide as the grid.
    """
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    if any(len(row.findall(W + "tc")) > columns for row in table.iter(W + "tr")):
        raise Shifting("a row has more cells than the table has columns")
    always = [row for row in table.findall(W + "tr") if depth_of[row] == depth_of[table]]
    if not any(_width(row) >= columns for row in always):
        raise Shifting("no row that is always printed is as wide as its table")


def _width(row: etree._Element) -> int:
    """Return how many columns the cells of *row* take."""
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc"))
    return sum(1 if span is None else int(span.get(W + "val")) for span in spans)
