"""When the disk is really full: the person is told in Italian, and what was typed stays."""

import json
import subprocess
import sys

import pytest

ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=4m tmpfs "$1"
exec "$0" -m tests.web.full_disk "$1"
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the pages said to an operator whose disk filled up."""
    folder = str(tmp_path_factory.mktemp("disco"))
    alone = ["unshare", "--mount", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test mount a disk of its own")
    work = subprocess.run(
        [*alone, "sh", "-c", ON_A_SMALL_DISK, sys.executable, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert work.returncode == 0, work.stderr[-3000:]
    answered: dict[str, object] = json.loads(work.stdout.splitlines()[-1])
    return answered


def test_a_save_that_fails_shows_the_page_again_with_what_was_typed(told):
    assert "Il salvataggio non è riuscito" in told["save"]
    assert told["typed"] == ["Via dell’Artigianato 14/b, presso la zia di perché"]


def test_a_registration_that_fails_says_so_and_takes_no_number(told):
    assert told["register"] == "L'archivio non è disponibile"
    assert told["meanwhile"] == []


def test_when_there_is_space_again_the_same_page_registers_number_one(told):
    assert told["after"] is True
    assert told["findings"] == []
