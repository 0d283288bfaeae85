"""DOCX, PDF and whatever else is filed: by SHA-256, written once, checked when read."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from storage.archive import BlobAltered, BlobMissing
from storage.disk import (
    clean_temporary,
    make_folder,
    refused,
    remove_file,
    sync_folder,
    write_file,
)


class Blobs(Protocol):
    """Where bytes are filed under their SHA-256."""

    def put(self, content: bytes) -> str:
        """File *content*, durable when this returns, and return its SHA-256."""

    def get(self, sha256: str) -> bytes:
        """
        Return what is filed under *sha256*, checked.

        Raises:
            BlobMissing: nothing is.
            BlobAltered: what is there is something else.
        """

    def remove(self, sha256: str) -> None:
        """Destroy what is filed under *sha256*, if anything: only an authorised erasure may."""

    def __contains__(self, sha256: str) -> bool: ...


class MemoryBlobs(dict[str, bytes]):
    """Bytes kept in memory."""

    def put(self, content: bytes) -> str:
        """Keep *content* and return its SHA-256."""
        digest = sha256(content).hexdigest()
        self[digest] = content
        return digest

    def get(self, sha256: str) -> bytes:  # type: ignore[override]  # a missing blob is an error here
        """Return what is kept under *sha256*."""
        if sha256 not in self:
            raise BlobMissing(sha256)
        return self[sha256]

    def remove(self, sha256: str) -> None:
        """Forget what is kept under *sha256*, if anything."""
        self.pop(sha256, None)


class FileBlobs:
    """
    Bytes in files ``blob/ab/cd/<sha256>``, read-only, in folders closed to others.

    Args:
        folder: The folder ``blob``, made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.temporary = folder, folder / "tmp"
        make_folder(self.temporary)

    def path(self, digest: str) -> Path:
        """
        Return where *digest* is filed.

        Raises:
            BlobMissing: it is not a SHA-256, so nothing can be.
        """
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise BlobMissing(digest)
        return self.folder / digest[:2] / digest[2:4] / digest

    def put(self, content: bytes) -> str:
        """
        File *content*, durable when this returns, and return its SHA-256.

        Raises:
            ArchiveFault: the disk refused it.
        """
        digest = sha256(content).hexdigest()
        try:
            self._file(self.path(digest), content)
        except OSError as error:
            raise refused(error) from error
        return digest

    def _file(self, path: Path, content: bytes) -> None:
        if path.is_file() and path.read_bytes() == content:
            # Who wrote it may not have come to the fsync of the folder yet.
            sync_folder(path.parent)
        else:
            write_file(path, content, temporary=self.temporary, mode=0o440, crash="blob")

    def get(self, digest: str) -> bytes:
        """Return what is filed under *digest*, checked."""
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(digest) from None
        if sha256(content).hexdigest() != digest:
            raise BlobAltered(digest)
        return content

    def remove(self, digest: str) -> None:
        """Destroy what is filed under *digest*, if anything; see `Blobs`."""
        remove_file(self.path(digest))

    def __contains__(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def all(self) -> Iterator[str]:
        """Yield the names of the files kept here, sidecars left out, in order."""
        for first in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for second in sorted(first.iterdir()):
                yield from sorted(path.name for path in second.iterdir() if not path.suffix)

    def clean(self) -> int:
        """Remove what writers that died left half written; return how many files."""
        return clean_temporary(self.temporary)
