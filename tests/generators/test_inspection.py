"""A document that runs, fetches or embeds something is refused before any engine opens it."""

import pytest

from generators.package import CONTENT_TYPES, OFFICE, pack_all, read_package
from generators.press import PrintFailed
from generators.press.inspection import inspected
from tests.generators.word import text, with_part, xml

GOOD = text("Un documento con {{ graffe }}.")


def changed(name: str, old: str, new: str) -> bytes:
    parts = dict(read_package(GOOD).parts)
    parts[name] = parts[name].decode().replace(old, new, 1).encode()
    return pack_all(parts)


def field(*pieces: str) -> bytes:
    inside = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return xml(f"<w:p>{inside}</w:p>")


HOSTILE = {
    "external image": (
        with_part(GOOD, "", b"", kind="image", external="http://127.0.0.1:9/x.png"),
        "contenuto esterno",
    ),
    "local image": (
        with_part(GOOD, "", b"", kind="image", external="file:///etc/passwd"),
        "contenuto esterno",
    ),
    "linked template": (
        with_part(GOOD, "", b"", kind="attachedTemplate", external="http://x/y.dotm"),
        "modello collegato",
    ),
    "OLE object": (with_part(GOOD, "word/ole.bin", b"x", kind="oleObject"), "OLE"),
    "embedded file": (with_part(GOOD, "word/foglio.xlsx", b"x", kind="package"), "incorporato"),
    "ActiveX": (with_part(GOOD, "word/activeX1.bin", b"x", kind="control"), "ActiveX"),
    "altChunk": (with_part(GOOD, "word/pezzo.html", b"<p/>", kind="aFChunk"), "altChunk"),
    "altChunk element": (xml("<w:altChunk></w:altChunk>"), "importare"),
    "macro": (
        changed(CONTENT_TYPES, "wordprocessingml.document.main", "ms-word.macroEnabled.main"),
        "semplice",
    ),
    "macro part": (with_part(GOOD, "word/vbaProject.bin", b"x", kind="x"), "vbaProject"),
    "drawing that fetches": (with_part(GOOD, "word/media/x.svg", b"<svg/>", kind="image"), "svg"),
    "included picture": (field('INCLUDEPICTURE "file:///x.png"'), "INCLUDEPICTURE"),
    "split field": (field("INCLUDE", "TEXT /etc/passwd"), "INCLUDETEXT"),
    "DDE": (field("DDEAUTO cmd"), "DDEAUTO"),
    "entities": (
        changed("word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
        "leggibile",
    ),
    "broken XML": (changed("word/document.xml", "</w:body>", ""), "leggibile"),
    "truncated": (GOOD[:-100], "leggibile"),
    "empty": (b"", "leggibile"),
    "not a zip": (b"%PDF-1.7", "leggibile"),
    "no document": (pack_all({"a.xml": b"<a/>"}), "leggibile"),
    "bomb": (
        pack_all({**read_package(GOOD).parts, "word/media/a.bmp": bytes(65 << 20)}),
        "leggibile",
    ),
}


@pytest.mark.parametrize(("docx", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_is_refused_with_its_reason(docx, reason):
    with pytest.raises(PrintFailed, match=reason):
        inspected(docx)


def test_a_plain_document_and_its_hyperlinks_are_accepted():
    linked = with_part(GOOD, "", b"", kind="hyperlink", external="https://www.provincia.vicenza.it")

    assert inspected(linked).document == "word/document.xml"
    assert inspected(field("PAGE", " NUMPAGES", 'HYPERLINK "https://x"'))
    assert OFFICE + "hyperlink" in {
        line.type for line in inspected(linked).relationships("word/document.xml")
    }
