"""The calendar of one's deadlines, read by other programs at an address that is a secret."""

import secrets
from hashlib import sha256

from generators.icalendar import Entry, render_calendar
from storage.archive import NotFound
from web.acts.accounts.users import Account, account_of
from web.acts.deadlines import Deadline, deadlines
from web.acts.office import Office

CALENDARS = "calendari"


def new_address(office: Office, utente: str) -> str:
    """Return the secret of a new address of somebody's calendar; the one before works no more."""
    secret = secrets.token_urlsafe(24)
    with office.archive.transaction():
        forget_address(office, utente)
        office.archive.put(CALENDARS, _hash(secret), {"utente": utente}, expect=0)
    return secret


def forget_address(office: Office, utente: str) -> None:
    """Make the address of somebody's calendar work no more."""
    with office.archive.transaction():
        for record in office.archive.find(CALENDARS, utente=utente):
            office.archive.delete(CALENDARS, record.key)


def has_address(office: Office, utente: str) -> bool:
    """Return whether somebody's calendar can be read at an address."""
    return bool(office.archive.find(CALENDARS, utente=utente))


def owner_of(office: Office, secret: str) -> Account:
    """
    Return whose calendar stands at an address.

    Raises:
        NotFound: nobody's, or of somebody who may not enter any more.
    """
    account = account_of(
        office.archive, str(office.archive.get(CALENDARS, _hash(secret)).value["utente"])
    )
    if not account.active:
        raise NotFound(account.utente)
    return account


def calendar_of(account: Account, address: str, *, office: Office) -> bytes:
    """
    Return the deadlines of a person, in every role they hold, as a calendar.

    It names fascicoli by their number and nobody by name: calendars are kept by telephones and by
    other people's machines.

    Args:
        account: Whose.
        address: The address of the application, that links begin with.
        office: The tools.
    """
    found = {
        (one.what, one.numero, one.on): one
        for actor in account.roles
        for one in deadlines(actor, office=office)
    }
    entries = (_entry(one, address) for one in sorted(found.values(), key=lambda one: one.on))
    return render_calendar("Scadenze di Fascicolo", entries, made_at=office.now)


def _entry(deadline: Deadline, address: str) -> Entry:
    numero = deadline.fascicolo.numero
    return Entry(
        f"{deadline.what}-{deadline.numero}-{deadline.on:%Y%m%d}@fascicolo",
        deadline.on,
        f"{deadline.title}: {numero}",
        f"Documento {deadline.numero}",
        f"{address}/documenti/{deadline.numero}",
    )


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
