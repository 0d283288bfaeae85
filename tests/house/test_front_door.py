"""The two commands that a newcomer types: they parse in any sh, explain themselves, refuse."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

SCRIPTS = ("avvia", "prova", ".ci/run", ".ci/prepara.sh")
SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=house, capture_output=True, text=True)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_parses_in_every_shell_at_hand(house, script, shell):
    assert run(house, shell, "-n", script).stderr == ""


@pytest.mark.parametrize("script", ["avvia", "prova", ".ci/run", ".ci/docx-text"])
def test_a_script_can_be_run_in_a_clone(house, script):
    assert os.access(house / script, os.X_OK)


@pytest.mark.parametrize("script", ["./avvia", "./prova"])
def test_aiuto_explains_every_option_and_does_nothing_else(house, script):
    answer = run(house, script, "--aiuto")

    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Uso: {script} ")
    assert "--solo-prepara  prepara e si ferma" in answer.stdout
    assert answer.stderr == ""


def test_avvia_refuses_an_unknown_option_and_shows_the_known_ones(house):
    answer = run(house, "./avvia", "--vuotto")

    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("Opzione sconosciuta: --vuotto\nUso: ./avvia ")


def test_avvia_can_be_called_from_another_folder(house, tmp_path):
    answer = run(tmp_path, str(house / "avvia"), "--aiuto")

    assert answer.returncode == 0


def test_without_python_and_without_root_avvia_says_what_to_install(house, tmp_path):
    """A copy of the door, on a path where there is no Python and nobody may call apt-get."""
    shutil.copy(house / "avvia", tmp_path)
    shutil.copytree(house / ".ci", tmp_path / ".ci")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "grep", "cat"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "id").write_text("#!/bin/sh\necho 1000\n")
    (programs / "id").chmod(0o755)
    sh = shutil.which("sh")

    answer = subprocess.run(
        [sh, "avvia"], cwd=tmp_path, env={"PATH": str(programs)}, capture_output=True, text=True
    )

    assert answer.returncode == 1
    assert answer.stderr == (
        "Errore: serve Python 3.11 o successivo con il modulo venv. "
        "Su Debian: sudo apt-get install python3 python3-venv\n"
    )


def test_git_compares_papers_made_in_word_as_words(house, tmp_path):
    paper = Document()
    paper.add_paragraph("Il destinatario {{ persona.cognome }} dichiara:")
    paper.add_table(1, 2).cell(0, 1).text = "di essere disoccupato"
    paper.sections[0].footer.paragraphs[0].text = "pagina"
    paper.save(tmp_path / "patto.docx")

    answer = run(house, ".ci/docx-text", str(tmp_path / "patto.docx"))

    assert answer.stdout.splitlines() == [
        "--- word/document.xml",
        "Il destinatario {{ persona.cognome }} dichiara:",
        "di essere disoccupato",
        "--- word/footer1.xml",
        "pagina",
    ]
