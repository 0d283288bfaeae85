"""Sessions: who is in, since when, from where, in which of their roles."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from schemas.rules.permissions import Actor
from storage.archive import Archive, NotFound, Working
from web.acts.accounts.attempts import (
    account_tried,
    address_tried,
    count_attempt,
    forget_attempts,
    refuse_haste,
)
from web.acts.accounts.passwords import matches
from web.acts.accounts.refusals import LoginRefused, UserRefused
from web.acts.accounts.roles import role_key
from web.acts.accounts.users import USERS, Account, account_of, find_account

SESSIONS = "sessioni"


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: the address, and a few words for the program."""

    address: str = ""
    program: str = ""

    @property
    def coarse(self) -> str:
        """Return what is kept for a person to recognise, without the whole address."""
        head, mark, _ = self.address.rpartition("." if "." in self.address else ":")
        near = f"{head}{mark}x" if head else ""
        return ", ".join(filter(None, (self.program, near)))


@dataclass(frozen=True)
class Session:
    """
    An open session.

    Args:
        key: What the browser holds; the archive keeps its hash alone.
        account: Who is in, as they are now.
        actor: Them in the role they chose, or None while it is to be chosen.
        opened_at: When they entered.
        seen_at: When they were last seen.
        origin: From where, in words.
        outside: Whether somebody else vouched for them: then no password is asked of them.
    """

    key: str
    account: Account
    actor: Actor | None
    opened_at: datetime
    seen_at: datetime
    origin: str
    outside: bool = False

    @property
    def id(self) -> str:
        """Return what names the session without opening it."""
        return _hash(self.key)


@dataclass(frozen=True)
class OpenSession:
    """A line of the list of somebody's sessions; *here* marks the one that asks."""

    id: str
    opened_at: datetime
    seen_at: datetime
    origin: str
    here: bool


def recognise(
    archive: Archive, name: str, password: str, *, now: datetime, origin: Origin
) -> Account:
    """
    Return the account with that user name (or e-mail address) and password.

    The hash is verified, and a wrong attempt counted, whether or not there is such a user: neither
    the answer nor its time says which.

    Raises:
        TooManyAttempts: the account or the address must wait.
        LoginRefused: name or password are wrong, or the account may not enter.
    """
    tried = (account_tried(name), address_tried(origin.address))
    refuse_haste(archive, tried, now)
    account = find_account(archive, name)
    kept = str(archive.get(USERS, account.utente).value.get("password", "")) if account else ""
    if not matches(kept, password) or account is None or not _may_enter(account, now):
        count_attempt(archive, tried, now)
        raise LoginRefused
    forget_attempts(archive, tried[0])
    return account


def _may_enter(account: Account, now: datetime) -> bool:
    return account.active and (account.expires_at is None or now < account.expires_at)


def open_session(
    archive: Archive, account: Account, *, now: datetime, origin: Origin, outside: bool = False
) -> Session:
    """Open a session of an account just recognised, in its role when there is only one."""
    key = secrets.token_urlsafe(32)
    actor = account.roles[0] if len(account.roles) == 1 else None
    row = {
        "utente": account.utente,
        "ruolo": role_key(actor) if actor else "",
        "opened_at": now.isoformat(),
        "seen_at": now.isoformat(),
        "da": origin.coarse,
        "esterno": outside,
    }
    archive.put(SESSIONS, _hash(key), row, expect=0)
    return Session(key, account, actor, now, now, origin.coarse, outside)


def resume(
    archive: Archive, key: str, *, now: datetime, idle: timedelta, longest: timedelta
) -> Session | None:
    """
    Return the session *key* if it is still good, and note that it was used.

    A session ends after *idle* without use, after *longest* from its opening, and as soon as its
    account is disabled. A role that was taken away or changed is not in use any more.
    """
    try:
        record = archive.get(SESSIONS, _hash(key))
        account = account_of(archive, str(record.value["utente"]))
    except NotFound:
        return None
    found = _session(key, record, account)
    too_long = now - found.seen_at > idle or now - found.opened_at > longest
    if too_long or not account.active:
        archive.delete(SESSIONS, record.key)
        return None
    # Once a minute is enough: a write for each page would cost more than the page.
    if now - found.seen_at > timedelta(minutes=1):
        archive.put(SESSIONS, record.key, {**record.value, "seen_at": now.isoformat()})
    return found


def _session(key: str, record: Working, account: Account) -> Session:
    chosen = str(record.value["ruolo"])
    actor = next((one for one in account.roles if role_key(one) == chosen), None)
    opened_at, seen_at = _times(record.value)
    outside = bool(record.value.get("esterno"))
    return Session(key, account, actor, opened_at, seen_at, str(record.value["da"]), outside)


def _times(value: Mapping[str, object]) -> tuple[datetime, datetime]:
    opened_at, seen_at = str(value["opened_at"]), str(value["seen_at"])
    return datetime.fromisoformat(opened_at), datetime.fromisoformat(seen_at)


def choose_role(archive: Archive, session: Session, key: str) -> Session:
    """
    Go on in another of one's roles.

    Raises:
        UserRefused: the account has no such role.
    """
    actor = next((one for one in session.account.roles if role_key(one) == key), None)
    if actor is None:
        raise UserRefused("ruolo", "ruolo_assente")
    with archive.transaction():
        record = archive.get(SESSIONS, session.id)
        archive.put(SESSIONS, session.id, {**record.value, "ruolo": key}, expect=record.version)
    return replace(session, actor=actor)


def sessions_of(archive: Archive, utente: str, here: str = "") -> list[OpenSession]:
    """Return somebody's sessions, last used first; *here* is the id of the one that asks."""
    found = [
        OpenSession(record.key, *_times(record.value), str(record.value["da"]), record.key == here)
        for record in archive.find(SESSIONS, utente=utente)
    ]
    return sorted(found, key=lambda one: (one.here, one.seen_at), reverse=True)


def end_session(archive: Archive, utente: str, session: str) -> None:
    """
    End one of *utente*'s sessions, by its id.

    Raises:
        NotFound: they have no such session.
    """
    if archive.get(SESSIONS, session).value["utente"] != utente:
        raise NotFound(session)
    archive.delete(SESSIONS, session)


def end_sessions(archive: Archive, utente: str, *, but: str = "") -> None:
    """End all of somebody's sessions, except the one with the id *but*."""
    with archive.transaction():
        for record in archive.find(SESSIONS, utente=utente):
            if record.key != but:
                archive.delete(SESSIONS, record.key)


def log_out(archive: Archive, session: Session) -> None:
    """End a session."""
    archive.delete(SESSIONS, session.id)


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
