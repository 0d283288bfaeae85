"""What is one's own: what one wrote, what is of one's company, whom one accompanies."""

from schemas.rules.comparison import folded
from schemas.rules.permissions import Actor
from storage.archive import Archive, Document

# Roles whose own documents are those of the people they accompany.
ACCOMPANYING = frozenset({"ASS", "ESP"})
# Roles whose own documents are those of their company.
OF_A_COMPANY = frozenset({"AZ", "TUT"})
# Roles that may take a whole fascicolo out of the archive (rule P-5).
RETRIEVING = frozenset({"GA", "GCP", "OCPI", "RCPI"})


def owns(actor: Actor, document: Document, archive: Archive) -> bool:
    """Return whether a registered document is the actor's own, as "own" in the matrix means."""
    if document.autore == actor.utente:
        return True
    if actor.ruolo in OF_A_COMPANY:
        return bool(actor.azienda) and document.index.get("partita_iva") == actor.azienda
    if actor.ruolo in ACCOMPANYING and document.fascicolo:
        return document.fascicolo in followed(actor, archive)
    return False


def followed(actor: Actor, archive: Archive) -> dict[str, Document]:
    """Return the stage conventions that name the actor as assistant, by fascicolo, latest wins."""
    name = folded(actor.nome)
    return {
        convention.fascicolo: convention
        for convention in archive.documents(kind="convenzione_stage")
        if folded(str(convention.data.get("assistente") or "")) == name
        and convention.stato not in {"annullato", "sostituito"}
    }


def own_documents(actor: Actor, archive: Archive) -> list[Document]:
    """Return every registered document that is the actor's own, oldest first."""
    if actor.ruolo in OF_A_COMPANY or actor.ruolo in ACCOMPANYING:
        return [one for one in archive.documents() if owns(actor, one, archive)]
    return [one for one in archive.documents() if one.autore == actor.utente]
