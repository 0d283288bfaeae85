"""The roles of a user: each with its own scope, one of them in use."""

from collections.abc import Mapping

from schemas.rules.identificativi import check_partita_iva
from schemas.rules.messages import Refused
from schemas.rules.permissions import RUOLI, TERRITORIALI, Actor
from schemas.rules.territorio import CPI, TERRITORI
from web.acts.accounts.refusals import UserRefused

SCOPE = ("ruolo", "territorio", "cpi", "azienda")


def checked_role(ruolo: str, dove: str = "", azienda: str = "") -> dict[str, str]:
    """
    Return a role with its scope, as an account keeps it.

    Args:
        ruolo: A role of the permission matrix.
        dove: A Centro per l'Impiego or a territory (``T1``..``T4``); territorial roles need it.
        azienda: The partita IVA that a company's user acts for.

    Raises:
        UserRefused: the role or its scope do not stand.
    """
    if ruolo not in RUOLI:
        raise UserRefused("ruolo", "ruolo_sconosciuto", ruolo=ruolo, ruoli=", ".join(RUOLI))
    if dove and dove not in CPI and dove not in TERRITORI:
        raise UserRefused("cpi", "sede_sconosciuta", sede=dove)
    if ruolo in TERRITORIALI and not dove:
        raise UserRefused("cpi", "ruolo_senza_sede", ruolo=ruolo)
    cpi = dove if dove in CPI else ""
    scope = (ruolo, CPI.get(dove, dove), cpi, _piva(azienda))
    return dict(zip(SCOPE, scope, strict=True))


def _piva(text: str) -> str:
    try:
        return check_partita_iva(text) if text else ""
    except Refused as refused:
        raise UserRefused("azienda", refused.code, **refused.values) from None


def actor_in(utente: str, nome: str, role: Mapping[str, str]) -> Actor:
    """Return a user as they act in one of their roles."""
    return Actor(utente, nome, *(role.get(name, "") for name in SCOPE))


def role_key(actor: Actor) -> str:
    """Return what tells a role of a user from their others: a form sends it back."""
    return "|".join((actor.ruolo, actor.territorio, actor.cpi, actor.azienda))


def scope_of(actor: Actor) -> str:
    """Return in words where a role holds: the centre, the territory, the company; "" everywhere."""
    if actor.azienda:
        return f"partita IVA {actor.azienda}"
    if actor.cpi:
        return f"CPI di {actor.cpi}"
    return f"territorio {TERRITORI[actor.territorio]}" if actor.territorio else ""
