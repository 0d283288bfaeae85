"""A forgotten password: a link by e-mail, the same answer and the same work for everybody."""

from web.acts.accounts.administering import reset_letter
from web.acts.accounts.attempts import Tried, address_tried, count_attempt, refuse_haste
from web.acts.accounts.changing import good_hash, put_password
from web.acts.accounts.sessions import Origin
from web.acts.accounts.tickets import RESET, read_ticket, spend_ticket
from web.acts.accounts.users import Account, account_of, find_account
from web.acts.office import Office
from web.acts.outbox import queue


def ask_link(office: Office, name: str, origin: Origin) -> None:
    """
    Write to the user with that name or e-mail address, if there is one.

    A letter is written in any case; one to nobody is thrown away later. Asking counts as an
    attempt, so that nobody's mail is filled.

    Raises:
        TooManyAttempts: too many were asked for that name, or from that address.
    """
    tried = (Tried(f"recupero {name.strip().lower()[:64]}", 3), address_tried(origin.address))
    with office.archive.transaction():
        refuse_haste(office.archive, tried, office.now)
        count_attempt(office.archive, tried, office.now)
        queue(office, reset_letter(find_account(office.archive, name)))


def account_of_link(office: Office, secret: str) -> Account:
    """
    Return whose password a link changes.

    Raises:
        TicketSpent: the link does not work, or not any more.
    """
    ticket = read_ticket(office.archive, secret, RESET, now=office.now)
    return account_of(office.archive, ticket.chi)


def choose_password(office: Office, secret: str, new: str, again: str) -> None:
    """
    Change the password of whoever has the link, end their sessions, and spend the link.

    Raises:
        TicketSpent: the link does not work, or not any more.
        UserRefused: the password is not good; the link still works.
    """
    # The hash is made before the archive is locked: everybody else would wait for it.
    kept = good_hash(account_of_link(office, secret).utente, new, again)
    with office.archive.transaction():
        ticket = spend_ticket(office.archive, secret, RESET, now=office.now)
        put_password(office.archive, ticket.chi, kept)
