"""Notices: what a person must know, on their pages at once and by e-mail when they have one."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from schemas.rules.permissions import Actor
from storage.archive import NotFound
from web.acts.accounts.users import account_of, list_users
from web.acts.office import Office
from web.acts.outbox import Mail, queue

TABLE = "avvisi"
# More than anybody reads back: the oldest make room.
KEPT = 200


@dataclass(frozen=True)
class Desk:
    """
    Whoever holds a role.

    Args:
        ruolo: A role of the permission matrix.
        territorio: Only in this territory; "" for everywhere.
        azienda: Only for the company with this partita IVA; "" for any.
    """

    ruolo: str
    territorio: str = ""
    azienda: str = ""

    def includes(self, actor: Actor) -> bool:
        """Return whether *actor* sits at this desk."""
        return (
            actor.ruolo == self.ruolo
            and self.territorio in ("", actor.territorio)
            and self.azienda in ("", actor.azienda)
        )


@dataclass(frozen=True)
class Notice:
    """One notice to one person: when, what about, where to go, and whether they read it."""

    id: str
    at: datetime
    subject: str
    text: str
    link: str = ""
    ruolo: str = ""
    read: bool = False


def notify(
    office: Office, *, to: str | Desk, subject: str, text: str, link: str = "", but: str = ""
) -> list[str]:
    """
    Tell somebody something; call it inside the transaction of the act that causes it.

    The notice stands on the person's page of notices at once; whoever has an e-mail address is
    also written to, when the office can send mail. An e-mail travels in clear: *subject* and *text*
    name documents and fascicoli by their number, never people, and say nothing of health.

    Args:
        office: The tools.
        to: A user name, or everybody at a desk.
        subject: A few words, as the subject of a letter.
        text: One or two plain sentences: what happened, what is to be done.
        link: The page to go to, from the root: ``/documenti/PS-2011-T4-00042``.
        but: A user name to leave out: who caused it knows already.

    Returns:
        The user names told.
    """
    told: list[str] = []
    with office.archive.transaction():
        for utente, ruolo in _recipients(office, to):
            if utente not in (*told, but):
                _tell(office, utente, _notice(office, subject, text, link, ruolo))
                told.append(utente)
    return told


def _recipients(office: Office, to: str | Desk) -> Iterator[tuple[str, str]]:
    if isinstance(to, str):
        yield to, ""
        return
    for actor in list_users(office.archive):
        if to.includes(actor):
            yield actor.utente, actor.ruolo


def _notice(office: Office, subject: str, text: str, link: str, ruolo: str) -> Notice:
    key = f"{office.now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
    return Notice(key, office.now, subject, text, link, ruolo)


def _tell(office: Office, utente: str, notice: Notice) -> None:
    try:
        account = account_of(office.archive, utente)
    except NotFound:
        # The paper was written by somebody who is no user here (a command, an import).
        return
    _keep(office, utente, [*notices_of(office, utente)[::-1], notice])
    if account.email and account.active:
        queue(office, Mail(account.email, notice.subject, notice.text, notice.link))


def notices_of(office: Office, utente: str) -> list[Notice]:
    """Return somebody's notices, latest first."""
    try:
        kept = office.archive.get(TABLE, utente).value["avvisi"]
    except NotFound:
        return []
    rows = kept if isinstance(kept, list) else []
    return [_notice_of(row) for row in reversed(rows)]


def unread(office: Office, utente: str) -> int:
    """Return how many notices somebody has not read."""
    return sum(not notice.read for notice in notices_of(office, utente))


def mark_read(office: Office, utente: str, key: str = "") -> None:
    """Note that somebody read one of their notices, or all of them without *key*."""
    with office.archive.transaction():
        notices = [
            replace(notice, read=True) if key in ("", notice.id) else notice
            for notice in notices_of(office, utente)
        ]
        _keep(office, utente, notices[::-1])


def _keep(office: Office, utente: str, notices: list[Notice]) -> None:
    rows = [_row_of(notice) for notice in notices[-KEPT:]]
    office.archive.put(TABLE, utente, {"avvisi": rows})


def _row_of(notice: Notice) -> dict[str, object]:
    return {
        "id": notice.id,
        "at": notice.at.isoformat(),
        "oggetto": notice.subject,
        "testo": notice.text,
        "link": notice.link,
        "ruolo": notice.ruolo,
        "letto": notice.read,
    }


def _notice_of(row: Mapping[str, object]) -> Notice:
    at, key = datetime.fromisoformat(str(row["at"])), str(row["id"])
    subject, text, link, ruolo = (str(row[name]) for name in ("oggetto", "testo", "link", "ruolo"))
    return Notice(key, at, subject, text, link, ruolo, bool(row["letto"]))
