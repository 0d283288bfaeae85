"""Who may do what: the rows of the permission matrix, as the matrix writes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

RUOLI: Mapping[str, str] = {
    "OCPI": "Operatore del Centro per l'Impiego",
    "RCPI": "Responsabile del Centro per l'Impiego",
    "GLT": "Gruppo di Lavoro Territoriale",
    "GCP": "Gruppo di Coordinamento Provinciale",
    "CI": "Coordinamento Istituzionale",
    "GA": "Gruppo amministrativo",
    "COM": "Sportello del Comune",
    "AZ": "Azienda",
    "TUT": "Tutor aziendale",
    "ASS": "Assistente",
    "ESP": "Esperto",
    "PS": "Parti sociali",
    "ULSS": "Azienda ULSS",
    "CFP": "Centro di Formazione Professionale",
    "FON": "Fondazione Cariverona",
    "ADM": "Amministratore del sistema",
}

# Roles that hold in a territory, and those that act for a company.
TERRITORIALI = frozenset({"OCPI", "RCPI", "GLT", "COM"})
DI_AZIENDA = frozenset({"AZ", "TUT"})

AZIONI: Mapping[str, str] = {
    "C": "compila",
    "M": "modifica in bozza",
    "V": "vede",
    "F": "firma",
    "A": "approva",
    "P": "stampa",
}

_GRANT = re.compile(r"(?P<azioni>[CMVFAP](?: ?[CMVFAP])*)(?: (?P<ambito>terr|own))?")


@dataclass(frozen=True)
class Grant:
    """What one role may do with one kind: the actions, and within which scope ("" = everywhere)."""

    azioni: frozenset[str]
    ambito: str


NOTHING = Grant(frozenset(), "")


def parse_grant(cell: str) -> Grant:
    """
    Read a cell of the matrix: ``CMVP terr``, ``V F own``.

    Raises:
        ValueError: the cell is not written as the matrix writes them.
    """
    match = _GRANT.fullmatch(cell.strip())
    if not match:
        raise ValueError(f"not a cell of the permission matrix: {cell!r}")
    return Grant(frozenset(match["azioni"].replace(" ", "")), match["ambito"] or "")


@dataclass(frozen=True)
class Actor:
    """
    Who acts: user name, full name, the role held, and its scope.

    *territorio* is empty for a provincial role; *azienda* is the partita IVA of the company that a
    company's user acts for.
    """

    utente: str
    nome: str
    ruolo: str
    territorio: str = ""
    cpi: str = ""
    azienda: str = ""


def may(
    actor: Actor,
    azione: str,
    access: Mapping[str, str],
    territorio: str | None,
    *,
    own: bool = False,
) -> bool:
    """
    Return whether *actor* may do *azione* on a document of a kind with that row of the matrix.

    Who may do anything with a document may see it: an assistant's "CM F own" has no V of its own.

    Args:
        actor: Who asks.
        azione: A letter of AZIONI.
        access: The row of the matrix.
        territorio: That of the document, or None before there is one.
        own: Whether the document is the actor's own: they wrote it, it is of their company, or
            they accompany that person.
    """
    cell = access.get(actor.ruolo)
    grant = parse_grant(cell) if cell else NOTHING
    granted = azione in grant.azioni or (azione == "V" and bool(grant.azioni))
    if not granted or (grant.ambito == "own" and not own):
        return False
    return grant.ambito != "terr" or territorio is None or territorio == actor.territorio
