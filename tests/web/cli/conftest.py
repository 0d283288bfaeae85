"""The command line as a person uses it: a terminal, files, an exit code."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.samples import sample
from web.cli import fascicolo

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in an office of its own, on 15 June 2011."""
    runner = CliRunner(
        env={"FASCICOLO_DATI": str(tmp_path / "dati"), "FASCICOLO_OGGI": "2011-06-15"}
    )
    return lambda *words: runner.invoke(fascicolo, [str(word) for word in words])


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, Mapping[str, object]], Path]:
    """Write a JSON file and return its path."""

    def write(name: str, content: Mapping[str, object]) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def patto(written: Callable[[str, Mapping[str, object]], Path]) -> Path:
    """A file with a Patto that is accepted."""
    data = sample("patto_di_servizio", titolo_studio="diploma", cpi="Schio-Thiene")
    return written("patto.json", data)


@pytest.fixture
def context(written: Callable[[str, Mapping[str, object]], Path]) -> Path:
    """A context that says nothing: everything the Patto needs is taken as favourable."""
    return written("contesto.json", {})
