"""Holding back from destruction what somebody still needs: a lawsuit, a control, a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.rules.messages import Problem
from schemas.rules.permissions import Actor
from storage.archive import NotFound, Working
from web.acts.motives import motive_fault
from web.acts.office import Office

TABLE = "trattenuti"


@dataclass(frozen=True)
class Hold:
    """What is held back, a fascicolo or a document that has none; why, by whom and since when."""

    numero: str
    motivo: str
    da: str
    il: datetime


def hold(numero: str, motivo: str, *, office: Office, by: Actor) -> Problem | None:
    """
    Hold back a fascicolo, or a document that has none, until it is let go.

    Returns:
        What is wrong with the reason, at ``motivo``, or None when it is held.
    """
    if fault := motive_fault(motivo):
        return fault
    value = {"motivo": motivo.strip(), "da": by.utente, "il": office.now.isoformat()}
    office.archive.put(TABLE, numero, value)
    return None


def let_go(numero: str, *, office: Office) -> None:
    """Hold back no more; letting go what is not held is harmless."""
    office.archive.delete(TABLE, numero)


def hold_on(numero: str, *, office: Office) -> Hold | None:
    """Return what holds back a fascicolo or a document, or None."""
    try:
        return _from(office.archive.get(TABLE, numero))
    except NotFound:
        return None


def holds(office: Office) -> Mapping[str, Hold]:
    """Return all that is held back, by number."""
    return {record.key: _from(record) for record in office.archive.find(TABLE)}


def _from(record: Working) -> Hold:
    text = {name: str(value) for name, value in record.value.items()}
    return Hold(record.key, text["motivo"], text["da"], datetime.fromisoformat(text["il"]))
