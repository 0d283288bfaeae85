"""From LibreOffice's export to the PDF that is filed: PDF/A-2a, PDF/UA-1, the same each time."""

from __future__ import annotations

import contextlib
import io
import struct
import threading
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Pdf

from generators.package import Package
from generators.press.marks import mark_artifacts
from generators.press.promise import PrintFailed
from generators.text import package_text

LANGUAGE = "it-IT"
CREATOR = "Fascicolo"
PDFIUM = threading.Lock()
"""PDFium crashes when two threads use it at once, even on two documents."""
WHOLE = 0.98
"""Least part of the letters of the DOCX that the PDF must show (hyphens, hidden runs)."""

ICC_DATE = slice(24, 36)
"""Where the header of a colour profile says when it was made (ICC.1:2010, 7.2.8)."""
PROFILE_MADE = struct.pack(">6H", 1999, 10, 18, 0, 0, 0)
"""The day of IEC 61966-2-1, which defines sRGB."""

XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{instant}</xmp:CreateDate>
<xmp:ModifyDate>{instant}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
"""The metadata, with the schema of ``pdfuaid`` declared as ISO 19005-2, 6.6.2.3 wants."""


@dataclass(frozen=True)
class Imprint:
    """What a PDF says of itself; *when* is an aware instant."""

    title: str
    author: str
    subject: str
    when: datetime


def finish(exported: bytes, paper: Package, imprint: Imprint) -> bytes:
    """
    Return *exported*, LibreOffice's PDF/A-2b of *paper*, as a PDF/A-2a and PDF/UA-1.

    LibreOffice declares 2b, forgets to declare the schema of PDF/UA, and adds a checksum, an
    opening action and the time (to the colour profile too), leaves borders out of its marks and
    the title out of the headings: here they are put right, and the same paper gives the same bytes.

    Raises:
        PrintFailed: it is no PDF, is not tagged, has an empty page too many, or does not show
            the text of *paper*.
    """
    try:
        with pikepdf.open(io.BytesIO(exported), inherit_page_attributes=False) as pdf:
            _check_tags(pdf)
            _head_with_title(pdf)
            mark_artifacts(pdf)
            _imprint(pdf, imprint)
            _stop_clock(pdf)
            made = io.BytesIO()
            mode = pikepdf.ObjectStreamMode.generate
            pdf.save(made, object_stream_mode=mode, deterministic_id=True)
    except pikepdf.PdfError as error:
        raise PrintFailed(f"LibreOffice non ha prodotto un PDF ({error})") from error
    check_text(made.getvalue(), paper)
    return made.getvalue()


def _check_tags(pdf: Pdf) -> None:
    """Check that the structure that level A and PDF/UA need is there."""
    marks = pdf.Root.get("/MarkInfo", Dictionary())
    if "/StructTreeRoot" not in pdf.Root or not marks.get("/Marked"):
        raise PrintFailed("il PDF non ha la struttura che serve a chi lo ascolta")


def _head_with_title(pdf: Pdf) -> None:
    """Make a heading of the title of the paper, which LibreOffice takes for a paragraph."""
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
    if roles.get("/Title") == Name.P:
        roles.Title = Name.H1


def _imprint(pdf: Pdf, imprint: Imprint) -> None:
    """Write who, what and when into *pdf*, and take out what would change at each export."""
    for name in ("/DocChecksum", "/ID"):
        if name in pdf.trailer:
            del pdf.trailer[name]
    if "/OpenAction" in pdf.Root:
        del pdf.Root.OpenAction
    producer = str(pdf.docinfo.get("/Producer", ""))
    when = imprint.when.astimezone(UTC)
    pdf.Root.Lang = pikepdf.String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    # In the objects that are there: the first new one makes qpdf read all the others.
    pdf.Root.Metadata.write(_xmp(imprint, producer, when))
    moment = f"{when:D:%Y%m%d%H%M%SZ}"
    said = {
        "/Title": imprint.title,
        "/Author": imprint.author,
        "/Subject": imprint.subject,
        "/Creator": CREATOR,
        "/Producer": producer,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    for name in {*pdf.docinfo.keys()} - {*said}:
        del pdf.docinfo[name]
    for name, value in said.items():
        pdf.docinfo[name] = value


def _stop_clock(pdf: Pdf) -> None:
    """Take out of the colour profile the time at which LibreOffice made it."""
    for intent in pdf.Root.get("/OutputIntents", pikepdf.Array()):
        profile = bytearray(intent.DestOutputProfile.read_bytes())
        profile[ICC_DATE] = PROFILE_MADE
        intent.DestOutputProfile.write(bytes(profile))


def _xmp(imprint: Imprint, producer: str, when: datetime) -> bytes:
    """Return the metadata packet, agreeing with the information dictionary word by word."""
    return XMP.format(
        title=escape(imprint.title),
        author=escape(imprint.author),
        subject=escape(imprint.subject),
        producer=escape(producer),
        creator=CREATOR,
        language=LANGUAGE,
        instant=f"{when:%Y-%m-%dT%H:%M:%SZ}",
    ).encode()


def check_text(pdf: bytes, paper: Package) -> None:
    """
    Check that *pdf* shows at least the letters and digits of *paper*.

    Raises:
        PrintFailed: pages or text are missing: a blank or shortened paper is never filed.
    """
    pages = page_texts(pdf)
    shown = sum(map(_letters, pages))
    wanted = _letters(package_text(paper))
    if not wanted or not pages:
        raise PrintFailed("il documento è vuoto")
    if shown < wanted * WHOLE:
        raise PrintFailed(f"nel PDF manca del testo ({shown} lettere di {wanted})")


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page of *pdf*."""
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            with contextlib.closing(page), contextlib.closing(page.get_textpage()) as text:
                texts.append(text.get_text_range())
        return texts


def _letters(text: str) -> int:
    """Count letters and digits, with ligatures taken apart."""
    return sum(map(str.isalnum, unicodedata.normalize("NFKC", text)))
