"""Changing one's own password: the current one is asked, every other session ends."""

from datetime import datetime

from storage.archive import Archive
from web.acts.accounts.attempts import account_tried, count_attempt, forget_attempts, refuse_haste
from web.acts.accounts.passwords import check_password, hashed, matches
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.sessions import Session, end_sessions
from web.acts.accounts.users import USERS, change


def change_password(
    archive: Archive, session: Session, *, current: str, new: str, again: str, now: datetime
) -> None:
    """
    Change the password of who is in, and end their other sessions.

    Raises:
        UserRefused: the current one is wrong, or the new one is not good.
        TooManyAttempts: the current one was wrong too often.
    """
    utente = session.account.utente
    tried = (account_tried(utente),)
    refuse_haste(archive, tried, now)
    if not matches(str(archive.get(USERS, utente).value.get("password", "")), current):
        count_attempt(archive, tried, now)
        raise UserRefused("attuale", "password_errata")
    if new == current:
        raise UserRefused("nuova", "password_uguale")
    forget_attempts(archive, tried[0])
    put_password(archive, utente, good_hash(utente, new, again), but=session.id)


def good_hash(utente: str, new: str, again: str) -> str:
    """
    Return the hash of a password that its person chose; it takes a tenth of a second, on purpose.

    Raises:
        UserRefused: the password is not good, or it was not typed twice alike.
    """
    check_password(new, utente)
    if new != again:
        raise UserRefused("ancora", "password_diversa")
    return hashed(new)


def put_password(archive: Archive, utente: str, kept: str, *, but: str = "") -> None:
    """Give an account the password with that hash, and end its sessions except the one *but*."""
    with archive.transaction():
        change(archive, utente, password=kept, da_cambiare=False, password_fino="")
        end_sessions(archive, utente, but=but)
