"""What a clone holds: the top level that was agreed, and nothing about where it was written."""

import re
from pathlib import Path

FOLDERS = {
    "schemas", "forms", "generators", "storage", "web", "templates",
    "tests", "benchmarks", "docs", ".ci",
}  # fmt: skip
FILES = {
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "publiccode.yml",
    "avvia", "prova", "pyproject.toml", "uv.lock", "requisiti-ui.txt",
    ".gitattributes", ".gitignore",
}  # fmt: skip

# Written so that this line does not match itself.
WORKPLACE = re.compile(r"/(?:wor[k]|far[m])/|\.librar[y]|\bfar[m]-|/tm[p]/brief")


def test_the_top_level_is_exactly_what_was_agreed(tracked):
    assert {path.partition("/")[0] for path in tracked} == FOLDERS | FILES


def test_templates_holds_only_what_the_office_edits_in_word(tracked):
    inside = [path for path in tracked if path.startswith("templates/")]

    assert [path for path in inside if not re.fullmatch(r"templates/docx/\w+\.docx", path)] == []


def test_no_file_names_the_place_where_it_was_written(house, tracked):
    named = [
        path
        for path in tracked
        if WORKPLACE.search((house / path).read_bytes().decode("utf-8", "ignore"))
    ]

    assert named == []


def test_no_module_is_a_drawer_for_everything(tracked):
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}

    assert [path for path in tracked if Path(path).name in drawers] == []


def test_the_licence_is_the_one_that_the_settings_declare(house, pyproject):
    assert pyproject["project"]["license"] == "EUPL-1.2"
    assert (house / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "license: EUPL-1.2" in (house / "publiccode.yml").read_text("utf-8")
