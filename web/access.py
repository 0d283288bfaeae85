"""Who may see and do what, asked by the pages of the one matrix of permissions."""

from collections.abc import Mapping

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor, may, parse_grant
from storage.archive import Document, NotFound, Visibility
from web.acts.owning import OF_A_COMPANY, RETRIEVING, own_documents, owns
from web.services import office

# The row of the fascicolo: rule P-5 of the project's domain (its documents have rows of their own).
FASCICOLO: Mapping[str, str] = {
    "OCPI": "CV terr",
    "RCPI": "CV terr",
    "GLT": "V terr",
    "GCP": "V",
    "GA": "V",
}
# Who reads how the project goes; who is not in the row of the fascicolo, by totals alone (P-2).
ANDAMENTO: Mapping[str, str] = {
    **{ruolo: "V terr" if "terr" in cell else "V" for ruolo, cell in FASCICOLO.items()},
    **dict.fromkeys(("CI", "FON", "PS", "ULSS", "COM"), "V"),
}
# Health and disadvantage are for those who must decide upon them (D.Lgs. 196/2003, art. 22).
RISERVATI = frozenset({"OCPI", "RCPI", "GCP"})
# Who looks after users; what a user does with people's papers is in the rows of the kinds.
UTENTI: Mapping[str, str] = {"ADM": "CMV"}
# Who invites companies and confirms who acts for them.
AZIENDE: Mapping[str, str] = {"OCPI": "CV terr", "RCPI": "CV terr", "GA": "CV"}
# Who sees the chapters of the budget, and who sees totals (rule P-2: some of them nothing else).
RISORSE = frozenset({"GA", "GCP"})
TOTALI = frozenset({"CI", "FON", "PS", "ULSS", "COM", "GCP", "GA", "RCPI", "GLT"})
CURATORI = frozenset({"ADM", "GA"})
# Who decides what is kept and what is proposed for destruction.
SCARTO = frozenset({"GA"})


class Denied(Exception):
    """The role of the person does not allow what was asked."""


def require(
    actor: Actor,
    azione: str,
    access: Mapping[str, str],
    territorio: str | None = None,
    *,
    own: bool = False,
) -> None:
    """
    Go on only if *actor* may do *azione*.

    Raises:
        Denied: the role may not, anywhere.
        NotFound: the role may, but not there: that the thing exists is not told.
    """
    if may(actor, azione, access, territorio, own=own):
        return
    if may(actor, azione, access, None, own=True):
        raise NotFound
    raise Denied


def may_on(actor: Actor, azione: str, document: Document) -> bool:
    """Return whether *actor* may do *azione* on a registered document."""
    access = all_kinds()[document.kind].access
    own = owns(actor, document, office().archive)
    return may(actor, azione, access, document.territorio, own=own)


def may_sign(actor: Actor, document: Document) -> bool:
    """Return whether *actor* may note that the parties signed: who signs it, or who wrote it."""
    return any(may_on(actor, azione, document) for azione in "FM")


def may_print(actor: Actor, document: Document) -> bool:
    """Return whether *actor* may print a document: who prints, signs or fills its kind."""
    return any(may_on(actor, azione, document) for azione in "PFM")


def may_file(actor: Actor, document: Document) -> bool:
    """Return whether *actor* may protocol and archive a document: who keeps fascicoli (P-5)."""
    return actor.ruolo in RETRIEVING and may_on(actor, "V", document)


def keeps_register(actor: Actor) -> bool:
    """Return whether *actor* reads the register of the whole office: who sees all its fascicoli."""
    return may(actor, "V", FASCICOLO, "")


def visibility(actor: Actor) -> Visibility:
    """Return what *actor* may see: whole kinds, in a territorio or in all, and their own papers."""
    kinds = all_kinds().values()
    pairs = [
        (kind.name, _scope(kind, actor))
        for kind in kinds
        if may(actor, "V", kind.access, actor.territorio)
    ]
    by_own = {
        kind.name for kind in kinds if may(actor, "V", kind.access, None, own=True)
    }.difference(name for name, _ in pairs)
    own = own_documents(actor, office().archive) if by_own else []
    return Visibility(
        tuple(pairs), tuple(document.number for document in own if document.kind in by_own)
    )


def _scope(kind: Kind, actor: Actor) -> str:
    return actor.territorio if parse_grant(kind.access[actor.ruolo]).ambito == "terr" else ""


def sees_restricted(actor: Actor) -> bool:
    """Return whether *actor* sees the answers about health and disadvantage."""
    return actor.ruolo in RISERVATI


def shown_to(actor: Actor, kind: Kind, data: Mapping[str, object]) -> Mapping[str, object]:
    """Return the answers of a document without those that are not for the actor's eyes."""
    if actor.ruolo not in OF_A_COMPANY:
        return data
    return {name: value for name, value in data.items() if name not in kind.internal}


def sees_own(actor: Actor) -> bool:
    """Return whether there is a kind of which *actor* sees their own documents, if any."""
    return any(may(actor, "V", kind.access, None, own=True) for kind in all_kinds().values())
