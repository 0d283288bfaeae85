"""Companies: each acts through one named person, whom an operator confirmed."""

from collections.abc import Iterator, Mapping

from schemas.rules.permissions import Actor
from schemas.rules.territorio import CPI
from web.acts.accounts.users import (
    USERS,
    Account,
    account_from,
    list_accounts,
    new_row,
    register,
)
from web.acts.office import Office

DA_CONFERMARE, CONFERMATA, RIFIUTATA = "da_confermare", "confermata", "rifiutata"
DECLARED = ("partita_iva", "ragione_sociale", "cpi", "rappresentante", "titolo", "atto_delega")


def texts_of(data: Mapping[str, object]) -> dict[str, str]:
    """Return the answers that were given, as the texts that a ticket carries."""
    return {name: str(value) for name, value in data.items() if value is not None}


def confirmed_by(texts: Mapping[str, str], office: Office, by: Actor) -> dict[str, str]:
    """Return what an account keeps of its company: what was declared, who confirmed it and when."""
    declared = {name: texts[name] for name in DECLARED if name in texts}
    return {**declared, "stato": CONFERMATA, "da": by.utente, "il": office.now.isoformat()}


def make_access(
    office: Office,
    texts: Mapping[str, str],
    kept: str,
    ruoli: list[dict[str, str]],
    declared: Mapping[str, str],
) -> Account:
    """
    Make the access of who acts for a company; call it inside the transaction.

    Args:
        office: The tools.
        texts: The answers to `schemas.parts.accesso_azienda.AccessoAzienda`.
        kept: The hash of the password they chose.
        ruoli: Their roles: none until somebody confirms who they are.
        declared: What the account keeps of the company.

    Raises:
        UserRefused: the address or the codice fiscale are somebody else's.
    """
    row = new_row(texts["rappresentante"], texts["email"], texts["codice_fiscale"], ruoli=ruoli)
    row |= {"password": kept, "azienda_dichiarata": dict(declared)}
    utente = _free_name(office, texts["partita_iva"])
    register(office.archive, utente, row)
    return account_from(utente, row)


def _free_name(office: Office, partita_iva: str) -> str:
    """Return the user name of the next person who acts for a company: ``az.00496080243.2``."""
    name = f"az.{partita_iva}"
    taken = {record.key for record in office.archive.find(USERS)}
    others = (f"{name}.{position}" for position in range(2, len(taken) + 3))
    return next(one for one in (name, *others) if one not in taken)


def territorio_of(account: Account) -> str:
    """Return the territory of the centre that looks after a company."""
    return CPI[account.company["cpi"]]


def companies(office: Office, *, stato: str = "") -> Iterator[Account]:
    """Yield the accounts that act, asked to act or were refused for a company."""
    for account in list_accounts(office.archive):
        if account.company and stato in ("", account.company["stato"]):
            yield account
