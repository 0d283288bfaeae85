"""Users: who may enter, with which roles and scopes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.rules.identificativi import check_codice_fiscale, check_email
from schemas.rules.messages import Refused
from schemas.rules.permissions import Actor
from schemas.rules.testo import check_name
from storage.archive import Archive, NotFound, Stale
from web.acts.accounts.passwords import check_password, hashed
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.roles import actor_in, checked_role

USERS = "utenti"

Row = dict[str, object]


@dataclass(frozen=True)
class Account:
    """
    A user, with what they may act as.

    Args:
        utente: User name, lower case.
        nome: Surname and name, as printed on papers.
        email: Where notices are sent, or "".
        codice_fiscale: What an outside identity provider knows them by, or "".
        roles: The user in each role held, in the order they were given.
        active: Whether they may enter.
        must_change: Whether the password was given by somebody else and must be changed first.
        expires_at: When a password given by somebody else stops working, or None.
        totp: Whether a code is asked after the password.
        company: What a company's user declared of itself: ``ragione_sociale``, ``rappresentante``,
            ``titolo``, ``atto_delega``, ``partita_iva``; who confirmed it and when.
    """

    utente: str
    nome: str
    email: str
    codice_fiscale: str
    roles: tuple[Actor, ...]
    active: bool
    must_change: bool
    expires_at: datetime | None
    totp: bool
    company: Mapping[str, str]


def add_user(
    archive: Archive,
    *,
    utente: str,
    nome: str,
    ruolo: str,
    password: str,
    cpi: str = "",
    azienda: str = "",
    email: str = "",
    codice_fiscale: str = "",
) -> Actor:
    """
    Add a user with their first role.

    Args:
        archive: Where users are kept.
        utente: User name, letters digits and stops.
        nome: Surname and name, as printed on papers.
        ruolo: A role of the permission matrix.
        password: At least 10 characters; see `passwords.check_password`.
        cpi: The employment centre, for a territorial role; or a territory (``T1``..``T4``).
        azienda: The partita IVA of the company, for a company's user or tutor.
        email: Where to send notices.
        codice_fiscale: For an outside identity provider.

    Raises:
        UserRefused: something does not fit, or the user exists.
    """
    role = checked_role(ruolo, cpi, azienda)
    row = new_row(nome, email, codice_fiscale, ruoli=[role])
    utente = checked_name(utente)
    check_password(password, utente)
    register(archive, utente, {**row, "password": hashed(password)})
    return actor_in(utente, str(row["nome"]), role)


def checked_name(utente: str) -> str:
    """Return a user name in its normal form, or raise `UserRefused`."""
    utente = utente.strip().lower()
    if not utente or len(utente) > 64 or not all(one.isalnum() or one in ".-_" for one in utente):
        raise UserRefused("utente", "utente_formato")
    return utente


def new_row(nome: str, email: str, codice_fiscale: str, *, ruoli: list[dict[str, str]]) -> Row:
    """Return the row of a new account without password, or raise `UserRefused`."""
    return {
        "nome": checked("nome", check_name, nome),
        "email": checked("email", check_email, email) if email else "",
        "codice_fiscale": (
            checked("codice_fiscale", check_codice_fiscale, codice_fiscale)
            if codice_fiscale
            else ""
        ),
        "ruoli": ruoli,
        "attivo": True,
    }


def checked(campo: str, check: Callable[[str], str], text: str) -> str:
    """Return the normal form of *text*, or raise `UserRefused` at *campo*."""
    try:
        return check(text)
    except Refused as refused:
        raise UserRefused(campo, refused.code, **refused.values) from None


def register(archive: Archive, utente: str, row: Mapping[str, object]) -> None:
    """
    Keep a new account.

    Raises:
        UserRefused: the user exists, or somebody else has that e-mail or codice fiscale.
    """
    with archive.transaction():
        refuse_doubles(archive, utente, row)
        try:
            archive.put(USERS, utente, row, expect=0)
        except Stale:
            raise UserRefused("utente", "utente_esiste", utente=utente) from None


def refuse_doubles(archive: Archive, utente: str, row: Mapping[str, object]) -> None:
    """Raise `UserRefused` when somebody else has the e-mail or the codice fiscale of *row*."""
    for campo, code in (("email", "email_usata"), ("codice_fiscale", "cf_usato")):
        value = str(row.get(campo) or "")
        if value and any(other.key != utente for other in archive.find(USERS, **{campo: value})):
            raise UserRefused(campo, code)


def change(archive: Archive, utente: str, **values: object) -> None:
    """
    Change some values of an account, and nothing that somebody else changed meanwhile.

    Raises:
        NotFound: no such user.
    """
    with archive.transaction():
        record = archive.get(USERS, utente)
        archive.put(USERS, utente, {**record.value, **values}, expect=record.version)


def account_of(archive: Archive, utente: str) -> Account:
    """
    Return an account.

    Raises:
        NotFound: no such user.
    """
    return account_from(utente, archive.get(USERS, utente).value)


def find_account(archive: Archive, name: str) -> Account | None:
    """Return the account with that user name or e-mail address, or None."""
    name = name.strip().lower()
    try:
        return account_of(archive, name)
    except NotFound:
        found = archive.find(USERS, email=name) if "@" in name else ()
        return account_from(found[0].key, found[0].value) if found else None


def list_accounts(archive: Archive) -> list[Account]:
    """Return every account, by user name."""
    return [account_from(record.key, record.value) for record in archive.find(USERS)]


def list_users(archive: Archive) -> list[Actor]:
    """Return the users who may enter, by user name, once for each role they hold."""
    return [
        actor for account in list_accounts(archive) if account.active for actor in account.roles
    ]


def account_from(utente: str, row: Mapping[str, object]) -> Account:
    """Return the account that a row keeps."""
    nome, until = str(row["nome"]), str(row.get("password_fino") or "")
    return Account(
        utente=utente,
        nome=nome,
        email=str(row.get("email", "")),
        codice_fiscale=str(row.get("codice_fiscale", "")),
        roles=tuple(actor_in(utente, nome, role) for role in roles_in(row)),
        active=bool(row.get("attivo", True)),
        must_change=bool(row.get("da_cambiare")),
        expires_at=datetime.fromisoformat(until) if until else None,
        totp=bool(row.get("totp")),
        company=_texts(row.get("azienda_dichiarata")),
    )


def roles_in(row: Mapping[str, object]) -> list[dict[str, str]]:
    """Return the roles that the row of an account keeps."""
    kept = row.get("ruoli")
    return [_texts(role) for role in kept] if isinstance(kept, Iterable) else []


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(name): str(text) for name, text in value.items()}
