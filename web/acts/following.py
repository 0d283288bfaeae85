"""The parts of a document that are filled after its signature: who may record which, and how."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.builder.build import retype
from schemas.kinds.carrying import PROVENIENZE
from schemas.kinds.examine import Examined
from schemas.kinds.kind import Kind, Seguito
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import to_json
from schemas.rules.life import CHIUSI, SEGUITO, STATI_DOCUMENTO
from schemas.rules.numero import Number
from schemas.rules.parameters import Parameters
from schemas.rules.percorso import PASSI
from schemas.rules.permissions import RUOLI, Actor, may
from storage.archive import Archive, Document, Event
from web.acts.advancing import follow_paper
from web.acts.drafting import Draft, examine_draft
from web.acts.office import Office
from web.acts.owning import owns
from web.acts.papers import Head, fingerprint
from web.acts.telling import tell_author


class NotNow(Exception):
    """The part cannot be recorded; the message says why, in Italian."""


@dataclass(frozen=True)
class Open:
    """A part still to be recorded on a document, and what keeps this person from it, or ""."""

    name: str
    seguito: Seguito
    obstacle: str


def open_seguiti(document: Document, archive: Archive, by: Actor) -> list[Open]:
    """Return the parts of *document* that are still to be recorded, each with its obstacle."""
    kind = all_kinds()[document.kind]
    done = {str(event.dati["nome"]) for event in document.seguiti}
    return [
        Open(name, seguito, obstacle_to(document, name, archive, by))
        for name, seguito in kind.seguiti.items()
        if _is_its_turn(document, seguito)
        and (name not in done or _may_come_again(document, name, archive))
    ]


def obstacle_to(document: Document, name: str, archive: Archive, by: Actor) -> str:
    """Return why *by* may not record the part *name* of *document* now, or ""."""
    kind = all_kinds()[document.kind]
    seguito = kind.seguiti[name]
    done = {str(event.dati["nome"]) for event in document.seguiti}
    if not _is_its_turn(document, seguito):
        return "non è previsto per com'è ora il documento"
    if by.ruolo not in seguito.ruoli or not _in_scope(kind, document, archive, by):
        return "può farlo: " + " o ".join(RUOLI[ruolo] for ruolo in seguito.ruoli)
    if name in done and not _may_come_again(document, name, archive):
        return "è già registrato"
    if document.stato not in seguito.da:
        wanted = " o ".join(STATI_DOCUMENTO[stato].lower() for stato in seguito.da)
        return f"il documento deve essere {wanted}"
    if seguito.after and seguito.after not in done:
        return f"prima va registrato: {kind.seguiti[seguito.after].title}"
    if seguito.four_eyes and by.utente in _hands(document, seguito):
        return "chi ha redatto il documento non può approvarlo"
    if seguito.chiuso or not document.fascicolo:
        return ""
    return "il fascicolo è chiuso" if archive.fascicolo(document.fascicolo).stato in CHIUSI else ""


def _may_come_again(document: Document, name: str, archive: Archive) -> bool:
    """Tell whether a part that was recorded is to be recorded again."""
    seguito = all_kinds()[document.kind].seguiti[name]
    if not seguito.again or not seguito.in_turn:
        return seguito.again
    stato, part = archive.fascicolo(document.fascicolo).stato, (document.kind, name)
    steps = (passo for passo in PASSI if stato in passo.da)
    return any((carta.kind, carta.seguito) == part for passo in steps for carta in passo.carte)


def _is_its_turn(document: Document, seguito: Seguito) -> bool:
    """Tell whether the document says what it must for the part to be recorded."""
    return seguito.se is None or seguito.se.holds(document.answers.get(seguito.se.field))


def _hands(document: Document, seguito: Seguito) -> set[str]:
    """Return who wrote what the part approves: the document, and the part that came before."""
    before = (event.by for event in document.seguiti if event.dati["nome"] == seguito.after)
    return {document.autore, *before}


def _in_scope(kind: Kind, document: Document, archive: Archive, by: Actor) -> bool:
    own = owns(by, document, archive)
    return may(by, "V", kind.access, document.territorio, own=own)


def record_seguito(draft: Draft, *, office: Office, by: Actor) -> tuple[Examined, Document | None]:
    """
    Add to a document the part that *draft* filled, and print its paper again with it.

    Returns:
        The examination, and the document as it is now, or None when something is to be mended.

    Raises:
        NotNow: the part may not be recorded any more, or not by them.
        ArchiveFault, TemplateFault: nothing was recorded.
    """
    with office.archive.transaction():
        document = office.archive.document(Number.parse(draft.continues))
        if obstacle := obstacle_to(document, draft.seguito, office.archive, by):
            raise NotNow(obstacle)
        examined = examine_draft(draft, retype(draft.answers), office=office)
        if examined.problems:
            return examined, None
        event = _event(draft, document, examined, office=office, by=by)
        document = office.archive.add_event(document.number, event)
        follow_paper(document, office=office, by=by)
        title = draft.kind.seguiti[draft.seguito].title
        tell_author(document, title, office=office, by=by)
        return examined, document


def _event(
    draft: Draft, document: Document, examined: Examined, *, office: Office, by: Actor
) -> Event:
    kind = draft.kind
    head = Head(str(document.number), document.versione, document.on, document.registered_at)
    paper = office.papers.print(kind, examined, head, Parameters(office.table, document.on))
    dati = {
        "nome": draft.seguito,
        "dati": _changed(draft, document.answers, to_json(kind, examined.data)),
        "impronta": fingerprint(kind, examined.data),
        "sha256": office.archive.put_blob(paper.docx),
    }
    return Event(SEGUITO, office.now, by.utente, dati)


def _changed(
    draft: Draft, before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, object]:
    """Return what this part says, carries and works out; the rest stands as it is."""
    kind, fields = draft.kind, draft.kind.seguiti[draft.seguito].fields
    carried = [name for name, one in kind.carries.items() if one.source in fields]
    origins = [PROVENIENZE] if carried else []
    names = (*fields, *kind.computed.campi(), *carried, *origins)
    return {name: after.get(name) for name in names if after.get(name) != before.get(name)}
