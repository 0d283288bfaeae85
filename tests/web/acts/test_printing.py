"""What is registered gets its PDF by itself, whatever was missing at first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generators.press import Press, PressStatus, PrintFailed, open_press
from generators.press.libreoffice import Limits
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from tests.generators.processes import until
from tests.web.acts.conftest import OPERATORE
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.printing import PrintRoom, print_document

PATTO = all_kinds()["patto_di_servizio"]


@pytest.fixture
def waiting(office: Office, patto: Callable[..., dict[str, object]]) -> Number:
    """The number of a Patto that has no PDF yet."""
    document = issue(PATTO, patto(), office=office, by=OPERATORE).document
    assert document is not None
    return document.number


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where LibreOffice is looked for, and is not."""
    return tmp_path / "soffice"


@pytest.fixture
def press(place: Path) -> Iterator[Press]:
    opened = open_press(str(place), Limits(workers=1))
    yield opened
    opened.close()


@pytest.fixture
def room(office: Office, press: Press) -> Iterator[PrintRoom]:
    """The print room at work, which looks at the register ten times a second."""
    opened = PrintRoom(replace(office, press=press), every=0.1)
    opened.start()
    yield opened
    opened.close()


def test_what_was_pending_is_printed_when_libreoffice_appears(
    office: Office, waiting: Number, room: PrintRoom, place: Path, soffice_path: Path
):
    assert room.wait(waiting, 0.5).pdf is None
    assert room.failure(waiting) == ""

    place.symlink_to(soffice_path.resolve())

    until(lambda: office.archive.document(waiting).pdf)
    assert office.archive.without_pdf() == []


class Refusing:
    """A press that refuses every document but one, as LibreOffice may."""

    def __init__(self) -> None:
        self.reason = "LibreOffice non riesce a leggerlo"

    def pdf(self, docx: bytes, **said: object) -> bytes:
        if self.reason:
            raise PrintFailed(self.reason)
        return b"%PDF-"

    def status(self) -> PressStatus:
        return PressStatus("LibreOffice", 0, 0, 0, 0, 0)

    def close(self) -> None:
        """Do nothing."""


def test_what_failed_is_told_and_tried_again_only_when_somebody_asks(
    office: Office, waiting: Number
):
    press = Refusing()
    room = PrintRoom(replace(office, press=press), every=0.1)
    room.start()
    try:
        assert room.wait(waiting, 30).pdf is None
        assert room.failure(waiting) == "LibreOffice non riesce a leggerlo"

        press.reason = ""
        assert room.wait(waiting, 0.5).pdf is None
        room.retry(waiting)

        until(lambda: office.archive.document(waiting).pdf)
        assert room.failure(waiting) == ""
    finally:
        room.close()


def test_a_document_is_printed_once(office: Office, waiting: Number, soffice_path: Path):
    press = open_press(str(soffice_path), Limits(workers=1))
    printing = replace(office, press=press)
    try:
        first = print_document(waiting, office=printing)
        again = print_document(waiting, office=printing)
    finally:
        press.close()

    assert first.pdf == again.pdf
    assert press.status().printed == 1
    assert [event.tipo for event in again.events] == ["pdf"]
