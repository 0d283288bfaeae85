"""Notes on a fascicolo: what is worth telling who comes next, for whom it is meant."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.rules.messages import Problem
from schemas.rules.permissions import Actor
from storage.archive import Working
from web.acts.office import Office
from web.acts.standing import closed_fault

TABLE = "note"
LONGEST = 2000  # characters
VISIBILITA: Mapping[str, str] = {
    "tutti": "Tutti quelli che vedono il fascicolo",
    "cpi": "Solo il Centro per l'Impiego",
    "amministrazione": "Solo il GCP e il Gruppo amministrativo",
}
_READERS: Mapping[str, frozenset[str]] = {
    "cpi": frozenset({"OCPI", "RCPI"}),
    "amministrazione": frozenset({"GCP", "GA"}),
}


@dataclass(frozen=True)
class Note:
    """A note: whose fascicolo, what it says, for whom, who wrote it and when."""

    fascicolo: str
    testo: str
    visibile: str
    autore: str
    at: datetime


def notes_of(fascicolo: str, *, office: Office, by: Actor) -> list[Note]:
    """Return the notes on a fascicolo that *by* may read, latest first."""
    found = map(_from, office.archive.find(TABLE, fascicolo=fascicolo))
    return sorted((note for note in found if _may_read(by, note)), key=lambda it: it.at)[::-1]


def _may_read(by: Actor, note: Note) -> bool:
    readers = _READERS.get(note.visibile)
    return readers is None or by.ruolo in readers or note.autore == by.utente


def add_note(
    fascicolo: str, testo: str, visibile: str, *, office: Office, by: Actor
) -> Problem | None:
    """
    Keep a note on a fascicolo; return what is wrong with it, or None when it is kept.

    Raises:
        NotFound: no such fascicolo.
    """
    testo = testo.strip()
    with office.archive.transaction():
        fault = closed_fault("testo", fascicolo, office.archive) or _fault(testo, visibile)
        if fault:
            return fault
        value = {
            "fascicolo": fascicolo,
            "testo": testo,
            "visibile": visibile,
            "autore": by.utente,
            "at": office.now.isoformat(),
        }
        office.archive.put(TABLE, secrets.token_urlsafe(9), value, expect=0)
    return None


def _fault(testo: str, visibile: str) -> Problem | None:
    if not testo:
        return Problem("testo", "obbligatorio")
    if len(testo) > LONGEST:
        return Problem("testo", "lunghezza_max", {"max": str(LONGEST)})
    return None if visibile in VISIBILITA else Problem("visibile", "scelta_non_valida")


def _from(record: Working) -> Note:
    texts = {name: str(record.value[name]) for name in ("fascicolo", "testo", "visibile", "autore")}
    return Note(**texts, at=datetime.fromisoformat(str(record.value["at"])))
