"""The second factor: a code that a telephone shows and changes every half minute (RFC 6238)."""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256

import pyotp
import segno

from schemas.rules.permissions import Actor
from web.acts.accounts.administering import note_change
from web.acts.accounts.attempts import Tried, count_attempt, forget_attempts, refuse_haste
from web.acts.accounts.passwords import matches
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.tickets import SECONDO, give_ticket, read_ticket, spend_ticket
from web.acts.accounts.users import USERS, Account, account_of, change
from web.acts.office import Office

ISSUER = "Fascicolo"
STEP = 30
RECOVERY_CODES = 8


def begin(office: Office, utente: str) -> str:
    """
    Return the key to put in the telephone; it counts from when a code of it is given back.

    Until then it stays the same: a page read again must not undo a telephone just set up.
    """
    if waiting := pending_key(office, utente):
        return waiting
    key = pyotp.random_base32()
    change(office.archive, utente, totp_nuovo=key)
    return key


def picture(key: str, utente: str) -> str:
    """Return the key as a picture for the telephone: a QR code, as the address of an SVG."""
    uri = pyotp.TOTP(key).provisioning_uri(name=utente, issuer_name=ISSUER)
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=3)


def pending_key(office: Office, utente: str) -> str:
    """Return the key that waits for its first code, or ""."""
    return str(office.archive.get(USERS, utente).value.get("totp_nuovo") or "")


def confirm(office: Office, utente: str, code: str) -> list[str]:
    """
    Ask the code from now on; return the recovery codes, each good once, shown now alone.

    Raises:
        UserRefused: the code is not the one the telephone shows.
    """
    key = pending_key(office, utente)
    step = _step_of(key, code, office, after=0) if key else None
    if step is None:
        raise UserRefused("codice", "codice_errato")
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)]
    kept = {"chiave": key, "ultimo": step, "recupero": [_hash(one) for one in codes]}
    change(office.archive, utente, totp=kept, totp_nuovo="")
    return codes


def _step_of(key: str, code: str, office: Office, *, after: int) -> int | None:
    """
    Return the half minute that *code* belongs to, or None.

    One before and one after are admitted, for telephones whose clock is off; none up to *after*,
    because a code that was used once may have been overlooked by somebody.
    """
    now = int(office.clock().timestamp()) // STEP
    totp = pyotp.TOTP(key)
    given = "".join(code.split())
    return next(
        (
            step
            for step in (now, now - 1, now + 1)
            if step > after and hmac.compare_digest(totp.generate_otp(step), given)
        ),
        None,
    )


def ask_code(office: Office, account: Account) -> str:
    """Return the ticket of who gave the right password and must still give a code."""
    return give_ticket(office.archive, SECONDO, account.utente, {}, now=office.now)


def waiting_for_code(office: Office, secret: str) -> Account:
    """
    Return who gave the right password a moment ago.

    Raises:
        TicketSpent: nobody did with that ticket, or too long ago.
    """
    ticket = read_ticket(office.archive, secret, SECONDO, now=office.now)
    return account_of(office.archive, ticket.chi)


def recognise_code(office: Office, secret: str, code: str) -> Account:
    """
    Return who gave the right password and now the right code, or a recovery code.

    Raises:
        TicketSpent: the password was given too long ago.
        TooManyAttempts: too many wrong codes.
        UserRefused: the code is wrong, or was used already.
    """
    account = waiting_for_code(office, secret)
    tried = (Tried(f"codice {account.utente}", 3),)
    refuse_haste(office.archive, tried, office.now)
    with office.archive.transaction():
        kept = office.archive.get(USERS, account.utente).value.get("totp")
        spent = _spent(kept, code, office) if isinstance(kept, Mapping) else None
        if spent is not None:
            change(office.archive, account.utente, totp=spent)
            spend_ticket(office.archive, secret, SECONDO, now=office.now)
            forget_attempts(office.archive, tried[0])
            return account
    count_attempt(office.archive, tried, office.now)
    raise UserRefused("codice", "codice_errato")


def _spent(kept: Mapping[str, object], code: str, office: Office) -> dict[str, object] | None:
    """Return what is kept once *code* was used, or None when it is not good."""
    step = _step_of(str(kept["chiave"]), code, office, after=int(str(kept["ultimo"])))
    if step is not None:
        return {**kept, "ultimo": step}
    left = kept["recupero"]
    used = _hash("".join(code.split()).lower())
    if isinstance(left, list) and used in left:
        return {**kept, "recupero": [one for one in left if one != used]}
    return None


def give_up(office: Office, utente: str, password: str) -> None:
    """
    Ask no code any more, of who gives their password.

    Raises:
        UserRefused: the password is wrong.
        TooManyAttempts: it was wrong too often.
    """
    tried = (Tried(f"utente {utente}", 3),)
    refuse_haste(office.archive, tried, office.now)
    if not matches(str(office.archive.get(USERS, utente).value.get("password", "")), password):
        count_attempt(office.archive, tried, office.now)
        raise UserRefused("attuale", "password_errata")
    change(office.archive, utente, totp=None)


def reset_second_factor(utente: str, *, office: Office, by: Actor) -> None:
    """
    Ask a user no code any more: they lost the telephone and the recovery codes.

    Raises:
        NotFound: no such user.
    """
    with office.archive.transaction():
        change(office.archive, utente, totp=None, totp_nuovo="")
        note_change(utente, "tolta la verifica con il telefono", office=office, by=by)


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
