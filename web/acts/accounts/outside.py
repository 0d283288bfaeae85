"""Who an outside identity provider says is there: a user we have, or nobody."""

from collections.abc import Mapping

from storage.archive import Archive
from web.acts.accounts.refusals import LoginRefused
from web.acts.accounts.users import USERS, Account, account_from, find_account

# Where SPID, CIE and the proxies in front of them write the codice fiscale.
FISCAL_CLAIMS = (
    "https://attributes.eid.gov.it/fiscal_number",
    "fiscal_number",
    "fiscalNumber",
    "codice_fiscale",
)


def recognise_outside(archive: Archive, claims: Mapping[str, object]) -> Account:
    """
    Return the account of who was recognised elsewhere; accounts and roles are never made here.

    The codice fiscale counts first; then the e-mail address, only when the provider checked it
    and no other codice fiscale stands on that account.

    Raises:
        LoginRefused: there is no such account, or it may not enter.
    """
    fiscal = _fiscal_code(claims)
    account = (fiscal and _by_fiscal_code(archive, fiscal)) or _by_email(archive, claims, fiscal)
    if not account or not account.active:
        raise LoginRefused
    return account


def _fiscal_code(claims: Mapping[str, object]) -> str:
    """Return the codice fiscale of the claims, without SPID's ``TINIT-``, or ""."""
    texts = (str(claims.get(name) or "") for name in FISCAL_CLAIMS)
    return next(filter(None, texts), "").strip().upper().removeprefix("TINIT-")


def _by_fiscal_code(archive: Archive, fiscal: str) -> Account | None:
    found = archive.find(USERS, codice_fiscale=fiscal)
    return account_from(found[0].key, found[0].value) if len(found) == 1 else None


def _by_email(archive: Archive, claims: Mapping[str, object], fiscal: str) -> Account | None:
    email = str(claims.get("email") or "")
    if "@" not in email or claims.get("email_verified") is not True:
        return None
    account = find_account(archive, email)
    return account if account and account.codice_fiscale in ("", fiscal) else None
