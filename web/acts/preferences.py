"""What each user prefers of the pages."""

from storage.archive import Archive, NotFound

TABLE = "preferenze"


def keys_on(archive: Archive, utente: str) -> bool:
    """Return whether single keys are shortcuts for a user: they are, until turned off."""
    try:
        return archive.get(TABLE, utente).value["tasti"] is True
    except NotFound:
        return True


def set_keys(archive: Archive, utente: str, *, on: bool) -> None:
    """Turn the shortcuts of single keys on or off for a user (WCAG 2.1.4)."""
    archive.put(TABLE, utente, {"tasti": on})
