"""A paper is its template and its data, printed literally and always with the same bytes."""

import io
from datetime import UTC, date, datetime
from types import SimpleNamespace

import docx
import pytest
from docx.document import Document
from docxtpl import RichText
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.compile import compile_template
from generators.package import BadPackage, pack_all, read_package
from generators.pictures import Immagine
from generators.render import TemplateFault
from generators.text import paper_text
from generators.values import BLANK, Voce
from tests.generators.word import WHEN, add_table, png, table, text, word

FAST = compile_template(text("Il {{ nome }}.", "fine"))
SLOW = compile_template(
    table(("{%tc for r in [1] %}", "{{ nome }}", "{%tc endfor %}"), ("a", "b", "c"))
)


def printed(*paragraphs: str, **context: object) -> str:
    return paper_text(compile_template(text(*paragraphs)).render(context, when=WHEN))


def test_a_paper_says_what_was_typed():
    assert printed(
        "{{ persona.cognome }} nata il {{ nascita|data_lunga }}",
        "{{ sesso }}, {{ email }}",
        persona=SimpleNamespace(cognome="D'Angelo"),
        nascita=date(2011, 3, 7),
        sesso=Voce("F", "femmina"),
        email=BLANK,
    ) == ("D'Angelo nata il 7 marzo 2011\nfemmina, –")


LITERAL = [
    "Rossi & C. <b>",
    "{{ 7*7 }}",
    "{% x %}",
    "{_{ x }_} {_% y %_}",
    "{# z #}",
    'D\'Angelo "Dodo"',
    "👩‍🏭 ﷽ مرحبا",
    "</w:t></w:r></w:p>",
    "&amp; &#39; &lt;",
    "]]>",
    "{_",
    "_}",
]


@pytest.mark.parametrize("template", [FAST, SLOW], ids=["fast", "slow"])
@pytest.mark.parametrize("typed", LITERAL)
def test_what_people_type_prints_literally(template, typed):
    assert typed in paper_text(template.render({"nome": typed}, when=WHEN))


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))))
def test_any_text_prints_literally(typed):
    assert paper_text(FAST.render({"nome": typed}, when=WHEN)) == f"Il {typed}.\nfine"


@pytest.mark.parametrize("template", [FAST, SLOW], ids=["fast", "slow"])
def test_the_same_data_give_the_same_bytes(template):
    one = template.render({"nome": "Rossi"}, when=WHEN)
    other = template.render({"nome": "Rossi"}, when=WHEN)

    assert one == other
    assert one != template.render({"nome": "Bianchi"}, when=WHEN)


def test_the_lines_of_a_long_text_stay_lines():
    assert printed("Nota: {{ nota }}!", nota="uno\r\ndue\rtre\nquattro") == (
        "Nota: uno\ndue\ntre\nquattro!"
    )


def test_the_paper_tells_who_made_it_and_when():
    context = {
        "nome": "x",
        "atto": SimpleNamespace(titolo="Patto & c.", numero="PS-2011-T2-00001"),
        "progetto": SimpleNamespace(titolo="Progetto"),
        "ente": SimpleNamespace(nome="Provincia"),
    }

    paper = FAST.render(context, when=datetime(2011, 6, 15, 9, 30, tzinfo=UTC))

    core = docx.Document(io.BytesIO(paper)).core_properties
    assert core.title == "Patto & c. n. PS-2011-T2-00001"
    assert (core.subject, core.author, core.language) == ("Progetto", "Provincia", "it-IT")
    assert core.created == core.modified
    assert core.created.isoformat()[:19] == "2011-06-15T09:30:00"


@pytest.mark.parametrize("template", ["{{ logo }}", "{%tc if 1 %}"])
def test_a_picture_carries_its_description(template):
    source = word(
        lambda document: (
            document.add_paragraph("{{ logo }}{{ logo }}"),
            add_table(document, (template, "b", "{%tc endif %}" if "tc" in template else "")),
        )
    )
    logo = Immagine(png(), descrizione="Stemma <della> Provincia", larghezza_mm=20)

    paper = compile_template(source).render({"logo": logo}, when=WHEN)

    shapes = docx.Document(io.BytesIO(paper)).inline_shapes
    assert {shape._inline.docPr.get("descr") for shape in shapes} == {"Stemma <della> Provincia"}
    assert round(shapes[0].width.mm) == 20
    media = [name for name in read_package(paper).parts if name.startswith("word/media/")]
    assert len(media) == 1


def test_a_misspelt_name_is_told_with_its_paragraph():
    with pytest.raises(TemplateFault) as fault:
        printed("primo", "Il sig. {{ nme }} nato", "terzo", nome="x")

    assert fault.value.part == "word/document.xml"
    assert fault.value.paragraph == "Il sig. {{ nme }} nato"
    assert "nme" in fault.value.reason


def test_a_broken_tag_is_told_with_its_paragraph():
    with pytest.raises(TemplateFault) as fault:
        compile_template(text("primo", "Il sig. {{ nome | }} nato"))

    assert fault.value.paragraph == "Il sig. {{ nome | }} nato"


def test_a_template_is_known_by_its_content():
    source = text("{{ nome }}")

    assert compile_template(source) is compile_template(bytes(bytearray(source)))
    assert compile_template(source).sha256 != compile_template(source, source).sha256


@pytest.mark.parametrize("source", [b"", b"PK\x03\x04", b"%PDF-1.4", text("x")[:-30]])
def test_what_is_no_docx_is_no_template(source):
    with pytest.raises(BadPackage):
        compile_template(source)


def cornice(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "Provincia, atto {{ atto.numero }}"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(png()))
    section.footer.paragraphs[0].text = "pagina"
    section.page_width = 7_560_310
    document.styles["Normal"].font.name = "Liberation Serif"


def template_with_two_sections(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "vecchia intestazione"
    document.sections[0].footer.paragraphs[0].text = "vecchio piede"
    document.add_paragraph("primo {{ nome }}")
    document.add_section()
    document.add_paragraph("secondo")


def test_the_cornice_gives_letterhead_footer_styles_and_page():
    template = compile_template(word(template_with_two_sections), word(cornice))

    paper = template.render(
        {"nome": "x", "atto": SimpleNamespace(titolo="", numero="7")}, when=WHEN
    )

    made = docx.Document(io.BytesIO(paper))
    for section in made.sections:
        assert section.header.paragraphs[0].text == "Provincia, atto 7"
        assert section.footer.paragraphs[0].text == "pagina"
    assert made.sections[-1].page_width == 7_560_310
    assert made.styles["Normal"].font.name == "Liberation Serif"
    image = next(iter(made.sections[0].header.part.related_parts.values()))
    assert image.blob == png()
    assert b"vecchi" not in b"".join(read_package(paper).parts.values())


def test_the_text_of_a_paper_is_read_in_order():
    source = word(
        lambda document: (
            document.add_paragraph("primo"),
            document.add_paragraph(),
            add_table(document, ("a", "b"), ("c", "")),
            document.add_paragraph("ultimo"),
        )
    )

    assert paper_text(source) == "primo\na | b\nc | \nultimo"


def test_a_bomb_is_not_opened():
    parts = dict(read_package(text("x")).parts)
    parts["word/media/bomba.png"] = bytes(65 * 1024 * 1024)

    with pytest.raises(BadPackage, match="unpacks"):
        read_package(pack_all(parts))


@pytest.mark.parametrize(
    "row",
    [("{{r nome }}",), ("{%tc if 1 %}", "{{r nome }}", "{%tc endif %}")],
    ids=["fast", "slow"],
)
def test_formatted_text_prints_literally_too(row):
    template = compile_template(table(row))

    paper = template.render({"nome": RichText("{_{ x }_} & <b>", bold=True)}, when=WHEN)

    assert bool(template.slow) == (len(row) > 1)
    assert paper_text(paper) == "{_{ x }_} & <b>"
