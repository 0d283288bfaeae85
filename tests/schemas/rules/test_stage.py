"""The stage and its convenzione (R-STG-1 to R-STG-16, R-CS-1 to R-CS-11)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules import convenzione as rules
from schemas.rules import stage
from schemas.rules.contesto import Contesto, Record
from schemas.rules.parameters import Parameters, shipped

BEFORE_13_AUGUST = Parameters(shipped(), date(2011, 8, 12))
FROM_13_AUGUST = Parameters(shipped(), date(2011, 8, 13))
BEFORE_DGR = Parameters(shipped(), date(2012, 3, 26))
FROM_DGR = Parameters(shipped(), date(2012, 3, 27))
VALIDATO = {"stato": "validato", "codice_fiscale": "DLSGLI75D58I531V"}
PAI = {"numero": "PI-2011-T2-00011", "fascicolo": "F-2011-00011", "stato": "firmato"}
AZIENDA = "03123450243"


def stage_of(fascicolo, start, end, azienda=AZIENDA):
    return {
        "fascicolo": fascicolo,
        "partita_iva": azienda,
        "data_inizio": start,
        "data_fine": end,
        "numero": "CS-2011-T2-00001",
    }


@pytest.mark.parametrize(
    ("categoria", "mesi"),
    [
        ("disoccupato", 6),
        ("svantaggiato_l381", 12),
        ("disabile", 24),
        ("studente_superiori", 4),
        ("allievo_post_formazione", 6),
        ("universitario", 12),
    ],
)
def test_each_category_has_its_months(categoria, mesi):
    found = stage.durata_mesi(categoria, "inserimento_reinserimento", BEFORE_13_AUGUST)

    assert found == mesi


@pytest.mark.parametrize(
    ("categoria", "parameters", "mesi"),
    [
        ("universitario", BEFORE_13_AUGUST, 12),
        ("universitario", FROM_13_AUGUST, 6),
        ("svantaggiato_l381", FROM_13_AUGUST, 12),
        ("disabile", FROM_13_AUGUST, 24),
    ],
)
def test_from_13_august_2011_orientation_lasts_six_months_but_for_the_exempt(
    categoria, parameters, mesi
):
    assert stage.durata_mesi(categoria, "formazione_orientamento", parameters) == mesi


@pytest.mark.parametrize(
    ("categoria", "parameters", "mesi"),
    [
        ("disabile", BEFORE_DGR, 24),
        ("disabile", FROM_DGR, 18),
        ("svantaggiato_l381", BEFORE_DGR, 12),
        ("svantaggiato_l381", FROM_DGR, 9),
        ("disoccupato", FROM_DGR, 6),
    ],
)
def test_from_27_march_2012_the_regional_ceiling_binds_when_lower(categoria, parameters, mesi):
    assert stage.durata_mesi(categoria, "inserimento_reinserimento", parameters) == mesi


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2011, 3, 1), {}, date(2011, 8, 31)),
        (date(2011, 3, 1), {"maternita": 30}, date(2011, 9, 30)),
        (date(2011, 3, 1), {"svolti": 31}, date(2011, 7, 31)),
        (date(2011, 3, 1), {"maternita": 31, "svolti": 31}, date(2011, 8, 31)),
        (date(2011, 12, 1), {}, date(2012, 4, 30)),
        (date(2011, 10, 1), {"maternita": 150}, date(2012, 4, 30)),
    ],
)
def test_the_last_day_moves_with_leave_and_days_done_and_not_past_the_project(start, days, last):
    assert stage.ultima_data_ammessa(start, 6, progetto=date(2012, 4, 30), **days) == last


@pytest.mark.parametrize(
    ("dipendenti", "limit"),
    [(0, 1), (1, 1), (5, 1), (6, 2), (19, 2), (20, 2), (29, 2), (30, 3), (39, 3), (250, 25)],
)
def test_a_company_hosts_by_its_permanent_employees(dipendenti, limit):
    assert stage.limite_tirocinanti(dipendenti, BEFORE_13_AUGUST) == limit


def test_stages_that_never_meet_are_not_counted_together():
    stages = [
        Record(stage_of("F-1", date(2011, 4, 1), date(2011, 9, 30))),
        Record(stage_of("F-2", date(2011, 10, 1), date(2012, 3, 31))),
        Record({"fascicolo": "F-3"}),
    ]

    assert stage.contemporanei(stages, date(2011, 6, 1), date(2011, 11, 30)) == 1
    assert stage.contemporanei(stages, date(2012, 4, 1), date(2012, 4, 30)) == 0


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=8),
    st.integers(0, 60),
    st.integers(0, 30),
)
def test_the_greatest_number_at_once_is_that_of_the_fullest_day(spans, start, length):
    origin = date(2011, 1, 1)
    stages = [
        stage_of("F-1", origin + timedelta(first), origin + timedelta(first + days))
        for first, days in spans
    ]
    fullest = max(
        sum(first <= day <= first + days for first, days in spans)
        for day in range(start, start + length + 1)
    )

    found = stage.contemporanei(
        map(Record, stages), origin + timedelta(start), origin + timedelta(start + length)
    )

    assert found == fullest


def test_the_patto_gives_the_category_of_duration():
    assert stage.categoria_durata(Record({})) == "disoccupato"
    assert stage.categoria_durata(Record({"svantaggio_l381": True})) == "svantaggiato_l381"
    both = Record({"svantaggio_l381": True, "disabilita_l68": True})
    assert stage.categoria_durata(both) == "disabile"


def test_a_whole_convenzione_has_nothing_to_mend(convenzione, judge):
    assert judge(rules.RULES, convenzione()) == []


@pytest.mark.parametrize(
    ("fine", "refused"), [(date(2011, 11, 30), False), (date(2011, 12, 1), True)]
)
def test_a_day_beyond_six_months_is_refused_with_the_last_day_admitted(convenzione, fine, refused):
    problems = list(rules.durata_within_limit.check(convenzione({"data_fine": fine})))

    assert [problem.message for problem in problems] == refused * [
        "La durata supera il massimo di 6 mesi previsto: ultima data ammessa 30/11/2011."
    ]


def test_beyond_the_project_only_that_is_told(convenzione, judge):
    changes = {"data_fine": date(2012, 5, 1), "rc_al": date(2012, 12, 31)}

    assert judge(rules.RULES, convenzione(changes)) == [("data_fine", "data_fuori_progetto")]


def test_days_already_done_at_the_same_company_are_taken_off(convenzione, fascicolo, judge):
    done = stage_of("F-2011-00011", date(2011, 4, 1), date(2011, 4, 30))
    elsewhere = stage_of("F-2011-00011", date(2011, 3, 1), date(2011, 3, 31), "03987650243")
    known = fascicolo(VALIDATO, (PAI,), (done, elsewhere))

    at_the_limit = convenzione({"data_fine": date(2011, 10, 31)}, known)
    beyond = convenzione({"data_fine": date(2011, 11, 1)}, known)

    assert judge(rules.RULES, at_the_limit) == []
    assert judge(rules.RULES, beyond) == [("data_fine", "stage_durata")]


@pytest.mark.parametrize(
    ("dipendenti", "running", "others", "refused"),
    [(5, 0, 0, False), (5, 1, 0, True), (5, 0, 1, True), (29, 2, 0, True), (30, 2, 0, False)],
)
def test_the_company_has_room_on_every_day(
    convenzione, fascicolo, judge, dipendenti, running, others, refused
):
    stages = tuple(
        stage_of(f"F-2010-0000{n}", date(2011, 11, 30), date(2012, 1, 31)) for n in range(running)
    )
    case = convenzione(
        {"azienda.dipendenti_ti": dipendenti, "tirocinanti_altri_promotori": others},
        fascicolo(VALIDATO, (PAI,), stages),
    )
    expected = [("azienda.dipendenti_ti", "stage_numero")] if refused else []

    assert judge(rules.RULES, case) == expected


def test_a_person_has_one_stage_at_a_time(convenzione, fascicolo):
    on_the_last_day = stage_of("F-2011-00011", date(2011, 11, 30), date(2012, 1, 1), "03987650243")
    the_day_after = stage_of("F-2011-00011", date(2011, 12, 1), date(2012, 1, 1), "03987650243")

    refused = convenzione({}, fascicolo(VALIDATO, (PAI,), (on_the_last_day,)))
    taken = convenzione({}, fascicolo(VALIDATO, (PAI,), (the_day_after,)))

    (problem,) = rules.persona_is_free.check(refused)
    assert problem.path == "data_inizio"
    assert problem.message.endswith("nello stesso periodo: CS-2011-T2-00001.")
    assert not list(rules.persona_is_free.check(taken))


@pytest.mark.parametrize(
    ("titolo", "start", "refused"),
    [
        (date(2010, 8, 13), date(2011, 8, 13), False),
        (date(2010, 8, 12), date(2011, 8, 13), True),
        (date(2010, 8, 1), date(2011, 8, 12), False),
    ],
)
def test_from_13_august_2011_orientation_is_for_recent_titles(convenzione, titolo, start, refused):
    case = convenzione(
        {
            "tipo_tirocinio": "formazione_orientamento",
            "data_conseguimento_titolo": titolo,
            "data_inizio": start,
        }
    )

    assert bool(list(rules.titolo_is_recent.check(case))) is refused


def test_disabled_people_and_returns_to_work_are_not_bound_by_recent_titles(convenzione):
    old = {"data_conseguimento_titolo": date(1995, 7, 1), "data_inizio": date(2011, 9, 1)}
    orientation = {**old, "tipo_tirocinio": "formazione_orientamento"}

    assert not list(rules.titolo_is_recent.check(convenzione(old)))
    assert not list(
        rules.titolo_is_recent.check(convenzione({**orientation, "categoria_durata": "disabile"}))
    )
    assert list(rules.titolo_is_recent.check(convenzione(orientation)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rc_al": date(2011, 11, 29)}, [("rc_al", "polizza_rc_periodo")]),
        ({"rc_al": date(2011, 11, 30)}, []),
        ({"rc_dal": date(2011, 6, 2)}, [("rc_dal", "polizza_rc_periodo")]),
        ({"rc_dal": date(2011, 6, 1)}, []),
        ({"tutor_aziendale": "ZANELLA MARTA"}, [("tutor_aziendale", "tutor_coincidenti")]),
        ({"tutor_aziendale": "Zanella Màrta"}, [("tutor_aziendale", "tutor_coincidenti")]),
        ({"data_inizio": date(2011, 5, 22)}, [("data_inizio", "data_ordine")]),
        ({"data_fine": date(2011, 5, 31)}, [("data_fine", "data_ordine")]),
        ({"data_comunicazione_obbligatoria": date(2011, 5, 31)}, []),
        (
            {"data_comunicazione_obbligatoria": date(2011, 6, 1)},
            [("data_comunicazione_obbligatoria", "data_ordine")],
        ),
        ({"borsa_importo_mensile": Decimal("600.00")}, []),
        (
            {"borsa_importo_mensile": Decimal("600.01")},
            [("borsa_importo_mensile", "importo_massimo")],
        ),
        ({"iban_tirocinante": None}, [("iban_tirocinante", "pronto_solo_tracciabile")]),
        ({"iban_tirocinante": None, "borsa_importo_mensile": Decimal("0.00")}, []),
        ({"iban_tirocinante": None, "borsa_quota_azienda": Decimal("450.00")}, []),
        ({"borsa_quota_azienda": Decimal("450.01")}, [("borsa_quota_azienda", "fuori_intervallo")]),
        ({"ore_settimanali": 10}, []),
        ({"ore_settimanali": 9}, [("ore_settimanali", "fuori_intervallo")]),
        ({"ore_settimanali": 40}, []),
        ({"ore_settimanali": 41}, [("ore_settimanali", "fuori_intervallo")]),
    ],
)
def test_a_convenzione_is_refused_at_the_field_to_mend(convenzione, judge, changes, expected):
    assert judge(rules.RULES, convenzione(changes)) == expected


@pytest.mark.parametrize(
    ("says", "refused"),
    [({"disabilita_l68": True}, False), ({"disabilita_l68": False}, True), ({}, True)],
)
def test_a_longer_duration_is_justified_by_the_patto(convenzione, fascicolo, judge, says, refused):
    patto = {"tipo": "patto_di_servizio", "fascicolo": "F-2011-00011", "stato": "firmato", **says}
    case = convenzione({"categoria_durata": "disabile"}, fascicolo(VALIDATO, (PAI, patto)))
    expected = [("categoria_durata", "scelta_non_valida")] if refused else []

    assert judge(rules.RULES, case) == expected


@pytest.mark.parametrize("stato", ["pai_redatto", "trasferito_gcp", "chiuso_inserito", "sospeso"])
def test_a_stage_is_for_a_path_that_the_gcp_validated(convenzione, fascicolo, judge, stato):
    known = fascicolo({**VALIDATO, "stato": stato}, (PAI,))

    assert judge(rules.RULES, convenzione({}, known)) == [("fascicolo", "persona_non_validata")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"stato": "generato"}, [("pai", "pai_mancante")]),
        ({"stato": "annullato"}, [("pai", "pai_mancante")]),
        ({"stato": "protocollato"}, []),
        ({"data": date(2011, 6, 1)}, []),
        ({"data": date(2011, 6, 2)}, [("data_inizio", "data_precedente_dipendenza")]),
    ],
)
def test_a_stage_stands_on_a_signed_pai(convenzione, fascicolo, judge, change, expected):
    known = fascicolo(VALIDATO, ({**PAI, **change},))

    assert judge(rules.RULES, convenzione({}, known)) == expected


def test_the_reasons_show_the_limits_and_their_law(convenzione):
    case = convenzione({"azienda.dipendenti_ti": 29})

    durata, posti = stage.durata(case), stage.posti(case)

    assert durata.deciding.threshold == "30/11/2011: al massimo 6 mesi"
    assert durata.deciding.source == "D.M. 142/1998 art. 7 c. 1 lett. b"
    assert posti.deciding.threshold == "al massimo 2 con 29 dipendenti a tempo indeterminato"
    assert durata.holds
    assert posti.holds


def test_there_are_no_reasons_while_the_dates_are_not_known(convenzione):
    case = convenzione({"data_inizio": None, "data_fine": None}, Contesto())

    assert (stage.durata(case), stage.posti(case)) == (None, None)
