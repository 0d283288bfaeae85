"""Destroying what was erased by authority, wherever it is; done again, it is harmless."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from storage.care import Erasure, Progress
from storage.disk import crash_point, remove_file
from storage.files import FileBlobs
from storage.tinydb.contents import about, left_of, without
from storage.tinydb.durable import JournalStorage
from storage.tinydb.erasing import FASCICOLO, Erasures
from storage.tinydb.rows import Changes
from storage.tinydb.sidecars import Sidecars, beside

# What is set aside of a journal, and what it was before it was made again.
ASIDE = ("*.resto", "registro-*.vecchio")


class Thinned(Protocol):
    """An archive that something is destroyed of."""

    folder: Path
    blobs: FileBlobs
    sidecars: Sidecars
    journals: JournalStorage

    def sidecar_of(self, key: str) -> Path | None:
        """Return the sidecar of what has that key."""

    def rebuild_index(self, told: Progress) -> int:
        """Make the search index again."""


def destroy(
    archive: Thinned,
    erasures: Erasures,
    proofs: Sequence[Erasure],
    lines: Collection[int],
    told: Progress,
) -> None:
    """
    Destroy what *proofs* speak of; *lines* of the register are those not yet erased.

    The register is last: until its lines are erased, the opening knows that this is to be done.
    The index is made again, not corrected: what tantivy deletes stays on the disk for long.

    Raises:
        OSError: the disk refused; the rest is done at the next opening.
    """
    archive.sidecars.hold_until(archive.journals.reached.line)
    left = _erase_beside(archive, set(erasures.keys()), lines)
    crash_point("erased_beside")
    digests = list(erasures.orphaned(proofs))
    for done, digest in enumerate(digests, 1):
        archive.sidecars.discard(archive.sidecars.of_document(digest))
        archive.blobs.remove(digest)
        told("file distrutti", done, len(digests))
    for proof in proofs:
        if proof.kind == FASCICOLO:
            archive.sidecars.discard(archive.sidecars.of_fascicolo(proof.numero))
    for path in (path for pattern in ASIDE for path in archive.folder.glob(pattern)):
        remove_file(path)
    crash_point("erased_files")
    archive.rebuild_index(told)
    crash_point("erased_index")
    archive.journals.erase(left)


def _erase_beside(
    archive: Thinned, gone: Collection[str], lines: Collection[int]
) -> dict[int, str]:
    """Write in the sidecars what is left of each of *lines*, and return it."""
    left, written = {}, []
    for number, (line, changes) in enumerate(archive.journals.registered_lines(), 1):
        if number in lines:
            text = erased_line(number, line.text, changes, gone)
            left[number] = text[130:]
            paths = [archive.sidecar_of(key) for key in beside(about(changes))]
            written += [(text, path) for path in paths if path]
    archive.sidecars.write(written)
    return left


def erased_line(number: int, text: str, changes: Changes, gone: Collection[str]) -> str:
    """Return the line of that *number* as it stands when what has the keys *gone* is erased."""
    return f"{text[:129]} {left_of(number, without(changes, gone))}"
