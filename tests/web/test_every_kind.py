"""What holds for the pages of every kind of document, and will for those still to come."""

import pytest

from forms.builder.build import as_typed
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import may
from storage.archive import Fascicolo
from tests.pages import Pages
from tests.samples import sample
from tests.web.conftest import Enter
from tests.web.offices import PEOPLE, opened_fascicolo
from web.acts.accounts import list_users
from web.acts.beginning import start_draft
from web.acts.office import Office

ROLES = {ruolo: utente for utente, (_, ruolo, _) in PEOPLE.items() if utente != "berti"}


def filler(kind: Kind) -> str | None:
    """Return one of the office's people whose role fills this kind, or None."""
    granted = (ruolo for ruolo in kind.access if "M" in kind.access[ruolo])
    return next((ROLES[one] for one in granted if "own" not in kind.access[one]), None)


FILLED = [kind for kind in all_kinds().values() if filler(kind)]


@pytest.fixture
def fascicolo(operator: Pages, office: Office) -> Fascicolo:
    """Giulia's fascicolo."""
    return office.archive.fascicolo(opened_fascicolo(operator))


@pytest.mark.parametrize("full", [False, True], ids=["blank", "full"])
@pytest.mark.parametrize("kind", FILLED, ids=lambda kind: kind.name)
def test_every_page_of_a_draft_is_as_pages_must_be(
    kind: Kind, full: bool, fascicolo: Fascicolo, enter: Enter, office: Office
):
    utente = filler(kind)
    assert utente is not None
    pages = enter(utente)
    by = next(actor for actor in list_users(office.archive) if actor.utente == utente)
    assert may(by, "M", kind.access, fascicolo.territorio)
    data = sample(kind.name, full=True) if full else {}
    typed = as_typed(kind, kind.schema().load(data)) if full else {}
    draft = start_draft(kind, typed, fascicolo, office=office, by=by)

    for position, step in enumerate(draft.steps, start=1):
        first = pages.get(f"/bozze/{draft.key}/{position}")
        assert first.heading == step.title
        assert first.summary == []
        assert not first.tree.xpath("//*[@aria-invalid]")
        pages.get(f"/bozze/{draft.key}/{position}?controlla=si")
    pages.get(f"/bozze/{draft.key}/riepilogo")


@pytest.mark.parametrize("kind", FILLED, ids=lambda kind: kind.name)
def test_every_error_of_a_blank_draft_leads_to_its_control(
    kind: Kind, fascicolo: Fascicolo, enter: Enter, office: Office
):
    utente = filler(kind)
    assert utente is not None
    pages = enter(utente)
    by = next(actor for actor in list_users(office.archive) if actor.utente == utente)
    draft = start_draft(kind, {}, fascicolo, office=office, by=by)
    review = pages.get(f"/bozze/{draft.key}/riepilogo")
    assert review.summary

    for words in review.summary:
        address, _, target = review.link(words).partition("#")
        page = pages.get(address)
        assert page.tree.xpath(f"//*[@id='{target}']"), f"{words}: no control {target}"
        assert words in page.summary


@pytest.mark.parametrize("kind", FILLED, ids=lambda kind: kind.name)
def test_a_page_saved_as_it_is_shown_changes_no_answer(
    kind: Kind, fascicolo: Fascicolo, enter: Enter, office: Office
):
    utente = filler(kind)
    assert utente is not None
    pages = enter(utente)
    by = next(actor for actor in list_users(office.archive) if actor.utente == utente)
    typed = as_typed(kind, kind.schema().load(sample(kind.name, full=True)))
    draft = start_draft(kind, typed, fascicolo, office=office, by=by)
    before = office.archive.get("bozze", draft.key).value["answers"]

    for position in range(1, len(draft.steps) + 1):
        pages.press(pages.get(f"/bozze/{draft.key}/{position}"), "Salva bozza")

    assert office.archive.get("bozze", draft.key).value["answers"] == before
