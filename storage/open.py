"""The one place that chooses an archive."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.archive import Archive, ArchiveFault
from storage.care import Progress, unheard
from storage.memory import MemoryArchive
from storage.tinydb import copying, remaking
from storage.tinydb.archive import TinyArchive


def open_archive(url: str) -> Archive:
    """
    Open the archive named by *url*: ``tinydb:///folder`` or ``memory:``.

    Raises:
        ArchiveFault: no such kind of archive, or it cannot be used as it is.
    """
    if urlsplit(url).scheme == "memory":
        return MemoryArchive()
    return TinyArchive(_folder(url))


def restore_archive(copy: Path, url: str, told: Progress = unheard) -> None:
    """
    Make the archive of *url*, which must not exist, from the *copy* that `Archive.backup` made.

    Raises:
        ArchiveFault: there is something already, or the copy is altered or not whole.
    """
    copying.restore(copy, _folder(url), told)


def rebuild_register(url: str, told: Progress = unheard) -> int:
    """
    Make the register of *url* again from its sidecars; return how many lines it has.

    The service must be stopped.

    Raises:
        ArchiveFault: a line is in no sidecar, or the chain does not hold.
    """
    return remaking.rebuild_register(_folder(url), told)


def _folder(url: str) -> Path:
    parts = urlsplit(url)
    if parts.scheme == "tinydb" and parts.path:
        return Path(unquote(parts.path))
    if parts.scheme == "memory":
        raise ArchiveFault("Un archivio in memoria non si può ripristinare né rifare.")
    raise ArchiveFault(
        f"Archivio non riconosciuto: «{url}». Usare tinydb:///percorso/della/cartella, oppure "
        "memory: per una prova senza salvataggio."
    )
