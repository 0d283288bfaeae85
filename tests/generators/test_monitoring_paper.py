"""The paper of the monitoring questionnaire: by hand during a visit, and the final comparison."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generators.text import paper_text
from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record
from schemas.rules.monitoraggio import GIUDIZI
from schemas.rules.parameters import Parameters, shipped
from tests.samples import sample
from web.acts.papers import Papers, draft_head

PAPERS = Papers(Path(__file__).resolve().parents[2] / "templates" / "docx")
KIND = all_kinds()["questionario_monitoraggio"]
ON = date(2011, 11, 29)
STAGE = Record({"numero": "CS-2011-T2-00011", "tipo": "convenzione_stage", "stato": "firmato"})
PRIMA = Record(
    {
        "numero": "QM-2011-T2-00001",
        "tipo": "questionario_monitoraggio",
        "questionario": "in_itinere",
        "inserimento": "CS-2011-T2-00011",
        "progressivo": 1,
        "data": date(2011, 7, 4),
        "media_valutazioni": "2.83",
        **dict.fromkeys(GIUDIZI, 3),
        "val_autonomia": 2,
    }
)


def words(data: Mapping[str, object]) -> str:
    return words_of(Examined({}, data, ()))


def words_of(examined: Examined) -> str:
    paper = PAPERS.print(KIND, examined, draft_head(ON), Parameters(shipped(), ON))
    return paper_text(paper.docx)


def filled(*on_file: Record, **changes: object) -> Examined:
    examined = examine(
        KIND,
        sample(KIND.name, **changes),
        Contesto(documenti=(STAGE, *on_file)),
        shipped(),
    )
    assert examined.problems == ()
    return examined


@pytest.mark.parametrize("data", [{}, {"tipo": "finale"}], ids=["in itinere", "finale"])
def test_the_blank_form_has_every_box_empty_and_room_to_write(data: Mapping[str, object]) -> None:
    text = words(data)

    assert "☒" not in text
    assert "Puntualità | ☐ 1 | ☐ 2 | ☐ 3 | ☐ 4 | ☐ 5" in text
    assert [line for line in text.splitlines() if line.endswith("| –")] == []
    assert ("5. Esito" in text) is bool(data)


def test_the_final_paper_compares_each_judgement_with_the_first_one() -> None:
    text = words_of(filled(PRIMA))

    assert "Confronto con la prima rilevazione, QM-2011-T2-00001 del 04/07/2011" in text
    assert "\nAutonomia | 2 | 4\n" in text
    assert "\nMedia delle sei valutazioni | 2,83 | 4,00\n" in text


def test_without_an_earlier_questionnaire_there_is_nothing_to_compare() -> None:
    assert "Confronto" not in words_of(filled())


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ({"ore_previste": 132, "ore_svolte": 126}, "126 su 132 | Presenza | 95,45 %"),
        ({"ore_previste": 10, "ore_svolte": 0}, "0 su 10 | Presenza | 0,00 %"),
        ({"ore_previste": 0, "ore_svolte": 0}, "0 su 0 | Presenza | n.d."),
    ],
)
def test_attendance_is_written_with_its_hours(hours: Mapping[str, object], says: str) -> None:
    assert says in words_of(filled(**hours))


def test_a_final_paper_shows_the_outcome_and_no_next_visit() -> None:
    text = words_of(filled())

    assert "☒ concluso  ☐ interrotto" in text
    assert "Prossima visita" not in text
