"""What was being saved when a session ended: kept half an hour for the same user."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.archive import NotFound
from web.acts.office import Office

TABLE = "salvataggi_sospesi"
KEPT = timedelta(minutes=30)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Lost:
    """A save that could not be made: where it was going, and every value it carried."""

    path: str
    pairs: Pairs
    at: datetime


def keep_lost(utente: str, path: str, pairs: Pairs, *, office: Office) -> None:
    """Keep what *utente* was saving; a later one takes its place."""
    value = {"path": path, "pairs": [list(pair) for pair in pairs], "at": office.now.isoformat()}
    office.archive.put(TABLE, utente, value)


def lost_by(utente: str, *, office: Office) -> Lost | None:
    """Return what *utente* was saving in the last half hour, or None."""
    try:
        value = office.archive.get(TABLE, utente).value
    except NotFound:
        return None
    at, pairs = datetime.fromisoformat(str(value["at"])), value["pairs"]
    if office.now - at > KEPT or not isinstance(pairs, list):
        return None
    return Lost(str(value["path"]), [(str(name), str(text)) for name, text in pairs], at)


def forget_lost(utente: str, *, office: Office) -> None:
    """Throw away what *utente* was saving."""
    office.archive.delete(TABLE, utente)
