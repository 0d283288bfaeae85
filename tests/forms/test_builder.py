"""The forms of the pages: derived from the schema, giving back exactly what was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.builder.build import as_typed, form_for, raw, retype
from forms.builder.errors import anchor, control_at, show_errors
from forms.builder.layout import LayoutFault, layout_of, section, step
from schemas.fields import Typed
from schemas.kinds.examine import examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.messages import Problem
from schemas.rules.parameters import shipped
from tests.samples import sample
from tests.schemas.kinds.test_every_kind import contesto_for

PATTO = all_kinds()["patto_di_servizio"]
STEPS = layout_of(PATTO)
every_kind = pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)


@every_kind
def test_a_layout_places_every_field_once(kind: Kind) -> None:
    placed = [name for step in layout_of(kind) for name in step.fields]

    assert sorted(placed) == sorted(kind.schema.campi())


def test_a_layout_that_forgets_a_field_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "forms.patto_di_servizio.LAYOUT", (step("Persona", section("Tutto", "cpi", "cpi")),)
    )

    with pytest.raises(LayoutFault, match="fascicolo is placed 0 times; cpi is placed 2 times"):
        layout_of(PATTO)


@every_kind
def test_valid_data_shown_on_the_pages_and_typed_again_is_the_same_data(kind: Kind) -> None:
    data = sample(kind.name, full=False)
    contesto = contesto_for(data)
    examined = examine(kind, data, contesto, shipped())
    typed = as_typed(kind, examined.data)
    answers: dict[str, object] = {}

    for it in layout_of(kind):
        answers |= raw(form_for(kind, it, typed))

    assert examine(kind, answers, contesto, shipped()).data == examined.data


def posted(**values: str | list[str]) -> MultiDict[str, str]:
    """Return what a browser posts; a double underscore stands for the separator."""
    pairs = [
        (name.replace("__", "-"), value)
        for name, given in values.items()
        for value in ([given] if isinstance(given, str) else given)
    ]
    return MultiDict(pairs)


def test_what_is_posted_is_read_as_typed_and_blanks_are_left_out() -> None:
    form = form_for(
        PATTO,
        STEPS[0],
        {},
        posted(
            fascicolo="F-2011-00011",
            operatore="  ",
            persona__cognome="Rossi & C. <b>",
            persona__nome="",
        ),
    )

    answers = raw(form)

    assert answers == {"fascicolo": "F-2011-00011", "persona": {"cognome": "Rossi & C. <b>"}} | {
        "operatore": "  "
    }
    assert isinstance(answers["fascicolo"], Typed)


def test_blank_rows_are_not_rows() -> None:
    form = form_for(
        PATTO,
        STEPS[1],
        {},
        posted(periodi_lavoro__0__datore="", periodi_lavoro__1__datore="Mobili Brenta sas"),
    )

    assert raw(form)["periodi_lavoro"] == [{"datore": "Mobili Brenta sas"}]


def test_a_column_called_as_a_word_of_wtforms_shows_what_was_typed() -> None:
    richiesta = all_kinds()["richiesta_incentivo"]
    rows = [{"ente": "Camera di Commercio", "data": "01/02/2010", "importo": "1.000,00"}]
    step = next(one for one in layout_of(richiesta) if "de_minimis_ricevuti" in one.fields)

    shown = raw(form_for(richiesta, step, {"de_minimis_ricevuti": rows}, None))

    assert shown["de_minimis_ricevuti"] == rows


def test_several_boxes_are_a_list() -> None:
    form = form_for(PATTO, STEPS[3], {}, posted(disponibilita_settori=["legno", "orafo"]))

    assert raw(form) == {"disponibilita_settori": ["legno", "orafo"]}


def test_a_draft_read_back_is_typed_again() -> None:
    again = retype({"data_stipula": "07/03/2011", "righe": [{"dal": "01/01/2011"}]})

    assert isinstance(again["data_stipula"], Typed)
    assert isinstance(again["righe"][0]["dal"], Typed)  # type: ignore[index]


def test_a_problem_hangs_on_its_control_and_stands_in_the_summary() -> None:
    form = form_for(PATTO, STEPS[0], {"persona": {"sesso": "F"}})

    links = show_errors(
        form,
        [
            Problem("persona.sesso", "scelta_non_valida"),
            Problem("cpi", "obbligatorio"),
            Problem("note", "obbligatorio"),
        ],
    )

    assert [(link.words, link.target) for link in links] == [
        ("Centro per l'Impiego: Campo obbligatorio.", "cpi-0"),
        ("Sesso: Scelta non valida.", "persona-sesso-0"),
    ]
    assert control_at(form, "persona.sesso").errors == ["Scelta non valida."]  # type: ignore[union-attr]


def test_a_problem_in_a_row_names_the_row() -> None:
    form = form_for(PATTO, STEPS[1], {"periodi_lavoro": [{"datore": "A"}, {"datore": "B"}]})

    links = show_errors(form, [Problem("periodi_lavoro[1].al", "data_formato")])

    assert [(link.words, link.target) for link in links] == [
        ("Periodo 2 – Al: Data non valida: usare il formato GG/MM/AAAA.", "periodi_lavoro-1-al")
    ]


def test_the_link_of_a_group_goes_to_its_first_choice() -> None:
    form = form_for(PATTO, STEPS[0], {})

    assert anchor(form["cpi"]) == "cpi-0"
    assert anchor(form["persona"]) == "persona-cognome"


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_is_typed_comes_back(note: str, nome: str) -> None:
    form = form_for(PATTO, STEPS[4], {}, MultiDict([("note", note), ("firmatario_cpi", nome)]))

    assert raw(form) == {"note": note, "firmatario_cpi": nome}
