"""Print runs: the papers that somebody chose, each in as many copies as it has parties."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from generators.merging import print_file
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, NotFound, Working
from web.acts.office import Office

TABLE = "stampe"
KEPT = timedelta(days=7)
MOST = 200
"""Documents in one run: more would be a parcel nobody carries."""

HOLDERS = {"destinatario": "la persona", "AZ": "l'azienda"}
OFFICE_COPY = "il Centro per l'Impiego"


class TooMany(ValueError):
    """More documents were chosen than one run takes."""


@dataclass(frozen=True)
class PrintRun:
    """
    What somebody wants printed: nothing but a list, since the papers print themselves.

    Args:
        key: Its name in addresses.
        asked_at: When it was asked for.
        numbers: The documents, in the order in which they are printed.
        duplex: Whether both sides of the sheets are printed.
    """

    key: str
    asked_at: datetime
    numbers: tuple[Number, ...]
    duplex: bool


def holders_of(kind: Kind) -> tuple[str, ...]:
    """Return for whom each copy of a paper is, in the order of the signatures; blank for one."""
    if kind.copies == 1:
        return ("",)
    named = dict.fromkeys(HOLDERS.get(party, OFFICE_COPY) for party in kind.signed_by)
    return (*named, *["gli atti"] * kind.copies)[: kind.copies]


def ask_print_run(
    numbers: Sequence[Number], *, duplex: bool, office: Office, by: Actor
) -> PrintRun:
    """
    Note that *by* wants *numbers* printed, and forget the runs that are too old.

    Raises:
        TooMany: they are more than `MOST`.
    """
    if len(numbers) > MOST:
        raise TooMany(f"Al massimo {MOST} documenti per volta: qui sono {len(numbers)}.")
    value = {
        "autore": by.utente,
        "quando": office.now.isoformat(),
        "numeri": [str(number) for number in dict.fromkeys(numbers)],
        "fronte_retro": duplex,
    }
    with office.archive.transaction():
        for record in office.archive.find(TABLE):
            if office.now - _from(record).asked_at > KEPT:
                office.archive.delete(TABLE, record.key)
        return _from(office.archive.put(TABLE, secrets.token_urlsafe(9), value, expect=0))


def print_runs_of(by: Actor, *, office: Office) -> list[PrintRun]:
    """Return the runs that *by* asked for, the latest first."""
    runs = map(_from, office.archive.find(TABLE, autore=by.utente))
    return sorted(runs, key=lambda run: run.asked_at, reverse=True)


def load_print_run(key: str, *, office: Office, by: Actor) -> PrintRun:
    """
    Return a run that *by* asked for.

    Raises:
        NotFound: there is none, or somebody else asked for it.
    """
    record = office.archive.get(TABLE, key)
    if record.value["autore"] != by.utente:
        raise NotFound(key)
    return _from(record)


def press_copies(documents: Sequence[Document], *, duplex: bool, office: Office) -> bytes:
    """Return the copies of *documents* that have their PDF as one, each marked for whom it is."""
    copies = (
        (office.archive.blob(document.pdf), f"Copia per {holder}" if holder else "")
        for document in documents
        if document.pdf
        for holder in holders_of(all_kinds()[document.kind])
    )
    return print_file(copies, duplex=duplex)


def _from(record: Working) -> PrintRun:
    numbers, when = record.value["numeri"], datetime.fromisoformat(str(record.value["quando"]))
    assert isinstance(numbers, list)
    duplex = record.value["fronte_retro"] is True
    return PrintRun(record.key, when, tuple(map(Number.parse, numbers)), duplex)
