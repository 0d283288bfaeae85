"""The rules of the block «azienda»: codes, employees, seats, and papers of one company."""

from datetime import date

import pytest

from schemas.rules.azienda import RULES, check_ateco, codes_of, same_azienda
from schemas.rules.case import Rule
from schemas.rules.contesto import Contesto, Record
from schemas.rules.messages import Refused
from tests.schemas.rules.conftest import Judge, MakeCase

WARNINGS = tuple(each for each in RULES if each.warning)


def warned(rules: tuple[Rule, ...], case: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for rule in rules for problem in rule.check(case)]


@pytest.mark.parametrize("code", ["28", "28.4", "28.41", "28.41.0", "28.41.00"])
def test_an_ateco_code_may_stop_at_any_level(code: str) -> None:
    assert check_ateco(f" {code} ") == code


@pytest.mark.parametrize("code", ["2", "28.", "28.411", "28-41", "28.41.000", "ab.cd", "２８"])
def test_other_forms_of_ateco_are_refused(code: str) -> None:
    with pytest.raises(Refused, match="ateco_formato"):
        check_ateco(code)


@pytest.mark.parametrize(("totali", "expected"), [(5, []), (4, ["fuori_intervallo"])])
def test_employees_in_all_include_the_permanent_ones(
    convenzione: MakeCase, judge: Judge, totali: int, expected: list[str]
) -> None:
    case = convenzione({"azienda.dipendenti_totali": totali})

    assert [code for _, code in judge(RULES, case)] == expected


@pytest.mark.parametrize(
    ("comune", "provincia", "same_seat", "refused"),
    [
        ("ARZIGNANO", "VI", True, False),
        ("Verona", "VR", True, True),
        ("Arzignano", "VR", True, True),
        ("Verona", "VR", False, False),
    ],
)
def test_one_works_in_the_province(
    convenzione: MakeCase,
    judge: Judge,
    comune: str,
    provincia: str,
    same_seat: bool,
    refused: bool,
) -> None:
    case = convenzione(
        {
            "azienda.sede_legale_comune": comune,
            "azienda.sede_legale_provincia": provincia,
            "azienda.sede_operativa_uguale": same_seat,
        }
    )

    expected = [("azienda.sede_legale_comune", "comune_non_valido")] if refused else []
    assert judge(RULES, case) == expected


def test_two_codes_of_a_company_that_differ_are_pointed_out(convenzione: MakeCase) -> None:
    case = convenzione({"azienda.codice_fiscale": "00496080243"})

    assert warned(WARNINGS, case) == [("azienda.codice_fiscale", "avviso_codici_azienda")]


def test_the_sixteen_characters_of_a_sole_trader_are_no_surprise(convenzione: MakeCase) -> None:
    assert not warned(WARNINGS, convenzione({"azienda.codice_fiscale": "BRTFNC55H14A459I"}))


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2011, 11, 28), []), (date(2011, 11, 29), ["avviso_pec"])]
)
def test_companies_are_asked_for_the_pec_from_29_november_2011(
    convenzione: MakeCase, on: date, expected: list[str]
) -> None:
    case = convenzione({"data_convenzione": on})

    assert [code for _, code in warned(WARNINGS, case)] == expected


def test_sole_traders_and_associations_need_no_pec(convenzione: MakeCase) -> None:
    late = {"data_convenzione": date(2011, 12, 1)}
    sole_trader = {**late, "azienda.codice_fiscale": "BRTFNC55H14A459I"}
    associazione = {**late, "azienda.tipo_organismo": "associazione"}

    assert not warned(WARNINGS, convenzione(sole_trader))
    assert not warned(WARNINGS, convenzione(associazione))


def test_the_codes_of_a_company_are_found_wherever_a_paper_keeps_them() -> None:
    assert codes_of({"azienda": {"partita_iva": "IT 03123450243"}}) == {"03123450243"}
    assert codes_of({"azienda_partita_iva": "03123450243"}) == {"03123450243"}
    assert codes_of({"azienda": {"partita_iva": "123"}}) == frozenset()


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"azienda": {"partita_iva": "03123450243"}}, []),
        ({"azienda_partita_iva": "03987650243"}, ["riferimento_altra_azienda"]),
        ({}, []),
    ],
)
def test_a_paper_of_another_company_is_refused(
    convenzione: MakeCase, judge: Judge, attributes: dict[str, object], expected: list[str]
) -> None:
    paper = Record({"numero": "SG-2011-T2-00001", **attributes})
    case = convenzione({"segnalazione": "SG-2011-T2-00001"}, Contesto(documenti=(paper,)))

    assert [code for _, code in judge((same_azienda("segnalazione"),), case)] == expected
