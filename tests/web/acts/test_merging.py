"""Two saves of one step, made side by side."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.patto_di_servizio import PattoDiServizio
from web.acts.merging import Clash, merge, with_theirs

VALUES = st.sampled_from(["a", "b", "c"])
SAVES = st.fixed_dictionaries(
    {},
    optional={
        "operatore": VALUES,
        "note": VALUES,
        "periodi_lavoro": st.lists(st.fixed_dictionaries({"datore": VALUES}), min_size=1),
        "persona": st.dictionaries(
            st.sampled_from(["cognome", "nome", "telefono"]), VALUES, min_size=1
        ),
    },
)


def test_a_field_changed_on_one_side_only_takes_that_change():
    base = {"operatore": "Rossi", "note": "prima", "persona": {"telefono": "1", "nome": "Ada"}}
    mine = {**base, "note": "dopo", "persona": {"telefono": "1", "nome": "Ida"}}
    theirs = {"operatore": "Bianchi", "persona": {"telefono": "2", "nome": "Ada"}}

    merged = merge(PattoDiServizio, base, mine, {**theirs, "note": "prima"})

    assert merged.clashes == ()
    assert merged.answers == {
        "operatore": "Bianchi",
        "note": "dopo",
        "persona": {"telefono": "2", "nome": "Ida"},
    }


def test_a_field_changed_on_both_sides_is_told_in_words_and_mine_stays_until_chosen():
    base = {"stato_occupazionale": "disoccupato"}
    mine, theirs = {"stato_occupazionale": "occupato"}, {"stato_occupazionale": "in_mobilita"}

    merged = merge(PattoDiServizio, base, mine, theirs)

    assert merged.clashes == (
        Clash("stato_occupazionale", "Stato occupazionale", "Occupato", "In mobilità"),
    )
    assert merged.answers == mine
    assert with_theirs(merged.answers, theirs, "stato_occupazionale") == theirs


def test_a_value_that_is_wrong_is_told_as_it_was_typed():
    merged = merge(PattoDiServizio, {}, {"data_stipula": "ieri"}, {"data_stipula": "2011-03-07"})

    assert merged.clashes == (Clash("data_stipula", "Data di stipula", "ieri", "07/03/2011"),)


def test_rows_changed_on_both_sides_are_one_choice():
    row = {"datore": "Alfa srl", "dal": "01/02/2010"}

    merged = merge(PattoDiServizio, {}, {"periodi_lavoro": [row]}, {"periodi_lavoro": [row, row]})

    assert [clash.mine for clash in merged.clashes] == ["Alfa srl, 01/02/2010"]


@given(SAVES, SAVES)
def test_what_only_one_side_changed_is_never_lost(
    base: dict[str, object], other: dict[str, object]
):
    assert merge(PattoDiServizio, base, other, base).answers == other
    assert merge(PattoDiServizio, base, base, other).answers == other
    assert merge(PattoDiServizio, base, other, other).clashes == ()


@given(SAVES, SAVES, SAVES)
def test_whoever_chooses_theirs_everywhere_gets_theirs_where_both_changed(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
):
    merged = merge(PattoDiServizio, base, mine, theirs)
    answers = merged.answers
    for clash in merged.clashes:
        answers = with_theirs(answers, theirs, clash.path)

    assert merge(PattoDiServizio, mine, answers, theirs).clashes == ()
