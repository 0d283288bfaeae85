"""The monitoring questionnaire: the cases of the office, and its rules at each boundary."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.fields import Typed
from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.monitoraggio import GIUDIZI, propose
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

KIND = all_kinds()["questionario_monitoraggio"]
CASES = json.loads(Path("tests/cases/questionario_monitoraggio.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(CASES, shipped()))
IN_ITINERE, CON_CORRETTIVO, FINALE = (case["dati"] for case in CASES["casi"][:3])
INTERROTTO = {
    **FINALE,
    "esito_percorso": "interrotto",
    "data_interruzione": "2011-09-10",
    "motivo_interruzione": "Trasferimento in un'altra regione.",
    "data_rilevazione": "2011-09-20",
    "periodo_dal": "2011-09-01",
    "periodo_al": "2011-09-10",
}
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
}
FASCICOLO = {"numero": "F-2011-00011", "stato": "in_inserimento", "territorio": "T2"}


def earlier(progressivo: int, **changes: object) -> dict[str, object]:
    """Return a questionnaire in itinere on file for the same placement, with *changes*."""
    return {
        "numero": f"QM-2011-T2-{progressivo:05d}",
        "tipo": "questionario_monitoraggio",
        "questionario": "in_itinere",
        "inserimento": "CS-2011-T2-00011",
        "fascicolo": "F-2011-00011",
        "progressivo": progressivo,
        "data": f"2011-{5 + progressivo:02d}-20",
        "stato": "firmato",
        **changes,
    }


def on_file(
    *others: Mapping[str, object],
    stage: Mapping[str, object] | None = None,
    stato: str = "in_inserimento",
) -> Contesto:
    """Return an archive with the fascicolo, its stage changed as given, and *others*."""
    documenti = ({**STAGE, **(stage or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": Record({**FASCICOLO, "stato": stato})},
        documenti=tuple(
            Record({name: typed(value) for name, value in each.items()}) for each in documenti
        ),
        closed=True,
    )


FOUR_ON_FILE = on_file(*map(earlier, range(1, 5)))


def fill(
    data: Mapping[str, object], contesto: Contesto | None = None, **changes: object
) -> Examined:
    by_default = FOUR_ON_FILE if data["tipo"] == "finale" else on_file()
    return examine(KIND, {**data, **changes}, contesto or by_default, shipped())


def problems(
    data: Mapping[str, object], contesto: Contesto | None = None, **changes: object
) -> list[tuple[str, str]]:
    found = fill(data, contesto, **changes).problems
    return [(problem.path, problem.code) for problem in found]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


@pytest.mark.parametrize("data", [IN_ITINERE, CON_CORRETTIVO, FINALE, INTERROTTO])
def test_a_whole_questionnaire_is_accepted_by_the_archive(data: Mapping[str, object]) -> None:
    assert problems(data) == []


# When and for whom


@pytest.mark.parametrize("stato", ["validato", "abbinato", "chiuso_inserito", "sospeso"])
def test_who_is_not_in_a_placement_has_no_questionnaire(stato: str) -> None:
    assert problems(IN_ITINERE, on_file(stato=stato)) == [("fascicolo", "fascicolo_stato")]


def test_during_the_verification_only_the_final_one_is_left() -> None:
    assert problems(IN_ITINERE, on_file(stato="in_verifica")) == [("fascicolo", "fascicolo_stato")]
    assert problems(FINALE, on_file(stato="in_verifica"), progressivo=1) == []


def test_the_placement_is_signed() -> None:
    contesto = on_file(stage={"stato": "generato"})

    assert problems(IN_ITINERE, contesto) == [("inserimento", "riferimento_stato")]


@pytest.mark.parametrize("day", ["2011-06-01", "2011-11-29"])
def test_in_itinere_is_made_during_the_placement(day: str) -> None:
    changes = {"data_rilevazione": day, "periodo_al": "2011-06-01", "prossima_visita": "2011-11-30"}

    assert problems(IN_ITINERE, **changes) == []


@pytest.mark.parametrize("day", ["2011-05-31", "2011-12-01"])
def test_in_itinere_is_refused_out_of_the_placement_with_its_dates(day: str) -> None:
    refused = fill(IN_ITINERE, data_rilevazione=day).problems

    assert [(each.path, each.message) for each in refused] == [
        ("data_rilevazione", "La data deve essere compresa tra il 01/06/2011 e il 30/11/2011.")
    ]


@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        ("2011-11-14", False),
        ("2011-11-15", True),
        ("2011-12-30", True),
        ("2011-12-31", False),
    ],
)
def test_the_final_one_goes_from_15_days_before_the_end_to_30_after(
    day: str, accepted: bool
) -> None:
    found = problems(FINALE, data_rilevazione=day, periodo_al="2011-11-01")

    assert found == ([] if accepted else [("data_rilevazione", "data_fuori_progetto")])


@pytest.mark.parametrize(
    ("day", "accepted"),
    [("2011-09-10", True), ("2011-10-10", True), ("2011-10-11", False)],
)
def test_after_an_interruption_the_final_one_is_made_within_30_days(
    day: str, accepted: bool
) -> None:
    found = problems(INTERROTTO, on_file(earlier(1)), progressivo=2, data_rilevazione=day)

    assert found == ([] if accepted else [("data_rilevazione", "data_fuori_progetto")])


def test_an_interruption_is_within_the_placement_and_not_in_the_future() -> None:
    def interrupted(day: str) -> list[tuple[str, str]]:
        return problems(INTERROTTO, data_interruzione=day)

    path = "data_interruzione"
    assert interrupted("2011-09-20") == []
    assert interrupted("2011-09-21") == [(path, "data_futura")]
    assert interrupted("2011-05-31") == [(path, "data_fuori_progetto")]


def test_the_final_one_never_passes_the_end_of_the_project() -> None:
    contesto = on_file(stage={"data_fine": "2012-04-20"})
    last = {"data_rilevazione": "2012-04-30", "progressivo": 1}

    assert problems(FINALE, contesto, **last) == []
    assert problems(FINALE, contesto, **{**last, "data_rilevazione": "2012-05-01"}) == [
        ("data_rilevazione", "data_fuori_progetto")
    ]


def test_the_period_observed_begins_in_the_placement_and_ends_by_the_visit() -> None:
    assert problems(IN_ITINERE, periodo_dal="2011-05-31") == [
        ("periodo_dal", "data_fuori_progetto")
    ]
    assert problems(IN_ITINERE, periodo_al="2011-07-04") == []
    assert problems(IN_ITINERE, periodo_al="2011-07-05") == [("periodo_al", "data_futura")]
    assert problems(IN_ITINERE, periodo_dal="2011-07-02") == [("periodo_al", "data_ordine")]


# One after the other


def test_a_placement_has_one_final_questionnaire() -> None:
    done = earlier(4, questionario="finale", data="2011-11-28")

    assert problems(FINALE, on_file(done)) == [("tipo", "questionario_duplicato")]
    assert problems(FINALE, on_file({**done, "stato": "annullato"}), progressivo=1) == []
    assert (
        problems(FINALE, on_file({**done, "inserimento": "CS-2011-T2-00099"}), progressivo=1) == []
    )


def test_none_in_itinere_is_dated_after_the_final_one() -> None:
    def after_final(day: str) -> list[tuple[str, str]]:
        done = earlier(1, questionario="finale", data=day)
        return problems(IN_ITINERE, on_file(done), progressivo=2)

    assert after_final("2011-07-04") == []
    assert after_final("2011-07-03") == [("data_rilevazione", "data_ordine")]


def test_the_final_one_is_not_dated_before_one_in_itinere() -> None:
    def before_last(day: str) -> list[tuple[str, str]]:
        return problems(FINALE, on_file(earlier(1, data=day)), progressivo=2)

    assert before_last("2011-11-29") == []
    assert before_last("2011-11-30") == [("data_rilevazione", "data_ordine")]


def test_questionnaires_are_numbered_one_after_the_other() -> None:
    contesto = on_file(earlier(1, data="2011-06-20"), earlier(2, data="2011-06-30"))

    assert problems(IN_ITINERE, contesto, progressivo=3) == []
    taken, gap = (fill(IN_ITINERE, contesto, progressivo=n).problems for n in (2, 4))
    assert [each.message for each in taken] == [
        "Dato già presente: questionario n. 2, QM-2011-T2-00002."
    ]
    assert [each.message for each in gap] == ["Il valore deve essere compreso tra 1 e 3."]


def test_a_questionnaire_is_of_the_assistente_appointed() -> None:
    assert problems(IN_ITINERE, assistente="RIGON PAOLA") == []
    assert problems(IN_ITINERE, assistente="Zanella Marta") == [
        ("assistente", "ruolo_incompatibile")
    ]


def test_the_final_one_is_not_made_by_telephone() -> None:
    assert problems(IN_ITINERE, modalita="telefono") == []
    assert problems(FINALE, modalita="telefono") == [("modalita", "scelta_non_valida")]


# Presence


def test_hours_attended_are_within_those_planned() -> None:
    assert problems(IN_ITINERE, ore_svolte=132) == []
    refused = fill(IN_ITINERE, ore_svolte=133).problems
    assert [(each.path, each.message) for each in refused] == [
        ("ore_svolte", "Il valore deve essere compreso tra 0 e 132.")
    ]


def test_more_than_five_days_of_absence_are_explained() -> None:
    assert problems(IN_ITINERE, giorni_assenza=5) == []
    assert problems(IN_ITINERE, giorni_assenza=6) == [("assenze_motivo", "obbligatorio")]
    assert problems(IN_ITINERE, giorni_assenza=6, assenze_motivo="Salute") == []


@pytest.mark.parametrize(
    ("svolte", "previste", "percent"),
    [(126, 132, "95.45"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (0, 10, "0.00")],
)
def test_attendance_is_a_percentage_to_the_hundredth_half_up(
    svolte: int, previste: int, percent: str
) -> None:
    data = fill(IN_ITINERE, ore_svolte=svolte, ore_previste=previste).data

    assert data["percentuale_presenza"] == Decimal(percent)


def test_without_hours_planned_there_is_no_percentage() -> None:
    assert fill(IN_ITINERE, ore_svolte=0, ore_previste=0).data["percentuale_presenza"] is None


# Judgements


def test_the_mean_is_of_the_six_judgements_without_satisfaction() -> None:
    low = {"val_autonomia": 3, "val_tutor": 3, "soddisfazione_azienda": 3}

    assert fill(IN_ITINERE, **low).data["media_valutazioni"] == Decimal("3.67")


@pytest.mark.parametrize("name", GIUDIZI)
def test_each_judgement_up_to_2_asks_what_went_wrong_and_a_corrective(name: str) -> None:
    assert problems(IN_ITINERE, **{name: 3}) == []
    assert problems(IN_ITINERE, **{name: 2}) == [
        ("problematiche", "obbligatorio"),
        ("correttivi", "correttivo_mancante"),
    ]
    assert problems(CON_CORRETTIVO, **{name: 1}) == []


@pytest.mark.parametrize("value", [0, 6])
def test_a_judgement_is_from_1_to_5(value: int) -> None:
    assert problems(IN_ITINERE, val_tutor=value) == [("val_tutor", "fuori_intervallo")]


def test_the_reason_names_the_low_judgements_and_what_is_missing() -> None:
    reason = fill(CON_CORRETTIVO, correttivi=[]).reasons[1]

    assert not reason.holds
    assert reason.deciding.found == "Autonomia 2; correttivi proposti: 0"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-07-04", ["data_ordine"]),
        ("2011-07-05", []),
        ("2012-04-30", []),
        ("2012-05-01", ["data_fuori_progetto"]),
    ],
)
def test_a_corrective_is_due_after_the_visit_and_within_the_project(
    day: str, expected: list[str]
) -> None:
    correttivi = [{**CON_CORRETTIVO["correttivi"][0], "entro_il": day}]

    found = problems(CON_CORRETTIVO, correttivi=correttivi)

    assert found == [("correttivi[0].entro_il", code) for code in expected]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-07-04", ["data_ordine"]),
        ("2011-07-05", []),
        ("2011-11-30", []),
        ("2011-12-01", ["data_fuori_progetto"]),
    ],
)
def test_the_next_visit_is_after_this_one_and_within_the_placement(
    day: str, expected: list[str]
) -> None:
    found = problems(IN_ITINERE, prossima_visita=day)

    assert found == [("prossima_visita", code) for code in expected]


def test_visits_more_than_45_days_apart_are_pointed_out_and_not_refused() -> None:
    on_time, late = (fill(IN_ITINERE, prossima_visita=day) for day in ("2011-08-18", "2011-08-19"))

    assert [each.code for each in on_time.warnings] == []
    assert late.problems == ()
    assert [each.message for each in late.warnings] == [
        "Tra questa rilevazione e la prossima visita passano più di 45 giorni."
    ]


# The end


@pytest.mark.parametrize(
    ("stato", "accepted"),
    [("non_avviato", False), ("in_corso", False), ("raggiunto", True), ("non_raggiunto", True)],
)
def test_a_path_concluded_leaves_no_objective_open(stato: str, accepted: bool) -> None:
    obiettivi = [{"obiettivo": "Svolgere lo stage", "stato": stato}]

    found = problems(FINALE, obiettivi=obiettivi)

    assert found == ([] if accepted else [("obiettivi[0].stato", "scelta_non_valida")])
    assert problems(INTERROTTO, obiettivi=obiettivi) == []
    assert problems(IN_ITINERE, obiettivi=obiettivi) == []


@pytest.mark.parametrize(
    "name", ["esito_percorso", "prospettiva", "competenze_acquisite", "giudizio_complessivo"]
)
def test_the_final_one_asks_how_it_ended(name: str) -> None:
    assert problems(FINALE, **{name: None}) == [(name, "obbligatorio")]


@pytest.mark.parametrize("name", ["data_interruzione", "motivo_interruzione"])
def test_an_interruption_is_dated_and_explained(name: str) -> None:
    changes = {name: None, "data_rilevazione": "2011-11-20"}

    assert problems(INTERROTTO, **changes)[-1] == (name, "obbligatorio")


@pytest.mark.parametrize(
    "name", ["esito_percorso", "prospettiva", "competenze_acquisite", "giudizio_complessivo"]
)
def test_final_answers_sent_with_one_in_itinere_are_refused(name: str) -> None:
    assert problems(IN_ITINERE, **{name: FINALE[name]}) == [("esito_percorso", "scelta_non_valida")]


def test_final_answers_left_on_a_page_by_a_change_of_mind_are_emptied() -> None:
    left = {"esito_percorso": Typed("concluso"), "giudizio_complessivo": Typed("4")}

    examined = fill(IN_ITINERE, **left)

    assert examined.problems == ()
    assert left.keys().isdisjoint(examined.data)


def test_the_final_one_recalls_the_first_to_compare_them() -> None:
    first = earlier(1, **dict.fromkeys(GIUDIZI, 2), media_valutazioni="2.00")

    data = fill(FINALE, on_file(earlier(2), first), progressivo=3).data

    assert data["prima"]["numero"] == "QM-2011-T2-00001"
    assert data["prima"]["val_autonomia"] == 2
    assert data["prima"]["media_valutazioni"] == Decimal("2.00")
    assert fill(IN_ITINERE, on_file(first), progressivo=2).data["prima"] is None


def test_on_file_a_questionnaire_says_whether_it_is_final() -> None:
    assert fill(IN_ITINERE).data["questionario"] == "in_itinere"
    assert fill(FINALE).data["questionario"] == "finale"


def test_the_next_questionnaire_proposes_its_number_and_the_objectives_as_they_stood() -> None:
    plan = {"tipo": "pai", "fascicolo": "F-2011-00001", "stato": "firmato"}
    first = {
        "tipo": "questionario_monitoraggio",
        "fascicolo": "F-2011-00001",
        "stato": "generato",
        "progressivo": 1,
        "obiettivi": [{"obiettivo": "Usare il gestionale", "stato": "in_corso"}],
    }
    pai = Record(plan | {"obiettivi": [{"descrizione": "Usare il gestionale"}]})

    begun = propose(Contesto(documenti=(pai,)), "F-2011-00001")
    then = propose(Contesto(documenti=(pai, Record(first))), "F-2011-00001")

    assert begun == {"progressivo": "1", "obiettivi": [{"obiettivo": "Usare il gestionale"}]}
    assert then == {
        "progressivo": "2",
        "obiettivi": [{"obiettivo": "Usare il gestionale", "stato": "in_corso"}],
    }
