"""The figures of the project, kept up with the register, and what each role may know of them."""

from datetime import date

import pytest

from tests.web.acts.walking import ASSISTENTE, OPERATORE, Walk
from web.acts import progress
from web.acts.office import Office
from web.acts.progress import conti_of, figures, told_figures, units
from web.acts.signing import annul


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who has not come yet."""
    return Walk(office)


def totals(office: Office, territorio: str = "") -> list[int | None]:
    """Return the three figures: Patti with PAI, segnalazioni, people placed."""
    return [figura.totale for figura in figures(office, territorio)]


def read_anew(office: Office) -> dict[str, object]:
    """Return what counts as somebody would who never looked before."""
    return dict(progress._read(office.archive).atti)


def test_the_figures_follow_a_path_from_its_papers_and_are_never_read_twice(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
):
    assert totals(walk.office) == [0, 0, 0]
    monkeypatch.setattr(progress, "_read", lambda archive: pytest.fail("read all again"))

    pai = walk.to_validato()
    assert totals(walk.office) == [1, 0, 0]
    walk.answered(walk.signals(pai), "accettata")
    assert totals(walk.office) == [1, 1, 0]

    monkeypatch.undo()
    assert dict(conti_of(walk.office.archive).atti) == read_anew(walk.office)


def test_a_placement_counts_once_somebody_says_that_the_person_came(walk: Walk):
    walk.to_inserimento()
    assert totals(walk.office) == [1, 1, 0]

    (colloquio,) = walk.office.archive.documents(kind="colloquio_iniziale")
    answers = {"presenza_confermata": True}
    walk.follows(colloquio.number, "presenza", answers, "2011-06-01", ASSISTENTE)

    assert totals(walk.office) == [1, 1, 1]
    (unit,) = units("inserimenti", walk.office)
    assert (unit.on, unit.territorio) == (date(2011, 6, 1), "T2")
    assert dict(conti_of(walk.office.archive).atti) == read_anew(walk.office)


def test_what_is_annulled_counts_no_more(walk: Walk):
    _, _, pai = walk.to_pai()
    assert totals(walk.office) == [1, 0, 0]

    annul(pai, "Redatto per un'altra persona.", office=walk.at("2011-06-15"), by=OPERATORE)

    assert totals(walk.office) == [0, 0, 0]


def test_a_territorio_has_its_own_figures_and_no_target_of_its_own(walk: Walk):
    walk.to_pai()

    assert (totals(walk.office, "T2"), totals(walk.office, "T4")) == ([1, 0, 0], [0, 0, 0])
    (patti, _, _) = figures(walk.office, "T2")
    assert (patti.passo, patti.territori) == (None, {})


def test_months_and_territori_sum_up_to_the_province(walk: Walk):
    walk.to_abbinato()

    for figura in figures(walk.office):
        assert sum(figura.mesi.values()) == figura.totale
        assert sum(figura.territori.values()) == figura.totale


def test_who_sees_totals_alone_is_told_nothing_of_one_person(walk: Walk):
    walk.to_abbinato()

    for figura in told_figures(walk.office):
        assert (figura.totale, figura.passo) == (None, None)
        assert (figura.mesi, figura.territori) == ({}, {})


def test_the_figures_of_a_day_hold_what_was_done_until_then(walk: Walk):
    walk.to_pai()

    assert totals(walk.at("2011-03-20")) == [0, 0, 0]
    assert totals(walk.at("2011-03-21")) == [1, 0, 0]
