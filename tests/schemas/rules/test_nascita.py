"""What the health card says of a birth is never typed again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.identificativi import compose_codice_fiscale
from schemas.rules.luoghi import codici_comune, comune_of
from schemas.rules.nascita import birth_in

ON = date(2011, 6, 15)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "DLSGLI75D58I531V",
            {
                "sesso": "F",
                "data_nascita": "18/04/1975",
                "luogo_nascita_tipo": "italia",
                "comune_nascita": "Schio",
                "provincia_nascita": "VI",
            },
        ),
        (
            compose_codice_fiscale("Hoxha", "Arben", "M", date(1980, 1, 2), "Z100"),
            {
                "sesso": "M",
                "data_nascita": "02/01/1980",
                "luogo_nascita_tipo": "estero",
                "stato_nascita": "Albania",
            },
        ),
        (
            compose_codice_fiscale("Rossi", "Ada", "F", date(1997, 6, 15), "Z999"),
            {"sesso": "F", "data_nascita": "15/06/1997"},
        ),
    ],
)
def test_sex_date_and_place_are_read_and_a_place_unknown_is_left_to_be_typed(
    code: str, said: dict[str, str]
) -> None:
    assert birth_in(code, ON) == said


@given(st.dates(date(1912, 1, 1), date(1997, 6, 15)))
def test_the_year_is_that_of_somebody_of_an_age_to_work(born: date) -> None:
    code = compose_codice_fiscale("Rossi", "Ada", "F", born, "L840")

    assert birth_in(code, ON)["data_nascita"] == f"{born:%d/%m/%Y}"


@pytest.mark.parametrize("codice", ["L840", "I531", "A703", "L736", "H501", "D612", "E648"])
def test_the_place_read_has_the_code_it_was_read_from(codice: str) -> None:
    found = comune_of(codice, date(1970, 5, 1))

    assert found is not None
    assert codice in codici_comune(*found, date(1970, 5, 1))
