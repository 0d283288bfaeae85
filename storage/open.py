"""The one place that chooses an archive."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.archive import Archive, ArchiveFault
from storage.memory import MemoryArchive
from storage.tinydb.archive import TinyArchive


def open_archive(url: str) -> Archive:
    """
    Open the archive named by *url*: ``tinydb:///folder`` or ``memory:``.

    Raises:
        ArchiveFault: no such kind of archive, or it cannot be used as it is.
    """
    parts = urlsplit(url)
    match parts.scheme:
        case "memory":
            return MemoryArchive()
        case "tinydb" if parts.path:
            return TinyArchive(Path(unquote(parts.path)))
    raise ArchiveFault(
        f"Archivio non riconosciuto: «{url}». Usare tinydb:///percorso/della/cartella, oppure "
        "memory: per una prova senza salvataggio."
    )
