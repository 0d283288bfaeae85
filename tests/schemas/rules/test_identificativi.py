"""Identifiers (R-ID-1 to R-ID-12)."""

from datetime import date
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from schemas.rules import identificativi
from schemas.rules.messages import Refused

OMOCODIA = "LMNPQRSTUV"


def code_of(check, *typed):
    """Return the code with which *check* refuses what was typed."""
    with pytest.raises(Refused) as refused:
        check(*typed)
    return refused.value.code


def codice_fiscale(cognome, nome, birth, sesso, luogo):
    """Return the codice fiscale of a person, by the tables of D.M. 23/12/1976."""
    month = "ABCDEHLMPRST"[birth.month - 1]
    giorno = birth.day + (40 if sesso == "F" else 0)
    head = identificativi.letters_of_surname(cognome) + identificativi.letters_of_name(nome)
    body = f"{head}{birth:%y}{month}{giorno:02d}{luogo}"
    return body + identificativi.control_letter(body)


def test_a_codice_fiscale_is_taken_in_capitals_and_without_blanks():
    typed = " dls gli 75d58 i531v "

    assert identificativi.check_codice_fiscale(typed) == "DLSGLI75D58I531V"


def test_the_codice_fiscale_of_the_decree_is_right():
    assert identificativi.check_codice_fiscale("MRTMTT91D08F205J") == "MRTMTT91D08F205J"


@pytest.mark.parametrize("typed", ["", "DLSGLI75D58I531", "DLSGLI75D58I531VV", "00496080243"])
def test_a_person_has_sixteen_characters_and_never_eleven_digits(typed):
    assert code_of(identificativi.check_codice_fiscale, typed) == "cf_lunghezza"


@pytest.mark.parametrize(
    "typed",
    [
        "DLSGL175D58I531V",  # a digit among the letters of the name
        "DLSGLI75F58I531V",  # F is no month
        "DLSGLI75D00I531V",  # no day 0
        "DLSGLI75D40I531V",  # nor 40
        "DLSGLI75D72I531V",  # nor 72
        "DLSGLI75D81I531V",  # nor 81, which python-stdnum takes as 1
        "DLSGLI75D31I531V",  # April has 30 days
        "DLSGLI75B29I531V",  # 1975 is no leap year
        "DLSGLI75D5ÀI531V",
        "DLSGLI75D5８I531V",  # a full-width digit
    ],
)
def test_a_codice_fiscale_of_another_form_or_day_is_refused(typed):
    assert code_of(identificativi.check_codice_fiscale, typed) == "cf_formato"


def test_29_february_exists_in_a_leap_year_and_in_00_because_of_2000():
    for head in ("DLSGLI76B29I531", "DLSGLI00B69I531"):
        code = head + identificativi.control_letter(head)
        assert identificativi.check_codice_fiscale(code) == code


@pytest.mark.parametrize("letter", [each for each in ascii_uppercase if each != "V"])
def test_any_other_control_letter_is_refused(letter):
    assert (
        code_of(identificativi.check_codice_fiscale, "DLSGLI75D58I531" + letter) == "cf_controllo"
    )


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'", min_size=1, max_size=12),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=1, max_size=12),
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.sampled_from("MF"),
    st.sampled_from(["I531", "L840", "Z100", "Z135"]),
)
def test_a_codice_fiscale_says_back_what_it_was_made_of(cognome, nome, birth, sesso, luogo):
    made = codice_fiscale(cognome, nome, birth, sesso, luogo)

    said = identificativi.decode_codice_fiscale(identificativi.check_codice_fiscale(made))

    assert (said.anno, said.mese, said.giorno) == (birth.year % 100, birth.month, birth.day)
    assert (said.sesso, said.luogo) == (sesso, luogo)
    assert said.cognome == identificativi.letters_of_surname(cognome)
    assert said.nome == identificativi.letters_of_name(nome)


@given(st.sets(st.sampled_from([6, 7, 9, 10, 12, 13, 14])))
def test_letters_of_omocodia_change_the_control_letter_and_nothing_that_is_said(positions):
    plain = "DLSGLI75D58I531"
    body = "".join(
        OMOCODIA[int(each)] if at in positions else each for at, each in enumerate(plain)
    )
    code = body + identificativi.control_letter(body)

    said = identificativi.decode_codice_fiscale(identificativi.check_codice_fiscale(code))

    assert said == identificativi.decode_codice_fiscale("DLSGLI75D58I531V")


@pytest.mark.parametrize(
    ("cognome", "letters"),
    [
        ("Rossi", "RSS"),
        ("Fo", "FOX"),
        ("Aiello", "LLA"),
        ("Dal Santo", "DLS"),
        ("D'Alò", "DLA"),
        ("Dall’Ò", "DLL"),
        ("Ià", "IAX"),
        ("Strauß", "STR"),
        ("Øye", "YOE"),
        ("Łoś", "LSO"),
        ("Đorić", "DRC"),
        ("Æbel", "BLA"),
    ],
)
def test_three_letters_of_the_surname(cognome, letters):
    assert identificativi.letters_of_surname(cognome) == letters


@pytest.mark.parametrize(
    ("nome", "letters"),
    [
        ("Giulia", "GLI"),
        ("Francesco", "FNC"),
        ("Marta", "MRT"),
        ("Maria Grazia", "MGR"),
        ("Ida", "DIA"),
        ("Al", "LAX"),
        ("Nicolò", "NCL"),
    ],
)
def test_three_letters_of_the_name_skip_the_second_of_four_consonants(nome, letters):
    assert identificativi.letters_of_name(nome) == letters


@pytest.mark.parametrize(
    "typed", ["00496080243", "IT 00496080243", "it00496080243", "0312 3450243"]
)
def test_a_partita_iva_is_taken_without_blanks_and_without_it(typed):
    assert identificativi.check_partita_iva(typed) in ("00496080243", "03123450243")


@pytest.mark.parametrize(
    "typed", ["", "0049608024", "004960802433", "0049608024A", "DLSGLI75D58I531V"]
)
def test_a_partita_iva_has_eleven_digits(typed):
    assert code_of(identificativi.check_partita_iva, typed) == "piva_formato"


@pytest.mark.parametrize("typed", ["00496080244", "04123120241", "00000000000", "00000000018"])
def test_a_partita_iva_with_a_wrong_digit_or_no_serial_is_refused(typed):
    assert code_of(identificativi.check_partita_iva, typed) == "piva_controllo"


def test_the_office_of_a_partita_iva_exists():
    assert identificativi.check_partita_iva("12345671007") == "12345671007"
    assert code_of(identificativi.check_partita_iva, "12345671015") == "piva_controllo"


@given(st.integers(0, 9), st.integers(1, 8))
def test_two_neighbouring_digits_swapped_are_noticed_unless_0_and_9(digit, at):
    code = "03123450243"
    changed = code[:at] + str(digit) + code[at + 1 :]

    if changed == code:
        assert identificativi.check_cf_ente(changed) == code
    else:
        assert code_of(identificativi.check_cf_ente, changed) == "piva_controllo"


def test_an_association_has_a_codice_fiscale_that_begins_with_8_or_9():
    assert identificativi.check_cf_ente("80009520240") == "80009520240"
    assert identificativi.check_cf_ente("95000000240") == "95000000240"


def test_a_company_has_eleven_digits_and_a_sole_trader_sixteen_characters():
    assert identificativi.check_cf_azienda("IT03123450243") == "03123450243"
    assert identificativi.check_cf_azienda("dlsgli75d58i531v") == "DLSGLI75D58I531V"
    assert code_of(identificativi.check_cf_azienda, "03123450244") == "piva_controllo"
    assert code_of(identificativi.check_cf_azienda, "DLSGLI75D58I531") == "cf_lunghezza"


def test_an_iban_is_taken_in_capitals_and_without_blanks():
    typed = "it60 x054 2811 1010 0000 0123 456"

    assert identificativi.check_iban(typed) == "IT60X0542811101000000123456"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE89370400440532013000", "iban_paese"),
        ("60X0542811101000000123456", "iban_paese"),
        ("IT60X05428111010000001234567", "iban_formato"),
        ("IT60X054281110100000012345", "iban_formato"),
        ("IT6XX0542811101000000123456", "iban_formato"),
        ("IT6010542811101000000123456", "iban_formato"),
        ("IT60X05428I1101000000123456", "iban_formato"),
        ("IT61X0542811101000000123456", "iban_controllo"),
        ("IT60X0542811101000000123465", "iban_controllo"),
    ],
)
def test_an_iban_is_refused_at_the_first_thing_wrong(typed, code):
    assert code_of(identificativi.check_iban, typed) == code


@pytest.mark.parametrize("cin", [each for each in ascii_uppercase if each != "X"])
def test_an_iban_that_passes_97_with_another_cin_is_refused(cin):
    bban = f"{cin}0542811101000000123456"
    iban = f"IT{mod_97_10.calc_check_digits(bban + 'IT')}{bban}"

    assert code_of(identificativi.check_iban, iban) == "iban_cin"


@given(st.from_regex(r"[0-9]{10}[A-Z0-9]{12}", fullmatch=True))
def test_an_iban_with_the_cin_of_its_account_is_taken(conto):
    bban = identificativi.control_letter(conto) + conto
    iban = f"IT{mod_97_10.calc_check_digits(bban + 'IT')}{bban}"

    assert identificativi.check_iban(iban) == iban


def test_an_iban_from_abroad_is_taken_where_the_office_admits_its_country():
    assert identificativi.check_iban("DE89 3704 0044 0532 0130 00", ("IT", "DE")).startswith("DE")


def test_a_cap_has_five_digits():
    assert identificativi.check_cap(" 36015 ") == "36015"
    for typed in ("3601", "360155", "3601A", "٣٦٠١٥"):
        assert code_of(identificativi.check_cap, typed) == "cap_formato"


def test_the_provinces_of_the_period_are_110_and_ee_is_abroad():
    assert len(identificativi.PROVINCE) == 110
    assert identificativi.check_provincia("vi") == "VI"
    assert identificativi.check_provincia("EE") == "EE"


@pytest.mark.parametrize("sigla", ["FM", "BT", "MB", "OG", "OT", "VS", "CI"])
def test_provinces_of_the_years_before_are_there(sigla):
    assert identificativi.check_provincia(sigla) == sigla


@pytest.mark.parametrize("sigla", ["PL", "ZA", "FU", "PS", "FO"])
def test_a_province_that_was_no_more_is_only_of_birth(sigla):
    assert identificativi.check_provincia_nascita(sigla) == sigla
    assert code_of(identificativi.check_provincia, sigla) == "provincia_non_valida"


@pytest.mark.parametrize("sigla", ["SU", "XX", "V", "", "VIC"])
def test_a_province_of_later_or_of_nowhere_is_refused(sigla):
    assert code_of(identificativi.check_provincia_nascita, sigla) == "provincia_non_valida"


@pytest.mark.parametrize(
    "typed", ["giulia.dalsanto@example.it", "g+l_1'o@posta.provincia.example.it", "a@b.it"]
)
def test_an_email_is_taken_as_typed(typed):
    assert identificativi.check_email(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "giulia",
        "giulia@",
        "@example.it",
        "giulia@localhost",
        "giulia@@example.it",
        "giu lia@example.it",
        "giulià@example.it",
        "giulia@-example.it",
        "giulia@example..it",
        "a@b@example.it",
    ],
)
def test_an_email_of_another_form_is_refused(typed):
    assert code_of(identificativi.check_email, typed) == "email_formato"


def test_an_email_has_at_most_254_characters():
    longest = "a" * 243 + "@example.it"

    assert identificativi.check_email(longest) == longest
    assert code_of(identificativi.check_email, "a" + longest) == "email_formato"


@pytest.mark.parametrize("typed", ["0445 512345", "+39 333 1234567", "0444/123.456", "112-113"])
def test_a_telephone_is_taken_as_typed(typed):
    assert identificativi.check_telefono(typed) == typed


@pytest.mark.parametrize("typed", ["12345", "1234567890123456", "0445 51234a", "39+333123456", ""])
def test_a_telephone_has_from_six_to_fifteen_digits(typed):
    assert code_of(identificativi.check_telefono, typed) == "telefono_formato"
