"""What is one's own: what one wrote, what is of one's company, whom one accompanies."""

from collections.abc import Callable

from schemas.rules.comparison import folded
from schemas.rules.life import RITIRATI
from schemas.rules.permissions import DI_AZIENDA, Actor
from storage.archive import Archive, Document

# Roles whose own documents are those of the people they accompany.
ACCOMPANYING = frozenset({"ASS", "ESP"})
# Roles whose own documents are those of their company.
OF_A_COMPANY = DI_AZIENDA
# Roles that have papers of their own to fill and to find again.
WITH_OWN = ACCOMPANYING | OF_A_COMPANY | {"COM"}
# Roles that may take a whole fascicolo out of the archive (rule P-5).
RETRIEVING = frozenset({"GA", "GCP", "OCPI", "RCPI"})


def owns(actor: Actor, document: Document, archive: Archive) -> bool:
    """Return whether a registered document is the actor's own, as "own" in the matrix means."""
    return _ownership(actor, archive)(document)


def own_documents(actor: Actor, archive: Archive) -> list[Document]:
    """Return every registered document that is the actor's own, oldest first."""
    return list(filter(_ownership(actor, archive), archive.documents()))


def _ownership(actor: Actor, archive: Archive) -> Callable[[Document], bool]:
    """Return the test of what is the actor's own: the archive is asked once, not for each paper."""
    accompanied = followed(actor, archive) if actor.ruolo in ACCOMPANYING else {}
    azienda = actor.azienda if actor.ruolo in OF_A_COMPANY else ""

    def is_own(document: Document) -> bool:
        return (
            document.autore == actor.utente
            or document.fascicolo in accompanied
            or (bool(azienda) and document.index.get("partita_iva") == azienda)
        )

    return is_own


def followed(actor: Actor, archive: Archive) -> dict[str, Document]:
    """Return the stage conventions that name the actor as assistant, by fascicolo, latest wins."""
    name = folded(actor.nome)
    return {
        convention.fascicolo: convention
        for convention in archive.documents(kind="convenzione_stage")
        if folded(str(convention.answers.get("assistente") or "")) == name
        and convention.stato not in RITIRATI
    }
