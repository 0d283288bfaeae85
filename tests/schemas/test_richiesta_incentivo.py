"""The Richiesta di incentivo: the cases of the office, what it refuses, how much it may ask."""

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import from_json, to_json
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

FILE = json.loads(Path("tests/cases/richiesta_incentivo.json").read_text(encoding="utf-8"))
PATTO = json.loads(Path("tests/cases/patto_di_servizio.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(FILE, shipped()))
KIND = all_kinds()["richiesta_incentivo"]
DE_MINIMIS = FILE["casi"][2]["dati"]
SIGNED_PATTO = {
    "numero": "PS-2011-T2-00001",
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "cpi": "Schio-Thiene",
    "persona": PATTO["casi"][0]["dati"]["persona"],
}


def examined(
    changes: Mapping[str, object] | None = None,
    *documenti: Mapping[str, object],
    dati: Mapping[str, object] = FILE["casi"][0]["dati"],
) -> Examined:
    """Examine the first case, or *dati*, with *changes* and with *documenti* on file."""
    answers, shared = copy.deepcopy(({**dati, **(changes or {})}, FILE["contesto_comune"]))
    contesto = Contesto.from_json(shared, {"documenti": [dict(each) for each in documenti]})
    return examine(KIND, answers, contesto, shipped())


def problems(found: Examined) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in found.problems]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


# What is asked, and when


def test_a_permanent_contract_has_no_end_and_keeps_none() -> None:
    found = examined({"tipo_contratto": "tempo_indeterminato"})

    assert found.problems == ()
    assert "data_fine_contratto" not in found.data


@pytest.mark.parametrize(
    ("dati", "missing"),
    [
        (FILE["casi"][0]["dati"], ["dipendenti_media_12_mesi", "dipendenti_dopo"]),
        (DE_MINIMIS, ["trasporto_su_strada"]),
    ],
)
def test_each_regime_asks_its_own_questions(dati: Mapping[str, object], missing: list[str]) -> None:
    blank = dict.fromkeys(("dipendenti_media_12_mesi", "dipendenti_dopo", "trasporto_su_strada"))

    found = examined(blank, dati=dati)

    assert problems(found) == [(name, "obbligatorio") for name in missing]


@pytest.mark.parametrize(
    ("after", "causa", "expected"),
    [
        (30, None, []),
        (29, None, ["obbligatorio"]),
        (29, "nessuna", ["incremento_netto"]),
        (29, "riduzione_personale", ["incremento_netto"]),
        (29, "pensionamento", []),
    ],
)
def test_a_hire_adds_to_the_employees_or_takes_a_post_lawfully_freed(
    after: int, causa: str | None, expected: list[str]
) -> None:
    found = examined({"dipendenti_dopo": after, "causa_posto_libero": causa})

    assert problems(found) == [("causa_posto_libero", code) for code in expected]


# What stands on file


RICHIESTA = {
    "numero": "RI-2011-T2-00001",
    "tipo": "richiesta_incentivo",
    "fascicolo": "F-2011-00011",
    "stato": "generato",
    "azienda": {"partita_iva": "03987650243"},
    "data_assunzione": "2011-09-12",
}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, True),
        ({"stato": "annullato"}, False),
        ({"stato": "sostituito"}, False),
        ({"data_assunzione": "2011-09-13"}, False),
        ({"fascicolo": "F-2011-00080"}, False),
        ({"azienda": {"partita_iva": "03123450243"}}, False),
    ],
)
def test_a_hire_is_asked_for_once(change: Mapping[str, object], refused: bool) -> None:
    found = examined({}, {**RICHIESTA, **change})

    assert problems(found) == ([("fascicolo", "duplicato")] if refused else [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"stato": "generato"}, ["riferimento_stato"]),
        ({"fascicolo": "F-2011-00080"}, ["riferimento_altro_fascicolo"]),
        ({"azienda": {"partita_iva": "03123450243"}}, ["riferimento_altra_azienda"]),
    ],
)
def test_the_stage_before_the_hire_was_of_that_person_in_that_company(
    change: Mapping[str, object], expected: list[str]
) -> None:
    stage = {
        "numero": "CS-2011-T2-00001",
        "tipo": "convenzione_stage",
        "fascicolo": "F-2011-00011",
        "stato": "firmato",
        "azienda": {"partita_iva": "03987650243"},
        **change,
    }

    found = examined({"convenzione": "CS-2011-T2-00001"}, stage)

    assert problems(found) == [("convenzione", code) for code in expected]


# How much


def test_the_contribution_is_worked_out_to_the_cent() -> None:
    data = examined({"data_fine_contratto": "2012-03-26", "importo_richiesto": "3900.00"}).data

    assert data["costo_mensile"] == Decimal("1200.00")
    assert data["mesi_ammissibili"] == Decimal("6.50")
    assert data["costo_ammissibile"] == Decimal("7800.00")
    assert data["percento"] == "50"
    assert data["massimo_intensita"] == data["massimo"] == Decimal("3900.00")


def test_under_de_minimis_there_is_no_intensity_and_the_aid_received_is_summed() -> None:
    data = examined(dati=DE_MINIMIS).data

    assert data["massimo_intensita"] is None
    assert data["massimo"] == Decimal("5000.00")
    assert data["de_minimis_totale"] == Decimal("197000.00")
    assert data["de_minimis_massimale"] == Decimal("200000.00")


def test_worked_out_amounts_are_registered_as_text_and_read_back() -> None:
    found = examined()

    kept = json.loads(json.dumps(to_json(KIND, found.data)))

    assert kept["massimo"] == "3600.00"
    assert from_json(KIND, kept) == {
        name: value for name, value in found.data.items() if value is not None
    }


# What the company is told


def test_the_company_sees_the_initials_of_the_person_and_nothing_more_of_the_patto() -> None:
    found = examined({}, SIGNED_PATTO)

    assert found.data["persona_iniziali"] == "D. S. G."
    assert found.data["cpi"] == "Schio-Thiene"
    assert "persona" not in found.data


def test_the_reasons_say_what_binds_and_under_which_law() -> None:
    found = {reason.subject: reason for reason in examined().reasons}

    assert [*found] == ["regime", "cumulo", "incremento", "importo"]
    assert all(reason.holds for reason in found.values())
    intensity, ceiling = found["importo"].conditions
    assert intensity.threshold == "al massimo 3.600,00: 50% del costo di 6,00 mesi, 7.200,00"
    assert ceiling.threshold == "al massimo 5.000,00"
    assert {reason.subject for reason in examined(dati=DE_MINIMIS).reasons} == {
        "cumulo",
        "importo",
        "de_minimis",
    }


def test_a_hire_that_the_law_already_helps_shows_the_law_and_not_the_person() -> None:
    refused = FILE["casi"][4]["dati"]

    found = examined(dati=refused)

    cumulo = next(reason for reason in found.reasons if reason.subject == "cumulo")
    assert not cumulo.holds
    assert cumulo.deciding.asked == "Lavoratori in mobilità"
    assert (cumulo.deciding.found, cumulo.deciding.threshold) == ("previsto", "non previsto")
    assert "223/1991" in cumulo.deciding.source


def test_the_reason_of_the_increase_agrees_with_its_rule() -> None:
    freed = examined({"dipendenti_dopo": 29, "causa_posto_libero": "pensionamento"})
    not_freed = examined({"dipendenti_dopo": 29, "causa_posto_libero": "riduzione_personale"})

    def increase(found: Examined) -> bool:
        return next(each.holds for each in found.reasons if each.subject == "incremento")

    assert increase(freed)
    assert not increase(not_freed)
