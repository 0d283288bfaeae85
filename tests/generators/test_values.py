"""How values are printed on paper."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from docxtpl import RichText
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from generators.filters import (
    Unprintable,
    casella,
    caselle,
    data_breve,
    data_lunga,
    elenco,
    environment,
    importo,
    in_lettere,
    maiuscolo,
    printed,
)
from generators.values import BLANK, Voce, Voci

LINGUE = {"IT": "italiano", "EN": "inglese", "DE": "tedesco"}


def shown(template: str, **context: object) -> str:
    return environment().from_string(template).render(context)


@pytest.mark.parametrize(
    ("value", "paper"),
    [
        ("D'Angelo", "D&#39;Angelo"),
        (date(2011, 3, 7), "07/03/2011"),
        (datetime(2011, 3, 7, 9, 5, tzinfo=UTC), "07/03/2011 09:05"),
        (time(9, 5), "09:05"),
        (Decimal("1234.5"), "1.234,50"),
        (Decimal("-1234567.891"), "-1.234.567,891"),
        (Decimal("0"), "0,00"),
        (2011, "2011"),
        (True, "sì"),
        (False, "no"),
        (Voce("F", "femmina"), "femmina"),
        (Voci(["DE", "IT"], LINGUE), "italiano e tedesco"),
        (Voci([], LINGUE), "–"),
        (BLANK, "–"),
        (None, "–"),
        (["a", "b", "c"], "a, b e c"),
        ("", ""),
    ],
)
def test_each_type_has_its_form_on_paper(value, paper):
    assert shown("{{ value }}", value=value) == paper


def test_a_choice_equals_its_code_and_shows_its_label():
    voce = Voce("F", "femmina")

    assert voce == "F"
    assert (str(voce), f"{voce:>9}", voce.label) == ("femmina", "  femmina", "femmina")
    assert shown("{% if sesso == 'F' %}nata{% endif %}", sesso=voce) == "nata"


def test_several_choices_show_every_box():
    voci = Voci(["EN"], LINGUE)

    assert voci.tutte == (("italiano", False), ("inglese", True), ("tedesco", False))
    assert shown("{% for v in voci.tutte %}{{ v }} {% endfor %}", voci=voci) == (
        "☐ italiano ☒ inglese ☐ tedesco "
    )


def test_a_choice_outside_the_list_is_refused():
    with pytest.raises(ValueError, match="FR"):
        Voci(["FR"], LINGUE)


def test_a_blank_is_false_empty_and_blank_in_every_part():
    assert not BLANK
    assert list(BLANK) == []
    assert shown(
        "{{ tutor.azienda.nome }}{% for r in tutor.righe %}x{% endfor %}", tutor=BLANK
    ) == ("–")
    assert shown(
        "{{ d|data_lunga }}{{ d|data_breve }}{{ d|importo }}{{ d|in_lettere }}", d=BLANK
    ) == ("––––")
    assert shown("{{ d|caselle }} {{ d|casella }} {{ d|elenco }} {{ d|maiuscolo }}", d=BLANK) == (
        "☐ sì ☐ no ☐ – –"
    )


@pytest.mark.parametrize(
    ("day", "paper"),
    [
        (date(2011, 3, 7), "7 marzo 2011"),
        (date(2012, 12, 31), "31 dicembre 2012"),
        (date(2010, 5, 1), "1° maggio 2010"),
    ],
)
def test_a_date_in_words(day, paper):
    assert data_lunga(day) == paper


def test_a_date_as_on_a_form():
    assert data_breve(date(2011, 3, 7)) == "07/03/2011"


@pytest.mark.parametrize(
    ("amount", "figures", "words"),
    [
        (Decimal("1234.56"), "€ 1.234,56", "milleduecentotrentaquattro/56"),
        (Decimal("21"), "€ 21,00", "ventuno/00"),
        (Decimal("0.05"), "€ 0,05", "zero/05"),
        (Decimal("23.10"), "€ 23,10", "ventitré/10"),
        (Decimal("100.999"), "€ 101,00", "centouno/00"),
        (Decimal("1001"), "€ 1.001,00", "milleuno/00"),
        (Decimal("180000"), "€ 180.000,00", "centottantamila/00"),
        (Decimal("1000001"), "€ 1.000.001,00", "unmilioneuno/00"),
        (Decimal("-2.50"), "€ -2,50", "meno due/50"),
    ],
)
def test_an_amount_in_figures_and_in_words(amount, figures, words):
    assert importo(amount) == figures
    assert in_lettere(amount) == words


def test_a_whole_number_in_words_has_no_cents():
    assert in_lettere(28) == "ventotto"
    assert in_lettere(-3) == "meno tre"


@given(st.decimals(0, 10**9, places=2))
def test_the_cents_in_words_are_the_cents_in_figures(amount):
    word, cents = in_lettere(amount).split("/")

    assert cents == importo(amount)[-2:]
    assert word.isalpha()


def test_boxes():
    assert (casella(True), casella(False)) == ("☒", "☐")
    assert (caselle(True), caselle(False)) == ("☒ sì ☐ no", "☐ sì ☒ no")


def test_a_list_reads_as_a_sentence():
    assert elenco(["a"]) == "a"
    assert elenco([Voce("a", "alfa"), date(2011, 3, 7)]) == "alfa e 07/03/2011"
    assert maiuscolo(Voce("a", "città")) == "CITTÀ"


@pytest.mark.parametrize("character", ["\0", "\x07", "\x0c", "\ud800", "\uffff"])
def test_a_character_that_word_refuses_is_never_printed(character):
    with pytest.raises(Unprintable, match=f"U\\+{ord(character):04X}"):
        printed(f"testo{character}")


@pytest.mark.parametrize("value", [SimpleNamespace(a=1), {"a": 1}, 1.5, object(), b"x"])
def test_what_has_no_form_on_paper_is_refused(value):
    with pytest.raises(Unprintable):
        printed(value)


def test_a_link_of_another_package_is_refused():
    with pytest.raises(Unprintable):
        printed(RichText("sito", url_id="rId9"))


def test_a_misspelt_name_is_refused():
    with pytest.raises(UndefinedError, match="congome"):
        shown("{{ persona.congome }}", persona=SimpleNamespace(cognome="Rossi"))


def test_a_template_cannot_reach_into_python():
    with pytest.raises(SecurityError):
        shown("{{ nome.__class__.__mro__ }}", nome="x")
