"""Places of birth (R-ID-5), the Comuni of the Province (R-GEO-1, 2, 3), names compared (T-7)."""

from datetime import date

import pytest

from schemas.rules import territorio
from schemas.rules.comparison import folded, place_key
from schemas.rules.identificativi import PROVINCE, PROVINCE_STORICHE
from schemas.rules.luoghi import _comuni, codice_stato, codici_comune, codici_stato
from schemas.rules.messages import Refused


@pytest.mark.parametrize("name", ["Dall’Ò", "dall'o", "DALL`Ò", "Dall'O\u0300"])
def test_names_are_compared_without_case_accents_and_form_of_apostrophe(name):
    assert folded(name) == "dall'o"


@pytest.mark.parametrize("name", ["Rosà", "ROSÀ", "Rosa'", "rosa", " Rosà "])
def test_a_comune_is_found_however_its_accent_is_typed(name):
    assert territorio.comune_vicenza(name).nome == "Rosà"


def test_the_comuni_of_the_period_are_121_in_four_territories():
    per_territorio = [
        sum(comune.territorio == code for comune in territorio.COMUNI)
        for code in territorio.TERRITORI
    ]

    assert len(territorio.COMUNI) == 121
    assert per_territorio == [28, 32, 22, 39]


@pytest.mark.parametrize(
    "nome", ["Val Liona", "Barbarano Mossano", "Valbrenta", "Colceresa", "Lusiana Conco", "Padova"]
)
def test_comuni_born_later_and_of_other_provinces_are_refused(nome):
    with pytest.raises(Refused, match="comune_non_valido"):
        territorio.check_comune_vicenza(nome)


def test_each_cpi_has_its_territory():
    assert dict(territorio.CPI) == {
        "Bassano del Grappa": "T1",
        "Schio-Thiene": "T2",
        "Arzignano": "T3",
        "Valdagno": "T3",
        "Lonigo": "T3",
        "Vicenza": "T4",
    }


def test_a_domicile_of_another_territory_is_pointed_out(patto):
    case = patto({"cpi": "Lonigo", "persona.domicilio_comune": "Asigliano Veneto"})

    (problem,) = territorio.domicilio_in_territorio.check(case)

    assert territorio.domicilio_in_territorio.warning
    assert problem.path == "persona.domicilio_comune"
    assert problem.message.startswith(
        "Il Comune di domicilio appartiene per ULSS al territorio Vicenza"
    )


def test_a_domicile_of_the_territory_of_the_cpi_is_not_pointed_out(patto):
    case = patto({"cpi": "Schio-Thiene", "persona.domicilio_comune": "Schio"})

    assert not list(territorio.domicilio_in_territorio.check(case))


def test_every_comune_of_the_province_has_the_same_code_in_the_table_of_italy():
    for comune in territorio.COMUNI:
        assert codici_comune(comune.nome, "VI", date(2011, 1, 1)) == {comune.codice}, comune.nome


@pytest.mark.parametrize(
    ("nome", "provincia", "birth", "codes"),
    [
        ("Schio", "VI", date(1975, 4, 18), {"I531"}),
        ("Mason Vicentino", "VI", date(1970, 1, 1), {"F019"}),
        ("Fermo", "AP", date(1980, 1, 1), {"D542"}),
        ("Fermo", "FM", date(1980, 1, 1), {"D542"}),
        ("Zara", "ZA", date(1930, 1, 1), {"M149"}),
        ("Pola", "PL", date(1935, 1, 1), {"G778"}),
        ("Bozen", "BZ", date(1980, 1, 1), {"A952"}),
        ("Reggio Emilia", "RE", date(1980, 1, 1), {"H223"}),
        ("Valdagno", "VI", date(1950, 1, 1), {"L551"}),
        ("Valdagno", "BZ", date(1950, 1, 1), {"A179"}),
        ("Valdagno", "MI", date(1950, 1, 1), set()),
        ("Atlantide", "VI", date(1950, 1, 1), set()),
    ],
)
def test_the_codes_of_a_comune_of_birth(nome, provincia, birth, codes):
    assert codici_comune(nome, provincia, birth) == codes


def test_a_comune_named_as_it_is_called_today_is_found_too():
    assert codici_comune("Abano Terme", "PD", date(1920, 1, 1)) == {"A001"}


def test_every_sigla_of_the_table_of_comuni_may_be_typed_except_those_born_later():
    sigle = {sigla for comuni in _comuni().values() for each in comuni for sigla in each.province}

    assert sigle - PROVINCE - PROVINCE_STORICHE == {"SU"}


@pytest.mark.parametrize(
    ("nome", "code"),
    [
        ("Albania", "Z100"),
        ("ALBANIA", "Z100"),
        ("z100", "Z100"),
        ("Marocco", "Z330"),
        ("Romania", "Z129"),
        ("Rumena", "Z129"),
        ("Perù", "Z611"),
        ("Peru'", "Z611"),
        ("Costa d’Avorio", "Z313"),
        ("Ceylon", "Z209"),
        ("Sri Lanka", "Z209"),
        ("Serbia e Montenegro", "Z157"),
        ("Jugoslavia", "Z118"),
        ("URSS", "Z135"),
        ("Inghilterra", "Z114"),
        ("Cina", "Z210"),
        ("Bosnia ed Erzegovina", "Z153"),
        ("Macedonia", "Z148"),
        ("Ghana", "Z318"),
        ("Moldavia", "Z140"),
        ("Kosovo", "Z160"),
        ("Germania Est", "Z111"),
        ("Italia", None),
        ("Narnia", None),
        ("", None),
    ],
)
def test_a_state_is_known_by_its_names_past_and_present(nome, code):
    assert codice_stato(nome) == code


def test_who_was_born_in_a_state_that_came_out_of_another_may_carry_either_code():
    assert codici_stato("Ucraina") == {"Z138", "Z135"}
    assert {"Z118", "Z149", "Z160"} <= codici_stato("Jugoslavia")
    assert codici_stato("Armenia") == {"Z252", "Z137", "Z135"}


def test_two_states_out_of_the_same_one_do_not_share_codes():
    assert "Z150" not in codici_stato("Croazia")


def test_the_key_of_a_place_holds_only_letters_and_digits():
    assert place_key("Reggio nell'Emilia") == place_key("REGGIO NELL’EMILIA") == "reggionellemilia"
