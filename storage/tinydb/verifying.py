"""Verifying an archive that is kept in a folder: what only its files can tell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from storage.archive import Corrupt
from storage.care import Erasure, Finding, Progress, Report
from storage.files import FileBlobs
from storage.search import Search
from storage.tinydb.contents import DOCUMENTI, about
from storage.tinydb.durable import JournalStorage
from storage.tinydb.erasing import Left, mark_of
from storage.tinydb.journal import Journal
from storage.tinydb.remaking import place_of
from storage.tinydb.sidecars import Sidecars, beside, is_erased, line_number, whole_lines


class Kept(Protocol):
    """What there is to verify."""

    folder: Path
    blobs: FileBlobs
    sidecars: Sidecars
    index: Search
    journals: JournalStorage

    def sidecar_of(self, key: str) -> Path | None:
        """Return the sidecar of what has that key."""

    def erasures(self) -> Sequence[Erasure]:
        """Return the proofs of what was erased."""


def verify(kept: Kept, found: Report, *, quick: bool, told: Progress) -> Report:
    """Return *found* with what only the files can tell: chains, sidecars, erased lines, index."""
    checked, findings = Counter(found.checked), list(found.findings)
    findings += _journals(kept, checked, quick=quick, told=told)
    if not quick:
        findings += _sidecars(kept, checked)
        checked["file"] = sum(1 for _ in kept.blobs.all())
    documents = len(kept.journals.keys(DOCUMENTI))
    if not kept.index.behind and len(kept.index) != documents:
        message = f"L'indice ha {len(kept.index)} documenti e il registro {documents}: va rifatto."
        findings.append(Finding("indice", "indice", message))
    return Report(dict(checked), tuple(findings))


def _journals(
    kept: Kept, checked: Counter[str], *, quick: bool, told: Progress
) -> Iterator[Finding]:
    """Read the journals again from the disk, and look for each line of the register beside."""
    working, left = Journal(kept.folder / "lavoro.jsonl"), Left({})
    try:
        for number, (line, changes) in enumerate(kept.journals.registered_lines(), 1):
            checked["righe"] += 1
            if line.erased:
                left.seen[number] = mark_of(line.text[130:])
            if not quick:
                yield from _missing_beside(kept, line.text, beside(about(changes)))
            told("righe del registro", number, kept.journals.lines)
        yield from _erased(kept, left)
        checked["righe_lavoro"] = sum(1 for _ in working.read())
    except Corrupt as error:
        yield Finding("registro_alterato", error.path.name, str(error))
    finally:
        working.close()


def _missing_beside(kept: Kept, text: str, keys: Iterable[str]) -> Iterator[Finding]:
    for key in keys:
        path = kept.sidecar_of(key)
        if path and text not in whole_lines(path):
            message = f"La scheda di {key} non riporta la riga del registro che ne parla."
            yield Finding("scheda", key, message)


def _erased(kept: Kept, left: Left) -> Iterator[Finding]:
    """Yield the lines erased that nobody authorised, and those authorised that were not erased."""
    proofs = kept.erasures()
    for number in left.unproved(proofs):
        error = Corrupt(*place_of(kept.folder, number))
        yield Finding("registro_alterato", error.path.name, str(error))
    for number in sorted(left.unfinished(proofs)):
        message = f"La riga {number} del registro doveva essere cancellata: riavviare il servizio."
        yield Finding("scarto_incompleto", str(number), message)


def _sidecars(kept: Kept, checked: Counter[str]) -> Iterator[Finding]:
    """Yield the sidecars that say what the register does not: lines lost, or erased."""
    last = kept.journals.reached.line
    for path in kept.sidecars.all():
        checked["schede"] += 1
        lines = whole_lines(path)
        if lines and line_number(lines[-1]) > last:
            message = f"La scheda {path.name} prova una registrazione che il registro non ha più."
            yield Finding("riga_perduta", path.stem, message)
    for path in telling_what_was_erased(kept.sidecars, kept.erasures()):
        message = f"La scheda {path.name} riporta ancora ciò che fu scartato."
        yield Finding("scarto_incompleto", path.stem, message)


def telling_what_was_erased(sidecars: Sidecars, proofs: Sequence[Erasure]) -> Iterator[Path]:
    """Yield the sidecars that still tell, of lines that were erased, what these said."""
    erased = {number for proof in proofs for number in proof.righe}
    for path in sidecars.all() if erased else ():
        lines = whole_lines(path)
        if any(not is_erased(text) and line_number(text) in erased for text in lines):
            yield path
