"""Who may see and do what, asked by the pages of the one matrix of permissions."""

from collections.abc import Mapping

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor, may, parse_grant
from storage.archive import NotFound, Visibility

# The row of the fascicolo: rule P-5 of the project's domain (its documents have rows of their own).
FASCICOLO: Mapping[str, str] = {
    "OCPI": "CV terr",
    "RCPI": "CV terr",
    "GCP": "V",
    "GA": "V",
}
# Health and disadvantage are for those who must decide upon them (D.Lgs. 196/2003, art. 22).
RISERVATI = frozenset({"OCPI", "RCPI", "GCP"})
CURATORI = frozenset({"ADM", "GA"})


class Denied(Exception):
    """The role of the person does not allow what was asked."""


def require(
    actor: Actor, azione: str, access: Mapping[str, str], territorio: str | None = None
) -> None:
    """
    Go on only if *actor* may do *azione*.

    Raises:
        Denied: the role may not, anywhere.
        NotFound: the role may, but not there: that the thing exists is not told.
    """
    if may(actor, azione, access, territorio):
        return
    if may(actor, azione, access, None):
        raise NotFound
    raise Denied


def visibility(actor: Actor) -> Visibility:
    """Return the pairs of kind and territorio whose documents *actor* may see."""
    return Visibility(
        tuple(
            (kind.name, _scope(kind, actor))
            for kind in all_kinds().values()
            if may(actor, "V", kind.access, actor.territorio)
        )
    )


def _scope(kind: Kind, actor: Actor) -> str:
    return actor.territorio if parse_grant(kind.access[actor.ruolo]).ambito == "terr" else ""


def sees_restricted(actor: Actor) -> bool:
    """Return whether *actor* sees the answers about health and disadvantage."""
    return actor.ruolo in RISERVATI
