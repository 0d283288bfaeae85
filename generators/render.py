"""A compiled template and the data of one document: out comes the DOCX."""

from __future__ import annotations

import html
import io
import itertools
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from generators.filters import Unprintable, environment
from generators.package import (
    NO_RELATIONSHIPS,
    OFFICE,
    RELATIONSHIPS_NS,
    Member,
    Package,
    pack,
    pack_all,
    parse_xml,
    read_package,
    rels_name,
    serialize,
    write_package,
)
from generators.pictures import PAINTER, Album, DocxtplPainter

IMAGE = OFFICE + "image"
BREAKER = DocxTemplate(io.BytesIO())
"""Never opened: only its functions over text are used."""

PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
FIRST_DRAWING = 1001
"""Where docxtpl begins to number the drawings of a document."""

# What a template can raise while it meets the data: undefined names, forbidden attributes,
# values that cannot be printed, compared or counted.
RENDERING_ERRORS = (
    jinja2.TemplateError,
    Unprintable,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
)


class TemplateFault(Exception):
    """A template cannot be compiled, or asks of the data what it cannot give."""

    def __init__(self, part: str, paragraph: str, reason: str) -> None:
        super().__init__(f"{part}, «{paragraph}»: {reason}")
        self.part = part
        self.paragraph = paragraph
        self.reason = reason


@dataclass(frozen=True)
class Part:
    """
    One part with tags: constant text around a compiled stretch.

    ``source`` is the stretch as docxtpl patched it, one paragraph a line.
    """

    name: str
    before: str
    source: str
    after: str
    jinja: jinja2.Template
    is_body: bool


@dataclass(frozen=True)
class Template:
    """
    A Word template compiled once, to be rendered by any number of threads.

    Made by ``compile_template``.

    Attributes:
        sha256: Names the content: the template together with its cornice.
        package: The parts of the DOCX, the cornice already in place.
        parts: The parts that have tags.
        constants: The other members by name, packed, copied as they are into each document.
        core: The name of the part with the core properties.
        properties: That part, compiled.
        slow: Why rendering must go through docxtpl, or ``""``.
    """

    sha256: str
    package: Package
    parts: tuple[Part, ...]
    constants: Mapping[str, Member]
    core: str
    properties: jinja2.Template
    slow: str

    def render(self, context: Mapping[str, object], *, when: datetime) -> bytes:
        """
        Return the DOCX of one document: same template, data and *when*, same bytes.

        Every value is printed as typed: tags and markup inside it are text. Title, subject and
        author come from ``atto``, ``progetto`` and ``ente`` when the context has them.

        Args:
            context: Typed values by name; see ``generators.context``.
            when: The aware instant written as created and modified.

        Raises:
            TemplateFault: the template names something the context lacks, or does with a
                value what it does not admit; part and paragraph are told.
        """
        core = self._core_properties(context, when)
        if self.slow:
            return self._render_with_docxtpl(context, core)
        members = dict(self.constants)
        members[self.core] = pack(self.core, core)
        for part in self.parts:
            album = Album()
            members[part.name] = pack(part.name, rendered(part, context, album).encode())
            for name, data in self._with_pictures(part, album):
                members[name] = pack(name, data)
        return write_package(members.values())

    def _core_properties(self, context: Mapping[str, object], when: datetime) -> bytes:
        instant = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            return self.properties.render(context, _when=instant).encode()
        except RENDERING_ERRORS as error:
            raise TemplateFault(self.core, "proprietà del documento", str(error)) from error

    def _with_pictures(self, part: Part, album: Album) -> Iterator[tuple[str, bytes]]:
        """Yield the members that *part* needs for the pictures drawn in it, if any."""
        if album.pictures:
            name = rels_name(part.name)
            rels = parse_xml(self.package.parts.get(name, NO_RELATIONSHIPS))
            for picture in album.pictures.values():
                attributes = {"Id": picture.rid, "Type": IMAGE, "Target": f"/{picture.member}"}
                etree.SubElement(rels, f"{{{RELATIONSHIPS_NS}}}Relationship", attributes)
                yield picture.member, picture.blob
            yield name, serialize(rels)

    def _render_with_docxtpl(self, context: Mapping[str, object], core: bytes) -> bytes:
        """Let docxtpl do all of it, then write the package with no times of its own."""
        document = DocxTemplate(io.BytesIO(pack_all(self.package.parts)))
        token = PAINTER.set(DocxtplPainter(document))
        try:
            document.render(dict(context), environment(), autoescape=True)
        except (*RENDERING_ERRORS, AttributeError, etree.LxmlError) as error:
            raise TemplateFault(self.package.document, "", str(error)) from error
        finally:
            PAINTER.reset(token)
        saved = io.BytesIO()
        document.save(saved)
        return pack_all({**read_package(saved.getvalue()).parts, self.core: core})


def rendered(part: Part, context: Mapping[str, object], album: Album) -> str:
    """
    Return the XML of *part* for *context*, its pictures put in *album*.

    After Jinja come the two things docxtpl does on the result: lines of text become breaks,
    and drawings are numbered from ``FIRST_DRAWING``.

    Raises:
        TemplateFault: as ``Template.render``.
    """
    token = PAINTER.set(album)
    try:
        text = part.jinja.render(context)
    except RENDERING_ERRORS as error:
        raise TemplateFault(part.name, _where(part, error), str(error)) from error
    finally:
        PAINTER.reset(token)
    if has_controls(text):
        text = PARAGRAPH.sub(_break_lines, text)
    if part.is_body and "<wp:docPr" in text:
        numbers = itertools.count(FIRST_DRAWING)
        text = DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", text)
    return part.before + text + part.after


def has_controls(text: str) -> bool:
    """Tell whether docxtpl would break *text*: four searches are 60 times a regex class."""
    return "\n" in text or "\t" in text or "\a" in text or "\f" in text


def _break_lines(paragraph: re.Match[str]) -> str:
    """Let docxtpl turn the lines and tabs of one paragraph into Word's, where there are any."""
    text = paragraph[0]
    return BREAKER.resolve_listing(text) if has_controls(text) else text


def _where(part: Part, error: Exception) -> str:
    """Return the paragraph of *part* that Jinja was rendering when *error* rose."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == part.name
    ]
    return paragraph_text(part.source, lines[-1]) if lines else ""


def paragraph_text(source: str, line: int) -> str:
    """Return what one reads at *line* of a patched part, tags included."""
    lines = source.splitlines()
    return html.unescape(re.sub(r"<[^>]*>", "", lines[line - 1])) if line <= len(lines) else ""
