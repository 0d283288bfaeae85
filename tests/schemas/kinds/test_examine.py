"""How answers are judged: all the problems together, each at its field, nothing typed lost."""

import pytest

from schemas.fields import Typed
from schemas.kinds.examine import Examined, examine, keep_asked
from schemas.kinds.registry import all_kinds
from schemas.patto_di_servizio import PattoDiServizio
from schemas.rules.contesto import Contesto, Record
from schemas.rules.parameters import shipped
from tests.samples import sample

PATTO = all_kinds()["patto_di_servizio"]


def judged(contesto: Contesto | None = None, **changes: object) -> Examined:
    """Examine a valid Patto with *changes*."""
    data = sample("patto_di_servizio", **changes)
    return examine(PATTO, data, contesto or Contesto(), shipped())


def codes(examined: Examined) -> dict[str, str]:
    """Return the codes by path."""
    return {problem.path: problem.code for problem in examined.problems}


def test_problems_of_fields_and_of_rules_come_back_together() -> None:
    examined = judged(cpi="Padova", persona={"telefono": "x"}, validita_fino_al="2011-01-01")

    assert codes(examined) == {
        "cpi": "scelta_non_valida",
        "persona.telefono": "telefono_formato",
        "validita_fino_al": "data_ordine",
    }


def test_a_rule_is_silent_when_a_field_it_reads_is_wrong_already() -> None:
    examined = judged(persona={"data_nascita": "1975-02-30"})

    assert codes(examined) == {"persona.data_nascita": "data_inesistente"}


def test_problems_come_in_the_order_of_the_form() -> None:
    examined = judged(note="\x07", cpi=None, persona={"nome": "4"})

    assert [problem.path for problem in examined.problems] == ["cpi", "persona.nome", "note"]


def test_a_field_that_is_not_asked_is_emptied() -> None:
    kept = keep_asked(PattoDiServizio, {"percepisce_indennita": False, "tipo_indennita": "altro"})

    assert "tipo_indennita" not in kept


def test_a_field_hanging_on_an_emptied_one_is_emptied_too() -> None:
    kept = keep_asked(PattoDiServizio, {"data_cessazione": " ", "motivo_cessazione": "altro"})

    assert kept.keys() == {"persona"}


def test_a_conditional_field_must_be_filled_when_its_condition_holds() -> None:
    examined = judged(percepisce_indennita=True, tipo_indennita=None)

    assert codes(examined) == {"tipo_indennita": "obbligatorio"}


def test_a_category_asks_for_the_dates_that_prove_it() -> None:
    examined = judged(categoria_principale="C7", data_ultima_attivita=None)

    assert codes(examined)["data_ultima_attivita"] == "obbligatorio"


def test_a_row_wholly_blank_was_never_filled() -> None:
    row = {"datore": " ", "dal": "", "al": None}

    assert judged(periodi_lavoro=[row]).problems == ()


def test_a_problem_in_a_row_says_which_row() -> None:
    good = {
        "datore": "Mobili Brenta sas",
        "dal": "2009-03-01",
        "al": "2010-01-10",
        "tipo_rapporto": "tempo_determinato",
        "retribuito": True,
    }

    examined = judged(periodi_lavoro=[good, {**good, "al": "10/01/2010"}])

    assert codes(examined) == {"periodi_lavoro[1].al": "data_formato"}


def test_a_table_longer_than_admitted_is_refused_as_a_whole() -> None:
    row = {
        "datore": "X",
        "dal": "2009-03-01",
        "al": "2009-03-02",
        "tipo_rapporto": "altro",
        "retribuito": True,
    }

    examined = judged(periodi_lavoro=[row] * 41)

    assert codes(examined) == {"periodi_lavoro": "righe_massime"}
    assert examined.problems[0].message == "Inserire al massimo 40 righe."


def test_the_pai_is_always_among_the_services() -> None:
    examined = judged(servizi_previsti=["accoglienza"])

    assert [(problem.path, problem.message) for problem in examined.problems] == [
        ("servizi_previsti", "Occorre selezionare anche: Piano di Azione Individuale.")
    ]


def test_a_reference_must_be_on_file() -> None:
    changes = {"provenienza": "comune", "scheda_primo_accesso": "PA-2011-T2-7"}

    assert codes(judged(**changes)) == {"scheda_primo_accesso": "riferimento_inesistente"}


def test_a_reference_must_be_of_the_same_fascicolo() -> None:
    scheda = {"numero": "PA-2011-T2-00007", "tipo": "scheda_primo_accesso"}
    changes = {"provenienza": "comune", "scheda_primo_accesso": "PA-2011-T2-7"}

    own = Contesto(documenti=(Record({**scheda, "fascicolo": "F-2011-00011"}),))
    other = Contesto(documenti=(Record({**scheda, "fascicolo": "F-2011-00012"}),))

    assert judged(own, **changes).problems == ()
    assert codes(judged(other, **changes)) == {
        "scheda_primo_accesso": "riferimento_altro_fascicolo"
    }


@pytest.mark.parametrize("typed", ["7/3/2011", "07/03/2011", "07.03.2011", "07-03-2011"])
def test_a_page_reads_dates_as_people_write_them(typed: str) -> None:
    assert judged(data_stipula=Typed(typed)).problems == ()


def test_json_has_iso_dates_only() -> None:
    assert codes(judged(data_stipula="07/03/2011")) == {"data_stipula": "data_formato"}


def test_reasons_are_given_also_while_other_fields_are_wrong() -> None:
    examined = judged(titolo_studio="diploma", presa_visione_privacy=False)

    assert [reason.subject for reason in examined.reasons if reason.holds] == ["C4"]
