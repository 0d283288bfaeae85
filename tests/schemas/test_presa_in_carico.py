"""The presa in carico: the cases that the office wrote, and its rules on both sides of a limit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

PRESA = all_kinds()["presa_in_carico"]
CASES = json.loads(Path("tests/cases/presa_in_carico.json").read_text(encoding="utf-8"))
SEDUTA, TRASFERITA, VALIDATA = (CASES["casi"][n]["dati"] for n in range(3))
COMPONENTI = SEDUTA["componenti"]
FASCICOLO = {
    "numero": "F-2011-00011",
    "stato": "aperto",
    "territorio": "T2",
    "cpi": "Schio-Thiene",
    "data_apertura": "2011-02-10",
    "persona": {"cognome": "Dal Santo", "nome": "Giulia", "codice_fiscale": "DLSGLI75D58I531V"},
}
MOTIVO = {
    "subject": "C4",
    "label": "Adulto disoccupato per 12 dei 16 mesi precedenti",
    "conditions": [
        {"asked": "Età", "found": "35 anni", "threshold": "25", "holds": True, "source": "x"},
        {"asked": "Mesi", "found": "13 su 16", "threshold": "12", "holds": True, "source": "x"},
    ],
}
PATTO = {
    "numero": "PS-2011-T2-00011",
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-03-07",
    "categoria_principale": "C4",
    "motivi": [MOTIVO],
}
AZIONI = [
    {"tipo": "stage", "data_inizio": "2011-05-02", "data_fine": "2011-10-31", "ore": 600},
    {"tipo": "formazione_cfp", "data_inizio": "2011-04-04", "data_fine": "2011-04-29", "ore": 40},
]
PAI = {
    "numero": "PI-2011-T2-00011",
    "tipo": "pai",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-03-21",
    "strumento": "stage",
    "percorso": "reinserimento",
    "borsa_prevista": True,
    "borsa_importo_mensile": "400.00",
    "azioni": AZIONI,
}


def on_file(
    *others: Mapping[str, object],
    fascicolo: Mapping[str, object] | None = None,
    patto: Mapping[str, object] | None = None,
    pai: Mapping[str, object] | None = None,
    residui: Mapping[str, str] | None = None,
) -> Contesto:
    """Return an archive with fascicolo, Patto and PAI changed as given, *others*, the budget."""
    documenti = ({**PATTO, **(patto or {})}, {**PAI, **(pai or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": filed({**FASCICOLO, **(fascicolo or {})})},
        documenti=tuple(map(filed, documenti)),
        altro={"parametri": residui or {}},
        closed=True,
    )


def filed(each: Mapping[str, object]) -> Record:
    return Record({name: typed(value) for name, value in each.items()})


def fill(contesto: Contesto | None = None, data: object = SEDUTA, **changes: object) -> Examined:
    return examine(PRESA, {**data, **changes}, contesto or on_file(), shipped())


def problems(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in fill(contesto, **changes).problems]


def transferred(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return problems(contesto, data=TRASFERITA, **changes)


def validated(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return problems(contesto, data=VALIDATA, **changes)


def sitting(*present: bool) -> list[dict[str, object]]:
    """Return the four members, there or not, in the order of the form."""
    return [{**row, "presente": here} for row, here in zip(COMPONENTI, present, strict=True)]


def messages(examined: Examined) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in examined.problems]


VERDICTS = list(check_cases(CASES, shipped()))


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


# The sitting


@pytest.mark.parametrize(
    ("present", "decides"),
    [
        ((True, True, True, True), True),
        ((True, True, True, False), True),
        ((True, False, True, True), True),
        ((True, True, False, False), False),
        ((False, True, True, True), False),
    ],
)
def test_three_members_decide_when_one_is_of_the_cpi(present: Sequence[bool], decides: bool):
    examined = fill(componenti=sitting(*present))

    found = messages(examined)
    assert found == ([] if decides else [("componenti", "Inserire almeno 3 righe.")])
    assert examined.reasons[0].holds is decides


def test_a_group_has_four_members_one_for_each_part() -> None:
    double = [*COMPONENTI[:3], {**COMPONENTI[3], "ruolo": "comuni"}]

    assert problems(componenti=COMPONENTI[:3]) == [("componenti", "righe_minime")]
    assert messages(fill(componenti=double)) == [
        ("componenti[3].ruolo", "Dato già presente: Comuni.")
    ]


def test_one_person_sits_for_one_part() -> None:
    double = [*COMPONENTI[:3], {**COMPONENTI[3], "nome": "FERRARI Silvia"}]

    assert problems(componenti=double) == [("componenti[3].nome", "ruolo_incompatibile")]


def test_the_sitting_does_not_precede_the_fascicolo() -> None:
    assert problems(data_presa="2011-02-10") == []
    assert messages(fill(data_presa="2011-02-09")) == [
        ("data_presa", "La data non può precedere quella del documento F-2011-00011.")
    ]


def test_the_sitting_is_of_the_territory_of_the_fascicolo() -> None:
    assert problems(territorio="T3") == [("territorio", "scelta_non_valida")]


@pytest.mark.parametrize("stato", ["sospeso", "non_ammesso"])
def test_a_fascicolo_that_is_not_open_is_not_taken_in_charge(stato: str) -> None:
    assert problems(on_file(fascicolo={"stato": stato})) == [("fascicolo", "fascicolo_stato")]


@pytest.mark.parametrize(
    ("earlier", "refused"),
    [
        ({"esito_presa": "preso_in_carico", "stato": "firmato"}, True),
        ({"esito_presa": "preso_in_carico", "stato": "generato"}, True),
        ({"esito_presa": "preso_in_carico", "stato": "annullato"}, False),
        ({"esito_presa": "rinviato", "stato": "firmato"}, False),
    ],
    ids=["taken", "about to be taken", "annulled", "put off"],
)
def test_a_person_is_taken_in_charge_once(earlier: Mapping[str, object], refused: bool) -> None:
    presa = {"numero": "PC-2011-T2-00001", "tipo": "presa_in_carico", "fascicolo": "F-2011-00011"}

    found = messages(fill(on_file({**presa, **earlier})))

    double = ("fascicolo", "Dato già presente: presa in carico PC-2011-T2-00001.")
    assert found == ([double] if refused else [])


@pytest.mark.parametrize("esito", ["non_preso", "rinviato"])
def test_who_is_not_taken_is_told_why(esito: str) -> None:
    assert problems(esito_presa=esito) == [("motivo_presa", "obbligatorio")]
    assert problems(esito_presa=esito, motivo_presa="Mancano i documenti.") == []


def test_the_person_is_recalled_from_the_fascicolo() -> None:
    data = fill().data

    assert data["persona"] == FASCICOLO["persona"]
    assert data["cpi"] == "Schio-Thiene"
    assert data["provenienze"] == {"persona": {"numero": "F-2011-00011", "data": "2011-02-10"}}


# The transfer


def test_each_part_has_its_day_once_it_says_anything() -> None:
    assert problems(mesi_borsa=0) == [("data_trasferimento", "obbligatorio")]
    assert validated(data_trasferimento="") == [("data_trasferimento", "obbligatorio")]
    assert transferred(risorse_gcp=True) == [("data_validazione", "obbligatorio")]


def test_only_who_was_taken_in_charge_is_transferred() -> None:
    put_off = {"esito_presa": "rinviato", "motivo_presa": "Mancano i documenti."}

    assert transferred(**put_off) == [("data_trasferimento", "presa_in_carico_mancante")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2011-03-20", [("data_trasferimento", "data_precedente_dipendenza")]),
        ("2011-03-21", []),
        ("2012-04-30", []),
        ("2012-05-01", [("data_trasferimento", "data_fuori_progetto")]),
    ],
)
def test_the_transfer_follows_the_pai_and_is_within_the_project(
    day: str, found: list[tuple[str, str]]
) -> None:
    assert transferred(data_trasferimento=day) == found


def test_the_transfer_does_not_precede_the_sitting() -> None:
    found = transferred(data_presa="2011-04-05")

    assert found == [("data_trasferimento", "data_ordine")]


@pytest.mark.parametrize("stato", ["generato", "annullato", "sostituito"])
def test_patto_and_pai_must_be_signed(stato: str) -> None:
    assert transferred(on_file(patto={"stato": stato})) == [("patto", "patto_mancante")]
    assert transferred(on_file(pai={"stato": stato})) == [("pai", "pai_mancante")]


def test_patto_and_pai_are_asked_for_by_who_transfers() -> None:
    assert transferred(patto="", pai="", importo_borsa="2400.00") == [
        ("patto", "obbligatorio"),
        ("pai", "obbligatorio"),
    ]


def test_who_does_not_meet_the_requirements_is_not_transferred() -> None:
    assert transferred(requisiti_confermati=False) == [
        ("requisiti_confermati", "scelta_non_valida")
    ]


def test_the_category_is_that_of_the_patto() -> None:
    assert transferred(categoria_verificata="C9") == [("categoria_verificata", "scelta_non_valida")]
    other = on_file(patto={"categoria_principale": "C9"})
    assert transferred(other, categoria_verificata="C9") == []


@pytest.mark.parametrize(
    ("mesi", "importo", "says"),
    [
        (6, "2400.00", None),
        (0, "0.00", None),
        (0, "", None),
        (6, "2399.99", "La somma delle voci (2.400,00) non coincide con il totale (2.399,99)."),
        (6, "2400.01", "La somma delle voci (2.400,00) non coincide con il totale (2.400,01)."),
        (1, "", "Campo obbligatorio."),
        (0, "400.00", "La somma delle voci (0,00) non coincide con il totale (400,00)."),
    ],
)
def test_the_grant_costs_its_months_by_the_amount_of_the_pai(
    mesi: int, importo: str, says: str | None
) -> None:
    found = messages(fill(data=TRASFERITA, mesi_borsa=mesi, importo_borsa=importo))

    assert found == ([("importo_borsa", says)] if says else [])


def test_a_pai_without_grant_costs_nothing() -> None:
    without = on_file(pai={"borsa_prevista": False, "borsa_importo_mensile": None})

    assert transferred(without, mesi_borsa=0, importo_borsa="0.00") == []
    assert transferred(without) == [("importo_borsa", "somma_errata")]


def test_months_are_at_most_twenty_four() -> None:
    assert transferred(mesi_borsa=24, importo_borsa="9600.00") == []
    assert transferred(mesi_borsa=25, importo_borsa="10000.00") == [
        ("mesi_borsa", "fuori_intervallo")
    ]


def test_the_incentive_is_within_the_ceiling_of_the_project() -> None:
    assert transferred(importo_incentivo="5000.00") == []
    found = messages(fill(data=TRASFERITA, importo_incentivo="5000.01"))
    assert found == [
        ("importo_incentivo", "L'importo supera il massimo consentito di 5.000,00 euro.")
    ]


def test_resources_are_within_what_is_left_of_their_chapters() -> None:
    enough = on_file(residui={"borse": "1", "residuo_borse": "2400.00"})
    little = on_file(residui={"residuo_borse": "2399.99", "residuo_incentivi": "999.00"})

    assert transferred(enough) == []
    assert messages(fill(little, TRASFERITA, importo_incentivo="1000.00")) == [
        ("importo_borsa", "L'importo supera la disponibilità residua di 2.399,99 euro."),
        ("importo_incentivo", "L'importo supera la disponibilità residua di 999,00 euro."),
    ]


def test_the_gcp_may_send_back_what_there_is_no_money_for() -> None:
    little = on_file(residui={"residuo_borse": "0.00"})
    back = {"esito_gcp": "rinviato", "motivo_gcp": "Mancano le risorse.", "risorse_gcp": False}

    assert validated(little) == [("importo_borsa", "budget_superato")]
    assert validated(little, **back) == []


def test_what_proved_the_category_is_recalled_from_the_patto() -> None:
    data = fill(data=TRASFERITA).data

    assert data["categorie"] == ["C4"]
    assert data["evidenza"] == "Età: 35 anni; Mesi: 13 su 16"


def test_the_reasons_say_what_category_and_grant_must_be() -> None:
    examined = fill(data=TRASFERITA, categoria_verificata="C2", importo_borsa="2300.00")

    assert [(each.subject, each.holds, each.deciding.threshold) for each in examined.reasons] == [
        ("Categoria", False, "C4, come nel Patto"),
        ("Borsa", False, "2.400,00 euro, i mesi per l'importo del PAI"),
    ]


# The validation of the GCP


@pytest.mark.parametrize("check", ["requisiti_gcp", "risorse_gcp"])
def test_a_path_is_validated_only_with_requirements_and_resources(check: str) -> None:
    assert validated() == []
    assert validated(**{check: False}) == [("esito_gcp", "scelta_non_valida")]


@pytest.mark.parametrize("esito", ["rinviato", "non_ammesso"])
def test_a_path_that_is_not_validated_is_told_why(esito: str) -> None:
    assert validated(esito_gcp=esito) == [("motivo_gcp", "obbligatorio")]
    assert validated(esito_gcp=esito, motivo_gcp="Manca il") == [("motivo_gcp", "lunghezza_min")]
    assert validated(esito_gcp=esito, motivo_gcp="Manca la data") == []


def test_the_validation_does_not_precede_the_transfer() -> None:
    assert validated(data_validazione="2011-04-04") == []
    assert validated(data_validazione="2011-04-03") == [("data_validazione", "data_ordine")]


def test_who_goes_into_a_company_has_an_assistente() -> None:
    training = on_file(pai={"strumento": "da_definire", "borsa_prevista": False})
    nothing = {"assistente_incaricato": "", "mesi_borsa": 0, "importo_borsa": ""}

    assert validated(assistente_incaricato="") == [("assistente_incaricato", "obbligatorio")]
    assert validated(training, **nothing) == []


def test_the_assistente_did_not_sit_in_the_group() -> None:
    assert validated(assistente_incaricato="munari UGO") == [
        ("assistente_incaricato", "ruolo_incompatibile")
    ]


@pytest.mark.parametrize(
    ("data", "path", "last"),
    [
        (SEDUTA, "data_presa", "2011-02-24"),
        (TRASFERITA, "data_trasferimento", "2011-04-04"),
        (VALIDATA, "data_validazione", "2011-04-11"),
    ],
)
def test_nothing_is_decided_before_its_day_has_come(
    data: Mapping[str, object], path: str, last: str
) -> None:
    on_the_day = date.fromisoformat(last)
    day_before = on_the_day - timedelta(days=1)

    assert problems(replace(on_file(), today=on_the_day), data=data) == []
    assert problems(replace(on_file(), today=day_before), data=data) == [(path, "data_futura_oggi")]


# A part alone, when the rest is registered


def test_a_part_is_judged_by_itself_and_must_say_something() -> None:
    fields = PRESA.seguiti["trasferimento"].fields
    nothing = examine(PRESA, SEDUTA, on_file(), shipped(), fields)
    elsewhere = {**TRASFERITA, "bisogni": "Pochi", "mesi_borsa": None}
    found = examine(PRESA, elsewhere, on_file(), shipped(), fields)

    assert messages(nothing) == [("data_trasferimento", "Campo obbligatorio.")]
    assert messages(found) == [("mesi_borsa", "Campo obbligatorio.")]


# What the office need not type again


def test_the_members_of_the_latest_sitting_are_proposed_their_presence_left_to_say() -> None:
    def presa(numero: str, territorio: str, nome: str) -> dict[str, object]:
        rows = [{**COMPONENTI[0], "nome": nome}, *COMPONENTI[1:]]
        return {
            "numero": numero,
            "tipo": "presa_in_carico",
            "fascicolo": "F-2011-00001",
            "territorio": territorio,
            "componenti": rows,
        }

    sittings = (
        presa("PC-2011-T2-00001", "T2", "Pretto Giovanni"),
        presa("PC-2011-T2-00002", "T2", "Cogo Silvia"),
        presa("PC-2011-T3-00003", "T3", "Berti Paolo"),
    )
    known = PRESA.propose(on_file(*sittings), "F-2011-00011")

    assert known["territorio"] == "T2"
    assert known["componenti"] == [
        {"ruolo": "cpi", "nome": "Cogo Silvia"},
        {"ruolo": "comuni", "nome": "Ferrari Silvia"},
        {"ruolo": "associazioni", "nome": "Munari Ugo"},
        {"ruolo": "oo_ss", "nome": "Gasparin Rita"},
    ]


def test_the_first_time_the_four_parts_are_proposed() -> None:
    known = PRESA.propose(on_file(), "F-2011-00011")

    assert known["componenti"] == [
        {"ruolo": "cpi"},
        {"ruolo": "comuni"},
        {"ruolo": "associazioni"},
        {"ruolo": "oo_ss"},
    ]


def test_category_grant_and_training_are_proposed_as_patto_and_pai_say() -> None:
    known = PRESA.propose(on_file(), "F-2011-00011")

    assert {name: known[name] for name in ("categoria_verificata", "mesi_borsa")} == {
        "categoria_verificata": "C4",
        "mesi_borsa": "6",
    }
    assert (known["importo_borsa"], known["ore_formazione"]) == ("2.400,00", "40")


def test_a_month_begun_counts_as_one_in_the_proposal() -> None:
    longer = [{**AZIONI[0], "data_fine": "2011-11-02"}]

    assert PRESA.propose(on_file(pai={"azioni": longer}), "F-2011-00011")["mesi_borsa"] == "7"


def test_without_grant_no_month_is_proposed() -> None:
    known = PRESA.propose(on_file(pai={"borsa_prevista": False}), "F-2011-00011")

    assert (known["mesi_borsa"], known["importo_borsa"]) == ("0", "0,00")
