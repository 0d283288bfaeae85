"""A company invited by an operator, who confirms with that who acts for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.rules.permissions import Actor
from web.acts.accounts.administering import give_role, note_change
from web.acts.accounts.attempts import address_tried, count_attempt, refuse_haste
from web.acts.accounts.changing import good_hash
from web.acts.accounts.companies import confirmed_by, make_access, texts_of
from web.acts.accounts.passwords import one_time_password
from web.acts.accounts.roles import checked_role
from web.acts.accounts.sessions import Origin
from web.acts.accounts.tickets import (
    INVITO,
    Ticket,
    TicketSpent,
    give_ticket,
    read_ticket,
    spend_ticket,
)
from web.acts.accounts.users import Account, account_of, change, find_account
from web.acts.notices import notify
from web.acts.office import Office
from web.acts.outbox import TICKET, Mail, queue


@dataclass(frozen=True)
class Invited:
    """
    The outcome of an invitation.

    Args:
        code: The code to hand over on paper, or "" when a letter left.
        account: Who has an access already and now also acts for this company, or None.
    """

    code: str = ""
    account: Account | None = None


def invite_company(
    data: Mapping[str, object], *, on_paper: bool, office: Office, by: Actor
) -> Invited:
    """
    Invite somebody to act for a company: a link by e-mail, or a code on paper, for seven days.

    Args:
        data: The valid answers to `schemas.parts.accesso_azienda.AccessoAzienda`.
        on_paper: Whether to give a code in place of writing.
        office: The tools.
        by: Who invites, and with that confirms who acts for the company.

    Raises:
        UserRefused: that person acts for that company already.
    """
    texts = texts_of(data)
    known = find_account(office.archive, texts["email"])
    if known:
        return Invited(account=_also_for(known, texts, office, by))
    dati = {**texts, "invitata_da": by.utente, "ruolo_di_chi_invita": by.ruolo}
    with office.archive.transaction():
        note_change(texts["email"], f"invito per {texts['partita_iva']}", office=office, by=by)
        if on_paper:
            code = one_time_password()
            give_ticket(office.archive, INVITO, texts["email"], dati, now=office.now, secret=code)
            return Invited(code)
        queue(office, _letter_of_invitation(texts, dati))
    return Invited()


def _also_for(known: Account, texts: Mapping[str, str], office: Office, by: Actor) -> Account:
    with office.archive.transaction():
        role = {"ruolo": "AZ", "azienda": texts["partita_iva"]}
        give_role(known.utente, role, office=office, by=by)
        change(office.archive, known.utente, azienda_dichiarata=confirmed_by(texts, office, by))
    return account_of(office.archive, known.utente)


def _letter_of_invitation(texts: Mapping[str, str], dati: Mapping[str, str]) -> Mail:
    return Mail(
        texts["email"],
        "Invito a Fascicolo",
        "La Provincia vi invita a usare Fascicolo per la vostra azienda. Aprite il collegamento "
        "entro 7 giorni e scegliete una password: funziona una volta sola.",
        f"/azienda/invito/{TICKET}",
        INVITO,
        texts["email"],
        dati,
    )


def read_invitation(office: Office, secret: str, origin: Origin) -> Ticket:
    """
    Return what an invitation stands for; a code is short, so wrong ones make the address wait.

    Raises:
        TicketSpent: it stands for nothing, or not any more.
        TooManyAttempts: too many wrong codes came from there.
    """
    tried = (address_tried(f"inviti {origin.address}", free=5),)
    refuse_haste(office.archive, tried, office.now)
    try:
        return read_ticket(office.archive, secret, INVITO, now=office.now)
    except TicketSpent:
        count_attempt(office.archive, tried, office.now)
        raise


def accept_invitation(
    office: Office, secret: str, new: str, again: str, *, origin: Origin
) -> Account:
    """
    Make the access of who was invited, with the password they chose, and spend the invitation.

    Raises:
        TicketSpent, TooManyAttempts: see `read_invitation`.
        UserRefused: the password is not good; the invitation still stands.
    """
    texts = read_invitation(office, secret, origin).dati
    kept = good_hash(f"az.{texts['partita_iva']}", new, again)
    by = Actor(texts["invitata_da"], "", texts["ruolo_di_chi_invita"])
    with office.archive.transaction():
        spend_ticket(office.archive, secret, INVITO, now=office.now)
        role = checked_role("AZ", azienda=texts["partita_iva"])
        account = make_access(office, texts, kept, [role], confirmed_by(texts, office, by))
        notify(
            office,
            to=by.utente,
            subject="Invito accettato",
            text=f"L'azienda con partita IVA {texts['partita_iva']} ora può entrare.",
        )
    return account
