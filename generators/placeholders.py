"""What a template asks for: every dotted path of its tags, with the paragraph it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import nodes
from lxml import etree

from generators.filters import environment
from generators.package import PARSER
from generators.render import Part, Template, paragraph_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROW = "[]"
"""The step of a path from a list to one of its rows: ``azioni[].data_fine``."""

PARAGRAPH_TAG = re.compile(r"\{[%{]p\s.*?[%}]\}", re.DOTALL)
Names = Mapping[str, str]
"""What the names bound inside a template stand for: ``azione`` -> ``azioni[]``."""


@dataclass(frozen=True)
class Placeholder:
    """
    One value that a template asks for.

    Attributes:
        path: ``persona.cognome``; the rows of a list are ``azioni[].data_fine``.
        paragraph: What one reads in the paragraph it stands in, tags included.
        part: The part of the DOCX, ``word/document.xml`` for the body.
        is_list: Whether the template loops over it.
        line: Which paragraph of the part, from 1.
        written: The path as the tag spells it: ``azione.data_fine``.
        shown: Whether it is printed as it is.
        filter: The filter it goes through first, or "".
    """

    path: str
    paragraph: str
    part: str
    is_list: bool = False
    line: int = 1
    written: str = ""
    shown: bool = False
    filter: str = ""


class Use(NamedTuple):
    """A path met while reading a part, before its paragraph is looked up; see `Placeholder`."""

    path: str
    line: int
    written: str
    is_list: bool = False
    shown: bool = False
    filter: str = ""


@dataclass(frozen=True)
class TemplateWarning:
    """Something that a template says and docxtpl drops without a word."""

    part: str
    paragraph: str
    lost: str


def wanted(template: Template) -> list[Placeholder]:
    """
    Return every placeholder of *template*, body first, in reading order.

    Loops, ``set`` and ``with`` are followed: in ``{% for azione in azioni %}`` the tag
    ``{{ azione.data_fine }}`` asks for ``azioni[].data_fine``. Only whole paths are given, so
    ``persona.cognome`` does not also ask for ``persona``.
    """
    return [_placeholder(part, use) for part in template.parts for use in _asked(part)]


def _placeholder(part: Part, use: Use) -> Placeholder:
    return Placeholder(
        path=use.path,
        paragraph=paragraph_text(part.source, use.line),
        part=part.name,
        is_list=use.is_list,
        line=use.line,
        written=use.written,
        shown=use.shown,
        filter=use.filter,
    )


def _asked(part: Part) -> Iterator[Use]:
    return _statements(environment().parse(part.source).body, {})


def _statements(body: list[nodes.Node], names: Names) -> Iterator[Use]:
    """Yield what the statements of *body* ask for; what one binds is known to those after."""
    known = dict(names)
    for node in body:
        match node:
            case nodes.For():
                yield from _loop(node, known)
            case nodes.If():
                yield from _values(node.test, known)
                yield from _statements(node.body, known)
                yield from _statements(list(node.elif_), known)
                yield from _statements(node.else_, known)
            case nodes.Assign(target=nodes.Name(name=name)):
                yield from _unless_path(node.node, known)
                known[name] = _path(node.node, known) or ""
            case nodes.AssignBlock(target=nodes.Name(name=name)):
                yield from _statements(node.body, known)
                known[name] = ""
            case nodes.FilterBlock() | nodes.CallBlock():
                yield from _statements(node.body, known)
            case nodes.With():
                yield from _with(node, known)
            case nodes.Macro():
                bound = dict.fromkeys((argument.name for argument in node.args), "")
                yield from _statements(node.body, {**known, **bound})
                known[node.name] = ""
            case _:
                yield from _values(node, known)


def _loop(loop: nodes.For, names: Names) -> Iterator[Use]:
    """Yield what a loop asks for: its list, then its body, where the target is a row."""
    listed = _path(loop.iter, names)
    if listed:
        yield Use(listed, loop.lineno, _path(loop.iter, {}) or listed, is_list=True)
    yield from _unless_path(loop.iter, names)
    row = f"{listed}{ROW}" if listed else ""
    bound = {**names, "loop": ""}
    if isinstance(loop.target, nodes.Name):
        bound[loop.target.name] = row
    else:
        # Pairs, as those of `tutte`, are no fields.
        bound.update(dict.fromkeys((name.name for name in loop.target.find_all(nodes.Name)), ""))
    if loop.test:
        yield from _values(loop.test, bound)
    yield from _statements(loop.body, bound)
    yield from _statements(loop.else_, names)


def _with(node: nodes.With, names: Names) -> Iterator[Use]:
    """Yield what a ``with`` asks for; its names are bound inside it alone."""
    bound = dict(names)
    for target, value in zip(node.targets, node.values, strict=True):
        yield from _unless_path(value, names)
        if isinstance(target, nodes.Name):
            bound[target.name] = _path(value, names) or ""
    yield from _statements(node.body, bound)


def _values(node: nodes.Node, names: Names, *, shown: bool = False) -> Iterator[Use]:
    """Yield the whole paths inside an expression; *shown* when it is printed as it is."""
    match node:
        case nodes.Output():
            for inner in node.nodes:
                yield from _values(inner, names, shown=True)
        case nodes.Filter(node=nodes.Node() as inner) if _path(inner, names):
            yield from (use._replace(filter=node.name) for use in _values(inner, names))
            for argument in node.args:
                yield from _values(argument, names)
        case _ if path := _path(node, names):
            yield Use(path, node.lineno, _path(node, {}) or path, shown=shown)
        case _ if path is None:
            for child in node.iter_child_nodes():
                yield from _values(child, names)


def _unless_path(node: nodes.Node, names: Names) -> Iterator[Use]:
    """Yield what *node* asks for when it is more than another name for a path."""
    if _path(node, names) is None:
        yield from _values(node, names)


def _path(node: nodes.Node, names: Names) -> str | None:
    """
    Return the dotted path that *node* is.

    ``""`` when it begins with a name that the template itself made, None when it is no path.
    """
    match node:
        case nodes.Name(name=name):
            return names.get(name, name)
        case (
            nodes.Getattr(node=inner, attr=name)
            | nodes.Getitem(node=inner, arg=nodes.Const(value=str(name)))
        ):
            outer = _path(inner, names)
            return f"{outer}.{name}" if outer else outer
        case _:
            return None


def dropped_text(template: Template) -> list[TemplateWarning]:
    """
    Return the paragraphs whose text docxtpl drops because they hold ``{%p %}`` or ``{{p }}``.

    Such a tag takes the place of its whole paragraph: whatever else is written there is lost.
    """
    faults = []
    for part in template.parts:
        for paragraph in etree.fromstring(template.package.parts[part.name], PARSER).iter(f"{W}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            lost = PARAGRAPH_TAG.sub("", text, count=1).strip()
            if PARAGRAPH_TAG.search(text) and lost:
                faults.append(TemplateWarning(part.name, text, lost))
    return faults
