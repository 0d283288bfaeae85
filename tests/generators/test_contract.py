"""A template and its schema agree, or the office reads what does not, where, and what was meant."""

from pathlib import Path

import pytest

from generators.compile import compile_template
from generators.contract import Contract, breaches, told
from generators.package import pack_all, read_package
from generators.render import TemplateFault
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from tests.generators.word import add_table, table, text, word
from web.acts.binding import contract_with

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "docx"
PAI = all_kinds()["pai"]
NEXT = "</w:t></w:r></w:p><w:p><w:r><w:t>"
"""Where a paragraph ends and another begins."""
PAPER = (TEMPLATES / "pai.docx").read_bytes()


def edited(old: str, new: str) -> bytes:
    """Return the paper of the PAI in which somebody wrote *new* in the place of *old*."""
    parts = dict(read_package(PAPER).parts)
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new, 1).encode()
    return pack_all(parts)


def faults(source: bytes) -> list[str]:
    try:
        return breaches(compile_template(source), contract_with(PAI))
    except TemplateFault as fault:
        return [told(PAI.title, fault)]


@pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)
def test_every_paper_of_the_office_keeps_its_contract(kind: Kind) -> None:
    papers = [(TEMPLATES / f"{name}.docx").read_bytes() for name in (kind.name, "cornice")]

    assert breaches(compile_template(*papers), contract_with(kind)) == []


WRONG = {
    "a misspelt field of a row": (
        ("{{ azione.data_fine }}", "{{ azione.dta_fine }}"),
        "Piano di Azione Individuale, paragrafo «5. Azioni»: "
        "`azione.dta_fine` non esiste; forse `azione.data_fine`?",
    ),
    "a misspelt field of a block": (
        ("{{ persona.telefono }}", "{{ persona.telfono }}"),
        "`persona.telfono` non esiste; forse `persona.telefono`?",
    ),
    "a field without its block": (
        ("{{ persona.telefono }}", "{{ telefono }}"),
        "`telefono` non esiste; forse `persona.telefono`?",
    ),
    "a part of a single value": (
        ("{{ vincoli }}", "{{ vincoli }}{{ operatore.nome }}"),
        "`operatore` è un valore solo, non ha «nome»",
    ),
    "a loop over what is no list": (
        ("{{ vincoli }}", "{{ vincoli }}{% for uno in strumento %}{{ uno }}{% endfor %}"),
        "`strumento` non è un elenco e non si può ripetere",
    ),
    "a whole block": (
        ("{{ persona.telefono }}", "{{ persona }}"),
        "`persona` è un gruppo: indicare quale dato, per esempio `persona.cognome`",
    ),
    "a whole table": (
        ("{{ vincoli }}", "{{ vincoli }} {{ azioni }}"),
        "`azioni` è una tabella: va ripetuta riga per riga con «for»",
    ),
    "a filter for another type": (
        ("{{ operatore }}", "{{ operatore|data_lunga }}"),
        "il filtro `data_lunga` vuole una data, e `operatore` non lo è",
    ),
    "a misspelt filter": (
        ("{{ data_redazione|data_lunga }}", "{{ data_redazione|data_lnga }}"),
        "il filtro `data_lnga` non esiste; forse `data_lunga`?",
    ),
    "text beside a tag that takes its paragraph": (
        (
            "{{ vincoli }}",
            f"{{{{ vincoli }}}}{NEXT}Solo se: {{%p if vincoli %}}{NEXT}{{%p endif %}}",
        ),
        "il testo «Solo se:» andrebbe perduto; un tag {%p %} sta da solo nel suo paragrafo",
    ),
    "a condition never closed": (
        ("{{ vincoli }}", "{% if vincoli %}{{ vincoli }}"),
        "un `if` non è chiuso da `endif`",
    ),
    "a condition closed as a loop": (
        ("{{ vincoli }}", "{% if vincoli %}{{ vincoli }}{% endfor %}"),
        "`endfor` sta dove non è aperto niente che possa chiudere o continuare",
    ),
    "a brace missing": (
        ("{{ vincoli }}", "{{ vincoli }"),
        "il tag non si può leggere o stampare (unexpected '}')",
    ),
    "a sum of words and numbers, in a branch that few papers take": (
        ("{{ vincoli }}", "{{ vincoli }}{% if totale_ore == 9999 %}{{ note + 1 }}{% endif %}"),
        "il tag non si può leggere o stampare (",
    ),
}


@pytest.mark.parametrize(("edit", "sentence"), WRONG.values(), ids=WRONG)
def test_a_template_edited_wrongly_is_refused_with_a_sentence(
    edit: tuple[str, str], sentence: str
) -> None:
    [told_, *others] = faults(edited(*edit))

    assert told_.startswith("Piano di Azione Individuale, paragrafo «")
    assert sentence in told_
    assert others == []


def test_a_compulsory_field_that_is_not_printed_is_told_by_its_label() -> None:
    assert faults(edited("{{ competenze_possedute }}", "")) == [
        "Piano di Azione Individuale: «Competenze possedute» (`competenze_possedute`) è "
        "obbligatorio e il modello non lo stampa"
    ]


def test_a_restricted_datum_is_never_printed() -> None:
    source = text("{{ disabilita_l68|caselle }}")
    patto = contract_with(all_kinds()["patto_di_servizio"])

    assert breaches(compile_template(source), patto)[0].endswith(
        "paragrafo «{{ disabilita_l68|caselle }}»: "
        "`disabilita_l68` è un dato riservato e non si stampa"
    )


ROWS = {"righe": [{"nome": "uno"}], "n": 3}


def test_every_branch_is_printed_though_no_data_would_take_it() -> None:
    contract = Contract("Prova", ROWS, ROWS)
    source = text("{% if n == 1 %}a{% elif n == 2 %}{{ n / 0 }}{% else %}b{% endif %}")

    [sentence] = breaches(compile_template(source), contract)

    assert "Prova, paragrafo «{% if n == 1 %}" in sentence
    assert "division by zero" in sentence


def test_what_an_empty_list_says_is_tried_too() -> None:
    contract = Contract("Prova", ROWS, ROWS)
    source = text("{% for riga in righe %}{{ riga.nome }}{% else %}{{ n / 0 }}{% endfor %}")

    assert "division by zero" in breaches(compile_template(source), contract)[0]


def test_a_tag_alone_in_a_cell_is_told_by_the_heading_above() -> None:
    def build(document: object) -> None:
        document.add_heading("Le righe", 1)
        add_table(document, ("Nome", "N"), ("{{ nme }}", "{{ n }}"))

    contract = Contract("Prova", {"nome": "x", "n": 1}, {"nome": "x", "n": 1})

    assert breaches(compile_template(word(build)), contract) == [
        "Prova, paragrafo «Le righe»: `nme` non esiste; forse `nome`?"
    ]


def test_a_fault_in_the_letterhead_is_told_there() -> None:
    def build(document: object) -> None:
        document.sections[0].header.paragraphs[0].text = "Ente: {{ ente.nme }}"

    contract = Contract("Prova", {"ente": {"nome": "x"}}, {"ente": {"nome": "x"}})

    assert breaches(compile_template(word(build)), contract) == [
        "Prova, testata «Ente: {{ ente.nme }}»: `ente.nme` non esiste; forse `ente.nome`?"
    ]


def test_rows_that_depend_on_one_another_are_followed() -> None:
    contract = Contract("Prova", ROWS, {"righe": [], "n": 3})
    source = table(
        ("A", "B"), ("{%tr for r in righe %}", ""), ("{{ r.nom }}", "x"), ("{%tr endfor %}", "")
    )

    [sentence] = breaches(compile_template(source), contract)

    assert sentence.endswith("`r.nom` non esiste; forse `r.nome`?")
