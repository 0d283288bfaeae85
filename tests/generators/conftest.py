"""The press of the room's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generators.press import Press, open_press
from generators.press.libreoffice import Limits
from tests.real_parts import soffice_path

__all__ = ["one_engine", "soffice_path"]


@pytest.fixture(scope="session")
def one_engine(soffice_path: Path) -> Iterator[Press]:
    """A press with a single warm LibreOffice, for tests that only print."""
    press = open_press(str(soffice_path), Limits(workers=1))
    yield press
    press.close()
