"""A DOCX as a package of parts: read within limits, written the same for the same parts."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from isal import isal_zlib
from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
MAX_PARTS = 2_000
MAX_BYTES = 64 * 1024 * 1024
"""Largest total of the parts, unpacked: a Word paper of ours is a hundredth of it."""

RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"

NO_RELATIONSHIPS = f'<Relationships xmlns="{RELATIONSHIPS_NS}"/>'.encode()

# The same parser settings as python-docx, so that what we compile is what docxtpl would.
PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)


UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)
"""What zipfile raises on files that are cut, damaged, encrypted or of an unknown make."""


class BadPackage(ValueError):
    """The bytes are not a DOCX that can be read safely."""


@dataclass(frozen=True)
class Relationship:
    """One line of a ``.rels`` part; *target* is a member's name unless *external*."""

    rid: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The parts of a DOCX by member name (no leading slash), in the order of the file."""

    parts: Mapping[str, bytes]

    def relationships(self, name: str) -> Iterator[Relationship]:
        """Yield the relationships of the part *name*; ``""`` stands for the package itself."""
        rels = self.parts.get(rels_name(name))
        for line in parse_xml(rels) if rels else ():
            target = line.get("Target", "")
            external = line.get("TargetMode") == "External"
            if not external:
                folder = posixpath.dirname(name)
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relationship(line.get("Id", ""), line.get("Type", ""), target, external)

    def related(self, name: str, kind: str) -> list[str]:
        """Return the names of the parts that *name* points at as *kind* ("header", "styles")."""
        return [
            line.target
            for line in self.relationships(name)
            if line.type == OFFICE + kind and line.target in self.parts
        ]

    @property
    def document(self) -> str:
        """
        The name of the main part, by custom ``word/document.xml``.

        Raises:
            BadPackage: the package has none, so it is no Word document.
        """
        for name in self.related("", "officeDocument"):
            return name
        raise BadPackage("the file holds no Word document")


def rels_name(name: str) -> str:
    """Return the name of the part that holds the relationships of *name*."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def parse_xml(data: bytes) -> etree._Element:
    """
    Parse one part, without entities and without the network.

    Raises:
        BadPackage: the part is not well formed, or brings a document type of its own.
    """
    try:
        root = etree.fromstring(data, PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadPackage(f"a part is not well-formed XML: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise BadPackage("a part declares a document type")
    return root


def serialize(root: etree._Element) -> bytes:
    """Return the bytes of a part, with the declaration Word writes."""
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data


def read_package(data: bytes) -> Package:
    """
    Read the parts of a DOCX.

    Raises:
        BadPackage: not a zip, damaged, encrypted, with members twice, or beyond
            ``MAX_PARTS`` and ``MAX_BYTES`` (a zip bomb).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_size(members)
            # zipfile stops at the declared size, so a header that lies cannot pass the limit.
            return Package({info.filename: archive.read(info) for info in members})
    except UNREADABLE as error:
        raise BadPackage(f"the file is not a readable DOCX: {error}") from None


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_PARTS or sum(info.file_size for info in members) > MAX_BYTES:
        raise BadPackage("the file unpacks to more than a paper can need")
    if len({info.filename for info in members}) < len(members):
        raise BadPackage("the file holds a member twice")


LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
VERSION, UTF8, DEFLATED = 20, 0x800, 8
DAY = (1 << 5) | 1
"""1 January 1980, the first day a zip can say: when a paper was made is in its properties."""
MODE = 0o100600 << 16


@dataclass(frozen=True)
class Member:
    """One member of a zip, packed once and copied into every file that holds it."""

    local: bytes
    central: bytes

    def at(self, offset: int) -> bytes:
        """Return the entry of the central directory for a member that begins at *offset*."""
        start, end = CENTRAL.size - 4, CENTRAL.size
        return self.central[:start] + struct.pack("<I", offset) + self.central[end:]


def pack(name: str, data: bytes) -> Member:
    """Compress one part once, with no time of its own: equal content gives equal bytes."""
    title = name.encode()
    body = isal_zlib.compress(data, 2, -15)
    sizes = (isal_zlib.crc32(data), len(body), len(data), len(title))
    same = (UTF8, DEFLATED, 0, DAY, *sizes, 0)
    local = LOCAL.pack(b"PK\x03\x04", VERSION, *same)
    central = CENTRAL.pack(b"PK\x01\x02", 3 << 8 | VERSION, VERSION, *same, 0, 0, 0, MODE, 0)
    return Member(local + title + body, central + title)


def write_package(members: Iterable[Member]) -> bytes:
    """Return the zip file of *members*, in their order."""
    locals_, central, offset = [], [], 0
    for member in members:
        locals_.append(member.local)
        central.append(member.at(offset))
        offset += len(member.local)
    directory = b"".join(central)
    count = len(central)
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*locals_, directory, end))


def pack_all(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a package holding *parts*, content types first as readers expect."""
    names = sorted(parts, key=lambda name: name != CONTENT_TYPES)
    return write_package(pack(name, parts[name]) for name in names)
