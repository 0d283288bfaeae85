"""The block «persona» (R-ID-4, R-ID-5, R-ID-9, R-PS-5, R-PS-8)."""

from datetime import date

import pytest

from schemas.rules import persona


def elementi(case):
    """Return what the codice fiscale does not match, as the message lists it."""
    return [problem.values["elementi"] for problem in persona.cf_matches_persona.check(case)]


def test_a_person_whose_codice_fiscale_matches_has_nothing_to_mend(patto, judge):
    assert judge(persona.RULES, patto()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"persona.cognome": "Dal Sasso"}, []),
        ({"persona.cognome": "Rossi"}, ["cognome"]),
        ({"persona.nome": "Anna"}, ["nome"]),
        ({"persona.data_nascita": date(1975, 4, 19)}, ["data di nascita"]),
        ({"persona.data_nascita": date(1976, 4, 18)}, ["data di nascita"]),
        ({"persona.sesso": "M"}, ["sesso"]),
        (
            {"persona.luogo_nascita_tipo": "estero", "persona.stato_nascita": "Albania"},
            ["luogo di nascita"],
        ),
        (
            {"persona.cognome": "Rossi", "persona.nome": "Anna", "persona.sesso": "M"},
            ["cognome, nome, sesso"],
        ),
    ],
)
def test_what_the_codice_fiscale_does_not_match_is_listed(patto, changes, expected):
    assert elementi(patto(changes)) == expected


def test_the_message_says_what_does_not_match(patto):
    case = patto({"persona.nome": "Anna", "persona.sesso": "M"})

    (problem,) = persona.cf_matches_persona.check(case)

    assert problem.path == "persona.codice_fiscale"
    assert problem.message == "Il codice fiscale non corrisponde a: nome, sesso."


def test_a_codice_fiscale_that_differs_is_taken_where_the_office_has_seen_the_card(patto, judge):
    case = patto({"persona.nome": "Anna", "persona.cf_forzato": True})

    assert judge(persona.RULES, case) == []


def test_a_codice_fiscale_of_another_comune_is_pointed_out_and_not_refused(patto, judge):
    case = patto({"persona.comune_nascita": "Thiene"})

    (warning,) = persona.cf_has_comune_nascita.check(case)

    assert persona.cf_has_comune_nascita.warning
    assert (warning.path, warning.code) == ("persona.comune_nascita", "avviso_luogo_nascita")
    assert judge(persona.RULES, case) == []


def test_an_italian_with_a_foreign_code_is_refused(patto):
    case = patto({"persona.codice_fiscale": "DLSGLI75D58Z100X"})

    assert elementi(case) == ["luogo di nascita"]


@pytest.mark.parametrize("stato", ["Albania", "Z100", "ALBANIA"])
def test_a_person_born_abroad_names_the_state_or_its_code(patto, judge, stato):
    born = {
        "persona.luogo_nascita_tipo": "estero",
        "persona.stato_nascita": stato,
        "persona.codice_fiscale": "DLSGLI75D58Z100X",
    }

    assert judge(persona.RULES, patto(born)) == []


def test_a_state_that_never_was_is_refused_and_the_codice_fiscale_is_not_judged(patto, judge):
    born = {"persona.luogo_nascita_tipo": "estero", "persona.stato_nascita": "Narnia"}

    assert judge(persona.RULES, patto(born)) == [("persona.stato_nascita", "scelta_non_valida")]


def test_the_birth_is_not_after_the_document(patto, judge):
    case = patto({"persona.data_nascita": date(2011, 3, 8)})

    assert judge(persona.RULES, case)[0] == ("persona.data_nascita", "data_futura")


@pytest.mark.parametrize(
    ("birth", "refused"), [(date(1995, 3, 7), False), (date(1995, 3, 8), True)]
)
def test_a_person_is_sixteen_on_the_day_of_the_document(patto, birth, refused):
    case = patto({"persona.data_nascita": birth})

    rule = persona.born_by_eta_minima("persona.data_nascita")
    problems = list(rule.check(case))

    assert bool(problems) is refused
    assert all(
        problem.message == "La persona deve avere almeno 16 anni alla data del documento."
        for problem in problems
    )


@pytest.mark.parametrize(
    ("scadenza", "refused"), [(date(2011, 3, 7), False), (date(2011, 3, 6), True)]
)
def test_a_permit_holds_until_its_last_day(patto, judge, scadenza, refused):
    case = patto(
        {
            "persona.cittadinanza": "Marocco",
            "persona.permesso_soggiorno": "permesso",
            "persona.permesso_scadenza": scadenza,
        }
    )
    expected = [("persona.permesso_scadenza", "permesso_scaduto")] if refused else []

    assert judge(persona.RULES, case) == expected


@pytest.mark.parametrize(
    "cittadinanza",
    ["Italiana", "italia", "Romania", "Rumena", "Z129", "Svizzera", "Norvegia", "Regno Unito"],
)
def test_a_citizen_of_the_union_or_assimilated_needs_no_permit(patto, judge, cittadinanza):
    assert judge(persona.RULES, patto({"persona.cittadinanza": cittadinanza})) == []


@pytest.mark.parametrize("cittadinanza", ["Croazia", "Albania", "San Marino", "apolide", "Ucraina"])
def test_a_citizen_of_a_third_country_needs_a_permit(patto, judge, cittadinanza):
    case = patto({"persona.cittadinanza": cittadinanza})

    assert judge(persona.RULES, case) == [("persona.permesso_soggiorno", "scelta_non_valida")]


def test_the_cap_of_vicenza_given_to_another_comune_is_pointed_out(patto):
    elsewhere = patto({"persona.domicilio_cap": "36100"})
    in_vicenza = patto({"persona.domicilio_cap": "36100", "persona.domicilio_comune": "Vicenza"})

    (warning,) = persona.cap_is_not_generic.check(elsewhere)

    assert (warning.path, warning.code) == ("persona.domicilio_cap", "avviso_cap_generico")
    assert not list(persona.cap_is_not_generic.check(in_vicenza))
