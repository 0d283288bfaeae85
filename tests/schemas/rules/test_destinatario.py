"""The nine categories of destinatario, each on both sides of its limits (R-PS-2)."""

from datetime import date

import pytest

from schemas.rules import destinatario
from schemas.rules.case import Case
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import Parameters, parse, replace, shipped

# What each test starts from: the person of the case does not satisfy the category but for this.
GIOVANE_INOCCUPATO = {
    "persona.data_nascita": date(1989, 3, 7),
    "stato_occupazionale": "inoccupato",
    "mai_occupato": True,
    "periodi_lavoro": [],
    "data_fine_formazione": date(2010, 6, 30),
}
IN_MOBILITA = {
    "stato_occupazionale": "in_mobilita",
    "mobilita_legge": "223/1991",
    "mobilita_iscrizione": date(2011, 2, 1),
    "mobilita_scadenza": date(2013, 1, 31),
}
LICENZIATO = {
    "data_cessazione": date(2010, 1, 31),
    "motivo_cessazione": "licenziamento_individuale",
    "percepisce_indennita": False,
}
GIOVANE_DISOCCUPATO = {
    "persona.data_nascita": date(1987, 9, 2),
    "data_stipula": date(2010, 12, 15),
    "data_did": date(2010, 6, 15),
    "periodi_lavoro": [{"dal": date(2009, 3, 1), "al": date(2010, 6, 10), "datore": "Brenta sas"}],
}


def satisfied(case):
    """Return the codes of the categories that the person satisfies."""
    return [reason.subject for reason in destinatario.categorie(case) if reason.holds]


def holds(case, code):
    return code in satisfied(case)


def test_the_nine_categories_are_always_given_in_order_with_their_names(patto):
    reasons = destinatario.categorie(patto())

    assert [reason.subject for reason in reasons] == [f"C{n}" for n in range(1, 10)]
    assert list(destinatario.CATEGORIE) == list(destinatario.DESCRIZIONI)
    assert reasons[3].label == "Adulto disoccupato per 12 dei 16 mesi precedenti"


def test_without_a_date_there_is_nothing_to_evaluate(patto):
    case = patto()

    assert destinatario.categorie(Case(case.data, None, case.contesto, case.parameters)) == ()


def test_the_reason_shows_what_was_found_beside_the_threshold(patto):
    c4 = destinatario.categorie(patto())[3]

    assert c4.deciding.found == "13 su 16 (non contano: dal 07/11/2009 al 06/02/2010)"
    assert c4.deciding.threshold.startswith("almeno 12")
    assert c4.deciding.source.startswith("Documento di progetto, Destinatari n. 3")


def test_every_condition_of_every_category_has_words_and_a_source(patto):
    for reason in destinatario.categorie(patto()):
        for condition in reason.conditions:
            assert all((condition.asked, condition.found, condition.threshold, condition.source))


@pytest.mark.parametrize(
    ("fine", "expected"),
    [
        (date(2009, 3, 7), True),  # two years, last day included
        (date(2009, 3, 6), False),
        (date(2011, 3, 7), True),
        (date(2011, 3, 8), False),
        (None, False),
    ],
)
def test_c1_ends_two_years_after_the_end_of_studies(patto, fine, expected):
    case = patto({**GIOVANE_INOCCUPATO, "data_fine_formazione": fine})

    assert holds(case, "C1") is expected


@pytest.mark.parametrize(
    ("birth", "titolo", "expected"),
    [
        (date(1985, 3, 8), "diploma", True),  # 26 tomorrow
        (date(1985, 3, 7), "diploma", False),  # 26 today
        (date(1985, 3, 7), "laurea", True),
        (date(1981, 3, 8), "laurea", True),  # 30 tomorrow
        (date(1981, 3, 7), "laurea", False),
    ],
)
def test_c1_is_below_26_years_or_30_with_a_degree(patto, birth, titolo, expected):
    case = patto({**GIOVANE_INOCCUPATO, "persona.data_nascita": birth, "titolo_studio": titolo})

    assert holds(case, "C1") is expected


@pytest.mark.parametrize(
    "change", [{"mai_occupato": False}, {"mai_occupato": None}, {"stato_occupazionale": "inattivo"}]
)
def test_c1_has_never_been_employed_and_looks_for_work(patto, change):
    assert not holds(patto({**GIOVANE_INOCCUPATO, **change}), "C1")


@pytest.mark.parametrize(
    ("titolo", "expected"),
    [
        ("nessuno", True),
        ("elementare", True),
        ("media", True),
        ("qualifica", False),  # three years of vocational school are ISCED 3
        ("diploma", False),
    ],
)
def test_c2_has_no_title_above_the_licenza_media(patto, titolo, expected):
    assert holds(patto({"titolo_studio": titolo}), "C2") is expected


@pytest.mark.parametrize(("did", "expected"), [(date(2011, 3, 7), True), (None, False)])
def test_c2_needs_the_did(patto, did, expected):
    assert holds(patto({"titolo_studio": "media", "data_did": did}), "C2") is expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(1961, 3, 6), True),  # the day after the birthday
        (date(1961, 3, 7), False),  # on the birthday itself: no
        (date(1961, 3, 8), False),
    ],
)
def test_c3_is_past_the_fiftieth_birthday(patto, birth, expected):
    assert holds(patto({"persona.data_nascita": birth}), "C3") is expected


def test_c3_takes_the_birthday_where_the_office_says_so(patto):
    case = patto({"persona.data_nascita": date(1961, 3, 7)})
    own = parse('{"parametri": [{"chiave": "categoria.c3.compleanno_incluso", "valore": true}]}')
    asked = Case(case.data, case.on, case.contesto, Parameters(replace(shipped(), own), case.on))

    assert holds(asked, "C3")


@pytest.mark.parametrize(
    ("did", "expected"),
    [
        (date(2010, 3, 21), True),  # 17 days of the twelfth month
        (date(2010, 3, 22), True),  # 16 days
        (date(2010, 3, 23), False),  # 15 days
    ],
)
def test_c4_has_twelve_months_without_work_of_sixteen(patto, did, expected):
    assert holds(patto({"data_did": did}), "C4") is expected


def test_c4_counts_the_months_before_a_job_that_is_over(patto):
    jobs = [{"dal": date(2010, 6, 1), "al": date(2010, 9, 30), "datore": "Alfa"}]

    four_months_lost = patto({"data_did": date(2009, 1, 1), "periodi_lavoro": jobs})
    five_months_lost = patto({"data_did": date(2010, 2, 1), "periodi_lavoro": jobs})

    assert holds(four_months_lost, "C4")
    assert not holds(five_months_lost, "C4")


@pytest.mark.parametrize(
    ("birth", "expected"), [(date(1986, 3, 7), ["C4"]), (date(1986, 3, 8), ["C5"])]
)
def test_on_the_twentyfifth_birthday_one_passes_from_c5_to_c4(patto, birth, expected):
    assert satisfied(patto({"persona.data_nascita": birth})) == expected


@pytest.mark.parametrize("stato", ["inoccupato", "inattivo", "occupato"])
def test_c4_has_lost_a_job(patto, stato):
    assert not holds(patto({"stato_occupazionale": stato}), "C4")


def test_c5_has_exactly_six_months_of_eight(patto):
    case = patto(GIOVANE_DISOCCUPATO)

    assert satisfied(case) == ["C5"]
    assert destinatario.categorie(case)[4].deciding.found.startswith("6 su 8")


def test_c5_with_five_months_and_a_half_has_not_enough(patto):
    assert not holds(patto({**GIOVANE_DISOCCUPATO, "data_did": date(2010, 7, 1)}), "C5")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"figli_a_carico": 0}, False),
        ({"figli_a_carico": None}, False),
        ({"adulto_solo": False}, False),
        ({"persona.data_nascita": date(1993, 3, 7)}, True),  # 18 today
        ({"persona.data_nascita": date(1993, 3, 8)}, False),
        ({"stato_occupazionale": "inattivo", "data_did": None}, True),
        ({"stato_occupazionale": "occupato"}, False),
    ],
)
def test_c6_is_an_adult_alone_with_children(patto, change, expected):
    case = patto({"adulto_solo": True, "figli_a_carico": 2, **change})

    assert holds(case, "C6") is expected


@pytest.mark.parametrize(
    ("ultima", "expected"), [(date(2009, 3, 7), True), (date(2009, 3, 8), False), (None, False)]
)
def test_c7_is_inactive_for_two_years_and_may_have_no_did(patto, ultima, expected):
    case = patto(
        {"stato_occupazionale": "inattivo", "data_did": None, "data_ultima_attivita": ultima}
    )

    assert holds(case, "C7") is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"mobilita_scadenza": None}, True),
        ({"mobilita_scadenza": date(2011, 3, 7)}, True),
        ({"mobilita_scadenza": date(2011, 3, 6)}, False),
        ({"mobilita_iscrizione": date(2011, 3, 7)}, True),
        ({"mobilita_iscrizione": date(2011, 3, 8)}, False),
        ({"mobilita_iscrizione": None}, False),
        ({"mobilita_legge": None}, False),
        ({"stato_occupazionale": "disoccupato"}, False),
    ],
)
def test_c8_is_on_a_list_of_mobility_that_has_not_expired(patto, change, expected):
    assert holds(patto({**IN_MOBILITA, **change}), "C8") is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"motivo_cessazione": "licenziamento_collettivo"}, True),
        ({"motivo_cessazione": "dimissioni_giusta_causa"}, False),
        ({"motivo_cessazione": None}, False),
        ({"percepisce_indennita": True}, False),
        ({"percepisce_indennita": None}, False),
        ({"data_cessazione": None}, False),
        ({"data_did": None}, False),
        ({"stato_occupazionale": "in_mobilita"}, False),
    ],
)
def test_c9_was_dismissed_and_receives_nothing(patto, change, expected):
    assert holds(patto({**LICENZIATO, **change}), "C9") is expected


@pytest.mark.parametrize(
    "change",
    [
        {"persona.domicilio_comune": "Padova"},
        {"persona.cittadinanza": "Albania"},
        {"stato_occupazionale": "occupato"},
        {"periodi_lavoro": [{"dal": date(2011, 3, 1), "al": None, "datore": "Alfa"}]},
        {"periodi_lavoro": [{"dal": date(2011, 3, 1), "al": date(2011, 3, 7), "datore": "Alfa"}]},
        {"persona.data_nascita": date(1995, 3, 8)},
    ],
)
def test_no_category_takes_who_fails_a_common_condition(patto, change):
    everything = {**LICENZIATO, "titolo_studio": "media", "adulto_solo": True, "figli_a_carico": 1}

    assert satisfied(patto({**everything, **change})) == []


def test_a_job_that_ended_the_day_before_is_no_obstacle(patto):
    job = [{"dal": date(2011, 3, 1), "al": date(2011, 3, 6), "datore": "Alfa"}]

    assert holds(patto({"titolo_studio": "media", "periodi_lavoro": job}), "C2")


def test_the_first_condition_that_fails_decides(patto):
    c9 = destinatario.categorie(patto({**LICENZIATO, "percepisce_indennita": True}))[8]

    assert (c9.deciding.asked, c9.deciding.found) == ("Percepisce un'indennità", "sì")


def test_only_c1_is_an_inserimento():
    assert destinatario.tipo_azione("C1") == "inserimento"
    assert {destinatario.tipo_azione(f"C{n}") for n in range(2, 10)} == {"reinserimento"}


def test_a_category_that_is_not_satisfied_is_refused_by_its_name(patto):
    case = patto({"categoria_principale": "C3", "persona.data_nascita": date(1961, 3, 7)})

    (problem,) = destinatario.categoria_dimostrata.check(case)

    assert problem.path == "categoria_principale"
    assert problem.message == (
        "I dati inseriti non soddisfano i requisiti della categoria «disoccupato_over50»."
    )


def test_data_that_are_still_missing_make_no_category_and_no_fault():
    empty = Case({}, date(2011, 3, 7), Contesto(), Parameters(shipped(), date(2011, 3, 7)))

    assert satisfied(empty) == []
