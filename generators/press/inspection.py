"""What a DOCX may not hold, looked for before any engine opens it."""

from __future__ import annotations

import re

from lxml import etree

from generators.package import CONTENT_TYPES, BadPackage, Package, parse_xml, read_package
from generators.press.promise import PrintFailed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LINKS = ("/hyperlink",)
"""What may point outside: nothing is fetched until somebody clicks."""

CARRIERS = {
    "/oleObject": "un oggetto OLE",
    "/package": "un file incorporato",
    "/control": "un controllo ActiveX",
    "/aFChunk": "un documento da importare (altChunk)",
    "/subDocument": "un documento secondario",
    "/vbaProject": "una macro",
    "/attachedTemplate": "un modello collegato",
    "/frame": "una cornice web",
}
FETCHING = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|RD)\b", re.IGNORECASE
)
"""Fields that read another file or another program when they are updated."""


def inspected(docx: bytes) -> Package:
    """
    Return the parts of *docx*, in which nothing runs, fetches or embeds.

    Raises:
        PrintFailed: it is no plain Word document, is a bomb, or holds macros, OLE objects,
            imported documents, fields that read files, or points outside itself with anything
            but a hyperlink.
    """
    try:
        package = read_package(docx)
        _check_type(package)
        for name, data in package.parts.items():
            _check_part(package, name, data)
    except BadPackage as error:
        raise PrintFailed(f"il file non è un documento Word leggibile ({error})") from error
    return package


def _check_type(package: Package) -> None:
    """Check that the main part is a document without macros."""
    types = parse_xml(package.parts.get(CONTENT_TYPES, b""))
    main = f"/{package.document}"
    kinds = [line.get("ContentType") for line in types if line.get("PartName") == main]
    if kinds != [PLAIN]:
        raise PrintFailed("il file non è un documento Word semplice")


def _check_part(package: Package, name: str, data: bytes) -> None:
    lower = name.lower()
    if lower.endswith((".svg", "vbaproject.bin")):
        raise PrintFailed(f"contiene {name}, che potrebbe leggere altri file")
    if lower.endswith((".xml", ".rels")):
        root = parse_xml(data)
        _check_fields(root)
    if not lower.endswith(".rels"):
        _check_relationships(package, name)


def _check_relationships(package: Package, name: str) -> None:
    for line in (*package.relationships(name), *package.relationships("")):
        for ending, what in CARRIERS.items():
            if line.type.endswith(ending):
                raise PrintFailed(f"contiene {what}")
        if line.external and not line.type.endswith(LINKS):
            raise PrintFailed(f"rimanda a un contenuto esterno ({line.target})")


def _check_fields(root: etree._Element) -> None:
    """Check the instructions of the fields, which Word may split over many runs."""
    if next(root.iter(f"{W}altChunk", f"{W}object", f"{W}control"), None) is not None:
        raise PrintFailed("contiene un oggetto incorporato o un documento da importare")
    simple = [field.get(f"{W}instr", "") for field in root.iter(f"{W}fldSimple")]
    split = [
        "".join(part.text or "" for part in paragraph.iter(f"{W}instrText"))
        for paragraph in root.iter(f"{W}p")
    ]
    if found := FETCHING.search("\n".join(simple + split)):
        raise PrintFailed(f"contiene un campo {found[0].upper()}, che legge altri file")
