"""The Convenzione di stage: the cases of the office, what it stands on, what follows from it."""

import copy
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import from_json, to_json
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

FILE = json.loads(Path("tests/cases/convenzione_stage.json").read_text(encoding="utf-8"))
PATTO = json.loads(Path("tests/cases/patto_di_servizio.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(FILE, shipped()))
KIND = all_kinds()["convenzione_stage"]
PERSONA = PATTO["casi"][0]["dati"]["persona"]
PAI = "PI-2011-T2-00011"


def examined(
    changes: Mapping[str, object] | None = None,
    pai: Mapping[str, object] | None = None,
    documenti: tuple[Mapping[str, object], ...] = (),
) -> Examined:
    """Examine the first case with *changes*, *pai* added to its PAI, and *documenti* on file."""
    dati, shared = copy.deepcopy((FILE["casi"][0]["dati"], FILE["contesto_comune"]))
    for documento in shared["documenti"]:
        documento |= pai or {}
    contesto = Contesto.from_json(shared, {"documenti": [dict(each) for each in documenti]})
    return examine(KIND, {**dati, **(changes or {})}, contesto, shipped())


def problems(found: Examined) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in found.problems]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


# What a stage stands on


@pytest.mark.parametrize("strumento", ["stage", "da_definire"])
def test_a_pai_that_foresees_a_stage_or_leaves_it_open_is_good(strumento: str) -> None:
    assert problems(examined(pai={"strumento": strumento})) == []


def test_a_pai_that_foresees_another_instrument_is_refused() -> None:
    found = examined(pai={"strumento": "ricollocazione"})

    assert problems(found) == [("pai", "pai_senza_stage")]


def test_the_person_is_taken_from_the_pai_with_where_it_comes_from() -> None:
    found = examined(pai={"persona": PERSONA})

    assert found.problems == ()
    assert found.data["persona"]["cognome"] == "Dal Santo"
    assert found.data["provenienze"]["persona"] == {"numero": PAI, "data": "2011-03-21"}


@pytest.mark.parametrize(("birth", "parent_signs"), [("1993-05-23", False), ("1993-05-24", True)])
def test_a_parent_signs_for_who_is_not_eighteen(birth: str, parent_signs: bool) -> None:
    found = examined(pai={"persona": {**PERSONA, "data_nascita": birth}})

    assert found.data["minorenne"] is parent_signs


@pytest.mark.parametrize(
    ("esito", "expected"),
    [("accettata", []), ("in_attesa", [("segnalazione", "riferimento_stato")])],
)
def test_a_stage_follows_only_an_accepted_segnalazione(
    esito: str, expected: list[tuple[str, str]]
) -> None:
    segnalazione = {
        "numero": "SG-2011-T2-00001",
        "tipo": "segnalazione_azienda",
        "fascicolo": "F-2011-00011",
        "azienda_partita_iva": "03123450243",
        "esito": esito,
    }

    found = examined({"segnalazione": "SG-2011-T2-00001"}, documenti=(segnalazione,))

    assert problems(found) == expected


CONVENZIONE = {
    "numero": "CS-2011-T2-00001",
    "tipo": "convenzione_stage",
    "stato": "firmato",
    "data": "2011-05-01",
    "fascicolo": "F-2010-00009",
    "azienda": {"partita_iva": "03123450243"},
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"data": "2011-05-23"}, []),
        ({"data": "2011-05-24"}, [("data_convenzione", "data_precedente_dipendenza")]),
        ({"stato": "generato"}, [("convenzione_esistente", "riferimento_stato")]),
        ({"stato": "annullato"}, [("convenzione_esistente", "riferimento_stato")]),
        (
            {"azienda": {"partita_iva": "03987650243"}},
            [("convenzione_esistente", "riferimento_altra_azienda")],
        ),
        (
            {"convenzione_esistente": "CS-2010-T2-00007"},
            [("convenzione_esistente", "convenzione_collegata")],
        ),
    ],
)
def test_a_project_is_attached_to_a_signed_convention_of_the_same_company(
    change: Mapping[str, object], expected: list[tuple[str, str]]
) -> None:
    found = examined(
        {"convenzione_esistente": "CS-2011-T2-00001"}, documenti=({**CONVENZIONE, **change},)
    )

    assert problems(found) == expected


# Stages already registered count as those that were listed


@pytest.mark.parametrize(
    ("stato", "full"), [("generato", True), ("firmato", True), ("annullato", False)]
)
def test_a_registered_convention_takes_its_place_in_the_company(stato: str, full: bool) -> None:
    other = {**CONVENZIONE, "stato": stato, "data_inizio": "2011-11-30", "data_fine": "2012-02-28"}

    found = examined(documenti=(other,))

    assert problems(found) == ([("azienda.dipendenti_ti", "stage_numero")] if full else [])


def test_a_registered_convention_of_the_same_person_overlaps() -> None:
    own = {
        **CONVENZIONE,
        "fascicolo": "F-2011-00011",
        "azienda": {"partita_iva": "03987650243"},
        "data_inizio": "2011-03-01",
        "data_fine": "2011-06-01",
    }

    found = examined(documenti=(own,))

    assert problems(found) == [("data_inizio", "stage_sovrapposto")]
    assert "CS-2011-T2-00001" in found.problems[0].message


# What follows from the answers


def test_the_limits_of_the_law_and_the_share_of_the_provincia_are_worked_out() -> None:
    data = examined({"data_fine": "2011-10-15", "borsa_quota_azienda": "150.50"}).data

    assert data["limite_durata_mesi"] == 6
    assert data["ultima_data_ammessa"] == date(2011, 11, 30)
    assert data["limite_tirocinanti"] == 1
    assert data["durata"] == "4 mesi e 15 giorni"
    assert data["borsa_quota_provincia"] == Decimal("299.50")
    assert data["territorio"] == "T2"


def test_worked_out_dates_and_amounts_are_registered_and_read_back() -> None:
    found = examined()

    kept = json.loads(json.dumps(to_json(KIND, found.data)))

    assert kept["ultima_data_ammessa"] == "2011-11-30"
    assert kept["borsa_quota_provincia"] == "450.00"
    assert from_json(KIND, kept) == dict(found.data)


def test_the_reasons_say_how_long_and_how_many() -> None:
    reasons = {reason.subject: reason.deciding for reason in examined().reasons}

    assert reasons["durata"].source.startswith("D.M. 142/1998 art. 7")
    assert reasons["posti"].threshold == "al massimo 1 con 5 dipendenti a tempo indeterminato"


@pytest.mark.parametrize(
    ("start", "expected"), [("2012-03-26", []), ("2012-03-27", ["avviso_limiti_regionali"])]
)
def test_from_27_march_2012_the_office_is_told_to_check_the_regional_limits(
    start: str, expected: list[str]
) -> None:
    found = examined({"data_inizio": start, "data_fine": "2012-04-30", "rc_al": "2012-12-31"})

    assert problems(found) == []
    assert [warning.code for warning in found.warnings] == expected
