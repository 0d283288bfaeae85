"""What changed between two versions, in the words of the form."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds.differences import Difference, differences
from schemas.kinds.examine import examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import shipped
from tests.samples import sample

PATTO = all_kinds()["patto_di_servizio"]
PERIODO = {
    "datore": "Mobili Brenta sas",
    "dal": date(2009, 3, 1),
    "al": date(2010, 1, 10),
    "tipo_rapporto": "tempo_determinato",
    "retribuito": True,
}


def test_a_changed_field_is_named_by_its_label_and_told_in_words() -> None:
    before = {"data_stipula": date(2011, 3, 7), "automunito": True, "persona": {"telefono": "1"}}
    after = {"data_stipula": date(2011, 3, 8), "automunito": False, "persona": {"telefono": "2"}}

    assert differences(PATTO, before, after, restricted=True) == [
        Difference("Data di stipula", "07/03/2011", "08/03/2011"),
        Difference("Dati della persona – Telefono o cellulare", "1", "2"),
        Difference("Mezzo proprio", "Sì", "No"),
    ]


def test_a_field_filled_or_emptied_says_so() -> None:
    assert differences(PATTO, {}, {"note": "Sentita per telefono"}, restricted=True) == [
        Difference("Note", "non indicato", "Sentita per telefono")
    ]
    assert differences(PATTO, {"note": "x"}, {"note": None}, restricted=True) == [
        Difference("Note", "x", "non indicato")
    ]


def test_a_row_is_named_by_its_position() -> None:
    after = {"periodi_lavoro": [{**PERIODO, "al": date(2010, 1, 31)}]}

    assert differences(PATTO, {"periodi_lavoro": [PERIODO]}, after, restricted=True) == [
        Difference("Periodo 1 – Al", "10/01/2010", "31/01/2010")
    ]


def test_a_row_taken_away_is_told_field_by_field() -> None:
    found = differences(
        PATTO, {"periodi_lavoro": [PERIODO]}, {"periodi_lavoro": []}, restricted=True
    )

    assert [(one.label, one.after) for one in found] == [
        ("Periodo 1 – Datore di lavoro", "non indicato"),
        ("Periodo 1 – Dal", "non indicato"),
        ("Periodo 1 – Al", "non indicato"),
        ("Periodo 1 – Tipo di rapporto", "non indicato"),
        ("Periodo 1 – Retribuito", "non indicato"),
    ]


@given(st.sampled_from(sorted(all_kinds())))
def test_a_document_does_not_differ_from_itself(name: str) -> None:
    kind = all_kinds()[name]
    data = examine(kind, sample(name), Contesto(), shipped()).data

    assert differences(kind, data, dict(data), restricted=True) == []


def test_an_answer_kept_to_few_is_told_to_few() -> None:
    before, after = {"disabilita_l68": False}, {"disabilita_l68": True}

    (told,) = differences(PATTO, before, after, restricted=True)

    assert told.label == "Iscrizione agli elenchi della L. 68/1999"
    assert differences(PATTO, before, after, restricted=False) == []
