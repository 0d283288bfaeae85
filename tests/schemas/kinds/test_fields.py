"""What each type of field accepts, refuses and shows."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields import (
    Cap,
    Data,
    Importo,
    Intero,
    Nome,
    Percento,
    Scelte,
    SiNo,
    Testo,
    TestoBreve,
    Typed,
)
from schemas.rules.messages import CATALOGUE, Refused, text_of
from schemas.rules.testo import clean, is_blank


def code(campo: object, value: object) -> str:
    """Return the code that *campo* refuses *value* with."""
    with pytest.raises(Refused) as refused:
        campo.parse(value)
    assert refused.value.code in CATALOGUE
    assert "{" not in text_of(refused.value.code, refused.value.values)
    return refused.value.code


@pytest.mark.parametrize("text", ["", " \t\u00a0", "\u200b\u200d\ufeff", "\u00a0\u200c "])
def test_blanks_and_invisible_characters_are_empty(text: str) -> None:
    assert is_blank(text)


def test_a_line_is_trimmed_and_its_blanks_made_one() -> None:
    assert TestoBreve("x").parse("  Via \u00a0 Roma   12 ") == "Via Roma 12"


def test_two_ways_of_writing_an_accent_are_the_same_text() -> None:
    assert TestoBreve("x").parse("qualita\u0300") == "qualità"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\x7fb", "a\u202eb", "a\u2066b", "a\ud800b"])
def test_control_characters_are_refused(text: str) -> None:
    assert code(Testo("x"), text) == "carattere_non_ammesso"


def test_lines_are_for_long_texts_only() -> None:
    assert Testo("x").parse("prima\r\nseconda\rterza") == "prima\nseconda\nterza"
    assert code(TestoBreve("x"), "prima\nseconda") == "carattere_non_ammesso"


@pytest.mark.parametrize(
    "text", ["Rossi & C. <b>", "{{ 7*7 }}", "{% if %}", "C:\\x $5 100%", "👩🏽‍🔧", "שלום"]
)
def test_markup_and_signs_are_ordinary_characters(text: str) -> None:
    assert TestoBreve("x").parse(text) == text


@pytest.mark.parametrize("name", ["D'Angelo", "Dall’Ò", "Lo-Bianco", "Ste. Marie", "Çelik", "Ø"])
def test_names_have_latin_letters_of_any_language(name: str) -> None:
    assert Nome("x").parse(name) == name


@pytest.mark.parametrize("name", ["Rossi2", "Росси", "Rossi 😀", "'", "Rossi_"])
def test_names_have_nothing_else(name: str) -> None:
    assert code(Nome("x"), name) == "nome_non_valido"


def test_lengths_are_counted_on_both_sides_of_the_limit() -> None:
    assert len(Nome("x").parse("a" * 80)) == 80
    assert code(Nome("x"), "a" * 81) == "lunghezza_max"
    assert len(Testo("x").parse("à" * 4000)) == 4000
    assert code(Testo("x"), "à" * 4001) == "lunghezza_max"


@pytest.mark.parametrize("text", ["2011-3-7", "11-03-07", "7/3/2011", "oggi", "1899-12-31"])
def test_a_date_in_json_is_iso(text: str) -> None:
    assert code(Data("x"), text) == "data_formato"


@pytest.mark.parametrize("text", ["31/02/2011", "29/02/2011", "00/01/2011", "01/13/2011"])
def test_a_date_must_exist(text: str) -> None:
    assert code(Data("x"), Typed(text)) == "data_inesistente"


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_shown_is_read_back(day: date) -> None:
    assert Data("x").parse(Typed(Data("x").show(day))) == day
    assert Data("x").parse(Data("x").to_json(day)) == day


@pytest.mark.parametrize("value", ["1e3", "1 000", "1.0", "", True, 1.0, "²"])
def test_a_whole_number_has_digits_only(value: object) -> None:
    assert code(Intero("x", 0, 10), value) == "numero_formato"


def test_a_whole_number_stays_between_its_bounds() -> None:
    assert [Intero("x", 0, 15).parse(value) for value in (0, "15")] == [0, 15]
    assert code(Intero("x", 0, 15), "16") == "fuori_intervallo"
    assert code(Intero("x", 0, 15), -1) == "fuori_intervallo"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.234,56", "1234.56"), ("1234,56", "1234.56"), ("1.234", "1234"), ("€ 7,5", "7.5")],
)
def test_a_page_reads_amounts_as_people_write_them(typed: str, amount: str) -> None:
    assert Importo("x").parse(Typed(typed)) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,234.56", "1234.56", "12.34", "1.2345,0", "NaN", "1e3", "١"])
def test_an_ambiguous_amount_is_refused(typed: str) -> None:
    assert code(Importo("x"), Typed(typed)) == "importo_formato"


@pytest.mark.parametrize("value", [450.0, "1.234,56", "NaN", "Infinity", True])
def test_json_has_amounts_as_text_with_a_point(value: object) -> None:
    assert code(Importo("x"), value) == "importo_formato"


def test_an_amount_has_two_decimals_and_is_not_negative() -> None:
    assert code(Importo("x"), "10.505") == "importo_decimali"
    assert code(Importo("x"), "-0.01") == "importo_negativo"
    assert code(Importo("x", positive=True), "0.00") == "importo_zero"
    assert Importo("x", positive=True).parse("0.01") == Decimal("0.01")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_shown_is_read_back(amount: Decimal) -> None:
    assert Importo("x").parse(Typed(Importo("x").show(amount))) == amount
    assert Importo("x").parse(Importo("x").to_json(amount)) == amount


def test_a_percentage_goes_from_nothing_to_everything() -> None:
    assert Percento("x").parse("100.00") == 100
    assert code(Percento("x"), "100.01") == "fuori_intervallo"


def test_an_answer_is_yes_or_no_and_nothing_like_it() -> None:
    assert SiNo("x").parse(Typed("si")) is True
    assert SiNo("x").parse(False) is False
    assert code(SiNo("x"), "true") == "scelta_non_valida"
    assert code(SiNo("x"), 1) == "scelta_non_valida"


def test_several_choices_keep_the_order_of_the_list_and_have_no_doubles() -> None:
    campo = Scelte("x", {"a": "A", "b": "B"}, least=1)

    assert campo.parse(["b", "a"]) == ["a", "b"]
    assert code(campo, ["a", "a"]) == "scelta_non_valida"
    assert code(campo, ["c"]) == "scelta_non_valida"


def test_a_cap_of_the_province_begins_with_36() -> None:
    assert Cap("x", in_provincia=True).parse("36015") == "36015"
    assert code(Cap("x", in_provincia=True), "35100") == "cap_provincia"
    assert code(Cap("x"), "3601") == "cap_formato"


@given(st.text())
def test_any_text_is_cleaned_or_refused_and_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean(text, multiline=True)
    except Refused:
        return
    assert clean(once, multiline=True) == once
