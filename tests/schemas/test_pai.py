"""The PAI: the cases that the office wrote, and its rules on both sides of each boundary."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.pai import PERCORSI, percorsi_di
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

PAI = all_kinds()["pai"]
CASES = json.loads(Path("tests/cases/pai.json").read_text(encoding="utf-8"))
PATTI = json.loads(Path("tests/cases/patto_di_servizio.json").read_text(encoding="utf-8"))
VALID = CASES["casi"][0]["dati"]
AZIONI = VALID["azioni"]
PATTO = {
    "numero": "PS-2011-T2-00011",
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-03-07",
    "cpi": "Schio-Thiene",
    "categoria_principale": "C4",
    "validita_fino_al": "2012-04-30",
    "persona": PATTI["casi"][0]["dati"]["persona"],
}
FASCICOLO = {"numero": "F-2011-00011", "stato": "patto_firmato", "territorio": "T2"}


def on_file(
    *others: Mapping[str, object],
    patto: Mapping[str, object] | None = None,
    fascicolo: Mapping[str, object] | None = None,
) -> Contesto:
    """Return an archive with the fascicolo and its Patto, changed as given, and *others*."""
    documenti = ({**PATTO, **(patto or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": Record({**FASCICOLO, **(fascicolo or {})})},
        documenti=tuple(
            Record({name: typed(value) for name, value in each.items()}) for each in documenti
        ),
        closed=True,
    )


def fill(contesto: Contesto | None = None, **changes: object) -> Examined:
    return examine(PAI, {**VALID, **changes}, contesto or on_file(), shipped())


def problems(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    found = fill(contesto, **changes).problems
    return [(problem.path, problem.code) for problem in found]


def azioni(position: int, **changes: object) -> list[dict[str, object]]:
    """Return the three valid actions with *changes* to one of them."""
    return [{**row, **changes} if n == position else row for n, row in enumerate(AZIONI)]


VERDICTS = list(check_cases(CASES, shipped()))


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


# The Patto it stands on


@pytest.mark.parametrize("stato", ["firmato", "protocollato", "archiviato"])
def test_a_pai_stands_on_a_patto_that_binds(stato: str) -> None:
    assert problems(on_file(patto={"stato": stato})) == []


@pytest.mark.parametrize("stato", ["generato", "annullato", "sostituito"])
def test_a_pai_is_refused_until_the_patto_is_signed_and_when_it_no_longer_binds(stato: str) -> None:
    assert problems(on_file(patto={"stato": stato})) == [("patto", "patto_mancante")]


def test_a_patto_that_is_not_signed_explains_the_state_of_the_fascicolo() -> None:
    contesto = on_file(patto={"stato": "generato"}, fascicolo={"stato": "preso_in_carico"})

    assert problems(contesto) == [("patto", "patto_mancante")]


@pytest.mark.parametrize("stato", ["preso_in_carico", "sospeso", "decaduto"])
def test_a_fascicolo_without_signed_patto_or_not_open_takes_no_pai(stato: str) -> None:
    assert problems(on_file(fascicolo={"stato": stato})) == [("fascicolo", "fascicolo_stato")]


def test_the_patto_is_of_the_same_person() -> None:
    contesto = on_file(patto={"fascicolo": "F-2011-00012"})

    assert problems(contesto) == [("patto", "riferimento_altro_fascicolo")]


def test_one_patto_bears_one_pai() -> None:
    earlier = {"numero": "PI-2011-T2-00001", "tipo": "pai", "patto": "PS-2011-T2-00011"}

    refused = fill(on_file({**earlier, "stato": "firmato"})).problems

    assert [(each.path, each.message) for each in refused] == [
        ("patto", "Dato già presente: PAI PI-2011-T2-00001.")
    ]
    assert problems(on_file({**earlier, "stato": "sostituito"})) == []
    assert problems(on_file({**earlier, "stato": "firmato", "patto": "PS-2011-T2-00099"})) == []


def test_a_pai_is_written_while_its_patto_is_valid() -> None:
    last_day, day_before = "2011-03-21", "2011-03-20"

    assert problems(on_file(patto={"validita_fino_al": last_day})) == []
    refused = fill(on_file(patto={"validita_fino_al": day_before})).problems
    assert [(each.path, each.message) for each in refused] == [
        ("data_redazione", "La data deve essere compresa tra il 07/03/2011 e il 20/03/2011.")
    ]


def test_the_interview_falls_between_the_patto_and_the_pai() -> None:
    assert problems(data_colloquio="2011-03-07") == []
    assert problems(data_colloquio="2011-03-21") == []
    assert problems(data_colloquio="2011-03-06") == [
        ("data_colloquio", "data_precedente_dipendenza")
    ]
    assert problems(data_colloquio="2011-03-22") == [("data_colloquio", "data_futura")]


def test_person_office_and_category_are_carried_over_from_the_patto() -> None:
    data = fill().data

    assert data["persona"]["cognome"] == "Dal Santo"
    assert data["patto_firmato"]["cpi"] == "Schio-Thiene"
    assert data["provenienze"]["persona"] == {"numero": "PS-2011-T2-00011", "data": "2011-03-07"}


def test_the_territory_is_that_of_the_fascicolo_else_that_in_the_number_of_the_patto() -> None:
    assert fill(on_file(fascicolo={"territorio": "T3"})).data["territorio"] == "T3"
    assert fill(on_file(fascicolo={"territorio": None})).data["territorio"] == "T2"


# The path


@pytest.mark.parametrize(
    ("categoria", "admitted"),
    [
        ("C1", {"inserimento"}),
        ("C2", {"reinserimento"}),
        ("C4", {"reinserimento"}),
        ("C7", {"reinserimento"}),
        ("C8", {"reinserimento", "ricollocazione"}),
        ("C9", {"reinserimento"}),
    ],
)
def test_first_entry_is_for_c1_alone_and_relocation_for_c8_alone(
    categoria: str, admitted: set[str]
) -> None:
    contesto = on_file(patto={"categoria_principale": categoria})

    refused = {path for path in PERCORSI if problems(contesto, percorso=path)}

    assert refused == PERCORSI.keys() - admitted
    assert problems(contesto, percorso=min(refused)) == [("percorso", "scelta_non_valida")]


def test_a_category_that_is_not_known_leaves_every_path_open() -> None:
    assert percorsi_di("") == ("inserimento", "reinserimento", "ricollocazione")


def test_the_reason_of_the_path_names_the_category_and_what_it_opens() -> None:
    contesto = on_file(patto={"categoria_principale": "C1"})

    reason = fill(contesto).reasons[0]

    assert (reason.subject, reason.holds) == ("percorso", False)
    assert reason.deciding.found == "reinserimento"
    assert reason.deciding.threshold.startswith("inserimento per C1, giovane inoccupato")


# Objectives and actions


def test_an_objective_falls_due_between_the_pai_and_its_final_check() -> None:
    def due(day: str) -> list[tuple[str, str]]:
        return problems(obiettivi=[{**VALID["obiettivi"][0], "scadenza": day}])

    refused = [("obiettivi[0].scadenza", "data_fuori_progetto")]
    assert [due("2011-03-21"), due("2011-12-31")] == [[], []]
    assert [due("2011-03-20"), due("2012-01-01")] == [refused, refused]


def test_a_plan_has_one_to_six_objectives_and_one_to_twenty_actions() -> None:
    goal, action = VALID["obiettivi"][0], AZIONI[0]

    def goals(count: int) -> list[tuple[str, str]]:
        return problems(obiettivi=[goal] * count)

    def actions(count: int) -> list[tuple[str, str]]:
        return problems(azioni=[action] * count)

    assert [goals(1), goals(6), actions(1), actions(20)] == [[], [], [], []]
    assert [goals(0), goals(7)] == [
        [("obiettivi", "righe_minime")],
        [("obiettivi", "righe_massime")],
    ]
    assert [actions(0), actions(21)] == [
        [("azioni", "righe_minime")],
        [("azioni", "righe_massime")],
    ]


def test_an_action_does_not_begin_before_the_pai() -> None:
    assert problems(azioni=azioni(0, data_inizio="2011-03-21")) == []
    refused = fill(azioni=azioni(0, data_inizio="2011-03-20")).problems
    assert [(each.path, each.message) for each in refused] == [
        (
            "azioni[0].data_inizio",
            "La data non può precedere quella del documento PAI del 21/03/2011.",
        )
    ]


def test_an_action_may_last_one_day_and_does_not_end_before_it_begins() -> None:
    assert problems(azioni=azioni(0, data_fine="2011-03-28")) == []
    assert problems(azioni=azioni(0, data_fine="2011-03-27")) == [
        ("azioni[0].data_fine", "data_ordine")
    ]


def test_no_action_passes_the_end_of_the_project() -> None:
    last = {"data_verifica_finale": "2012-04-30"}

    assert problems(azioni=azioni(1, data_fine="2012-04-30"), **last) == []
    assert problems(azioni=azioni(1, data_fine="2012-05-01"), **last) == [
        ("azioni[1].data_fine", "data_fuori_progetto")
    ]


def test_an_action_that_cannot_be_read_does_not_hide_what_is_wrong_in_another() -> None:
    rows = [{**AZIONI[0], "ore": "molte"}, {**AZIONI[1], "data_fine": "2011-05-31"}]

    assert problems(azioni=rows) == [
        ("azioni[0].ore", "numero_formato"),
        ("azioni[1].data_fine", "data_ordine"),
    ]


def test_the_hours_of_the_actions_are_added_up() -> None:
    assert fill().data["totale_ore"] == 630
    assert fill(azioni=azioni(0, ore=0)).data["totale_ore"] == 624


def test_an_action_repeated_is_pointed_out_and_not_refused() -> None:
    again = {**AZIONI[2], "responsabile": "RIGON PAOLA", "data_inizio": "2011-11-30"}
    later = {**again, "data_inizio": "2011-12-01", "data_fine": "2011-12-02"}

    repeated, apart = fill(azioni=[*AZIONI, again]), fill(azioni=[*AZIONI, later])

    assert repeated.problems == ()
    assert [(each.path, each.message) for each in repeated.warnings] == [
        ("azioni[3].tipo", "Dato già presente: come l'azione 3.")
    ]
    assert apart.warnings == ()


# Instruments, grant, group, checks


def test_external_training_is_asked_if_and_only_if_an_action_is_at_the_cfp() -> None:
    at_cfp = azioni(0, tipo="formazione_cfp")
    yes = {"formazione_esterna": True, "formazione_esterna_motivo": "Manca una base di disegno."}
    refused = [("formazione_esterna", "scelta_non_valida")]

    assert problems(azioni=at_cfp, **yes) == []
    assert problems(azioni=at_cfp) == refused
    assert problems(**yes) == refused


def test_external_training_wants_a_reason_of_ten_characters() -> None:
    at_cfp = {"azioni": azioni(0, tipo="formazione_cfp"), "formazione_esterna": True}
    motivo = "formazione_esterna_motivo"

    assert problems(**at_cfp) == [(motivo, "obbligatorio")]
    assert problems(**at_cfp, **{motivo: "123456789"}) == [(motivo, "lunghezza_min")]
    assert problems(**at_cfp, **{motivo: "1234567890"}) == []


@pytest.mark.parametrize(
    ("importo", "expected"),
    [
        ("0.00", [("borsa_importo_mensile", "importo_zero")]),
        ("0.01", []),
        ("600.00", []),
        ("600.01", [("borsa_importo_mensile", "importo_massimo")]),
    ],
)
def test_the_grant_is_more_than_nothing_and_within_its_ceiling(
    importo: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(borsa_importo_mensile=importo) == expected


def test_a_grant_goes_with_the_stage_and_tells_why() -> None:
    examined = fill(strumento="ricollocazione")

    assert [each.path for each in examined.problems] == ["borsa_prevista"]
    assert [each.holds for each in examined.reasons] == [True, False]
    assert examined.reasons[1].deciding.asked == "Strumento"


def test_an_amount_left_behind_by_a_grant_that_is_not_given_is_emptied() -> None:
    assert "borsa_importo_mensile" not in fill(borsa_prevista=False).data


@pytest.mark.parametrize(
    ("typed_numbers", "expected"),
    [
        ("F-2011-00012, F-2011-13", []),
        ("F-2011-00012; il fratello", ["fascicolo_formato"]),
        ("F-2011-00012, F-2011-00011", ["duplicato"]),
        ("F-2011-00012, F-2011-12", ["duplicato"]),
    ],
)
def test_a_group_names_other_fascicoli_each_once(typed_numbers: str, expected: list[str]) -> None:
    found = problems(accompagnamento_gruppo=True, gruppo_riferimento=typed_numbers)

    assert [code for _, code in found] == expected


def test_the_final_check_closes_every_action_and_the_project() -> None:
    def check(day: str) -> list[tuple[str, str]]:
        goals = [{**VALID["obiettivi"][0], "scadenza": "2011-03-21"}]
        return problems(data_verifica_finale=day, obiettivi=goals)

    assert [check("2011-11-30"), check("2012-04-30")] == [[], []]
    assert check("2011-11-29") == [("data_verifica_finale", "data_ordine")]
    assert check("2012-05-01") == [("data_verifica_finale", "data_fuori_progetto")]


def test_the_intermediate_check_falls_within_the_plan() -> None:
    def check(day: str) -> list[tuple[str, str]]:
        return problems(data_verifica_intermedia=day)

    refused = [("data_verifica_intermedia", "data_fuori_progetto")]
    assert [check("2011-03-21"), check("2011-12-31")] == [[], []]
    assert [check("2011-03-20"), check("2012-01-01")] == [refused, refused]


def test_nobody_signs_a_plan_they_do_not_share() -> None:
    assert problems(condivisione=False) == [("condivisione", "dichiarazione_mancante")]
