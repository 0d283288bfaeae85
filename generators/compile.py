"""From a Word template to a compiled one: patched by docxtpl once, compiled by Jinja once."""

from __future__ import annotations

import functools
import hashlib
import io

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes
from lxml import etree

from generators.cornice import with_cornice
from generators.filters import environment
from generators.package import (
    CONTENT_TYPES,
    NO_RELATIONSHIPS,
    RELATIONSHIPS_NS,
    TYPES_NS,
    Package,
    pack,
    parse_xml,
    read_package,
    rels_name,
    serialize,
)
from generators.render import Part, Template, TemplateFault, paragraph_text
from generators.shape import why_shifting

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
TAGGED = ("header", "footer", "footnotes")
"""Parts beside the body where docxtpl looks for tags."""
LITERALS = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
"""How a template writes braces that are not a tag (docxtpl's spelling)."""
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP = f"{RELATIONSHIPS_NS}/metadata/core-properties"
PROPERTIES = """\
<?xml version='1.0' encoding='UTF-8' standalone='yes'?>
<cp:coreProperties\
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{% if atto is defined %}{{ atto.titolo }}\
{% if atto.numero %} n. {{ atto.numero }}{% endif %}{% endif %}</dc:title>\
<dc:subject>{% if progetto is defined %}{{ progetto.titolo }}{% endif %}</dc:subject>\
<dc:creator>{% if ente is defined %}{{ ente.nome }}{% endif %}</dc:creator>\
<dc:language>it-IT</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{{ _when }}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{{ _when }}</dcterms:modified>\
</cp:coreProperties>"""


@functools.lru_cache(maxsize=128)
def compile_template(source: bytes, cornice: bytes | None = None) -> Template:
    """
    Compile a Word template, once for each content.

    Args:
        source: The template's DOCX, with docxtpl's tags.
        cornice: The DOCX whose letterhead, footer, styles and page take the place of the
            template's own; without it the template stands alone.

    Raises:
        BadPackage: one of the two is not a DOCX that can be read safely.
        TemplateFault: a tag is not Jinja; part, paragraph and reason are told.
    """
    package = read_package(source)
    digest = hashlib.sha256(source)
    if cornice is not None:
        package = with_cornice(package, read_package(cornice))
        digest.update(cornice)
    package, core = _prepared(package)
    parts = tuple(part for name in _tagged_names(package) if (part := _compiled(package, name)))
    dynamic = {core, *(part.name for part in parts)}
    return Template(
        sha256=digest.hexdigest(),
        package=package,
        parts=parts,
        constants={
            name: pack(name, data) for name, data in package.parts.items() if name not in dynamic
        },
        core=core,
        properties=environment().from_string(PROPERTIES),
        slow=_why_slow(parts),
    )


def _prepared(package: Package) -> tuple[Package, str]:
    """Return *package* with content types first and ready for pictures, and its core part."""
    types = parse_xml(package.parts.get(CONTENT_TYPES, b""))
    known = {line.get("Extension", "").lower() for line in types}
    for extension in PICTURES.keys() - known:
        _type(types, "Default", Extension=extension, ContentType=PICTURES[extension])
    existing = [line.target for line in package.relationships("") if line.type == CORE_RELATIONSHIP]
    core = existing[0] if existing else "docProps/core.xml"
    parts = dict(package.parts)
    if not existing:
        rels = parse_xml(parts.get(rels_name(""), NO_RELATIONSHIPS))
        attributes = {"Id": "rIdCore", "Type": CORE_RELATIONSHIP, "Target": core}
        etree.SubElement(rels, f"{{{RELATIONSHIPS_NS}}}Relationship", attributes)
        parts[rels_name("")] = serialize(rels)
        _type(types, "Override", PartName=f"/{core}", ContentType=CORE_TYPE)
    del parts[CONTENT_TYPES]
    return Package({CONTENT_TYPES: serialize(types), **parts}), core


def _type(types: etree._Element, tag: str, **attributes: str) -> None:
    line = etree.SubElement(types, f"{{{TYPES_NS}}}{tag}", attributes)
    if tag == "Default":
        types.insert(0, line)


def _tagged_names(package: Package) -> list[str]:
    """Return the parts that may hold tags, the body first."""
    body = package.document
    names = [body, *(name for kind in TAGGED for name in package.related(body, kind))]
    return list(dict.fromkeys(names))


def _compiled(package: Package, name: str) -> Part | None:
    """Return the part *name* compiled, or None when it has no tags."""
    is_body = name == package.document
    xml = etree.tostring(parse_xml(package.parts[name]), encoding="unicode")
    start, end = _body_of(xml) if is_body else (0, len(xml))
    patched = DocxTemplate(io.BytesIO()).patch_xml(xml[start:end])
    if not any(mark in patched for mark in ("{{", "{%", "{#", "{_", "_}")):
        return None
    # One paragraph a line, as docxtpl does, so that Jinja's line numbers lead to the text.
    source = patched.replace("<w:p ", "\n<w:p ").replace("<w:p>", "\n<w:p>")
    before, after = DECLARATION + xml[:start], xml[end:]
    return Part(name, before, source, after, _template(name, source), is_body)


def _body_of(xml: str) -> tuple[int, int]:
    """Return where ``w:body`` begins and ends."""
    return xml.index("<w:body"), xml.rindex("</w:body>") + len("</w:body>")


def _template(name: str, source: str) -> jinja2.Template:
    """
    Compile the patched *source* of the part *name*.

    Raises:
        TemplateFault: a tag is not Jinja.
    """
    env = environment()
    try:
        tree = env.parse(source, name, name)
        for text in tree.find_all(nodes.TemplateData):
            text.data = _constant(text.data)
        code = env.compile(tree, name, name)
    except jinja2.TemplateSyntaxError as error:
        paragraph = paragraph_text(source, error.lineno)
        raise TemplateFault(name, paragraph, error.message or "") from error
    return env.template_class.from_code(env, code, env.make_globals(None))


def _constant(text: str) -> str:
    """Return constant text as it must come out: no added lines, docxtpl's braces resolved."""
    text = text.replace("\n<w:p ", "<w:p ").replace("\n<w:p>", "<w:p>")
    for spelling, meant in LITERALS.items():
        text = text.replace(spelling, meant)
    return text


def _why_slow(parts: tuple[Part, ...]) -> str:
    """Return why docxtpl itself must render, naming the part, or ``""``."""
    for part in parts:
        source = part.source.replace("\n<w:p", "<w:p")
        before = part.before.removeprefix(DECLARATION)
        if reason := why_shifting(source, before, part.after, environment()):
            return f"{part.name}: {reason}"
    return ""
