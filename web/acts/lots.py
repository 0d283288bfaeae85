"""Lots: the rows of a file, what became of each, and the journal that tells it after a crash."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generators.merging import merged

JOURNAL = "lotto.jsonl"
TOGETHER = "unito.pdf"
FATTO, RIFIUTATO, FALLITO = "fatto", "rifiutato", "fallito"


class LotFault(ValueError):
    """The lot cannot go on in this folder; the message says why, in Italian."""


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, from 1, and its answers, None when it is no JSON object."""

    position: int
    answers: Mapping[str, object] | None

    @property
    def sha256(self) -> str:
        """Return what tells this row from the same row with other answers."""
        text = json.dumps(self.answers, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """
    What became of a row.

    Attributes:
        riga: The line of the file.
        esito: ``fatto``, ``rifiutato`` (the answers are wrong) or ``fallito`` (try again).
        impronta: SHA-256 of the answers.
        numero: Number of the registered document, or "".
        file: Names of the files written, the DOCX first.
        errori: Why not: campo, codice, messaggio.
    """

    riga: int
    esito: str
    impronta: str
    numero: str = ""
    file: Sequence[str] = ()
    errori: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def read_rows(text: str) -> list[Row]:
    """Return the rows of a JSON Lines file; empty lines are skipped and counted."""
    lines = enumerate(text.splitlines(), 1)
    return [Row(position, _object(line)) for position, line in lines if line.strip()]


def _object(line: str) -> Mapping[str, object] | None:
    try:
        found = json.loads(line, parse_float=str)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


class Journal:
    """
    What was done in a folder: a line for each row, durable before the next.

    The first line names the lot. The archive keeps that name beside each number it gives, so a
    row whose line was lost in a crash is not registered twice.

    Attributes:
        folder: Where the files of the lot are.
        lot: The name of the lot.
        done: The rows done, by number.
    """

    def __init__(self, folder: Path, head: Mapping[str, object]) -> None:
        """
        Open the journal of *folder*, or begin one with *head*, what all its rows share.

        Raises:
            LotFault: the folder holds a lot with another head.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._path = folder / JOURNAL
        whole = self._path.read_bytes() if self._path.exists() else b""
        whole = whole[: whole.rfind(b"\n") + 1]  # a last line cut by a crash is not there
        lines = [json.loads(line) for line in whole.splitlines()]
        if not lines:
            lines = [{**head, "lotto": secrets.token_hex(8)}]
            whole = _line(lines[0])
        if {name: lines[0].get(name) for name in head} != dict(head):
            raise LotFault(f"{folder} contiene un lotto diverso: usare un'altra cartella.")
        self._path.write_bytes(whole)
        self.lot: str = lines[0]["lotto"]
        self.done = {line["riga"]: Outcome(**line) for line in lines[1:] if line["esito"] == FATTO}

    def add(self, outcome: Outcome) -> None:
        """Write down what became of a row."""
        with self._path.open("ab") as file:
            file.write(_line(asdict(outcome)))
            file.flush()
            os.fsync(file.fileno())
        if outcome.esito == FATTO:
            self.done[outcome.riga] = outcome

    def left(self, rows: Sequence[Row]) -> list[Row]:
        """
        Return which of *rows* are still to be done.

        Raises:
            LotFault: a row that was done now has other answers.
        """
        done = {position: outcome.impronta for position, outcome in self.done.items()}
        changed = [row for row in rows if done.get(row.position, row.sha256) != row.sha256]
        if changed:
            numbers = ", ".join(str(row.position) for row in changed)
            raise LotFault(
                f"Righe già fatte e poi cambiate nel file: {numbers}. "
                "Rimetterle com'erano, o usare un'altra cartella."
            )
        return [row for row in rows if row.position not in done]

    def write(self, name: str, content: bytes) -> str:
        """Write a file of the lot, whole or not at all, and return its name."""
        temporary = self.folder / f".{name}.parte"
        temporary.write_bytes(content)
        temporary.replace(self.folder / name)
        return name

    def put_together(self) -> Path | None:
        """Write the PDFs of the lot, in the order of its rows, as one file; None without any."""
        rows = sorted(self.done.values(), key=lambda outcome: outcome.riga)
        pdfs = [name for row in rows for name in row.file if name.endswith(".pdf")]
        if not pdfs:
            return None
        whole = merged((self.folder / name).read_bytes() for name in pdfs)
        return self.folder / self.write(TOGETHER, whole)


def _line(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"
