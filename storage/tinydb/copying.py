"""Copying an archive that is kept in a folder while it is used, and restoring it from the copy."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from storage.archive import ArchiveFault
from storage.care import Erasure, Progress, unheard
from storage.disk import make_folder, remove_file
from storage.files import FileBlobs
from storage.tinydb.accesses import ACCESSES
from storage.tinydb.durable import JournalStorage
from storage.tinydb.sidecars import Sidecars, line_number, sidecars_in, whole_lines

_MANIFEST = "copia.json"


class Copied(Protocol):
    """What there is to copy."""

    folder: Path
    blobs: FileBlobs
    sidecars: Sidecars
    journals: JournalStorage

    def erasures(self) -> Sequence[Erasure]:
        """Return the proofs of what was erased."""


def backup(kept: Copied, folder: Path, told: Progress) -> None:
    """Copy what is *kept* into *folder*, as it is at one moment; see `TinyArchive.backup`."""
    make_folder(folder)
    if any(folder.iterdir()) and not (folder / _MANIFEST).exists():
        raise ArchiveFault(f"La cartella {folder} contiene altro: indicarne una vuota.")
    with kept.journals.transaction():
        reached = kept.journals.reached
        journals = {path.name: path.read_bytes() for path in _journal_files(kept.folder)}
    # Papers never change, and those the journals speak of are all there already.
    papers = list(kept.blobs.all())
    for done, paper in enumerate(papers, 1):
        path = kept.blobs.path(paper)
        _copy(path, folder / path.relative_to(kept.folder))
        told("file copiati", done, len(papers))
    for path in kept.sidecars.all():
        lines = [text for text in whole_lines(path) if line_number(text) <= reached.line]
        _write(folder / path.relative_to(kept.folder), "".join(f"{it}\n" for it in lines).encode())
    for name, content in journals.items():
        _write(folder / name, content)
    digests = {name: sha256(content).hexdigest() for name, content in journals.items()}
    manifest = {"righe": reached.line, "catena": reached.chain, "giornali": digests}
    _write(folder / _MANIFEST, json.dumps(manifest, indent=1).encode())
    _destroy_erased(kept, folder)


def _destroy_erased(kept: Copied, folder: Path) -> None:
    """Destroy in the copy what was erased here since; what is merely missing here stays there."""
    for proof in kept.erasures():
        digests = [digest for digest in proof.files if digest not in kept.blobs]
        papers = [kept.blobs.path(digest) for digest in digests]
        sidecars = [path.with_suffix(".jsonl") for path in papers]
        for path in (*papers, *sidecars, kept.sidecars.of_fascicolo(proof.numero)):
            if not path.exists():
                remove_file(folder / path.relative_to(kept.folder))


def restore(copy: Path, folder: Path, told: Progress = unheard) -> None:
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
    digests = list(source.all())
    for done, digest in enumerate(digests, 1):
        source.get(digest)
        _copy(source.path(digest), folder / "blob" / source.path(digest).relative_to(copy / "blob"))
        told("file ripristinati", done, len(digests))
    for path in sidecars_in(copy):
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
