"""Users: who may enter, with which role and scope."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from schemas.rules.identificativi import check_partita_iva
from schemas.rules.messages import Refused, text_of
from schemas.rules.permissions import RUOLI, Actor
from schemas.rules.territorio import CPI, TERRITORI
from schemas.rules.testo import check_name
from storage.archive import Archive, NotFound, Stale

USERS, SESSIONS, ATTEMPTS = "utenti", "sessioni", "tentativi"
SHORTEST_PASSWORD = 10
TERRITORIAL = frozenset({"OCPI", "RCPI", "GLT", "COM"})

# From the third wrong password on the next try must wait: 1 s, then the double, and so on.
FREE_ATTEMPTS = 3
LONGEST_WAIT = timedelta(minutes=15)

_hasher = PasswordHasher()
# Verified when the user does not exist, so that the answer takes the same time.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


class LoginRefused(Exception):
    """User name or password are wrong; the message does not say which."""


class TooManyAttempts(Exception):
    """The account must wait *seconds* before the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


class UserRefused(Exception):
    """A user cannot be added as asked; the message says why, in Italian."""


@dataclass(frozen=True)
class Session:
    """An open session: its secret key, who acts in it, and until when."""

    key: str
    actor: Actor
    opened_at: datetime
    seen_at: datetime


def add_user(
    archive: Archive,
    *,
    utente: str,
    nome: str,
    ruolo: str,
    password: str,
    cpi: str = "",
    azienda: str = "",
) -> Actor:
    """
    Add a user.

    Args:
        archive: Where users are kept.
        utente: User name, letters digits and stops.
        nome: Surname and name, as printed on papers.
        ruolo: A role of the permission matrix.
        password: At least 10 characters.
        cpi: The employment centre, for a territorial role; or a territory (``T1``..``T4``).
        azienda: The partita IVA of the company, for a company's user or tutor.

    Raises:
        UserRefused: something does not fit, or the user exists.
    """
    actor = replace(_checked(utente.strip().lower(), nome, ruolo, cpi), azienda=_piva(azienda))
    if len(password) < SHORTEST_PASSWORD:
        raise UserRefused(f"La password deve avere almeno {SHORTEST_PASSWORD} caratteri.")
    value = {
        "nome": actor.nome,
        "ruolo": actor.ruolo,
        "territorio": actor.territorio,
        "cpi": actor.cpi,
        "azienda": actor.azienda,
        "password": _hasher.hash(password),
    }
    try:
        archive.put(USERS, actor.utente, value, expect=0)
    except Stale:
        raise UserRefused(f"L'utente «{actor.utente}» esiste già.") from None
    return actor


def _checked(utente: str, nome: str, ruolo: str, where: str) -> Actor:
    if not utente or not all(letter.isalnum() or letter in ".-_" for letter in utente):
        raise UserRefused("Il nome utente può avere solo lettere, cifre, punti e trattini.")
    if ruolo not in RUOLI:
        raise UserRefused(f"Ruolo «{ruolo}» sconosciuto: sono ammessi {', '.join(RUOLI)}.")
    if where and where not in CPI and where not in TERRITORI:
        raise UserRefused(f"«{where}» non è un Centro per l'Impiego né un territorio.")
    if ruolo in TERRITORIAL and not where:
        raise UserRefused(f"Per il ruolo {ruolo} occorre indicare il Centro per l'Impiego.")
    try:
        nome = check_name(nome)
    except Refused:
        raise UserRefused("Il nome della persona non è valido.") from None
    cpi = where if where in CPI else ""
    return Actor(utente, nome, ruolo, CPI.get(where, where), cpi)


def _piva(text: str) -> str:
    try:
        return check_partita_iva(text) if text else ""
    except Refused as refused:
        raise UserRefused(text_of(refused.code, refused.values)) from None


def list_users(archive: Archive) -> list[Actor]:
    """Return every user, by user name."""
    return [_actor(record.key, record.value) for record in archive.find(USERS)]


def _actor(utente: str, value: Mapping[str, object]) -> Actor:
    nome, ruolo, territorio, cpi = (
        str(value[name]) for name in ("nome", "ruolo", "territorio", "cpi")
    )
    return Actor(utente, nome, ruolo, territorio, cpi, str(value.get("azienda", "")))


def log_in(archive: Archive, utente: str, password: str, *, now: datetime) -> Session:
    """
    Open a session.

    Raises:
        TooManyAttempts: the account must wait, after several wrong passwords.
        LoginRefused: user name or password are wrong.
    """
    utente = utente.strip().lower()
    _refuse_haste(archive, utente, now)
    value = _stored(archive, USERS, utente)
    if not _matches(str(value.get("password", _NOBODY)), password) or not value:
        _count_attempt(archive, utente, now)
        raise LoginRefused
    archive.delete(ATTEMPTS, utente)
    key = secrets.token_urlsafe(32)
    times = {"opened_at": now.isoformat(), "seen_at": now.isoformat()}
    archive.put(SESSIONS, key, {"utente": utente, **times}, expect=0)
    return Session(key, _actor(utente, value), now, now)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def _refuse_haste(archive: Archive, utente: str, now: datetime) -> None:
    value = _stored(archive, ATTEMPTS, utente)
    if value:
        wait = datetime.fromisoformat(str(value["not_before"])) - now
        if wait > timedelta():
            raise TooManyAttempts(int(wait.total_seconds()) + 1)


def _count_attempt(archive: Archive, utente: str, now: datetime) -> None:
    count = int(str(_stored(archive, ATTEMPTS, utente).get("count", 0))) + 1
    excess = count - FREE_ATTEMPTS
    wait = (
        timedelta() if excess < 0 else min(timedelta(seconds=2.0 ** min(excess, 20)), LONGEST_WAIT)
    )
    archive.put(ATTEMPTS, utente, {"count": count, "not_before": (now + wait).isoformat()})


def _stored(archive: Archive, table: str, key: str) -> Mapping[str, object]:
    try:
        return archive.get(table, key).value
    except NotFound:
        return {}


def resume(
    archive: Archive, key: str, *, now: datetime, idle: timedelta, longest: timedelta
) -> Session | None:
    """
    Return the session *key* if it is still good, and note that it was used.

    A session ends after *idle* without use, and anyway after *longest* from its opening.
    """
    value = _stored(archive, SESSIONS, key)
    user = _stored(archive, USERS, str(value.get("utente", "")))
    if not value or not user:
        return None
    opened_at, seen_at = (
        datetime.fromisoformat(str(value[name])) for name in ("opened_at", "seen_at")
    )
    if now - seen_at > idle or now - opened_at > longest:
        archive.delete(SESSIONS, key)
        return None
    # Once a minute is enough: a write for each page would cost more than the page.
    if now - seen_at > timedelta(minutes=1):
        archive.put(SESSIONS, key, {**value, "seen_at": now.isoformat()})
    return Session(key, _actor(str(value["utente"]), user), opened_at, seen_at)


def log_out(archive: Archive, key: str) -> None:
    """End a session."""
    archive.delete(SESSIONS, key)
