"""The fast way and docxtpl print the same: a docxtpl that changes must be noticed here."""

import io
import re
from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError
from lxml import etree

from generators.compile import compile_template
from generators.filters import environment
from generators.package import PARSER, read_package
from generators.render import TemplateFault
from tests.generators.word import (
    WHEN,
    Document,
    add_table,
    footnotes,
    png,
    runs,
    table,
    text,
    word,
    xml,
)

CONTEXT = {
    "nome": "Rossi & C. <b>",
    "vero": True,
    "falso": False,
    "righe": [SimpleNamespace(a="uno", b="x"), SimpleNamespace(a="due", b="y")],
    "vuote": [],
    "gruppi": [["a", "b"], ["c"]],
    "ricco": RichText("grassetto", bold=True, color="FF0000"),
    "paragrafi": RichTextParagraph(RichText("in un paragrafo", italic=True), parastyle="Title"),
    "nota": "prima riga\nseconda\tcon tabulazione",
    "lista": Listing("voce < 1\nvoce 2\anuovo paragrafo"),
    "colore": "FFEE00",
    "quante": 2,
}


def headed(document: Document) -> None:
    document.add_paragraph("corpo {{ nome }}")
    section = document.sections[0]
    section.header.paragraphs[0].text = "testa {{ nome }} {% if vero %}sì{% endif %}"
    section.footer.paragraphs[0].text = "piede {{ nota }}"


def nested_tables(document: Document) -> None:
    add_table(document, ("intestazione", "{{ nome }}"))
    inner = document.tables[0].cell(0, 0).add_table(3, 2)
    for cell, content in zip(inner._cells, ("a", "b", "{%tr for r in righe %}"), strict=False):
        cell.text = content
    inner.cell(2, 0).text = "{{ nome }}"
    inner.cell(1, 0).text = "{%p if vero %}"
    inner.cell(1, 1).text = "{{ nome }}"


def pictured(document: Document) -> None:
    document.add_picture(io.BytesIO(png()))
    document.add_paragraph("{%p for r in righe %}")
    document.add_picture(io.BytesIO(png()))
    document.add_paragraph("{%p endfor %}")


FAST = {
    "scalari": text("Il sig. {{ nome }}, {{ nome|maiuscolo }}."),
    "tag spezzati": runs("a {", "{ no", "me ", "}", "} b {% i", "f vero %}c{% end", "if %}"),
    "if in linea": text("{% if falso %}a{% elif vero %}b{% else %}c{% endif %} {{ nome }}"),
    "if di paragrafo": text("{%p if vero %}", "dentro", "{%p else %}", "fuori", "{%p endif %}"),
    "for di paragrafo": text(
        "{%p for r in righe %}", "{{ r.a }} {{ loop.index }}", "{%p endfor %}"
    ),
    "for annidati": text(
        "{%p for g in gruppi %}", "{%p for v in g %}", "{{ v }}", "{%p endfor %}", "{%p endfor %}"
    ),
    "for tra paragrafi": text("{% for r in righe %}inizio", "{{ r.a }} fine{% endfor %}"),
    "righe": table(
        ("A", "B"),
        ("{%tr for r in righe %}", ""),
        ("{{ r.a }}", "{{ r.b }}"),
        ("{%tr endfor %}", ""),
    ),
    "righe vuote": table(
        ("A", "B"),
        ("{%tr for r in vuote %}", ""),
        ("{{ r.a }}", "{{ r.b }}"),
        ("{%tr endfor %}", ""),
    ),
    "riga a condizione": table(
        ("A", "B"), ("{%tr if falso %}", ""), ("x", "y"), ("{%tr endif %}",)
    ),
    "celle unite in verticale": table(
        ("A", "B"),
        ("{%tr for r in righe %}", ""),
        ("{% vm %}{{ nome }}", "{{ r.b }}"),
        ("{%tr endfor %}", ""),
    ),
    "sfondo di cella": table(("{% cellbg colore %}{{ nome }}", "B")),
    "testo ricco": text("prima {{r ricco }} dopo"),
    "paragrafo ricco": text("prima", "{{p paragrafi }}", "dopo"),
    "più righe": text("a {{ nota }} b", "senza", "{{ lista }}"),
    "testa e piede": word(headed),
    "nota a piè di pagina": footnotes("corpo {{ nome }}", "nota {{ nome }}"),
    "graffe letterali": text("{_{ nome }_} {_% if %_} {{ nome }}"),
    "commenti": text("{#p un commento #}", "a {# b #} c {{ nome }}"),
    "paragrafi fusi": text("inizio {% if vero -%}", "seguito {{ nome }}", "{%- endif %} fine"),
    "virgolette di Word": text("{% if nome == “x” or nome != ‘y’ and 1 < 2 %}sì{% endif %}"),
    "assegnazioni": text("{% set x = quante %}{{ x }} {% with y = 3 %}{{ y }}{% endwith %}"),
    "disegni numerati": word(pictured),
    "spazi": xml(
        "<w:p><w:r><w:t xml:space='preserve'> a {{ nome }} </w:t><w:tab/></w:r></w:p>",
        "<w:p><w:r><w:t>fisso</w:t></w:r></w:p>",
    ),
}

SLOW = {
    "colspan": table(("{% colspan quante %}{{ nome }}", "B")),
    "celle unite in orizzontale": table(
        ("{%tc for r in righe %}", "{% hm %}{{ nome }}", "{%tc endfor %}")
    ),
    "for di celle": table(("{%tc for r in righe %}", "{{ r.a }}", "{%tc endfor %}")),
    "if di celle": table(("A", "B", "C"), ("{%tc if falso %}", "B", "{%tc endif %}")),
    "solo righe ripetute": table(
        ("{%tr for r in vuote %}", ""), ("{{ r.a }}", "{{ r.b }}"), ("{%tr endfor %}", "")
    ),
    "for che attraversa una tabella": word(
        lambda document: (
            document.add_paragraph("{% for r in righe %}"),
            add_table(document, ("{{ r.a }}{% endfor %}", "B")),
        )
    ),
    "if che attraversa le celle": table(("{% if vero %}a", "b{% endif %}")),
    "macro": text("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(nome) }}"),
    "raw": text("{% raw %}{{ nome }}{% endraw %}"),
    "riga più larga della griglia": xml(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='10'/></w:tblGrid><w:tr>"
        "<w:tc><w:p><w:r><w:t>{{ nome }}</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p/></w:tc></w:tr></w:tbl>"
    ),
}

VOLATILE = re.compile(rb'(r:embed|name|r:id)="[^"]*"')


def canonical(docx: bytes) -> dict[str, bytes]:
    """Return the XML of the parts where docxtpl may have worked, in canonical form."""
    parts = read_package(docx).parts
    return {
        name: VOLATILE.sub(rb"\1", etree.tostring(etree.fromstring(data, PARSER), method="c14n"))
        for name, data in parts.items()
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name)
    }


def stock(source: bytes, context: Mapping[str, object]) -> bytes:
    template = DocxTemplate(io.BytesIO(source))
    template.render(dict(context), environment(), autoescape=True)
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("source", FAST.values(), ids=FAST.keys())
def test_the_fast_way_gives_the_same_paper_as_docxtpl(source):
    template = compile_template(source)

    assert template.slow == ""
    assert canonical(template.render(CONTEXT, when=WHEN)) == canonical(stock(source, CONTEXT))


@pytest.mark.parametrize("source", SLOW.values(), ids=SLOW.keys())
def test_what_can_change_the_shape_of_a_table_is_left_to_docxtpl(source):
    template = compile_template(source)

    assert template.slow
    assert canonical(template.render(CONTEXT, when=WHEN)) == canonical(stock(source, CONTEXT))


def test_a_picture_is_drawn_as_docxtpl_draws_it():
    source = with_header_picture()
    template = DocxTemplate(io.BytesIO(source))
    image = InlineImage(template, io.BytesIO(png()))
    template.render({"logo": image}, autoescape=True)
    saved = io.BytesIO()
    template.save(saved)

    ours = compile_template(source).render({"logo": image}, when=WHEN)

    assert canonical(ours) == canonical(saved.getvalue())
    assert with_pictures(ours) == with_pictures(saved.getvalue()) == {png()}


def with_header_picture() -> bytes:
    def build(document: Document) -> None:
        document.add_paragraph("a {{ logo }} b {{ logo }}")
        document.sections[0].header.paragraphs[0].text = "{{ logo }}"

    return word(build)


def with_pictures(docx: bytes) -> set[bytes]:
    parts = read_package(docx).parts
    return {data for name, data in parts.items() if name.startswith("word/media/")}


CELLS = st.sampled_from(
    [
        "{{ nome }}", "fisso", "{%tr for r in righe %}", "{%tr for r in vuote %}", "{%tr endfor %}",
        "{%tr if falso %}", "{%tr endif %}", "{%tc if falso %}", "{%tc endif %}", "{% vm %}",
        "{% hm %}", "{% colspan quante %}", "{% if vero %}x{% endif %}", "{% if falso %}",
        "{% endif %}",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=5))
def test_a_table_with_any_tags_comes_out_as_docxtpl_makes_it(rows):
    source = table(*rows)
    try:
        template = compile_template(source)
        expected = stock(source, CONTEXT)
    except (TemplateFault, TemplateError):
        return  # neither prints it

    assert canonical(template.render(CONTEXT, when=WHEN)) == canonical(expected)
