"""Copying an archive that is kept in a folder while it is used, and restoring it from the copy."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from storage.archive import ArchiveFault
from storage.care import Erasure, Progress, unheard
from storage.disk import make_folder, remove_file, sync_file, sync_folder
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


class Target:
    """
    A folder that is being filled: all of it becomes durable at once, at the end.

    To sync each file by itself would take most of the time of a copy.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: list[Path] = []

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, *path* within the folder, unless that is what is there."""
        target = self.folder / path
        if not target.is_file() or target.read_bytes() != content:
            make_folder(target.parent)
            target.write_bytes(content)
            self._written.append(target)

    def copy(self, source: Path, path: Path) -> None:
        """Copy a file that is never changed, unless it is there already."""
        target = self.folder / path
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            self.write(path, source.read_bytes())
            shutil.copymode(source, target)

    def make_durable(self) -> None:
        """
        Make what was written durable.

        Raises:
            OSError: the disk did not take all of it.
        """
        os.sync()  # all together; then each, which costs nothing any more, to hear of failures
        for path in self._written:
            sync_file(path)
        for folder in {path.parent for path in self._written}:
            sync_folder(folder)
        self._written = []


def backup(kept: Copied, folder: Path, told: Progress) -> None:
    """Copy what is *kept* into *folder*, as it is at one moment; see `TinyArchive.backup`."""
    try:
        _backup(kept, folder, told)
    except OSError as error:
        raise ArchiveFault(
            f"La copia in {folder} non è riuscita ({error.strerror}): non contarci. Liberare "
            "spazio o cambiare disco, poi rifarla."
        ) from error


def _backup(kept: Copied, folder: Path, told: Progress) -> None:
    make_folder(folder)
    if any(folder.iterdir()) and not (folder / _MANIFEST).exists():
        raise ArchiveFault(f"La cartella {folder} contiene altro: indicarne una vuota.")
    with kept.journals.transaction():
        reached = kept.journals.reached
        journals = {path.name: path.read_bytes() for path in _journal_files(kept.folder)}
    target = Target(folder)
    if not (folder / _MANIFEST).exists():
        target.write(Path(_MANIFEST), b"{}")  # ours, though not a copy yet
    # Papers never change, and those the journals speak of are all there already.
    papers = list(kept.blobs.all())
    for done, paper in enumerate(papers, 1):
        with suppress(FileNotFoundError):  # it was erased meanwhile
            target.copy(kept.blobs.path(paper), kept.blobs.path(paper).relative_to(kept.folder))
        told("file copiati", done, len(papers))
    for path in kept.sidecars.all():
        lines = [text for text in whole_lines(path) if line_number(text) <= reached.line]
        content = "".join(f"{line}\n" for line in lines).encode()
        target.write(path.relative_to(kept.folder), content)
    target.make_durable()
    for name, content in journals.items():
        target.write(Path(name), content)
    digests = {name: sha256(content).hexdigest() for name, content in journals.items()}
    manifest = {"righe": reached.line, "catena": reached.chain, "giornali": digests}
    target.write(Path(_MANIFEST), json.dumps(manifest, indent=1).encode())
    target.make_durable()
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
        journals = json.loads((copy / _MANIFEST).read_bytes())["giornali"]
    except (OSError, ValueError, KeyError):
        raise ArchiveFault(f"In {copy} non c'è una copia dell'archivio.") from None
    target = Target(folder)
    for name, digest in journals.items():
        content = (copy / name).read_bytes()
        if sha256(content).hexdigest() != digest:
            raise ArchiveFault(f"La copia è alterata: {name}. Usare una copia precedente.")
        target.write(Path(name), content)
    source = FileBlobs(copy / "blob")
    digests = list(source.all())
    for done, digest in enumerate(digests, 1):
        source.get(digest)
        target.copy(source.path(digest), source.path(digest).relative_to(copy))
        told("file ripristinati", done, len(digests))
    for path in sidecars_in(copy):
        target.copy(path, path.relative_to(copy))
    target.make_durable()


def _journal_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("registro-[0-9][0-9][0-9][0-9].jsonl"))
    yield from (folder / "lavoro.jsonl", folder / ACCESSES)
