"""The cornice: letterhead, footer, styles and page set-up, put under every template."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Mapping

from lxml import etree

from generators.package import (
    CONTENT_TYPES,
    NO_RELATIONSHIPS,
    RELATIONSHIPS_NS,
    TYPES_NS,
    Package,
    parse_xml,
    rels_name,
    serialize,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATIONSHIP = f"{{{RELATIONSHIPS_NS}}}Relationship"
OVERRIDE = f"{{{TYPES_NS}}}Override"
DEFAULT = f"{{{TYPES_NS}}}Default"

WHOLE = ("styles", "theme", "settings", "fontTable")
"""Parts that the cornice decides alone."""
LENT = ("numbering",)
"""Parts that the cornice gives to templates that have none: lists belong to their text."""
RUNNING = ("header", "footer")
REFERENCES = tuple(f"{W}{kind}Reference" for kind in RUNNING)
PREFIX = "cornice_"


def with_cornice(template: Package, cornice: Package) -> Package:
    """
    Return *template* with the letterhead, styles, settings and page set-up of *cornice*.

    Headers and footers of the template go; every section gets the cornice's. The last section
    takes the cornice's page too, while those before keep theirs (an annex may be landscape).

    Raises:
        BadPackage: one of the two is not a Word document.
    """
    parts = dict(template.parts)
    document = template.document
    drop = _unwanted(template, cornice)
    taken = _taken(template, cornice)
    for name in drop:
        parts.pop(name, None)
        parts.pop(rels_name(name), None)
    for source, name in taken.items():
        parts[name] = cornice.parts[source]
        if rels := cornice.parts.get(rels_name(source)):
            parts[rels_name(name)] = _renamed(rels, source, cornice, taken)
    rids, rels = _document_relationships(template, cornice, drop, taken)
    parts[rels_name(document)] = rels
    parts[document] = _document(parts[document], cornice, rids)
    parts[CONTENT_TYPES] = _content_types(template, cornice, taken, drop)
    return Package(parts)


def _unwanted(template: Package, cornice: Package) -> set[str]:
    """Return the parts of *template* that give way to the cornice's."""
    owned = (*RUNNING, *(kind for kind in WHOLE if cornice.related(cornice.document, kind)))
    names = {name for kind in owned for name in template.related(template.document, kind)}
    # Word 2010's second copy of the styles would contradict the cornice's.
    effects = template.relationships(template.document)
    return names | {line.target for line in effects if line.type.endswith("/stylesWithEffects")}


def _taken(template: Package, cornice: Package) -> dict[str, str]:
    """Return the parts that come from *cornice*, each with its name in the result."""
    lent = [kind for kind in LENT if not template.related(template.document, kind)]
    kinds = (*RUNNING, *WHOLE, *lent)
    direct = [name for kind in kinds for name in cornice.related(cornice.document, kind)]
    pointed = [line.target for name in direct for line in cornice.relationships(name)]
    wanted = dict.fromkeys(name for name in direct + pointed if name in cornice.parts)
    return {name: _prefixed(name) for name in wanted}


def _prefixed(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, PREFIX + base)


def _renamed(rels: bytes, source: str, cornice: Package, taken: Mapping[str, str]) -> bytes:
    """Return the relationships of a part of the cornice, pointing at the new names."""
    root = parse_xml(rels)
    targets = {line.rid: line.target for line in cornice.relationships(source) if not line.external}
    for line in root:
        if target := taken.get(targets.get(line.get("Id"), "")):
            line.set("Target", f"/{target}")
    return serialize(root)


def _document_relationships(
    template: Package, cornice: Package, drop: set[str], taken: Mapping[str, str]
) -> tuple[dict[str, str], bytes]:
    """Return the new ids by the cornice's ids, and the relationships of the main part."""
    root = parse_xml(template.parts.get(rels_name(template.document), NO_RELATIONSHIPS))
    gone = {line.rid for line in template.relationships(template.document) if line.target in drop}
    for line in [line for line in root if line.get("Id") in gone]:
        root.remove(line)
    rids = {}
    for line in cornice.relationships(cornice.document):
        if not line.external and line.target in taken:
            rids[line.rid] = f"rIdCornice{line.rid}"
            target = f"/{taken[line.target]}"
            attributes = {"Id": rids[line.rid], "Type": line.type, "Target": target}
            etree.SubElement(root, RELATIONSHIP, attributes)
    return rids, serialize(root)


def _document(data: bytes, cornice: Package, rids: Mapping[str, str]) -> bytes:
    """Return the main part with the cornice's page and its running heads in every section."""
    root = parse_xml(data)
    page = parse_xml(cornice.parts[cornice.document]).find(f"{W}body/{W}sectPr")
    body = root.find(f"{W}body")
    if page is None or body is None:
        return data
    references = page.findall("*")
    references = [line for line in references if line.tag in REFERENCES]
    for reference in references:
        reference.set(RID, rids[reference.get(RID)])
    for section in root.iter(f"{W}sectPr"):
        for old in [line for line in section if line.tag in REFERENCES]:
            section.remove(old)
        for position, reference in enumerate(references):
            section.insert(position, copy.deepcopy(reference))
    for old in body.findall(f"{W}sectPr"):
        body.remove(old)
    body.append(page)
    return serialize(root)


def _content_types(
    template: Package, cornice: Package, taken: Mapping[str, str], drop: set[str]
) -> bytes:
    """Return the content types with those of the parts taken and without those dropped."""
    types = parse_xml(template.parts[CONTENT_TYPES])
    known = {line.get("Extension", "").lower() for line in types.iter(DEFAULT)}
    for line in [line for line in types.iter(OVERRIDE) if line.get("PartName", "")[1:] in drop]:
        types.remove(line)
    for line in parse_xml(cornice.parts[CONTENT_TYPES]):
        name = line.get("PartName", "")[1:]
        if line.tag == DEFAULT and line.get("Extension", "").lower() not in known:
            types.insert(0, copy.deepcopy(line))
        elif line.tag == OVERRIDE and name in taken:
            attributes = {"PartName": f"/{taken[name]}", "ContentType": line.get("ContentType")}
            etree.SubElement(types, OVERRIDE, attributes)
    return serialize(types)
