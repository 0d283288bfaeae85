"""From printed to archived: the steps of a registered document, done or still to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from schemas.kinds.registry import all_kinds
from schemas.rules.life import PASSI_DOCUMENTO, RITIRATI
from schemas.rules.permissions import RUOLI, Actor, parse_grant
from storage.archive import Document, Event
from web.access import may_file, may_sign
from web.acts.exporting import protocollo
from web.acts.filing import SignedCopy, signed_copies
from web.acts.owning import RETRIEVING


@dataclass(frozen=True)
class Milestone:
    """
    One step: what it is and means; how far it is; who may take it.

    *state* is ``fatto``, ``ora`` (the document is ready for it) or ``dopo``. *address* leads to
    its page, for who may take it now, and *action* says what is done there.
    """

    name: str
    title: str
    meaning: str
    state: str
    done: str = ""
    event: Event | None = None
    address: str = ""
    action: str = ""
    who: str = ""
    copies: Sequence[SignedCopy] = ()


def milestones(document: Document, actor: Actor, printed: int) -> list[Milestone]:
    """
    Return the steps of a document, in their order; of one withdrawn, those it had taken.

    Args:
        document: The document.
        actor: Who looks at it.
        printed: How many pages the paper has, 0 when it was not counted.
    """
    steps = [
        _signature(document),
        _copies(document, actor, printed),
        _protocol(document, actor),
        _rest(document, actor),
    ]
    if document.stato in RITIRATI:
        return [step for step in steps if step.state == "fatto"]
    return steps


def _signature(document: Document) -> Milestone:
    event = _last(document, "firma")
    return Milestone(
        "firma",
        "Firma",
        "Le parti firmano il documento stampato; qui si registra il giorno.",
        _state(document, "firma", event),
        done=f"Tutte le parti hanno firmato il {_day_of(event)}." if event else "",
        event=event,
        who=_who(document, "MF"),
    )


def _copies(document: Document, actor: Actor, printed: int) -> Milestone:
    copies = signed_copies(document)
    whole = copies and sum(copy.pages for copy in copies) >= printed
    may_now = _ready(document, "copia_firmata") and may_attach(actor, document)
    return Milestone(
        "copia",
        "Copia firmata",
        "La scansione, o le fotografie, del foglio con le firme: resta unita al documento.",
        "fatto" if whole else _state(document, "copia_firmata", None),
        done=_counted(copies, printed),
        address=url_for("keeping.ask_copy", number=document.number) if may_now else "",
        action="Allega altri fogli" if copies else "Allega la copia firmata",
        who=_who(document, "MF", filing=True),
        copies=copies,
    )


def _counted(copies: Sequence[SignedCopy], printed: int) -> str:
    """Say how many pages there are, and how many are missing."""
    found = sum(copy.pages for copy in copies)
    if not found:
        return ""
    said = f"{found} {'pagina' if found == 1 else 'pagine'}"
    if printed > found:
        missing = printed - found
        lack = "ne manca 1" if missing == 1 else f"ne mancano {missing}"
        return f"{said} su {printed} della stampa: {lack}."
    return f"{said}: non ne manca nessuna." if printed else f"{said}."


def _protocol(document: Document, actor: Actor) -> Milestone:
    event = _last(document, "protocollo")
    may_now = _ready(document, "protocollo") and may_file(actor, document)
    return Milestone(
        "protocollo",
        "Protocollo",
        "Il numero che dà data certa: quello del protocollo della Provincia, o il repertorio "
        "dell'ufficio (D.P.R. 445/2000, art. 53).",
        _state(document, "protocollo", event),
        done=f"{_register(event)} {protocollo(document)}." if event else "",
        event=event,
        address=url_for("keeping.ask_protocol", number=document.number) if may_now else "",
        action="Registra il protocollo",
        who=_who(document, "", filing=True),
    )


def _register(event: Event) -> str:
    return "Repertorio" if event.dati.get("registro") == "repertorio" else "Protocollo n."


def _rest(document: Document, actor: Actor) -> Milestone:
    event = _last(document, "archiviazione")
    may_now = _ready(document, "archiviazione") and may_file(actor, document)
    return Milestone(
        "archivio",
        "Archiviazione",
        "Il documento è finito: da qui in poi si può solo sostituire con uno nuovo.",
        _state(document, "archiviazione", event),
        done="Il documento è in archivio." if event else "",
        event=event,
        address=url_for("keeping.ask_rest", number=document.number) if may_now else "",
        action="Archivia il documento",
        who=_who(document, "", filing=True),
    )


def may_attach(actor: Actor, document: Document) -> bool:
    """Return whether *actor* may attach the signed copy: who records signatures, who files."""
    return may_sign(actor, document) or may_file(actor, document)


def _ready(document: Document, passo: str) -> bool:
    return document.stato in PASSI_DOCUMENTO[passo][0]


def _state(document: Document, passo: str, event: Event | None) -> str:
    return "fatto" if event else "ora" if _ready(document, passo) else "dopo"


def _last(document: Document, passo: str) -> Event | None:
    found = [event for event in document.events if event.tipo == passo]
    return found[-1] if found else None


def _day_of(event: Event) -> str:
    on = event.dati.get("data")
    return f"{date.fromisoformat(str(on)) if on else event.at.date():%d/%m/%Y}"


def _who(document: Document, azioni: str, *, filing: bool = False) -> str:
    """Return the roles that may take a step, in words."""
    return ", ".join(RUOLI[ruolo] for ruolo in _roles(document, azioni, filing))


def _roles(document: Document, azioni: str, filing: bool) -> Iterator[str]:
    for ruolo, cell in all_kinds()[document.kind].access.items():
        grant = parse_grant(cell)
        if grant.azioni & set(azioni) or (filing and ruolo in RETRIEVING):
            yield ruolo
