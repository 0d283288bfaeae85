"""The archives that the promises are kept by."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.open import open_archive


@pytest.fixture(params=["memory", "tinydb"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    url = "memory:" if request.param == "memory" else f"tinydb://{tmp_path}/archivio"
    opened = open_archive(url)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archivio"


@pytest.fixture
def reopen(folder: Path) -> Iterator[Callable[[], Archive]]:
    """Open the archive of *folder*, closing the one opened before."""
    opened: list[Archive] = []

    def again() -> Archive:
        while opened:
            opened.pop().close()
        opened.append(open_archive(f"tinydb://{folder}"))
        return opened[-1]

    yield again
    for archive in opened:
        archive.close()
