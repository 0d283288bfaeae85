"""The scheda di primo accesso: the cases that the office wrote, and both sides of each limit."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import Parameter, shipped
from schemas.rules.parameters import replace as replaced
from schemas.rules.primo_accesso import ACCORDI
from schemas.rules.territorio import COMUNI, CPI
from web.acts.cases import Verdict, check_cases

SCHEDA = all_kinds()["scheda_primo_accesso"]
CASES = json.loads(Path("tests/cases/scheda_primo_accesso.json").read_text(encoding="utf-8"))
INFORMATO, INVIATO = (CASES["casi"][n]["dati"] for n in (0, 1))
ACCORDO = {
    "numero": "AP-2011-T4-00001",
    "tipo": "accordo_partner",
    "comune": "Vicenza",
    "dal": "2011-02-22",
    "al": "2012-04-30",
}


def on_file(*documenti: Mapping[str, object], **fascicolo: str) -> Contesto:
    """Return an archive with these documents and, if any attribute is given, one fascicolo."""
    fascicoli = {"F-2011-00042": Record(fascicolo)} if fascicolo else {}
    return Contesto(fascicoli=fascicoli, documenti=tuple(map(filed, documenti)), closed=True)


def filed(each: Mapping[str, object]) -> Record:
    return Record({name: typed(value) for name, value in each.items()})


def fill(
    contesto: Contesto | None = None,
    data: Mapping[str, object] = INVIATO,
    table: tuple[Parameter, ...] = shipped(),
    **changes: object,
) -> Examined:
    return examine(SCHEDA, {**data, **changes}, contesto or on_file(), table)


def problems(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in fill(contesto, **changes).problems]


def warned(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    examined = fill(contesto, **changes)
    assert examined.problems == ()
    return [(warning.path, warning.message) for warning in examined.warnings]


def with_accordi(*comuni: str, dal: date | None = None) -> tuple[Parameter, ...]:
    """Return the parameters of an office that lists the Comuni with an agreement."""
    own = Parameter(ACCORDI, list(comuni), dal, None, "ufficio", "elenco dell'ufficio")
    return replaced(shipped(), (own,))


VERDICTS = list(check_cases(CASES, shipped()))


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


@pytest.mark.parametrize(("today", "refused"), [("2011-03-01", False), ("2011-02-28", True)])
def test_nobody_has_come_tomorrow(today: str, refused: bool) -> None:
    contesto = replace(on_file(), today=date.fromisoformat(today))

    assert problems(contesto) == ([("data_accesso", "data_futura_oggi")] if refused else [])


# The person


def test_few_data_are_enough_to_open_a_scheda() -> None:
    assert problems(data=INFORMATO) == []


@pytest.mark.parametrize("esito", ["solo_informazione", "inviato_servizi_sociali", "inviato_ulss"])
def test_the_codice_fiscale_is_asked_only_of_who_is_sent_to_a_cpi(esito: str) -> None:
    assert problems(esito=esito, codice_fiscale="") == []
    assert problems(codice_fiscale="") == [("codice_fiscale", "obbligatorio")]


def test_a_codice_fiscale_is_checked_when_it_is_given() -> None:
    assert problems(codice_fiscale="DGSNCL84L09L840X") == [("codice_fiscale", "cf_controllo")]


def test_a_codice_fiscale_of_other_data_is_pointed_out_and_not_refused() -> None:
    assert warned(nome="Paolo", data_nascita="1984-07-10") == [
        (
            "codice_fiscale",
            "Il codice fiscale non corrisponde a: nome, data di nascita. Verificare sulla tessera "
            "sanitaria.",
        )
    ]


def test_a_person_is_sixteen_on_the_day_of_the_access() -> None:
    born = {"codice_fiscale": "", "esito": "solo_informazione"}

    assert problems(data_nascita="1995-03-01", **born) == []
    assert problems(data_nascita="1995-03-02", **born) == [("data_nascita", "eta_minima")]


def test_who_lives_in_another_comune_is_pointed_out() -> None:
    assert warned(comune_domicilio="Thiene", cpi_destinazione="Schio-Thiene") == [
        ("comune_domicilio", "La persona non abita nel Comune dello sportello, Vicenza.")
    ]


# Already followed (R-PA-2)


@pytest.mark.parametrize("stato", ["aperto", "validato", "sospeso"])
def test_who_has_an_open_fascicolo_is_pointed_out(stato: str) -> None:
    contesto = on_file(codice_fiscale="DGSNCL84L09L840H", stato=stato)

    assert warned(contesto) == [
        ("codice_fiscale", "La persona è già in carico: fascicolo F-2011-00042.")
    ]


@pytest.mark.parametrize(
    "fascicolo",
    [
        {"codice_fiscale": "DGSNCL84L09L840H", "stato": "chiuso_inserito"},
        {"codice_fiscale": "DLSGLI75D58I531V", "stato": "aperto"},
    ],
    ids=["closed", "of another person"],
)
def test_a_closed_fascicolo_and_that_of_another_person_say_nothing(fascicolo: dict) -> None:
    assert warned(on_file(**fascicolo)) == []


# The agreement of the Comune (R-PA-3)


@pytest.mark.parametrize(
    ("day", "refused"),
    [("2011-02-21", True), ("2011-02-22", False), ("2012-04-30", False)],
)
def test_the_agreement_on_file_holds_from_its_first_day_to_its_last(day: str, refused: bool):
    found = problems(on_file(ACCORDO), data_accesso=day, appuntamento="")

    assert found == ([("comune", "riferimento_stato")] if refused else [])


def test_after_its_end_an_agreement_no_longer_holds() -> None:
    ended = {**ACCORDO, "al": "2011-12-31"}

    assert problems(on_file(ended), data_accesso="2011-12-31", appuntamento="") == []
    refused = fill(on_file(ended), data_accesso="2012-01-01", appuntamento="").problems
    assert [problem.message for problem in refused] == [
        "Il documento AP-2011-T4-00001 non è nello stato richiesto (attivo il giorno dell'accesso)."
    ]


def test_a_comune_without_agreement_is_refused_where_others_have_one() -> None:
    refused = fill(on_file({**ACCORDO, "comune": "Schio"})).problems

    assert [(problem.path, problem.message) for problem in refused] == [
        (
            "comune",
            "Il documento di accordo con il Comune di Vicenza non è nello stato richiesto "
            "(attivo il giorno dell'accesso).",
        )
    ]


def test_the_list_of_the_office_decides_where_no_agreement_is_on_file() -> None:
    assert fill(table=with_accordi()).problems == ()
    assert fill(table=with_accordi("Schio", "VICENZA")).problems == ()
    refused = fill(table=with_accordi("Schio")).problems
    assert [(problem.path, problem.code) for problem in refused] == [
        ("comune", "riferimento_stato")
    ]


def test_before_the_list_of_the_office_begins_nobody_has_an_agreement() -> None:
    table = with_accordi("Vicenza", dal=date(2011, 3, 1))

    assert fill(table=table).problems == ()
    day_before = fill(table=table, data_accesso="2011-02-28").problems
    assert [(problem.path, problem.code) for problem in day_before] == [
        ("comune", "riferimento_stato")
    ]


# Where the person is sent


def test_the_cpi_is_asked_of_who_is_sent_to_one_and_of_nobody_else() -> None:
    assert problems(cpi_destinazione="") == [("cpi_destinazione", "obbligatorio")]
    assert "cpi_destinazione" not in fill(esito="inviato_ulss").data


def test_the_cpi_of_the_domicile_is_proposed_and_another_pointed_out() -> None:
    examined = fill(comune="Schio", comune_domicilio="Schio", cpi_destinazione="Valdagno")

    assert [(each.path, each.message) for each in examined.warnings] == [
        (
            "cpi_destinazione",
            "Per il Comune di domicilio è proposto un altro Centro per l'Impiego: Schio-Thiene.",
        )
    ]
    (reason,) = examined.reasons
    assert (reason.holds, reason.deciding.found, reason.deciding.threshold) == (
        False,
        "Valdagno",
        "Schio-Thiene",
    )
    assert fill(comune_domicilio="Schio", cpi_destinazione="Schio-Thiene").reasons[0].holds


def test_every_comune_is_proposed_one_of_the_six_cpi() -> None:
    assert {comune.cpi for comune in COMUNI} == set(CPI)


def test_a_scheda_is_of_the_territory_that_takes_care_of_the_person() -> None:
    assert fill(cpi_destinazione="Valdagno").data["territorio"] == "T3"
    assert fill(esito="inviato_ulss", comune="Schio").data["territorio"] == "T2"


def test_the_slip_says_the_address_of_the_cpi_where_the_office_gives_it() -> None:
    own = Parameter("cpi.sede.Vicenza", "Via di prova, 1", None, None, "ufficio", "ufficio")

    assert fill().data["sede"] is None
    assert fill(table=replaced(shipped(), (own,))).data["sede"] == "Via di prova, 1"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2011-03-01", [("appuntamento", "data_ordine")]),
        ("2011-03-02", []),
        ("2012-04-30", []),
        ("2012-05-01", [("appuntamento", "data_fuori_progetto")]),
    ],
)
def test_the_appointment_follows_the_access_and_is_within_the_project(
    day: str, found: list[tuple[str, str]]
) -> None:
    assert problems(appuntamento=day) == found


def test_a_situation_begins_by_the_day_of_the_access() -> None:
    assert problems(situazione_dal="2011-03-01") == []
    assert problems(situazione_dal="2011-03-02") == [("situazione_dal", "data_futura")]


def test_the_scheda_needs_no_fascicolo() -> None:
    assert "fascicolo" not in SCHEDA.schema.campi()
