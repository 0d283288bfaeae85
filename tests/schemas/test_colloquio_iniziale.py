"""The colloquio iniziale: the cases of the office, and its rules on both sides of each limit."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.colloquio import propose
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

KIND = all_kinds()["colloquio_iniziale"]
CASES = json.loads(Path("tests/cases/colloquio_iniziale.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(CASES, shipped()))
DATA, AT_START = (case["dati"] for case in CASES["casi"][:2])
STAGE = {
    "numero": "CS-2011-T2-00011",
    "tipo": "convenzione_stage",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-05-23",
    "data_inizio": "2011-06-01",
    "data_fine": "2011-11-30",
    "assistente": "Rigon Paola",
    "tutor_aziendale": "Costa Andrea",
    "mansione": "Addetta al magazzino",
    "obiettivi_formativi": "Impara a ricevere e registrare le merci con un collega.",
    "sede_stage_indirizzo": "Via dell'Industria 5",
    "sede_stage_comune": "Arzignano",
}
PRESA = {
    "numero": "PC-2011-T2-00011",
    "tipo": "presa_in_carico",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "assistente_incaricato": "Zanella Marta",
}
PAI = {
    "numero": "PI-2011-T2-00011",
    "tipo": "pai",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "obiettivi": [
        {
            "descrizione": "Usare il gestionale",
            "indicatore": "Prova pratica",
            "scadenza": "2011-06-30",
        }
    ],
}


def on_file(
    *others: Mapping[str, object],
    stage: Mapping[str, object] | None = None,
    stato: str = "abbinato",
) -> Contesto:
    """Return an archive with the fascicolo, its stage changed as given, and *others*."""
    fascicolo = {"numero": "F-2011-00011", "stato": stato, "territorio": "T2"}
    documenti = ({**STAGE, **(stage or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": Record(fascicolo)},
        documenti=tuple(
            Record({name: typed(value) for name, value in each.items()}) for each in documenti
        ),
        closed=True,
    )


def fill(contesto: Contesto | None = None, **changes: object) -> Examined:
    return examine(KIND, {**DATA, **changes}, contesto or on_file(), shipped())


def problems(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in fill(contesto, **changes).problems]


def visits(*days: str) -> list[dict[str, str]]:
    return [{"data": day} for day in days]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


@pytest.mark.parametrize("stato", ["abbinato", "in_inserimento"])
def test_a_whole_colloquio_is_accepted_by_the_archive(stato: str) -> None:
    assert problems(on_file(stato=stato)) == []


# When and for whom


@pytest.mark.parametrize("stato", ["segnalato", "chiuso_inserito", "sospeso"])
def test_who_has_no_placement_agreed_has_no_colloquio(stato: str) -> None:
    assert problems(on_file(stato=stato)) == [("fascicolo", "fascicolo_stato")]


def test_the_convention_is_signed() -> None:
    contesto = on_file(stage={"stato": "generato"})

    assert problems(contesto) == [("inserimento", "riferimento_stato")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-05-22", ["data_precedente_dipendenza"]),
        ("2011-05-23", []),
        ("2011-06-16", []),
        ("2011-06-17", ["data_fuori_progetto"]),
    ],
)
def test_the_colloquio_is_held_from_the_convention_to_15_days_after_the_start(
    day: str, expected: list[str]
) -> None:
    assert problems(data_colloquio=day) == [("data_colloquio", code) for code in expected]


def test_the_page_says_within_which_days_the_colloquio_is_held() -> None:
    reason = fill().reasons[0]

    assert reason.holds
    assert reason.deciding.threshold == "dal 23/05/2011 al 16/06/2011"


def test_the_colloquio_never_passes_the_end_of_the_project() -> None:
    stage = {"data_inizio": "2012-04-25", "data_fine": "2012-04-30"}
    changes = {
        "obiettivi": [{**DATA["obiettivi"][0], "entro_il": "2012-04-30"}],
        "piano_visite": visits("2012-04-26"),
    }

    assert problems(on_file(stage=stage), data_colloquio="2012-04-30", **changes) == []
    assert problems(on_file(stage=stage), data_colloquio="2012-05-01", **changes) == [
        ("data_colloquio", "data_fuori_progetto")
    ]


def test_a_placement_has_one_colloquio() -> None:
    done = {
        "numero": "CO-2011-T2-00001",
        "tipo": "colloquio_iniziale",
        "inserimento": "CS-2011-T2-00011",
        "stato": "generato",
    }

    refused = fill(on_file(done)).problems

    assert [each.message for each in refused] == ["Dato già presente: CO-2011-T2-00001."]
    assert problems(on_file({**done, "stato": "annullato"})) == []
    assert problems(on_file({**done, "inserimento": "CS-2011-T2-00099"})) == []


# Who


def test_the_tutor_is_the_one_of_the_convention_however_the_name_is_typed() -> None:
    assert problems(tutor_aziendale="COSTA ANDREA") == []
    assert problems(tutor_aziendale="Lovato Piero") == [("tutor_aziendale", "scelta_non_valida")]


def test_assistente_and_tutor_are_two_people() -> None:
    contesto = on_file(stage={"assistente": None})

    assert problems(contesto, assistente="Costa Andrèa") == [("assistente", "ruolo_incompatibile")]
    assert problems(contesto, assistente="Costa Andreina") == []


def test_the_assistente_is_the_one_appointed_by_the_gcp_or_named_in_the_convention() -> None:
    contesto = on_file(PRESA)

    assert problems(contesto) == []
    assert problems(contesto, assistente="zanella marta") == []
    assert problems(contesto, assistente="Verdi Ada") == [("assistente", "ruolo_incompatibile")]
    assert problems(on_file({**PRESA, "stato": "annullato"}), assistente="Zanella Marta") == [
        ("assistente", "ruolo_incompatibile")
    ]
    assert problems(on_file(stage={"assistente": None}), assistente="Verdi Ada") == []


# What is agreed


@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        ("2011-05-29", False),
        ("2011-05-30", True),
        ("2011-11-30", True),
        ("2011-12-01", False),
    ],
)
def test_an_objective_is_due_between_the_colloquio_and_the_end_of_the_stage(
    day: str, accepted: bool
) -> None:
    obiettivi = [{**DATA["obiettivi"][0], "entro_il": day}]

    found = problems(obiettivi=obiettivi)

    assert found == ([] if accepted else [("obiettivi[0].entro_il", "data_fuori_progetto")])


@pytest.mark.parametrize(("rows", "code"), [(0, "righe_minime"), (7, "righe_massime")])
def test_objectives_are_from_one_to_six(rows: int, code: str) -> None:
    assert problems(obiettivi=DATA["obiettivi"][:1] * rows) == [("obiettivi", code)]
    assert problems(obiettivi=DATA["obiettivi"][:1] * 6) == []


@pytest.mark.parametrize("name", ["mansioni", "formazione_prevista"])
def test_tasks_and_training_are_told_in_twenty_characters_at_least(name: str) -> None:
    assert problems(**{name: "x" * 20}) == []
    assert problems(**{name: "x" * 19}) == [(name, "lunghezza_min")]


@pytest.mark.parametrize(
    ("day", "accepted"),
    [("2011-05-31", False), ("2011-06-01", True), ("2011-11-30", True), ("2011-12-01", False)],
)
def test_a_visit_is_made_during_the_stage(day: str, accepted: bool) -> None:
    found = problems(piano_visite=visits(day))

    assert found == ([] if accepted else [("piano_visite[0].data", "data_fuori_progetto")])


def test_visits_follow_one_another() -> None:
    same, back = (
        fill(piano_visite=visits("2011-07-04", day)).problems
        for day in ("2011-07-04", "2011-07-03")
    )

    assert problems(piano_visite=visits("2011-07-04", "2011-07-05")) == []
    for refused in (same, back):
        assert [(each.path, each.message) for each in refused] == [
            ("piano_visite[1].data", "Dato già presente: la visita prima è del 04/07/2011.")
        ]


def test_the_plan_has_twelve_visits_at_most() -> None:
    days = [f"2011-06-{day:02d}" for day in range(1, 14)]

    assert problems(piano_visite=visits(*days[:12])) == []
    assert problems(piano_visite=visits(*days)) == [("piano_visite", "righe_massime")]


@pytest.mark.parametrize(
    ("days", "pointed_out"),
    [
        (["2011-07-16"], []),
        (["2011-07-17"], ["piano_visite[0].data"]),
        (["2011-07-01", "2011-08-15"], []),
        (["2011-07-01", "2011-08-16"], ["piano_visite[1].data"]),
    ],
)
def test_visits_more_than_45_days_apart_are_pointed_out_and_not_refused(
    days: list[str], pointed_out: list[str]
) -> None:
    examined = fill(piano_visite=visits(*days))

    assert examined.problems == ()
    assert [each.path for each in examined.warnings] == pointed_out
    assert all("più di 45 giorni" in each.message for each in examined.warnings)


def test_safety_is_explained_by_the_first_day() -> None:
    refused = fill(formazione_sicurezza="2011-06-02").problems

    assert problems(formazione_sicurezza="2011-06-01") == []
    assert [each.message for each in refused] == [
        "La data non può essere successiva all'inizio dello stage, il 01/06/2011."
    ]


def test_a_wrong_objective_does_not_hide_what_is_wrong_in_the_visits() -> None:
    obiettivi = [{**DATA["obiettivi"][0], "entro_il": "2011-12-01"}]

    assert problems(obiettivi=obiettivi, piano_visite=visits("2011-12-02")) == [
        ("obiettivi[0].entro_il", "data_fuori_progetto"),
        ("piano_visite[0].data", "data_fuori_progetto"),
    ]


# What is typed once


def test_convention_and_pai_propose_people_place_tasks_and_objectives() -> None:
    proposed = propose(on_file(PAI), "F-2011-00011")

    assert proposed == {
        "luogo": "Via dell'Industria 5, Arzignano",
        "tutor_aziendale": "Costa Andrea",
        "mansioni": "Addetta al magazzino",
        "formazione_prevista": "Impara a ricevere e registrare le merci con un collega.",
        "assistente": "Rigon Paola",
        "obiettivi": [
            {
                "descrizione": "Usare il gestionale",
                "indicatore": "Prova pratica",
                "entro_il": "30/06/2011",
            }
        ],
    }


def test_an_objective_of_the_pai_due_after_the_stage_is_proposed_without_its_day() -> None:
    def proposed(due: str) -> object:
        plan = {**PAI, "obiettivi": [{"descrizione": "Usare il gestionale", "scadenza": due}]}
        return propose(on_file(plan), "F-2011-00011")["obiettivi"]

    assert proposed("2011-11-30") == [
        {"descrizione": "Usare il gestionale", "entro_il": "30/11/2011"}
    ]
    assert proposed("2011-12-01") == [{"descrizione": "Usare il gestionale"}]


def test_without_a_name_in_the_convention_the_assistente_of_the_gcp_is_proposed() -> None:
    contesto = on_file(PRESA, stage={"assistente": None})

    assert propose(contesto, "F-2011-00011")["assistente"] == "Zanella Marta"


def test_nothing_is_proposed_from_papers_withdrawn_or_of_others() -> None:
    assert propose(on_file(stage={"stato": "annullato"}), "F-2011-00011") == {}
    assert propose(on_file(PAI), "F-2011-00099") == {}


def test_company_and_tutor_read_who_the_person_is_and_nothing_of_their_case() -> None:
    persona = {
        "cognome": "Dal Santo",
        "nome": "Giulia",
        "codice_fiscale": "DLSGLI75D58I531V",
        "telefono": "0445 512345",
        "domicilio_indirizzo": "Via Roma 3",
    }

    data = fill(on_file(stage={"persona": persona})).data

    assert data["persona"] == {
        "cognome": "Dal Santo",
        "nome": "Giulia",
        "codice_fiscale": "DLSGLI75D58I531V",
    }


def test_that_the_person_came_is_a_part_of_its_own_and_may_be_said_at_once() -> None:
    assert KIND.seguiti["presenza"].fields == ("presenza_confermata",)
    assert fill().data.get("presenza_confermata") is None
    assert problems(presenza_confermata=AT_START["presenza_confermata"]) == []
