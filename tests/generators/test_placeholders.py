"""What a template asks of its schema is known before anything is printed."""

from docx.document import Document

from generators.compile import compile_template
from generators.placeholders import Placeholder, TemplateWarning, dropped_text, wanted
from tests.generators.word import runs, table, text, word


def paths(*paragraphs: str) -> list[str]:
    return [asked.path for asked in wanted(compile_template(text(*paragraphs)))]


def test_a_tag_asks_for_its_whole_path():
    assert paths("{{ persona.residenza.cap }} {{ cpi|maiuscolo }} {{ atto['numero'] }}") == [
        "persona.residenza.cap",
        "cpi",
        "atto.numero",
    ]


def test_a_tag_is_told_with_its_paragraph_and_part():
    source = runs("Nato a {", "{ luogo ", "}} il", " {{ data|data_lunga }}")

    paragraph = "Nato a {{ luogo }} il {{ data|data_lunga }}"
    assert wanted(compile_template(source)) == [
        Placeholder("luogo", paragraph, "word/document.xml", line=2, written="luogo", shown=True),
        Placeholder(
            "data", paragraph, "word/document.xml", line=2, written="data", filter="data_lunga"
        ),
    ]


def test_a_value_is_told_as_the_tag_spells_it_and_through_which_filter_it_goes():
    asked = wanted(
        compile_template(text("{% for r in righe %}{{ r.fine|data_lunga }}{% endfor %}"))
    )

    assert [(each.path, each.written, each.filter, each.shown) for each in asked] == [
        ("righe", "righe", "", False),
        ("righe[].fine", "r.fine", "data_lunga", False),
    ]


def test_a_row_of_a_loop_is_a_row_of_its_list():
    source = table(
        ("A", "B"),
        ("{%tr for azione in piano.azioni %}", ""),
        (
            "{{ azione.titolo }}",
            "{% for ora in azione.ore %}{{ ora.n }}{{ loop.index }}{% endfor %}",
        ),
        ("{%tr endfor %}", ""),
    )

    asked = wanted(compile_template(source))

    assert [(each.path, each.is_list) for each in asked] == [
        ("piano.azioni", True),
        ("piano.azioni[].titolo", False),
        ("piano.azioni[].ore", True),
        ("piano.azioni[].ore[].n", False),
    ]


def test_names_made_in_the_template_are_followed_to_their_source():
    assert paths("{% set p = persona %}{{ p.nome }} {% set q = n + 3 %}{{ q }}") == [
        "persona.nome",
        "n",
    ]
    assert paths(
        "{% set t %}{{ a }}{% endset %}{{ t }}{% filter upper %}{{ b }}{% endfilter %}"
    ) == [
        "a",
        "b",
    ]
    assert paths("{% with r = sede.via %}{{ r }}{% endwith %}{{ r }}") == ["sede.via", "r"]
    assert paths("{% macro m(x) %}{{ x.y }}{{ z }}{% endmacro %}{{ m(w) }}") == ["z", "w"]


def test_the_pairs_of_check_boxes_are_no_fields():
    assert paths(
        "{% for voce, scelta in lingue.tutte %}{{ voce }}{{ scelta|casella }}{% endfor %}"
    ) == ["lingue.tutte"]


def test_every_branch_of_a_condition_asks():
    assert paths(
        "{% if a.b == c %}{{ d }}{% elif e and not f %}{{ g }}{% else %}{{ h }}{% endif %}"
    ) == [
        "a.b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "h",
    ]


def test_letterhead_and_footer_ask_too():
    def build(document: Document) -> None:
        document.add_paragraph("{{ uno }}")
        document.sections[0].header.paragraphs[0].text = "{{ ente.nome }}"

    asked = wanted(compile_template(word(build)))

    assert [(each.path, each.part) for each in asked] == [
        ("uno", "word/document.xml"),
        ("ente.nome", "word/header1.xml"),
    ]


def test_a_paragraph_that_would_lose_its_text_is_told():
    source = text(
        "{%p if a %}", "Perduto {%p if b %} anche", "{{ c }}", "{%p endif %}", "{%p endif %}"
    )

    assert dropped_text(compile_template(source)) == [
        TemplateWarning("word/document.xml", "Perduto {%p if b %} anche", "Perduto  anche")
    ]
