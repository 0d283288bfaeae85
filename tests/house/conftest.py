"""What the tests of the house look at: the checkout, its settings, its tracked files."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def house() -> Path:
    return HOUSE


@pytest.fixture(scope="session")
def pyproject() -> dict[str, dict]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def tracked() -> tuple[str, ...]:
    """Every file that a clone receives, as a path from the top of the checkout."""
    if not (HOUSE / ".git").exists() or not shutil.which("git"):
        pytest.skip("without git there is no list of tracked files")
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={HOUSE}", "ls-files", "-z"],
        cwd=HOUSE,
        capture_output=True,
        check=True,
    )
    return tuple(listing.stdout.decode().rstrip("\0").split("\0"))
