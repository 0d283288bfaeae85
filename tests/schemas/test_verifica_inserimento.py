"""The verifica finale: the cases of the office, its rules, and how it closes the fascicolo."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import shipped
from schemas.rules.verifica import propose
from web.acts.cases import Verdict, check_cases

KIND = all_kinds()["verifica_inserimento"]
CASES = json.loads(Path("tests/cases/verifica_inserimento.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(CASES, shipped()))
STABILE, A_TERMINE, NON_CONFERMATO = (case["dati"] for case in CASES["casi"][:3])
PROROGATO = {
    **{name: STABILE[name] for name in ("fascicolo", "inserimento", "questionario_finale")},
    "data_verifica": "2011-09-20",
    "obiettivi": STABILE["obiettivi"],
    "esito": "prorogato",
    "data_nuovo_rapporto": "2011-10-01",
    "data_fine_contratto": "2011-11-30",
}
INTERROTTO = {**NON_CONFERMATO, "esito": "interrotto"}
STAGE = {
    "numero": "CS-2011-T2-00011",
    "tipo": "convenzione_stage",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-05-23",
    "data_inizio": "2011-06-01",
    "data_fine": "2011-11-30",
    "ultima_data_ammessa": "2011-11-30",
    "limite_durata_mesi": 6,
}
COLLOQUIO = {
    "numero": "CO-2011-T2-00001",
    "tipo": "colloquio_iniziale",
    "fascicolo": "F-2011-00011",
    "inserimento": "CS-2011-T2-00011",
    "stato": "firmato",
    "obiettivi": [
        {"descrizione": "Usare il gestionale di magazzino"},
        {"descrizione": "Svolgere lo stage"},
    ],
}
QUESTIONARIO = {
    "numero": "QM-2011-T2-00005",
    "tipo": "questionario_monitoraggio",
    "questionario": "finale",
    "fascicolo": "F-2011-00011",
    "inserimento": "CS-2011-T2-00011",
    "stato": "archiviato",
    "data": "2011-11-29",
    "assistente": "Rigon Paola",
    "esito_percorso": "concluso",
    "obiettivi": [
        {
            "obiettivo": "Usare il gestionale di magazzino",
            "stato": "raggiunto",
            "commento": "Prova pratica del 31/07/2011",
        },
        {"obiettivo": "Svolgere lo stage", "stato": "in_corso"},
    ],
}
STOPPED = {"esito_percorso": "interrotto", "data_interruzione": "2011-09-10", "data": "2011-09-20"}


def on_file(
    *others: Mapping[str, object],
    stage: Mapping[str, object] | None = None,
    finale: Mapping[str, object] | None = None,
    stato: str = "in_verifica",
) -> Contesto:
    """Return an archive with stage and final questionnaire, changed as given, and *others*."""
    fascicolo = {"numero": "F-2011-00011", "stato": stato, "territorio": "T2"}
    documenti = ({**STAGE, **(stage or {})}, {**QUESTIONARIO, **(finale or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": Record(fascicolo)},
        documenti=tuple(
            Record({name: typed(value) for name, value in each.items()}) for each in documenti
        ),
        closed=True,
    )


EARLY = on_file(
    stage={"data_fine": "2011-09-30"}, finale={"data": "2011-09-20", "stato": "archiviato"}
)


def fill(
    data: Mapping[str, object], contesto: Contesto | None = None, **changes: object
) -> Examined:
    return examine(KIND, {**data, **changes}, contesto or on_file(COLLOQUIO), shipped())


def problems(
    data: Mapping[str, object], contesto: Contesto | None = None, **changes: object
) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in fill(data, contesto, **changes).problems]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


@pytest.mark.parametrize("data", [STABILE, A_TERMINE, NON_CONFERMATO, INTERROTTO])
def test_a_whole_verifica_is_accepted_by_the_archive(data: Mapping[str, object]) -> None:
    assert problems(data) == []


# On what it stands


@pytest.mark.parametrize("stato", ["in_inserimento", "chiuso_inserito", "sospeso"])
def test_who_is_not_being_verified_has_no_verifica(stato: str) -> None:
    assert problems(STABILE, on_file(stato=stato)) == [("fascicolo", "fascicolo_stato")]


@pytest.mark.parametrize("stato", ["generato", "firmato", "protocollato"])
def test_the_final_questionnaire_is_archived(stato: str) -> None:
    assert problems(STABILE, on_file(finale={"stato": stato})) == [
        ("questionario_finale", "riferimento_stato")
    ]


def test_a_questionnaire_in_itinere_is_not_the_final_one() -> None:
    refused = fill(STABILE, on_file(finale={"questionario": "in_itinere"})).problems

    assert [each.message for each in refused] == [
        "Il documento QM-2011-T2-00005 non è nello stato richiesto (finale e archiviato)."
    ]


def test_the_final_questionnaire_is_of_the_same_placement() -> None:
    refused = fill(STABILE, on_file(finale={"inserimento": "CS-2011-T2-00099"})).problems

    assert [each.message for each in refused] == [
        "Il documento QM-2011-T2-00005 riguarda un altro inserimento."
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-11-28", ["data_precedente_dipendenza"]),
        ("2011-11-29", []),
        ("2012-04-30", []),
        ("2012-05-01", ["data_fuori_progetto"]),
    ],
)
def test_the_verifica_goes_from_the_final_questionnaire_to_the_end_of_the_project(
    day: str, expected: list[str]
) -> None:
    assert problems(STABILE, data_verifica=day) == [("data_verifica", code) for code in expected]


def test_a_placement_has_one_verifica() -> None:
    done = {
        "numero": "VI-2011-T2-00001",
        "tipo": "verifica_inserimento",
        "inserimento": "CS-2011-T2-00011",
        "stato": "firmato",
    }

    assert problems(STABILE, on_file(done)) == [("inserimento", "duplicato")]
    assert problems(STABILE, on_file({**done, "stato": "annullato"})) == []


@pytest.mark.parametrize(
    ("rows", "expected"), [(1, ["righe_minime"]), (2, []), (3, ["righe_massime"])]
)
def test_the_objectives_are_as_many_as_those_of_the_colloquio(
    rows: int, expected: list[str]
) -> None:
    obiettivi = [STABILE["obiettivi"][0]] * rows

    refused = fill(STABILE, obiettivi=obiettivi).problems

    assert [(each.path, each.code) for each in refused] == [
        ("obiettivi", code) for code in expected
    ]
    assert all(each.values == {"n": "2"} for each in refused)


def test_the_objectives_of_a_colloquio_withdrawn_do_not_count() -> None:
    contesto = on_file({**COLLOQUIO, "stato": "sostituito"})

    assert problems(STABILE, contesto, obiettivi=STABILE["obiettivi"][:1]) == []


@pytest.mark.parametrize(("evidenza", "accepted"), [("94%.", False), ("94 %.", True)])
def test_the_evidence_has_five_characters_at_least(evidenza: str, accepted: bool) -> None:
    obiettivi = [{**row, "evidenza": evidenza} for row in STABILE["obiettivi"]]

    found = problems(STABILE, obiettivi=obiettivi)

    wrong = [(f"obiettivi[{n}].evidenza", "lunghezza_min") for n in (0, 1)]
    assert found == ([] if accepted else wrong)


# What follows


@pytest.mark.parametrize("tipo", ["tempo_determinato", "apprendistato", "collaborazione", "altro"])
def test_only_a_permanent_contract_makes_a_relation_stable(tipo: str) -> None:
    assert problems(STABILE, tipo_contratto=tipo) == [("tipo_contratto", "scelta_non_valida")]
    assert problems(A_TERMINE, tipo_contratto=tipo) == []


def test_a_relation_transformed_is_not_a_permanent_one() -> None:
    changes = {"tipo_contratto": "tempo_indeterminato"}

    assert problems(A_TERMINE, **changes) == [("tipo_contratto", "scelta_non_valida")]


@pytest.mark.parametrize(
    "name", ["tipo_contratto", "data_nuovo_rapporto", "modalita", "verifica_documentale"]
)
def test_a_hire_is_told_in_full(name: str) -> None:
    for data in (STABILE, A_TERMINE):
        assert (name, "obbligatorio") in problems(data, **{name: None})


@pytest.mark.parametrize("name", ["motivo", "proposta_successiva"])
@pytest.mark.parametrize("data", [NON_CONFERMATO, INTERROTTO])
def test_what_does_not_go_on_is_explained_with_what_comes_next(
    data: Mapping[str, object], name: str
) -> None:
    assert problems(data, **{name: None}) == [(name, "obbligatorio")]


def test_what_belongs_to_another_outcome_is_emptied() -> None:
    data = fill(NON_CONFERMATO, tipo_contratto="altro", data_nuovo_rapporto="2011-12-01").data

    assert data.keys().isdisjoint({"tipo_contratto", "data_nuovo_rapporto"})


@pytest.mark.parametrize(
    ("tipo", "asked"),
    [("tempo_determinato", True), ("apprendistato", False), ("collaborazione", False)],
)
def test_a_fixed_term_has_its_last_day(tipo: str, asked: bool) -> None:
    found = problems(A_TERMINE, tipo_contratto=tipo, data_fine_contratto=None)

    assert found == ([("data_fine_contratto", "obbligatorio")] if asked else [])


@pytest.mark.parametrize(("day", "accepted"), [("2011-11-29", False), ("2011-11-30", True)])
def test_the_new_relation_begins_when_the_stage_ends(day: str, accepted: bool) -> None:
    found = problems(STABILE, data_nuovo_rapporto=day)

    assert found == ([] if accepted else [("data_nuovo_rapporto", "data_ordine")])


@pytest.mark.parametrize(("day", "accepted"), [("2011-09-09", False), ("2011-09-10", True)])
def test_after_an_interruption_it_may_begin_from_that_day(day: str, accepted: bool) -> None:
    found = problems(STABILE, on_file(finale=STOPPED), data_nuovo_rapporto=day)

    assert found == ([] if accepted else [("data_nuovo_rapporto", "data_ordine")])


def test_a_contract_does_not_end_before_it_begins() -> None:
    assert problems(A_TERMINE, data_fine_contratto="2011-12-01") == []
    assert problems(A_TERMINE, data_fine_contratto="2011-11-30") == [
        ("data_fine_contratto", "data_ordine")
    ]


def test_an_extension_stays_within_the_limit_of_the_stage() -> None:
    over = fill(PROROGATO, EARLY, data_fine_contratto="2011-12-01").problems

    assert problems(PROROGATO, EARLY) == []
    assert [(each.path, each.message) for each in over] == [
        (
            "data_fine_contratto",
            "La durata supera il massimo di 6 mesi previsto: ultima data ammessa 30/11/2011.",
        )
    ]
    assert problems(PROROGATO, EARLY, data_fine_contratto=None) == [
        ("data_fine_contratto", "obbligatorio")
    ]


# How it closes


@pytest.mark.parametrize(
    ("data", "finale", "chiusura", "occupato"),
    [
        (STABILE, {}, "chiuso_inserito", True),
        (A_TERMINE, STOPPED, "chiuso_inserito", True),
        (NON_CONFERMATO, {}, "chiuso_inserito", False),
        (NON_CONFERMATO, STOPPED, "chiuso_non_inserito", False),
        (INTERROTTO, STOPPED, "chiuso_non_inserito", False),
        (INTERROTTO, {}, "chiuso_non_inserito", False),
    ],
)
def test_a_hire_or_a_stage_carried_to_its_end_closes_as_placed(
    data: Mapping[str, object], finale: Mapping[str, object], chiusura: str, occupato: bool
) -> None:
    examined = fill(data, on_file(finale=finale))

    assert examined.data["chiusura"] == chiusura
    assert examined.data["occupato_a_fine"] is occupato
    assert examined.reasons[0].holds is (chiusura == "chiuso_inserito")


def test_who_goes_on_with_the_stage_is_placed_and_not_yet_employed() -> None:
    data = fill(PROROGATO, EARLY).data

    assert (data["chiusura"], data["occupato_a_fine"]) == ("chiuso_inserito", False)


def test_the_reason_says_how_stage_and_verifica_ended() -> None:
    condition = fill(NON_CONFERMATO, on_file(finale=STOPPED)).reasons[0].deciding

    assert condition.found == "non confermato; stage interrotto"


# The approval


def test_the_approval_is_a_part_of_its_own_of_the_gcp_and_never_of_who_wrote_it() -> None:
    approvazione = KIND.seguiti["approvazione"]

    assert approvazione.ruoli == ("GCP",)
    assert approvazione.four_eyes
    assert problems({**STABILE, **approvazione.initial}) == []


@pytest.mark.parametrize("approved", [True, False])
def test_an_approval_given_or_refused_is_dated_from_the_day_of_the_verifica(
    approved: bool,
) -> None:
    def on(day: str | None) -> list[tuple[str, str]]:
        return problems(STABILE, approvazione_gcp=approved, data_approvazione=day)

    assert on("2011-12-05") == []
    assert on("2011-12-04") == [("data_approvazione", "data_ordine")]
    assert on(None) == [("data_approvazione", "obbligatorio")]


# What is typed once


def test_the_objectives_agreed_are_proposed_as_the_final_questionnaire_found_them() -> None:
    proposed = propose(on_file(COLLOQUIO), "F-2011-00011")

    assert proposed == {
        "obiettivi": [
            {
                "obiettivo": "Usare il gestionale di magazzino",
                "raggiunto": "si",
                "evidenza": "Prova pratica del 31/07/2011",
            },
            {"obiettivo": "Svolgere lo stage"},
        ]
    }
    assert propose(on_file(), "F-2011-00011") == {}


def test_it_recalls_who_followed_the_stage_and_how_the_questionnaire_found_it() -> None:
    data = fill(NON_CONFERMATO, on_file(finale=STOPPED)).data

    rilevazione = data["rilevazione"]
    assert isinstance(rilevazione, Mapping)
    assert rilevazione["assistente"] == "Rigon Paola"
    assert f"{rilevazione['data_interruzione']:%d/%m/%Y}" == "10/09/2011"
