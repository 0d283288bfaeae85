"""Verifying, copying and making again an archive that is kept in a folder."""

import fcntl
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Protocol

from storage.archive import ArchiveFault, Corrupt, Finding, Report
from storage.disk import make_folder, sync_folder
from storage.files import FileBlobs
from storage.search import Search
from storage.tinydb.accesses import ACCESSES, read_accesses
from storage.tinydb.contents import CONTATORI, DOCUMENTI, LAST_DAY, about
from storage.tinydb.durable import JournalStorage, year_file
from storage.tinydb.journal import ERASED, ZERO, Journal, chain_of, rewrite
from storage.tinydb.sidecars import Sidecars, beside, line_number, whole_lines

_MANIFEST = "copia.json"


class Kept(Protocol):
    """What there is to take care of."""

    folder: Path
    blobs: FileBlobs
    sidecars: Sidecars
    index: Search
    journals: JournalStorage

    def sidecar_of(self, key: str) -> Path | None:
        """Return the sidecar of a document or fascicolo, or None if it was erased."""


# Verifying.


def verify(kept: Kept, found: Report, *, quick: bool) -> Report:
    """Return *found* with what only the files can tell: chains, sidecars, index."""
    checked, findings = Counter(found.checked), list(found.findings)
    findings += _journals(kept, checked, quick=quick)
    if not quick:
        findings += _unknown_lines(kept, checked)
        checked["file"] = sum(1 for _ in kept.blobs.all())
    documents = len(kept.journals.keys(DOCUMENTI))
    if not kept.index.behind and len(kept.index) != documents:
        message = f"L'indice ha {len(kept.index)} documenti e il registro {documents}: va rifatto."
        findings.append(Finding("indice", "indice", message))
    return Report(dict(checked), tuple(findings))


def _journals(kept: Kept, checked: Counter[str], *, quick: bool) -> Iterator[Finding]:
    """Read the journals again from the disk, and look for each line of the register beside."""
    working = Journal(kept.folder / "lavoro.jsonl")
    try:
        for line, changes in kept.journals.registered_lines():
            checked["righe"] += 1
            if not quick:
                yield from _missing_beside(kept, line.text, beside(about(changes)))
        checked["righe_lavoro"] = sum(1 for _ in working.read())
        checked["accessi"] = sum(1 for _ in read_accesses(kept.folder / ACCESSES))
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


def _unknown_lines(kept: Kept, checked: Counter[str]) -> Iterator[Finding]:
    """Yield the sidecars that speak of lines after the last: the register lost them."""
    last = kept.journals.reached.line
    for path in kept.sidecars.all():
        checked["schede"] += 1
        lines = whole_lines(path)
        if lines and line_number(lines[-1]) > last:
            message = f"La scheda {path.name} prova una registrazione che il registro non ha più."
            yield Finding("riga_perduta", path.stem, message)


# Copying.


def backup(kept: Kept, folder: Path) -> None:
    """Copy what is *kept* into *folder*, as it is at one moment; see `TinyArchive.backup`."""
    make_folder(folder)
    if any(folder.iterdir()) and not (folder / _MANIFEST).exists():
        raise ArchiveFault(f"La cartella {folder} contiene altro: indicarne una vuota.")
    with kept.journals.transaction():
        reached = kept.journals.reached
        journals = {path.name: path.read_bytes() for path in _journal_files(kept.folder)}
    # Papers never change, and those the journals speak of are all there already.
    for digest in kept.blobs.all():
        path = kept.blobs.path(digest)
        _copy(path, folder / path.relative_to(kept.folder))
    for path in kept.sidecars.all():
        lines = [text for text in whole_lines(path) if line_number(text) <= reached.line]
        _write(folder / path.relative_to(kept.folder), "".join(f"{it}\n" for it in lines).encode())
    for name, content in journals.items():
        _write(folder / name, content)
    digests = {name: sha256(content).hexdigest() for name, content in journals.items()}
    manifest = {"righe": reached.line, "catena": reached.chain, "giornali": digests}
    _write(folder / _MANIFEST, json.dumps(manifest, indent=1).encode())


def restore(copy: Path, folder: Path) -> None:
    """
    Make an archive in *folder*, new or empty, from the *copy* that `backup` made.

    Raises:
        ArchiveFault: *folder* holds something, or the copy is altered or not whole.
    """
    make_folder(folder)
    if any(folder.iterdir()):
        raise ArchiveFault(f"La cartella {folder} non è vuota: indicarne una vuota.")
    try:
        manifest = json.loads((copy / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise ArchiveFault(f"In {copy} non c'è una copia dell'archivio.") from None
    for name, digest in manifest["giornali"].items():
        content = (copy / name).read_bytes()
        if sha256(content).hexdigest() != digest:
            raise ArchiveFault(f"La copia è alterata: {name}. Usare una copia precedente.")
        _write(folder / name, content)
    source = FileBlobs(copy / "blob")
    for digest in source.all():
        source.get(digest)
        _copy(source.path(digest), folder / "blob" / source.path(digest).relative_to(copy / "blob"))
    for path in [*copy.glob("blob/*/*/*.jsonl"), *copy.glob("fascicoli/*.jsonl")]:
        _copy(path, folder / path.relative_to(copy))


def _journal_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl"))
    yield from (folder / "lavoro.jsonl", folder / ACCESSES)


def _copy(source: Path, target: Path) -> None:
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        _write(target, source.read_bytes())
        shutil.copymode(source, target)


def _write(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


# Making again.


def rebuild_register(folder: Path) -> int:
    """
    Make the register of *folder* again from its sidecars alone, and return how many lines it has.

    The service must be stopped. What the register files held is kept beside, named ``.vecchio``.

    Raises:
        ArchiveFault: a line is in no sidecar, or the chain does not hold: says which.
    """
    sidecars = Sidecars(folder, FileBlobs(folder / "blob"))
    texts = {line_number(it): it for path in sidecars.all() for it in whole_lines(path)}
    ordered = list(_in_a_chain(texts))
    with (folder / "testa").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)  # it tells of files that are about to go
        for path in folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl"):
            path.rename(path.with_suffix(".jsonl.vecchio"))
        for anno, lines in groupby(ordered, key=lambda line: line[0]):
            rewrite(folder / year_file(anno), (text for _, text in lines))
    sync_folder(folder)
    return len(ordered)


def _in_a_chain(texts: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the lines in order, each with the year of its register."""
    chain, anno = ZERO, 0
    for number in range(1, max(texts, default=0) + 1):
        if number not in texts or chain_of(texts[number].encode(), chain) is None:
            raise ArchiveFault(
                f"Il registro non si può rifare: la riga {number} non è in nessuna scheda."
            )
        chain, anno = texts[number][:64], _year_from(texts[number], anno)
        yield anno, texts[number]


def _year_from(text: str, before: int) -> int:
    said = {} if text[130:] == ERASED else json.loads(text[130:])
    days = [
        row["giorno"]
        for table, key, row in said.get("op", [])
        if (table, key) == (CONTATORI, LAST_DAY)
    ]
    return int(days[0][:4]) if days else before
