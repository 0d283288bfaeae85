"""Every library is declared, locked from PyPI alone, and explained."""

import re
import tomllib

import pytest


def names(requirements: list[str]) -> list[str]:
    return [re.match(r"[\w.-]+", requirement)[0] for requirement in requirements]


def explained(text: str, heading: str) -> list[str]:
    """Return the packages in the table under *heading*, in the order of its lines."""
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w.-]+)` \|", section, re.MULTILINE)


@pytest.fixture
def page(house) -> str:
    return (house / "docs/dependencies.md").read_text("utf-8")


def test_every_run_time_dependency_has_its_line_and_every_line_its_dependency(page, pyproject):
    assert explained(page, "At run time") == names(pyproject["project"]["dependencies"])


def test_every_development_tool_has_its_line_and_every_line_its_tool(page, pyproject):
    tools = names(pyproject["dependency-groups"]["dev"])

    assert explained(page, "For developing and testing") == tools


def test_the_lock_names_pypi_and_no_other_place(house):
    lock = tomllib.loads((house / "uv.lock").read_text("utf-8"))

    sources = {tuple(package["source"].items()) for package in lock["package"]}

    assert sources == {(("registry", "https://pypi.org/simple"),), (("editable", "."),)}


def test_the_style_sheets_are_pinned_by_digest(house):
    lines = (house / "requisiti-ui.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert len(pins) == 1
    assert re.fullmatch(r"design-django-theme==[\d.]+ --hash=sha256:[0-9a-f]{64}", pins[0])
