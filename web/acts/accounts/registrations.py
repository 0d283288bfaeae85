"""A company that comes by itself: the address is confirmed first, then who they are."""

from collections.abc import Mapping

from schemas.rules.permissions import Actor
from schemas.rules.territorio import CPI
from storage.archive import NotFound
from web.acts.accounts.administering import give_role, note_change
from web.acts.accounts.attempts import address_tried, count_attempt, refuse_haste
from web.acts.accounts.changing import good_hash
from web.acts.accounts.companies import (
    DA_CONFERMARE,
    DECLARED,
    RIFIUTATA,
    confirmed_by,
    make_access,
    texts_of,
)
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.sessions import Origin
from web.acts.accounts.tickets import CONFERMA, read_ticket, spend_ticket
from web.acts.accounts.users import Account, account_of, change, find_account
from web.acts.notices import Desk, notify
from web.acts.office import Office
from web.acts.outbox import TICKET, Mail, queue


def register_company(data: Mapping[str, object], *, office: Office, origin: Origin) -> None:
    """
    Write to who wants to act for a company, to be sure that the address is theirs.

    The answer does not say whether that address is known: who has an access already reads it in
    the letter.

    Args:
        data: The valid answers to `schemas.parts.accesso_azienda.RegistrazioneAzienda`.
        office: The tools.
        origin: Where it comes from.

    Raises:
        TooManyAttempts: too many came from that address.
    """
    texts = texts_of(data)
    tried = (address_tried(f"registrazioni {origin.address}", free=5),)
    with office.archive.transaction():
        refuse_haste(office.archive, tried, office.now)
        count_attempt(office.archive, tried, office.now)
        queue(office, _letter_of_registration(office, texts))


def _letter_of_registration(office: Office, texts: Mapping[str, str]) -> Mail:
    if find_account(office.archive, texts["email"]):
        return Mail(
            texts["email"],
            "Registrazione a Fascicolo",
            "Avete chiesto un accesso, ma con questo indirizzo ne avete già uno. Per un'altra "
            "azienda rivolgetevi al Centro per l'Impiego.",
            "/accesso",
        )
    return Mail(
        texts["email"],
        "Registrazione a Fascicolo",
        "Per confermare questo indirizzo e scegliere la password aprite il collegamento entro "
        "2 giorni. Se non avete chiesto voi la registrazione, non fate nulla.",
        f"/azienda/conferma/{TICKET}",
        CONFERMA,
        texts["email"],
        texts,
    )


def confirm_address(office: Office, secret: str, new: str, again: str) -> Account:
    """
    Make the access of who opened the link: without roles, until an operator confirms who they are.

    Raises:
        TicketSpent: the link does not work, or not any more.
        UserRefused: the password is not good, or codice fiscale or address are taken meanwhile.
    """
    texts = read_ticket(office.archive, secret, CONFERMA, now=office.now).dati
    kept = good_hash(f"az.{texts['partita_iva']}", new, again)
    declared = {name: texts[name] for name in DECLARED if name in texts}
    with office.archive.transaction():
        spend_ticket(office.archive, secret, CONFERMA, now=office.now)
        account = make_access(office, texts, kept, [], {**declared, "stato": DA_CONFERMARE})
        for ruolo in ("OCPI", "RCPI"):
            notify(
                office,
                to=Desk(ruolo, CPI[texts["cpi"]]),
                subject="Un'azienda chiede l'accesso",
                text=f"Controllare chi agisce per la partita IVA {texts['partita_iva']}.",
                link=f"/accessi-aziende/{account.utente}",
            )
    return account


def _awaiting(office: Office, utente: str) -> Account:
    account = account_of(office.archive, utente)
    if account.company.get("stato") != DA_CONFERMARE:
        raise NotFound(utente)
    return account


def confirm_company(utente: str, *, office: Office, by: Actor) -> None:
    """
    Confirm that somebody may act for their company.

    Raises:
        NotFound: nobody with that name is waiting.
        UserRefused: they act for it already.
    """
    with office.archive.transaction():
        account = _awaiting(office, utente)
        role = {"ruolo": "AZ", "azienda": account.company["partita_iva"]}
        give_role(utente, role, office=office, by=by)
        declared = confirmed_by(account.company, office, by)
        change(office.archive, utente, azienda_dichiarata=declared)


def refuse_company(utente: str, motivo: str, *, office: Office, by: Actor) -> None:
    """
    Refuse who asked to act for a company, saying why; they cannot enter any more.

    Raises:
        NotFound: nobody with that name is waiting.
        UserRefused: the reason is missing.
    """
    if not motivo.strip():
        raise UserRefused("motivo", "obbligatorio")
    with office.archive.transaction():
        account = _awaiting(office, utente)
        declared = {
            **account.company,
            "stato": RIFIUTATA,
            "da": by.utente,
            "il": office.now.isoformat(),
            "motivo": motivo.strip(),
        }
        change(office.archive, utente, azienda_dichiarata=declared, attivo=False)
        note_change(utente, "richiesta di accesso respinta", office=office, by=by)
        text = f"La richiesta di accesso non è stata accolta: {motivo.strip()}"
        queue(office, Mail(account.email, "Richiesta di accesso non accolta", text))
