"""Looking after users: adding them, their roles, letting them in and out; each change is noted."""

from collections.abc import Mapping
from datetime import timedelta

from schemas.rules.permissions import RUOLI, Actor
from storage.archive import Access
from web.acts.accounts.passwords import check_password, hashed, one_time_password
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.roles import actor_in, checked_role, role_key, scope_of
from web.acts.accounts.sessions import end_sessions
from web.acts.accounts.tickets import RESET
from web.acts.accounts.users import (
    USERS,
    Account,
    account_from,
    account_of,
    change,
    checked_name,
    list_accounts,
    new_row,
    refuse_doubles,
    register,
    roles_in,
)
from web.acts.notices import notify
from web.acts.office import Office
from web.acts.outbox import TICKET, Mail, queue

UTENZA = "utenza"
# A password given by hand works this long: time to reach the person, not to be forgotten about.
GIVEN_FOR = timedelta(days=3)


def note_change(utente: str, what: str, *, office: Office, by: Actor) -> None:
    """Note in the journal of accesses who changed what of whom; raises `ArchiveFault`."""
    oggetto = f"{utente}: {what}"
    office.archive.log_access(Access(office.now, by.utente, by.ruolo, UTENZA, "", oggetto))


def create_user(
    data: Mapping[str, object], *, office: Office, by: Actor, password: str = ""
) -> tuple[Account, str]:
    """
    Add a user with their first role; return the account and the password to give by hand.

    Args:
        data: The valid answers to `schemas.parts.utente.NuovoUtente`.
        office: The tools.
        by: Who adds them.
        password: A password chosen already, or "" for one that must be changed at once.

    Raises:
        UserRefused: the user exists, or something does not fit.
    """
    texts = {name: str(value) for name, value in data.items() if value is not None}
    utente = checked_name(texts["utente"])
    role = checked_role(texts["ruolo"], texts.get("cpi", ""), texts.get("azienda", ""))
    row = new_row(
        texts["nome"], texts.get("email", ""), texts.get("codice_fiscale", ""), ruoli=[role]
    )
    if password:
        check_password(password, utente)
    given = {"password": hashed(password)} if password else None
    one_time = "" if password else one_time_password()
    row |= given or _to_be_changed(one_time, office)
    with office.archive.transaction():
        register(office.archive, utente, row)
        actor = actor_in(utente, texts["nome"], role)
        note_change(utente, f"aggiunto, {_words(actor)}", office=office, by=by)
    return account_from(utente, row), one_time


def _to_be_changed(password: str, office: Office) -> dict[str, object]:
    until = office.now + GIVEN_FOR
    return {
        "password": hashed(password),
        "da_cambiare": True,
        "password_fino": until.isoformat(),
    }


def _words(actor: Actor) -> str:
    where = scope_of(actor)
    return f"{actor.ruolo} {where}" if where else actor.ruolo


def change_details(utente: str, data: Mapping[str, object], *, office: Office, by: Actor) -> None:
    """
    Change name, e-mail and codice fiscale: the valid answers to `DatiUtente`.

    Raises:
        NotFound: no such user.
        UserRefused: somebody else has that e-mail or codice fiscale.
    """
    wanted = {name: str(data.get(name) or "") for name in ("nome", "email", "codice_fiscale")}
    with office.archive.transaction():
        before = office.archive.get(USERS, utente).value
        changed = [name for name, text in wanted.items() if str(before.get(name, "")) != text]
        refuse_doubles(office.archive, utente, wanted)
        if changed:
            change(office.archive, utente, **wanted)
            note_change(utente, f"cambiati {', '.join(changed)}", office=office, by=by)


def give_role(utente: str, data: Mapping[str, object], *, office: Office, by: Actor) -> Actor:
    """
    Give a user one more role: the valid answers to `schemas.parts.utente.RuoloUtente`.

    Raises:
        NotFound: no such user.
        UserRefused: the role does not stand, or they have it.
    """
    texts = {name: str(value) for name, value in data.items() if value is not None}
    role = checked_role(texts["ruolo"], texts.get("cpi", ""), texts.get("azienda", ""))
    with office.archive.transaction():
        row = office.archive.get(USERS, utente).value
        actor = actor_in(utente, str(row["nome"]), role)
        if role in roles_in(row):
            raise UserRefused("ruolo", "ruolo_presente")
        change(office.archive, utente, ruoli=[*roles_in(row), role])
        note_change(utente, f"dato il ruolo {_words(actor)}", office=office, by=by)
        text = f"Puoi lavorare come {RUOLI[actor.ruolo]}."
        notify(office, to=utente, subject="Hai un nuovo ruolo", text=text, but=by.utente)
    return actor


def take_role(utente: str, key: str, *, office: Office, by: Actor) -> Actor:
    """
    Take a role away; whoever is working in it must choose another at their next request.

    Raises:
        NotFound: no such user.
        UserRefused: they do not have it, or nobody would be left to look after users.
    """
    with office.archive.transaction():
        account = account_of(office.archive, utente)
        taken = next((actor for actor in account.roles if role_key(actor) == key), None)
        if taken is None:
            raise UserRefused("ruolo", "ruolo_assente")
        if taken.ruolo == "ADM":
            _leave_an_administrator(office, utente)
        row = office.archive.get(USERS, utente).value
        left = [
            role
            for role, actor in zip(roles_in(row), account.roles, strict=True)
            if actor is not taken
        ]
        change(office.archive, utente, ruoli=left)
        note_change(utente, f"tolto il ruolo {_words(taken)}", office=office, by=by)
    return taken


def _leave_an_administrator(office: Office, utente: str) -> None:
    others = (one for one in list_accounts(office.archive) if one.utente != utente and one.active)
    if not any(actor.ruolo == "ADM" for one in others for actor in one.roles):
        raise UserRefused("ruolo", "ultimo_amministratore")


def set_active(utente: str, active: bool, *, office: Office, by: Actor) -> None:
    """
    Let a user in again, or keep them out and end their sessions; nobody is ever deleted.

    Raises:
        NotFound: no such user.
        UserRefused: nobody would be left to look after users.
    """
    with office.archive.transaction():
        account = account_of(office.archive, utente)
        if not active and any(actor.ruolo == "ADM" for actor in account.roles):
            _leave_an_administrator(office, utente)
        change(office.archive, utente, attivo=active)
        end_sessions(office.archive, utente)
        note_change(utente, "riattivato" if active else "disattivato", office=office, by=by)


def reset_password(utente: str, *, office: Office, by: Actor) -> str:
    """
    Return a new password to give by hand; the person must change it, and their sessions end.

    Raises:
        NotFound: no such user.
    """
    password = one_time_password()
    with office.archive.transaction():
        change(office.archive, utente, **_to_be_changed(password, office))
        end_sessions(office.archive, utente)
        note_change(utente, "password provvisoria", office=office, by=by)
    return password


def send_link(utente: str, *, office: Office, by: Actor) -> None:
    """
    Write to a user with a link, good once and for half an hour, to choose a new password.

    Raises:
        NotFound: no such user.
    """
    with office.archive.transaction():
        account = account_of(office.archive, utente)
        queue(office, reset_letter(account))
        note_change(utente, "inviato il collegamento per la password", office=office, by=by)


def reset_letter(account: Account | None) -> Mail:
    """Return the letter with the link for a new password; for nobody, one that is thrown away."""
    return Mail(
        account.email if account and account.active else "",
        "Nuova password per Fascicolo",
        "Per scegliere una nuova password apri il collegamento entro 30 minuti: funziona una volta "
        "sola. Se non l'hai chiesto tu, non fare nulla: la tua password resta quella di prima.",
        f"/password/{TICKET}",
        RESET,
        account.utente if account else "",
    )
