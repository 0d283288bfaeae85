"""How a draft begins: with what the office knows already, so that nothing is typed twice."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from forms.builder.build import as_typed
from schemas.fields import Data, Riferimento
from schemas.kinds.kind import Kind
from schemas.rules.life import EFFICACE, RITIRATI
from schemas.rules.nascita import birth_in
from schemas.rules.permissions import Actor
from storage.archive import Archive, Document, Fascicolo
from web.acts.binding import require_whole
from web.acts.drafting import Draft, begun_in, store_draft
from web.acts.office import Office
from web.acts.retrieving import contesto_of, data_of
from web.acts.standing import require_open


def start_draft(
    kind: Kind, answers: Mapping[str, object], fascicolo: Fascicolo, *, office: Office, by: Actor
) -> Draft:
    """
    Begin a document of *kind* for a fascicolo, with what the office already knows filled in.

    *answers* were typed, or come from a saved file; what is known fills only what they leave
    blank, and the fascicolo is this one whatever they say.

    Raises:
        FascicoloChiuso: the fascicolo takes no document any more.
        KindBroken: its template is to be mended first.
    """
    require_whole(kind, office=office)
    require_open(fascicolo.numero, office.archive)
    known = known_answers(kind, fascicolo, office=office, by=by)
    draft = replace(
        _blank(kind, fascicolo.numero, fascicolo.territorio, office=office, by=by),
        answers={**known, **answers, **_until_then(kind), **begun_in(kind, fascicolo.numero)},
    )
    return store_draft(draft, expect=0, office=office)


def _blank(kind: Kind, fascicolo: str, territorio: str, *, office: Office, by: Actor) -> Draft:
    """Return a draft begun now, with nothing in it."""
    return Draft(
        key=secrets.token_urlsafe(12),
        version=0,
        kind=kind,
        fascicolo=fascicolo,
        territorio=territorio,
        autore=by.utente,
        saved_at=office.now,
        step=0,
        answers={},
    )


def _until_then(kind: Kind) -> dict[str, object]:
    """Return what the fields that are filled later hold at first: blank, but for a few."""
    return {
        name: seguito.initial.get(name, "")
        for seguito in kind.seguiti.values()
        for name in seguito.fields
    }


def start_own_draft(kind: Kind, *, office: Office, by: Actor) -> Draft:
    """
    Begin a document that stands before any fascicolo: a company's request, a desk's scheda.

    What the office knows of the company, or of the desk, is filled in from their latest document.

    Raises:
        KindBroken: its template is to be mended first.
    """
    require_whole(kind, office=office)
    campi = kind.schema.campi()
    known = {
        kind.date_field: f"{office.on:%d/%m/%Y}",
        "operatore": by.nome,
        **_sportello(kind, office.archive, by),
        **_company(office.archive, by),
    }
    draft = replace(
        _blank(kind, "", by.territorio, office=office, by=by),
        answers={
            **{name: value for name, value in known.items() if name in campi},
            **_until_then(kind),
        },
    )
    return store_draft(draft, expect=0, office=office)


def _sportello(kind: Kind, archive: Archive, by: Actor) -> dict[str, object]:
    """Return the Comune of the desk, as the latest paper of *kind* that the actor wrote has it."""
    if "comune" not in kind.schema.campi():
        return {}
    own = archive.documents(kind=kind.name, autore=by.utente)
    return {"comune": str(own[-1].data["comune"])} if own else {}


def _company(archive: Archive, by: Actor) -> dict[str, object]:
    """Return the block of the company as its latest document has it, or just its partita IVA."""
    if not by.azienda:
        return {}
    for document in reversed(archive.documents(azienda=by.azienda)):
        if document.index.get("partita_iva") == by.azienda and document.data.get("azienda"):
            kind, data = data_of(document)
            if "azienda" in kind.schema.campi():
                return {"azienda": as_typed(kind, data)["azienda"]}
    return {"azienda": {"partita_iva": by.azienda}}


def start_correction(document: Document, *, office: Office, by: Actor) -> Draft:
    """
    Begin the correction of a registered document, with everything it says filled in.

    The document stays as it is; when the correction is registered it becomes ``sostituito``.

    Raises:
        FascicoloChiuso: its fascicolo takes no change any more.
        KindBroken: its template is to be mended first.
    """
    require_open(document.fascicolo, office.archive)
    kind, data = data_of(document)
    require_whole(kind, office=office)
    draft = replace(
        _blank(kind, document.fascicolo, document.territorio, office=office, by=by),
        answers=as_typed(kind, data),
        replaces=str(document.number),
    )
    return store_draft(draft, expect=0, office=office)


def start_seguito(document: Document, seguito: str, *, office: Office, by: Actor) -> Draft:
    """Begin the part *seguito* of a registered document, as `new_part` has it, and keep it."""
    return store_draft(new_part(document, seguito, office=office, by=by), expect=0, office=office)


def new_part(document: Document, seguito: str, *, office: Office, by: Actor) -> Draft:
    """
    Return the part *seguito* of a document, to fill; what is filled already stands as it is.

    What was registered of that part before, if it may be recorded again, is filled in; a part that
    begins with its day begins with this one.

    Raises:
        KindBroken: its template is to be mended first.
    """
    kind, data = data_of(document)
    require_whole(kind, office=office)
    blank = {name: "" for name in kind.seguiti[seguito].fields if data.get(name) is None}
    answers = {**as_typed(kind, data), **blank}
    fascicolo = document.fascicolo and office.archive.fascicolo(document.fascicolo)
    known = known_answers(kind, fascicolo, office=office, by=by) if fascicolo else {}
    first = kind.seguiti[seguito].fields[0]
    if isinstance(kind.schema.campi()[first], Data):
        known[first] = f"{office.on:%d/%m/%Y}"
    return replace(
        _blank(kind, document.fascicolo, document.territorio, office=office, by=by),
        answers={**answers, **{name: known[name] for name in blank if name in known}},
        continues=str(document.number),
        seguito=seguito,
    )


def known_answers(
    kind: Kind, fascicolo: Fascicolo, *, office: Office, by: Actor
) -> dict[str, object]:
    """Return the answers that the fascicolo, the date and the actor already give, as typed."""
    known: dict[str, object] = {
        "fascicolo": fascicolo.numero,
        "cpi": fascicolo.cpi,
        "operatore": by.nome,
        "assistente": by.nome if by.ruolo == "ASS" else "",
        **_references(kind, fascicolo, office),
        **_proposed(kind, fascicolo, office.archive),
        kind.date_field: f"{office.on:%d/%m/%Y}",
        "persona": {**birth_in(fascicolo.codice_fiscale, office.on), **fascicolo.persona},
    }
    campi = kind.schema.campi()
    return {name: value for name, value in known.items() if name in campi and value}


def _proposed(kind: Kind, fascicolo: Fascicolo, archive: Archive) -> Mapping[str, object]:
    """Return what the kind proposes on what is on file of the fascicolo and of its group."""
    given = {"fascicolo": fascicolo.numero, "latest": _latest_of_group(kind, fascicolo, archive)}
    return kind.propose(contesto_of(archive, given), fascicolo.numero)


def _latest_of_group(kind: Kind, fascicolo: Fascicolo, archive: Archive) -> str:
    """Return the number of the latest paper of a territorial group, "" for kinds of no group."""
    if "territorio" not in kind.schema.campi():
        return ""
    of_group = (
        str(document.number)
        for document in reversed(archive.documents(kind=kind.name))
        if document.territorio == fascicolo.territorio and document.stato not in RITIRATI
    )
    return next(of_group, "")


def _references(kind: Kind, fascicolo: Fascicolo, office: Office) -> dict[str, object]:
    """Return, for each reference to a kind, the latest effective document of the fascicolo."""
    documents = office.archive.documents(fascicolo=fascicolo.numero)
    effective = {
        document.kind: str(document.number) for document in documents if document.stato in EFFICACE
    }
    return {
        name: effective.get(campo.kind, "")
        for name, campo in kind.schema.campi().items()
        if isinstance(campo, Riferimento)
    }
