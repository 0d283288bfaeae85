"""Who is told when a paper comes to wait for them, or a path for what only they can do."""

from collections.abc import Iterable

from schemas.kinds.registry import all_kinds
from schemas.rules.life import STATI_FASCICOLO
from schemas.rules.percorso import Passo
from schemas.rules.permissions import TERRITORIALI, Actor
from storage.archive import Document, Fascicolo
from web.acts.notices import Desk, notify
from web.acts.office import Office

# Told as one desk. Tutors, assistants and experts have each their own: their desk shows what waits.
COMPANY = "AZ"
TOGETHER = TERRITORIALI | {"GCP", "GA", COMPANY}


def tell_awaited(document: Document, *, office: Office, by: Actor) -> None:
    """Tell those who may record the next parts of *document* that it waits for them."""
    done = {str(event.dati["nome"]) for event in document.seguiti}
    azienda = document.index.get("partita_iva", "")
    for name, seguito in all_kinds()[document.kind].seguiti.items():
        ready = document.stato in seguito.da and (not seguito.after or seguito.after in done)
        if name in done or not ready:
            continue
        for desk in _desks(seguito.ruoli, document.territorio, azienda, by):
            notify(
                office,
                to=desk,
                subject=f"{document.number}: si attende «{seguito.title}»",
                text=f"Il documento {document.number} è pronto: si attende «{seguito.title}».",
                link=f"/documenti/{document.number}",
                but=by.utente,
            )


def tell_author(document: Document, title: str, *, office: Office, by: Actor) -> None:
    """Tell who registered *document* that somebody else recorded the part called *title*."""
    if document.autore != by.utente:
        notify(
            office,
            to=document.autore,
            subject=f"{document.number}: registrato «{title}»",
            text=f"Al documento {document.number} è stata aggiunta la parte «{title}».",
            link=f"/documenti/{document.number}",
        )


def tell_moved(moved: Fascicolo, following: Iterable[Passo], *, office: Office, by: Actor) -> None:
    """Tell those who take the next step of a fascicolo that it is their turn."""
    steps = [one for one in following if one.carte and not any(it.seguito for it in one.carte)]
    for passo in steps[:1]:
        for desk in _desks(passo.ruoli, moved.territorio, "", by):
            stato = STATI_FASCICOLO[moved.stato].lower()
            notify(
                office,
                to=desk,
                subject=f"{moved.numero}: {stato}",
                text=f"Il fascicolo {moved.numero} è ora «{stato}». Da fare: {passo.words}.",
                link=f"/fascicoli/{moved.numero}",
                but=by.utente,
            )


def _desks(ruoli: Iterable[str], territorio: str, azienda: str, by: Actor) -> list[Desk]:
    """Return the desks of other roles to tell: each in its territory, the company that is named."""
    found = []
    for ruolo in ruoli:
        if ruolo == by.ruolo or ruolo not in TOGETHER or (ruolo == COMPANY and not azienda):
            continue
        where = territorio if ruolo in TERRITORIALI else ""
        found.append(Desk(ruolo, where, azienda if ruolo == COMPANY else ""))
    return found
