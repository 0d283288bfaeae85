"""Killed at any moment, a command leaves no number without its document, and no gap."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from storage.open import open_archive
from tests.samples import sample
from tests.web.cli.conftest import Run

ROUNDS = 50

# Imports once, then forks a command for each round and kills it after the given delay: what is
# killed is the real command, only its imports are shared.
KILLER = """
import os, signal, sys, time
from web.cli import fascicolo
for delay in sys.argv[2:]:
    child = os.fork()
    if child == 0:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 2)
        os.dup2(os.open(sys.argv[1] + "/numeri", os.O_WRONLY | os.O_APPEND | os.O_CREAT), 1)
        fascicolo(["documents", "issue", "patto_di_servizio", sys.argv[1] + "/patto.json",
                   "--context", sys.argv[1] + "/contesto.json", "--senza-pdf", "--json"])
    time.sleep(float(delay))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_a_kill_at_any_moment_leaves_a_whole_register(tmp_path: Path, run: Run) -> None:
    patto = sample("patto_di_servizio", titolo_studio="diploma")
    (tmp_path / "patto.json").write_text(json.dumps(patto), encoding="utf-8")
    (tmp_path / "contesto.json").write_text("{}", encoding="utf-8")
    whole = timed_issue(tmp_path, run)
    moments = random.Random(1)
    delays = [f"{moments.uniform(0, whole * 1.5):.4f}" for _ in range(ROUNDS)]

    environ = {
        **os.environ,
        "FASCICOLO_DATI": str(tmp_path / "dati"),
        "FASCICOLO_OGGI": "2011-06-15",
    }
    subprocess.run([sys.executable, "-c", KILLER, str(tmp_path), *delays], env=environ, check=True)

    verified = run("archive", "verify", "--json")
    archive = open_archive(f"tinydb:///{tmp_path / 'dati' / 'archivio'}")
    numbers = [document.number.progressivo for document in archive.documents()]
    told = (tmp_path / "numeri").read_text(encoding="utf-8").count('"numero"')
    assert json.loads(verified.stdout)["anomalie"] == []
    assert numbers == list(range(1, len(numbers) + 1))
    assert told + 1 <= len(numbers) < ROUNDS
    for document in archive.documents():
        assert archive.blob(document.docx)
    archive.close()


def timed_issue(folder: Path, run: Run) -> float:
    """Issue the first document undisturbed and return how long it took, in seconds."""
    start = time.monotonic()
    result = run(
        "documents", "issue", "patto_di_servizio", folder / "patto.json",
        "--context", folder / "contesto.json", "--senza-pdf",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    return time.monotonic() - start
