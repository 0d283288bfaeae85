"""The rooms of ADR 0001: the contracts are kept, and each one really refuses what it forbids."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
ROOMS = SETTINGS["root_packages"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}


def lint(top: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", *options],
        cwd=top,
        capture_output=True,
        text=True,
    )


def forbidden_imports(contract: dict) -> Iterator[tuple[str, str]]:
    """Yield each (importer, imported) that *contract* refuses, as packages or outside libraries."""
    match contract["type"]:
        case "layers":
            layers = [layer.split(" | ") for layer in contract["layers"]]
            for height, layer in enumerate(layers):
                yield from permutations(layer, 2)
                yield from product(layer, [above for room in layers[:height] for above in room])
        case "forbidden":
            yield from product(contract["source_modules"], contract["forbidden_modules"])
        case "independence":
            for everything_in in contract["modules"]:
                package = everything_in.removesuffix(".*")
                yield f"{package}.planted_one", f"{package}.planted_two"


def plant(top: Path, importer: str, imported: str) -> str:
    """Write a module inside *importer* that imports *imported*, and return its name."""
    if imported.endswith("planted_two"):
        name = importer
        (top / imported.replace(".", "/")).with_suffix(".py").touch()
    else:
        name = f"{importer}.planted_{imported.replace('.', '_')}"
    (top / name.replace(".", "/")).with_suffix(".py").write_text(f"import {imported}\n")
    return name


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rooms alone, in a folder where a forbidden import hurts nobody."""
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    for room in ROOMS:
        shutil.copytree(HOUSE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_import_respects_the_rooms(copy):
    report = lint(copy)

    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_each_import_that_a_contract_forbids_is_refused_by_name(copy, contract):
    planted = [
        (plant(copy, importer, imported), imported)
        for importer, imported in forbidden_imports(contract)
    ]

    report = lint(copy, "--contract", contract["id"])

    words = " ".join(report.stdout.split())
    assert report.returncode == 1
    assert planted
    assert [pair for pair in planted if f"{pair[0]} -> {pair[1]}" not in words] == []
