"""What is one's own: what one wrote, what is of one's company, whom one accompanies."""

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
    return (
        document.autore == actor.utente
        or _is_of_company(actor, document)
        or (actor.ruolo in ACCOMPANYING and document.fascicolo in followed(actor, archive))
    )


def own_documents(actor: Actor, archive: Archive) -> list[Document]:
    """Return every registered document that is the actor's own, oldest first."""
    own = [*archive.documents(autore=actor.utente)]
    if actor.ruolo in OF_A_COMPANY and actor.azienda:
        named = archive.documents(azienda=actor.azienda)
        own += [document for document in named if _is_of_company(actor, document)]
    if actor.ruolo in ACCOMPANYING:
        for fascicolo in followed(actor, archive):
            own += archive.documents(fascicolo=fascicolo)
    each_once = {document.number: document for document in own}
    return sorted(each_once.values(), key=lambda document: document.registered_at)


def _is_of_company(actor: Actor, document: Document) -> bool:
    if actor.ruolo not in OF_A_COMPANY or not actor.azienda:
        return False
    return document.index.get("partita_iva") == actor.azienda


def followed(actor: Actor, archive: Archive) -> dict[str, Document]:
    """Return the stage conventions that name the actor as assistant, by fascicolo, latest wins."""
    if not actor.nome:
        return {}
    conventions = archive.documents(kind="convenzione_stage", assistente=actor.nome)
    return {
        convention.fascicolo: convention
        for convention in conventions
        if convention.stato not in RITIRATI
    }
