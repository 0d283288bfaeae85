"""The outbox: letters written with the act that causes them, sent later, as often as it takes."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from storage.archive import NotFound, Stale, Working
from web.acts.accounts.tickets import give_ticket
from web.acts.office import Office

log = structlog.get_logger()

OUTBOX = "posta"
# Written in a link where the secret of a ticket goes. The ticket is made when the letter leaves, so
# that the archive never holds a link that works.
TICKET = "{biglietto}"

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=3)
# While a letter is being sent nobody else sends it; after this, whoever took it has died.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Mail:
    """
    A letter to be sent.

    Args:
        to: The address; "" for a letter that is thrown away, so that asking for one takes the same
            work whether or not there is somebody to write to.
        subject: A few words.
        text: Plain text, in Italian, without anybody's name.
        link: The page to go to, from the root; it may hold `TICKET`.
        scopo: The purpose of the ticket in the link, or "".
        chi: Whose the ticket is.
        dati: What the ticket carries.
    """

    to: str
    subject: str
    text: str
    link: str = ""
    scopo: str = ""
    chi: str = ""
    dati: Mapping[str, str] = field(default_factory=dict)


class PostRefused(Exception):
    """A letter could not be handed over; *for_good* when trying again would not help."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Post(Protocol):
    """Who takes letters."""

    def send(self, key: str, to: str, subject: str, body: str) -> None:
        """
        Hand over a letter; *key* stays the same when it is tried again.

        Raises:
            PostRefused: it was not taken.
        """


@dataclass(frozen=True)
class Waiting:
    """A letter that did not leave yet: how often it was tried, why it failed, if it is lost."""

    to: str
    subject: str
    tries: int
    failure: str
    lost: bool


def queue(office: Office, mail: Mail) -> None:
    """Put a letter in the outbox; inside a transaction it leaves only if the act stands."""
    row = {
        "a": mail.to,
        "oggetto": mail.subject,
        "testo": mail.text,
        "link": mail.link,
        "biglietto": {"scopo": mail.scopo, "chi": mail.chi, "dati": dict(mail.dati)},
        "scritta": office.now.isoformat(),
        "dopo": office.now.isoformat(),
        "tentativi": 0,
        "motivo": "",
        "persa": False,
    }
    office.archive.put(OUTBOX, secrets.token_hex(12), row, expect=0)


def waiting(office: Office) -> list[Waiting]:
    """Return the letters that are still in the outbox."""
    return [
        Waiting(
            str(row["a"]),
            str(row["oggetto"]),
            int(str(row["tentativi"])),
            str(row["motivo"]),
            bool(row["persa"]),
        )
        for row in (record.value for record in office.archive.find(OUTBOX))
        if row["a"]
    ]


def send_due(office: Office, post: Post | None, address: str) -> int:
    """
    Send the letters whose time has come; return how many left.

    Without *post* the letters are thrown away: their notices stand on the pages, and a letter sent
    months later, when mail is set up, would only confuse.

    Args:
        office: The tools.
        post: Who takes letters, or None when the office sends no mail.
        address: The address of the application, that links begin with.
    """
    sent = 0
    for record in office.archive.find(OUTBOX):
        if post is None or not record.value["a"]:
            office.archive.delete(OUTBOX, record.key)
        elif _is_due(record, office.now) and (taken := _take(office, record)):
            sent += _send(office, post, address, taken)
    return sent


def _is_due(record: Working, now: datetime) -> bool:
    due = datetime.fromisoformat(str(record.value["dopo"])) <= now
    return due and not record.value["persa"]


def _take(office: Office, record: Working) -> Working | None:
    """Return the letter once it is ours to send, or None when another process took it."""
    later = (office.now + LEASE).isoformat()
    try:
        return office.archive.put(
            OUTBOX, record.key, {**record.value, "dopo": later}, expect=record.version
        )
    except (Stale, NotFound):
        return None


def _send(office: Office, post: Post, address: str, record: Working) -> bool:
    value = record.value
    link = _link(office, value)
    body = f"{value['testo']}\n\n{address}{link}\n" if link else f"{value['testo']}\n"
    try:
        post.send(record.key, str(value["a"]), str(value["oggetto"]), body)
    except PostRefused as refused:
        log.warning("mail_failed", key=record.key, reason=str(refused))
        _put_off(office, record, str(refused), for_good=refused.for_good)
        return False
    office.archive.delete(OUTBOX, record.key)
    return True


def _link(office: Office, value: Mapping[str, object]) -> str:
    link, asked = str(value["link"]), value["biglietto"]
    if TICKET not in link or not isinstance(asked, Mapping):
        return link
    dati = {str(name): str(text) for name, text in dict(asked["dati"]).items()}
    secret = give_ticket(
        office.archive, str(asked["scopo"]), str(asked["chi"]), dati, now=office.now
    )
    return link.replace(TICKET, secret)


def _put_off(office: Office, record: Working, reason: str, *, for_good: bool) -> None:
    """Try later, each time after twice as long, for three days."""
    tries = int(str(record.value["tentativi"])) + 1
    wait = min(FIRST_WAIT * 2.0 ** min(tries - 1, 20), LONGEST_WAIT)
    written = datetime.fromisoformat(str(record.value["scritta"]))
    changed = {
        "tentativi": tries,
        "motivo": reason,
        "dopo": (office.now + wait).isoformat(),
        "persa": for_good or office.now + wait > written + GIVEN_UP_AFTER,
    }
    office.archive.put(OUTBOX, record.key, {**record.value, **changed})


class MailRoom:
    """A thread that empties the outbox: it looks every few seconds, whoever wrote the letters."""

    def __init__(self, office: Office, post: Post | None, address: str, every: float = 5.0) -> None:
        self._office, self._post, self._address, self._every = office, post, address, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="posta", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def close(self) -> None:
        """Finish the letter in hand and stop."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                send_due(self._office, self._post, self._address)
            except Exception:
                log.exception("mail_room_failed")
            self._stop.wait(self._every)
