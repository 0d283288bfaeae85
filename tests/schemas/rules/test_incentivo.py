"""Classification under Reg. 800/2008, contribution, incentives that exist (R-INC-1 to 14)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules import richiesta as rules
from schemas.rules.case import Case
from schemas.rules.contesto import Contesto
from schemas.rules.gber import classificazione, esiti
from schemas.rules.importi import cents, in_figures, percent_in_figures
from schemas.rules.incentivi_esistenti import incentivi_esistenti
from schemas.rules.incentivo import calcola, calcolo, mesi_contratto
from schemas.rules.parameters import Parameters, shipped

HIRE = date(2011, 9, 12)
IN_FORCE = Parameters(shipped(), HIRE)
SVANTAGGIATA = frozenset({"S_a"})
INDETERMINATO = {"tipo_contratto": "tempo_indeterminato", "data_fine_contratto": None}
PERSONA = {"codice_fiscale": "DLSGLI75D58I531V", "stato": "validato"}
PATTO = {
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "persona": {"data_nascita": date(1975, 4, 18)},
    "titolo_studio": "diploma",
    "adulto_solo": False,
    "figli_a_carico": 0,
    "data_did": date(2010, 2, 1),
}


def outcomes(**changes):
    """Return the outcomes of the person of PATTO, with changes, hired on 12/09/2011."""
    case = Case({**PATTO, **changes}, HIRE, Contesto(), IN_FORCE)
    return {reason.subject for reason in classificazione(case) if reason.holds}


def job(dal, al, retribuito=True):
    return {"periodi_lavoro": [{"dal": dal, "al": al, "retribuito": retribuito}]}


def existing(case):
    return [reason.subject for reason in incentivi_esistenti(case) if reason.holds]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (job(date(2008, 1, 1), date(2011, 3, 11)), True),
        (job(date(2008, 1, 1), date(2011, 3, 12)), False),
        (job(date(2008, 1, 1), None), False),
        (job(HIRE, None), True),
        (job(date(2008, 1, 1), date(2011, 8, 31), retribuito=False), True),
        ({}, True),
    ],
)
def test_s_a_had_no_paid_job_in_the_six_months_before(work, expected):
    assert ("S_a" in outcomes(**work)) is expected


@pytest.mark.parametrize(
    ("work", "did", "expected"),
    [
        (job(date(2005, 1, 1), date(2009, 9, 11)), date(2009, 9, 12), True),
        (job(date(2005, 1, 1), date(2009, 9, 12)), date(2009, 9, 12), False),
        (job(date(2005, 1, 1), date(2009, 9, 11)), date(2009, 9, 13), False),
        (job(date(2005, 1, 1), date(2009, 9, 11)), None, False),
    ],
)
def test_ms_is_without_work_and_available_for_24_months(work, did, expected):
    assert ("MS" in outcomes(**work, data_did=did)) is expected


def test_ms_may_have_been_inactive_instead():
    assert "MS" in outcomes(data_did=None, data_ultima_attivita=date(2009, 9, 12))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"titolo_studio": "media"}, "S_b"),
        ({"persona": {"data_nascita": date(1961, 9, 11)}}, "S_c"),
        ({"adulto_solo": True, "figli_a_carico": 1}, "S_d"),
        ({"disabilita_l68": True}, "DIS"),
    ],
)
def test_the_other_outcomes_follow_from_the_patto(changes, code):
    worked = job(date(2008, 1, 1), date(2011, 8, 31))

    assert outcomes(**worked) == set()
    assert outcomes(**worked, **changes) == {code}


def test_on_the_fiftieth_birthday_one_is_not_yet_over_fifty():
    assert "S_c" not in outcomes(persona={"data_nascita": date(1961, 9, 12)})


def test_the_outcomes_are_those_of_the_fascicolo_then_of_the_patto_then_unknown(
    richiesta, fascicolo
):
    said = richiesta({}, fascicolo({"classificazione_800": ["S_c"]}, (PATTO,)))
    worked_out = richiesta({}, fascicolo({}, ({**PATTO, "titolo_studio": "media"},)))
    unknown = richiesta({}, fascicolo({}))

    assert esiti(said, HIRE) == {"S_c"}
    assert esiti(worked_out, HIRE) == {"S_a", "S_b"}
    assert esiti(unknown, HIRE) is None


@pytest.mark.parametrize(
    ("start", "end", "mesi"),
    [
        (date(2011, 9, 12), date(2012, 3, 11), Fraction(6)),
        (date(2011, 9, 12), date(2012, 3, 10), Fraction("5.93")),
        (date(2011, 9, 12), date(2012, 3, 26), Fraction("6.50")),
        (date(2011, 3, 1), date(2011, 8, 31), Fraction(6)),
        (date(2011, 1, 31), date(2011, 2, 28), Fraction("1.03")),
        (date(2011, 6, 1), date(2011, 6, 1), Fraction("0.03")),
    ],
)
def test_a_contract_is_measured_in_months_both_ends_included(start, end, mesi):
    assert mesi_contratto(start, end) == mesi


@given(st.dates(date(2010, 1, 1), date(2012, 1, 1)), st.integers(0, 900))
def test_a_contract_longer_by_a_day_is_never_shorter_in_months(start, length):
    end = date.fromordinal(start.toordinal() + length)
    later = date.fromordinal(end.toordinal() + 1)

    assert 0 < mesi_contratto(start, end) <= mesi_contratto(start, later)


@pytest.mark.parametrize(
    ("costo", "contratto", "codes", "expected"),
    [
        ("1850.00", 8, SVANTAGGIATA, ("8.00", "14800.00", "7400.00", "5000.00")),
        ("1200.00", 6, SVANTAGGIATA, ("6.00", "7200.00", "3600.00", "3600.00")),
        ("1950.00", None, SVANTAGGIATA, ("12.00", "23400.00", "11700.00", "5000.00")),
        ("500.00", 18, SVANTAGGIATA, ("12.00", "6000.00", "3000.00", "3000.00")),
        ("300.00", 18, frozenset({"MS"}), ("18.00", "5400.00", "2700.00", "2700.00")),
        ("300.00", 30, frozenset({"MS"}), ("24.00", "7200.00", "3600.00", "3600.00")),
        ("1000.00", 6, frozenset({"DIS"}), ("6.00", "6000.00", "4500.00", "4500.00")),
    ],
)
def test_the_greatest_contribution_is_the_lower_of_intensity_and_ceiling(
    costo, contratto, codes, expected
):
    length = None if contratto is None else Fraction(contratto)

    found = calcola(Decimal(costo), length, codes, IN_FORCE)

    assert expected == tuple(
        str(each)
        for each in (
            found.mesi_ammissibili,
            found.costo_ammissibile,
            found.massimo_intensita,
            found.massimo,
        )
    )


def test_under_de_minimis_only_the_ceiling_of_the_provincia_binds():
    found = calcola(Decimal("100.00"), Fraction(6), frozenset(), IN_FORCE, de_minimis=True)

    assert (found.massimo_intensita, found.massimo) == (None, Decimal("5000.00"))


def test_nothing_is_rounded_before_the_last_step():
    third = calcola(Decimal("0.03"), Fraction(1, 3), SVANTAGGIATA, IN_FORCE)

    assert (third.costo_ammissibile, third.massimo) == (Decimal("0.01"), Decimal("0.01"))


@given(st.decimals(0, 999_999, places=4))
def test_half_a_cent_goes_up(amount):
    rounded = cents(Fraction(amount))

    assert rounded.as_tuple().exponent == -2
    assert -Decimal("0.005") < rounded - amount <= Decimal("0.005")


def test_amounts_are_written_as_the_office_writes_them():
    assert in_figures(Decimal("1234567.5")) == "1.234.567,50"
    assert in_figures(Decimal("0")) == "0,00"
    assert [percent_in_figures(Decimal(each)) for each in ("50.00", "37.50", "100")] == [
        "50",
        "37,5",
        "100",
    ]


def test_there_is_no_calculation_while_costs_or_dates_are_not_known(richiesta):
    assert calcolo(richiesta({"retribuzione_lorda_mensile": None})) is None
    assert calcolo(richiesta({"data_assunzione": None})) is None
    assert calcolo(richiesta({"data_fine_contratto": date(2011, 9, 11)})) is None


def test_a_whole_richiesta_has_nothing_to_mend(richiesta, judge):
    assert judge(rules.RULES, richiesta()) == []


@pytest.mark.parametrize(
    ("attributes", "changes", "expected"),
    [
        ({"lista_mobilita": True}, {}, ["I1"]),
        ({"lista_mobilita": True}, {"data_fine_contratto": date(2012, 9, 11)}, ["I1"]),
        ({"lista_mobilita": True}, {"data_fine_contratto": date(2012, 9, 12)}, []),
        (
            {"lista_mobilita": True},
            INDETERMINATO,
            ["I1"],
        ),
        ({"classificazione_800": ["MS"]}, {}, []),
        ({"classificazione_800": ["MS"]}, INDETERMINATO, ["I2"]),
        ({"indennita": "disoccupazione_ordinaria", "eta_all_assunzione": 50}, {}, ["I3"]),
        ({"indennita": "disoccupazione_ordinaria", "eta_all_assunzione": 49}, {}, []),
        ({"indennita": "requisiti_ridotti", "eta_all_assunzione": 50}, {}, []),
        (
            {"indennita": "disoccupazione_ordinaria", "eta_all_assunzione": 50},
            {"data_assunzione": date(2012, 1, 1)},
            [],
        ),
        ({"indennita": "speciale_edile"}, INDETERMINATO, ["I4"]),
        (
            {"indennita": "speciale_edile"},
            {**INDETERMINATO, "ore_settimanali": 39},
            [],
        ),
        (
            {"indennita": "speciale_edile"},
            {**INDETERMINATO, "data_assunzione": date(2011, 12, 31)},
            ["I4"],
        ),
        (
            {"indennita": "speciale_edile"},
            {**INDETERMINATO, "data_assunzione": date(2012, 1, 1)},
            [],
        ),
        ({"classificazione_800": ["DIS"]}, {}, []),
        ({"classificazione_800": ["DIS"]}, INDETERMINATO, ["I5"]),
        ({}, {"tipo_contratto": "apprendistato"}, ["I6"]),
    ],
)
def test_an_incentive_that_the_law_provides_excludes_the_contribution(
    richiesta, fascicolo, judge, attributes, changes, expected
):
    case = richiesta(changes, fascicolo({**PERSONA, **attributes}))

    assert existing(case) == expected
    assert (("altri_incentivi", "incentivo_cumulo") in judge(rules.RULES, case)) is bool(expected)


def test_the_patto_tells_who_is_on_a_list_of_mobility(richiesta, fascicolo):
    listed = {**PATTO, "stato_occupazionale": "in_mobilita", "mobilita_scadenza": HIRE}
    expired = {**listed, "mobilita_scadenza": date(2011, 9, 11)}

    assert existing(richiesta({}, fascicolo(PERSONA, (listed,)))) == ["I1"]
    assert existing(richiesta({}, fascicolo(PERSONA, (expired,)))) == []


def test_a_reason_names_the_law_of_the_incentive(richiesta, fascicolo):
    case = richiesta({}, fascicolo({**PERSONA, "lista_mobilita": True}))

    mobilita = incentivi_esistenti(case)[0]

    assert mobilita.label == "Lavoratori in mobilità"
    assert mobilita.deciding.source.startswith("L. 223/1991 artt. 8 e 25")


DE_MINIMIS = {"regime_aiuto": "de_minimis", "trasporto_su_strada": False}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"importo_richiesto": Decimal("3600.01")}, [("importo_richiesto", "incentivo_intensita")]),
        (
            {
                "importo_richiesto": Decimal("5000.01"),
                "retribuzione_lorda_mensile": Decimal("9000.00"),
            },
            [("importo_richiesto", "importo_massimo")],
        ),
        ({"altri_incentivi": [{"norma": "L. 68/1999"}]}, [("altri_incentivi", "incentivo_cumulo")]),
        ({"data_richiesta": HIRE}, []),
        ({"data_richiesta": date(2011, 9, 13)}, [("data_richiesta", "incentivo_tardivo")]),
        ({"data_fine_contratto": date(2012, 3, 10)}, [("data_fine_contratto", "incentivo_durata")]),
        ({"data_fine_contratto": date(2011, 9, 11)}, [("data_fine_contratto", "data_ordine")]),
        ({"tipo_contratto": "altro"}, [("tipo_contratto", "scelta_non_valida")]),
        ({"dipendenti_dopo": 29}, [("causa_posto_libero", "obbligatorio")]),
        ({"dipendenti_dopo": 29, "causa_posto_libero": "pensionamento"}, []),
        (
            {"dipendenti_dopo": 29, "causa_posto_libero": "riduzione_personale"},
            [("causa_posto_libero", "incremento_netto")],
        ),
        (
            {"dipendenti_dopo": 29, "causa_posto_libero": "nessuna"},
            [("causa_posto_libero", "incremento_netto")],
        ),
        ({"impresa_in_difficolta": True}, [("impresa_in_difficolta", "impresa_difficolta")]),
        ({"aiuti_da_recuperare": True}, [("aiuti_da_recuperare", "scelta_non_valida")]),
        ({"data_assunzione": date(2012, 5, 1)}, [("data_assunzione", "data_fuori_progetto")]),
        (
            {"persona_codice_fiscale": "PRZSRA80E45L157R"},
            [("persona_codice_fiscale", "cf_incoerente")],
        ),
        ({**DE_MINIMIS, "dipendenti_dopo": 29}, []),
    ],
)
def test_a_richiesta_is_refused_at_the_field_to_mend(richiesta, judge, changes, expected):
    assert judge(rules.RULES, richiesta(changes)) == expected


def test_the_intensity_shows_the_lower_of_the_two_limits(richiesta):
    case = richiesta({"importo_richiesto": Decimal("3600.01")})

    (problem,) = rules.importo_is_within.check(case)

    assert problem.message == (
        "L'importo richiesto supera il 50% dei costi salariali ammissibili (3.600,00 euro)."
    )


@pytest.mark.parametrize(
    ("received", "su_strada", "refused"),
    [
        ("196400.00", False, False),
        ("196400.01", False, True),
        ("96400.00", True, False),
        ("96400.01", True, True),
    ],
)
def test_de_minimis_reaches_its_ceiling_and_does_not_pass_it(
    richiesta, judge, received, su_strada, refused
):
    rows = [{"ente": "Regione", "data": date(2009, 1, 1), "importo": Decimal(received)}]
    changes = {**DE_MINIMIS, "trasporto_su_strada": su_strada, "de_minimis_ricevuti": rows}
    expected = [("importo_richiesto", "de_minimis_superato")] if refused else []

    assert judge(rules.RULES, richiesta(changes)) == expected


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2008, 12, 31), True),
        (date(2009, 1, 1), False),
        (date(2011, 9, 1), False),
        (date(2011, 9, 2), True),
    ],
)
def test_de_minimis_counts_this_year_and_the_two_before(richiesta, judge, day, refused):
    rows = [{"ente": "Regione", "data": day, "importo": Decimal("1.00")}]
    expected = [("de_minimis_ricevuti[0].data", "fuori_intervallo")] if refused else []

    assert judge(rules.RULES, richiesta({**DE_MINIMIS, "de_minimis_ricevuti": rows})) == expected


def test_only_a_disadvantaged_person_is_exempt(richiesta, fascicolo, judge):
    nobody = fascicolo({**PERSONA, "classificazione_800": []})

    assert judge(rules.RULES, richiesta({}, nobody)) == [("regime_aiuto", "non_svantaggiato")]
    assert judge(rules.RULES, richiesta(DE_MINIMIS, nobody)) == []


def test_a_path_that_is_not_validated_is_told_alone(richiesta, fascicolo, judge):
    known = fascicolo({**PERSONA, "stato": "pai_redatto", "classificazione_800": []})

    assert judge(rules.RULES, richiesta({}, known)) == [("fascicolo", "persona_non_validata")]
