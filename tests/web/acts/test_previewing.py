"""The preview of a draft is there before it is asked for, and never in the way of a real print."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generators.press import Press, open_press
from generators.press.finish import page_texts
from generators.press.libreoffice import Limits
from schemas.kinds.examine import Examined
from schemas.kinds.registry import all_kinds
from storage.archive import Fascicolo
from tests.generators.word import text
from tests.web.acts.conftest import OPERATORE
from web.acts.beginning import start_draft
from web.acts.drafting import Draft, examine_draft
from web.acts.office import Office
from web.acts.papers import BOZZA, Papers
from web.acts.previewing import BROKEN, PreviewRoom

PATTO = all_kinds()["patto_di_servizio"]
Answers = Callable[..., dict[str, object]]
Begun = Callable[..., tuple[Draft, Examined]]


@pytest.fixture(scope="module")
def press(soffice_path: Path) -> Iterator[Press]:
    """A press with one engine."""
    opened = open_press(str(soffice_path), Limits(workers=1))
    yield opened
    opened.close()


@pytest.fixture
def printing(office: Office, press: Press) -> Office:
    """The office with that press."""
    return replace(office, press=press)


@pytest.fixture
def begun(office: Office, fascicolo: Fascicolo, patto: Answers) -> Begun:
    """Begin Giulia's Patto with some answers of her own, and examine it."""

    def begin(**changes: object) -> tuple[Draft, Examined]:
        draft = start_draft(PATTO, patto(**changes), fascicolo, office=office, by=OPERATORE)
        return draft, examine_draft(draft, draft.answers, office=office)

    return begin


def test_it_is_the_paper_as_it_would_be_marked_as_a_draft(printing: Office, begun: Begun):
    draft, examined = begun(note="Parla al mattino.")
    room = PreviewRoom(printing)

    assert room.begin(draft, examined) == ""

    preview = room.wait(draft, examined, 60)
    shown = " ".join(page_texts(preview.pdf))
    assert BOZZA in shown
    assert "Dal Santo" in shown
    assert preview.picture.startswith(b"\x89PNG")
    assert printing.archive.documents() == []


def test_the_same_answers_are_printed_once_and_others_anew(printing: Office, begun: Begun):
    draft, examined = begun()
    room, before = PreviewRoom(printing), printing.press.status().printed
    room.begin(draft, examined)
    first = room.wait(draft, examined, 60)

    assert room.wait(draft, examined, 60) is first
    assert printing.press.status().printed == before + 1

    _, changed = begun(note="Chiede il part time.")
    assert room.wait(draft, changed, 60).pdf != first.pdf
    assert printing.press.status().printed == before + 2


def test_only_the_last_previews_are_kept(printing: Office, begun: Begun):
    one, other = begun(), begun(note="Altra bozza.")
    room, before = PreviewRoom(printing, kept=1), printing.press.status().printed
    for draft, examined in (one, other, one):
        room.wait(draft, examined, 60)

    assert printing.press.status().printed == before + 3


def test_without_libreoffice_the_page_says_so_and_the_preview_comes_when_it_appears(
    office: Office, begun: Begun, soffice_path: Path, tmp_path: Path
):
    draft, examined = begun()
    place = tmp_path / "soffice"
    press = open_press(str(place), Limits(workers=1))
    room = PreviewRoom(replace(office, press=press))
    try:
        assert room.begin(draft, examined).startswith("LibreOffice non è installato")

        place.symlink_to(soffice_path.resolve())

        assert room.begin(draft, examined) == ""
        assert room.wait(draft, examined, 60).pdf.startswith(b"%PDF")
    finally:
        press.close()


def test_a_template_that_does_not_work_is_told_and_breaks_no_page(
    printing: Office, begun: Begun, tmp_path: Path
):
    (tmp_path / "cornice.docx").write_bytes(printing.papers.source("cornice"))
    (tmp_path / "patto_di_servizio.docx").write_bytes(text("{{ inesistente.nome }}"))
    room = PreviewRoom(replace(printing, papers=Papers(tmp_path)))

    assert room.begin(*begun()) == BROKEN
