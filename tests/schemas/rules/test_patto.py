"""The rules of the Patto di Servizio together (R-PS-1 to R-PS-8, R-ORD-2, R-ORD-3)."""

from datetime import date

import pytest

from schemas.rules import patto as rules
from schemas.rules.contesto import Contesto

FIRMATO = {
    "numero": "PS-2010-T2-00009",
    "tipo": "patto_di_servizio",
    "stato": "firmato",
    "codice_fiscale": "DLSGLI75D58I531V",
    "validita_fino_al": date(2012, 4, 30),
}
PRESO = {"stato": "preso_in_carico", "codice_fiscale": "DLSGLI75D58I531V"}


def test_a_whole_patto_has_nothing_to_mend(patto, judge):
    assert judge(rules.RULES, patto()) == []


@pytest.mark.parametrize(
    ("stipula", "refused"),
    [
        (date(2010, 4, 30), True),
        (date(2010, 5, 1), False),
        (date(2012, 4, 29), False),
        (date(2012, 5, 1), True),
        (date(2012, 5, 2), True),
    ],
)
def test_a_patto_is_of_the_project_and_its_date_alone_is_told(patto, judge, stipula, refused):
    case = patto({"data_stipula": stipula, "data_prossimo_colloquio": date(2012, 4, 30)})

    problems = judge(rules.RULES, case)

    assert (("data_stipula", "data_fuori_progetto") in problems) is refused
    assert not refused or len(problems) == 1


def test_on_the_last_day_of_the_project_no_date_is_left_for_the_next_interview(patto, judge):
    last = date(2012, 4, 30)
    case = patto({"data_stipula": last, "data_prossimo_colloquio": last, "validita_fino_al": last})

    assert judge(rules.RULES, case) == [
        ("data_prossimo_colloquio", "data_ordine"),
        ("validita_fino_al", "data_ordine"),
    ]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, True),
        ({"stato": "archiviato"}, True),
        ({"validita_fino_al": date(2011, 3, 7)}, True),
        ({"validita_fino_al": date(2011, 3, 6)}, False),
        ({"stato": "generato"}, False),
        ({"stato": "annullato"}, False),
        ({"codice_fiscale": "PRZSRA80E45L157R"}, False),
    ],
)
def test_one_patto_at_a_time_for_one_person(patto, judge, fascicolo, change, refused):
    expected = [("persona.codice_fiscale", "patto_attivo")] if refused else []

    assert judge(rules.RULES, patto({}, fascicolo(PRESO, ({**FIRMATO, **change},)))) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"mai_occupato": True}, [("mai_occupato", "scelta_non_valida")]),
        ({"stato_occupazionale": "inoccupato"}, [("mai_occupato", "scelta_non_valida")]),
        (
            {"mai_occupato": False, "periodi_lavoro": [], "data_cessazione": date(2010, 1, 31)},
            [("periodi_lavoro", "righe_minime")],
        ),
        ({"mai_occupato": False, "periodi_lavoro": [], "data_cessazione": date(2009, 3, 7)}, []),
        ({"stato_occupazionale": "occupato"}, [("stato_occupazionale", "scelta_non_valida")]),
    ],
)
def test_the_situation_does_not_contradict_itself(patto, judge, change, expected):
    assert judge(rules.RULES, patto(change)) == expected


@pytest.mark.parametrize(("al", "refused"), [(date(2011, 3, 6), False), (date(2011, 3, 7), True)])
def test_a_job_that_runs_on_the_day_of_the_patto_is_refused(patto, judge, al, refused):
    jobs = [{"datore": "Alfa", "dal": date(2011, 3, 1), "al": al, "retribuito": True}]

    problems = judge(rules.RULES, patto({"periodi_lavoro": jobs}))

    assert (problems == [("stato_occupazionale", "scelta_non_valida")]) is refused


@pytest.mark.parametrize(
    "field",
    [
        "data_did",
        "mobilita_iscrizione",
        "data_cessazione",
        "data_fine_formazione",
        "data_ultima_attivita",
    ],
)
def test_what_is_declared_is_not_in_the_future(patto, judge, field):
    assert judge(rules.RULES, patto({field: date(2011, 3, 8)})) == [(field, "data_futura")]
    assert (field, "data_futura") not in judge(rules.RULES, patto({field: date(2011, 3, 7)}))


def test_a_period_of_work_ends_after_it_starts_and_starts_before_the_patto(patto, judge):
    jobs = [
        {"datore": "Alfa", "dal": date(2009, 1, 12), "al": date(2009, 1, 11)},
        {"datore": "Beta", "dal": date(2009, 1, 12), "al": date(2009, 1, 12)},
        {"datore": "Gamma", "dal": date(2011, 3, 8), "al": None},
    ]

    assert judge(rules.RULES, patto({"periodi_lavoro": jobs})) == [
        ("periodi_lavoro[0].al", "data_ordine"),
        ("periodi_lavoro[2].dal", "data_futura"),
    ]


def test_dates_that_follow_others_are_in_order_and_in_the_project(patto, judge):
    changes = {
        "mobilita_iscrizione": date(2011, 2, 1),
        "mobilita_scadenza": date(2011, 1, 31),
        "data_prossimo_colloquio": date(2012, 5, 1),
        "validita_fino_al": date(2012, 5, 1),
    }

    assert judge(rules.RULES, patto(changes)) == [
        ("mobilita_scadenza", "data_ordine"),
        ("data_prossimo_colloquio", "data_fuori_progetto"),
        ("validita_fino_al", "data_fuori_progetto"),
    ]


def test_an_expired_list_of_mobility_fails_the_category_and_no_field(patto, judge):
    changes = {
        "stato_occupazionale": "in_mobilita",
        "mobilita_legge": "223/1991",
        "mobilita_iscrizione": date(2009, 2, 1),
        "mobilita_scadenza": date(2011, 3, 6),
        "categoria_principale": "C8",
    }

    assert judge(rules.RULES, patto(changes)) == [
        ("categoria_principale", "categoria_non_dimostrata")
    ]


def test_a_wrong_date_of_birth_does_not_also_fail_the_category(patto, judge):
    case = patto({"persona.data_nascita": date(1996, 4, 18), "persona.cf_forzato": None})

    assert judge(rules.RULES, case) == [("persona.data_nascita", "eta_minima")]


def test_errors_of_different_fields_come_together(patto, judge):
    changes = {
        "persona.sesso": "M",
        "data_did": date(2011, 3, 8),
        "validita_fino_al": date(2012, 5, 1),
        "mai_occupato": True,
    }

    assert judge(rules.RULES, patto(changes)) == [
        ("persona.codice_fiscale", "cf_incoerente"),
        ("data_did", "data_futura"),
        ("validita_fino_al", "data_fuori_progetto"),
        ("mai_occupato", "scelta_non_valida"),
    ]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (None, [("fascicolo", "fascicolo_inesistente")]),
        ({"stato": "aperto"}, [("fascicolo", "fascicolo_stato")]),
        ({"stato": "sospeso"}, [("fascicolo", "fascicolo_stato")]),
        ({"stato": "chiuso_inserito"}, [("fascicolo", "fascicolo_stato")]),
        ({"stato": "preso_in_carico"}, []),
        ({"stato": "patto_firmato"}, []),
        ({"stato": "rinviato_al_glt"}, []),
        ({}, []),
        ({"codice_fiscale": "PRZSRA80E45L157R"}, [("fascicolo", "fascicolo_altra_persona")]),
        ({"data_presa_in_carico": date(2011, 3, 7)}, []),
        (
            {"data_presa_in_carico": date(2011, 3, 8)},
            [("data_stipula", "data_precedente_dipendenza")],
        ),
    ],
)
def test_a_patto_enters_an_open_fascicolo_of_that_person(
    patto, judge, fascicolo, attributes, expected
):
    assert judge(rules.RULES, patto({}, fascicolo(attributes))) == expected


def test_the_message_names_the_state_of_the_fascicolo_in_words(patto, fascicolo):
    case = patto({}, fascicolo({"stato": "aperto"}))
    rule = rules.fascicolo_open_from("preso_in_carico")

    (problem,) = rule.check(case)

    assert problem.message == (
        "Il fascicolo F-2011-00011 è nello stato «Aperto»: serve lo stato «Preso in carico»."
    )


def test_a_fascicolo_that_an_open_contesto_does_not_list_is_taken_as_good(patto, judge):
    assert judge(rules.RULES, patto({}, Contesto())) == []
