"""Tickets: a link that works once, for some time; the archive keeps its hash alone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from storage.archive import Archive, NotFound

TICKETS = "biglietti"

RESET, INVITO, CONFERMA, SECONDO = "reset", "invito", "conferma", "secondo_fattore"
LASTING: Mapping[str, timedelta] = {
    RESET: timedelta(minutes=30),
    INVITO: timedelta(days=7),
    CONFERMA: timedelta(days=2),
    SECONDO: timedelta(minutes=5),
}


class TicketSpent(Exception):
    """The link was used already, is too old, or was never given."""


@dataclass(frozen=True)
class Ticket:
    """What a link stands for: its purpose, whose it is, what else it carries."""

    scopo: str
    chi: str
    dati: Mapping[str, str]


def give_ticket(
    archive: Archive,
    scopo: str,
    chi: str,
    dati: Mapping[str, str],
    *,
    now: datetime,
    secret: str = "",
) -> str:
    """
    Return the secret of a new ticket; the one given before for the same purpose stops working.

    Args:
        archive: Where its hash is kept.
        scopo: RESET, INVITO, CONFERMA or SECONDO.
        chi: The user name, or the address, it is for.
        dati: What it carries.
        now: The present instant.
        secret: The secret, when it must be copied by hand; else one is drawn.
    """
    secret = secret or secrets.token_urlsafe(24)
    row = {
        "scopo": scopo,
        "chi": chi,
        "dati": dict(dati),
        "fino": (now + LASTING[scopo]).isoformat(),
    }
    with archive.transaction():
        for record in archive.find(TICKETS):
            same = (record.value["scopo"], record.value["chi"]) == (scopo, chi)
            if same or _is_over(record.value, now):
                archive.delete(TICKETS, record.key)
        archive.put(TICKETS, _hash(secret), row, expect=0)
    return secret


def read_ticket(archive: Archive, secret: str, scopo: str, *, now: datetime) -> Ticket:
    """
    Return what a link stands for, without spending it.

    Raises:
        TicketSpent: it stands for nothing.
    """
    try:
        value = archive.get(TICKETS, _hash(secret)).value
    except NotFound:
        raise TicketSpent from None
    if value["scopo"] != scopo or _is_over(value, now):
        raise TicketSpent
    dati = value["dati"]
    texts = dati.items() if isinstance(dati, Mapping) else ()
    return Ticket(scopo, str(value["chi"]), {str(name): str(text) for name, text in texts})


def spend_ticket(archive: Archive, secret: str, scopo: str, *, now: datetime) -> Ticket:
    """
    Return what a link stands for, and make it work no more; call it inside the transaction.

    Raises:
        TicketSpent: it stands for nothing.
    """
    ticket = read_ticket(archive, secret, scopo, now=now)
    archive.delete(TICKETS, _hash(secret))
    return ticket


def _is_over(value: Mapping[str, object], now: datetime) -> bool:
    return datetime.fromisoformat(str(value["fino"])) <= now


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
