"""What a text for a company must not say: found however it is written, and not where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.eccedenti import dati_eccedenti

GIULIA = {
    "cognome": "Dall'Ò",
    "nome": "Maria Giulia",
    "codice_fiscale": "DLSGLI75D58I531V",
    "telefono": "+39 0445 512345",
    "domicilio_indirizzo": "Via Monte Grappa 5",
}


@pytest.mark.parametrize(
    "text",
    [
        "DLSGLI75D58I531V",
        "dlsgli75d58i531v",
        "c.f. DLS GLI 75D58 I531V",
        "C.F.DLSGLI-75D58-I531V.",
        "di un altro: BRTFNC55H14A459I",
    ],
)
def test_a_codice_fiscale_is_found_however_it_is_written(text: str) -> None:
    assert dati_eccedenti(text, {}) == ("codice fiscale",)


@given(st.sampled_from([" ", "-", ".", "\n"]), st.integers(1, 15), st.booleans())
def test_a_codice_fiscale_is_found_broken_anywhere(sign: str, at: int, lower: bool) -> None:
    code = "DLSGLI75D58I531V"
    broken = code[:at] + sign + code[at:]

    text = f"Persona {broken.lower() if lower else broken} esperta"

    assert dati_eccedenti(text, {}) == ("codice fiscale",)


@pytest.mark.parametrize(
    "text",
    ["DLSGLI75D58I531X", "matricola ABCDEF75D58", "lavorazioni speculari, tornio e fresa"],
)
def test_what_is_no_codice_fiscale_is_not_taken_for_one(text: str) -> None:
    assert dati_eccedenti(text, {}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "0445 512345",
        "0445/512345",
        "tel. 0445.51.23.45",
        "0445-512345",
        "+39 0445 512345",
        "0039 347 1234567",
        "cell. 347/12.34.567",
        "3471234567",
        "(347 1234567)",
    ],
)
def test_a_telephone_is_found_however_it_is_written(text: str) -> None:
    assert dati_eccedenti(text, {}) == ("telefono",)


def test_the_person_s_own_telephone_is_found_also_when_it_looks_like_none() -> None:
    assert dati_eccedenti("interno 71 22 33", {"telefono": "712233"}) == ("telefono",)


@pytest.mark.parametrize(
    "text",
    [
        "dal 01/02/2003 al 31/12/2010",
        "dal 03.05.2003 al 03.05.2010",
        "2003-2010, poi 1998/2004",
        "orario 08.00-12.30 e 14.00-18.00",
        "300.000 pezzi, 1.250.000 euro, 30 addetti",
        "patente C, 12 anni, 3 lingue, muletto da 35 quintali",
        "reparto 03, linea 12, turno 2",
    ],
)
def test_days_hours_and_quantities_are_no_telephone(text: str) -> None:
    assert dati_eccedenti(text, GIULIA) == ()


def test_an_address_of_mail_is_found_whoever_it_is_of() -> None:
    assert dati_eccedenti("scrivere a Altro.Nome@mail.example.it", {}) == ("posta elettronica",)
    assert dati_eccedenti("usa la posta @ e il web", {}) == ()


@pytest.mark.parametrize(
    "text", ["Dall’ò Maria Giulia", "MARIA GIULIA DALL'O", "dall o, maria-giulia"]
)
def test_the_name_is_found_in_either_order_whatever_its_accents(text: str) -> None:
    assert dati_eccedenti(f"La sig.ra {text} cerca lavoro", GIULIA) == ("cognome e nome",)


def test_one_name_alone_may_be_a_common_word() -> None:
    costa = {"cognome": "Costa", "nome": "Serena"}

    assert dati_eccedenti("Serena nei rapporti, disponibile sulla costa", costa) == ()


def test_the_address_is_found_and_the_comune_is_not() -> None:
    assert dati_eccedenti("abita in via Monte Grappa, 5", GIULIA) == ("indirizzo",)
    assert dati_eccedenti("abita in via Monte Grappa", GIULIA) == ()


def test_all_that_is_in_excess_is_told_together() -> None:
    text = "DLSGLI75D58I531V, tel. 0445 512345, giulia@example.it"

    assert dati_eccedenti(text, GIULIA) == ("codice fiscale", "telefono", "posta elettronica")


def test_of_a_person_who_is_not_known_no_name_and_no_address_are_looked_for() -> None:
    assert dati_eccedenti("Esperienza pluriennale in magazzino.", {}) == ()
