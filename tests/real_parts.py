"""
The programs that some tests cannot do without: LibreOffice and Chromium.

`tests/conftest.py` imports these fixtures for every room. A part that is missing skips the
tests that need it on a developer's machine and fails them where CI=true, so that a green
continuous integration has really printed and really browsed.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

SOFFICE = ("soffice", "/usr/lib/libreoffice/program/soffice")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def found(name: str, candidates: Iterable[str | None]) -> Path:
    """Return the first of *candidates* that can be run; without one, skip or fail the test."""
    for candidate in candidates:
        if path := candidate and shutil.which(candidate):
            return Path(path)
    reason = f"{name} is not installed: ./prova installs it where it may"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def soffice_path() -> Path:
    """LibreOffice, where the office's own setting or the system has it."""
    opt = sorted(map(str, Path("/opt").glob("libreoffice*/program/soffice")))
    return found("LibreOffice", (os.environ.get("FASCICOLO_SOFFICE"), *SOFFICE, *opt))


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The system's Chromium: a browser downloaded by playwright would need another network."""
    return found("Chromium", CHROMIUM)
