"""Drafts: kept as they were typed, examined as often as wished, turned into nothing by opening."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from forms.builder.build import as_typed
from forms.builder.layout import Layout, asked_steps
from schemas.fields import Riferimento
from schemas.kinds.differences import Difference, differences
from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.life import EFFICACE
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Archive, Document, Fascicolo, NotFound, Working
from web.acts.office import Office
from web.acts.retrieving import contesto_of, data_of

TABLE = "bozze"


@dataclass(frozen=True)
class Draft:
    """
    A document being filled.

    Args:
        key: Its name in addresses; cannot be guessed.
        version: Grows at each save; a save says which one it was made upon.
        kind: Of what kind.
        fascicolo: Number of the fascicolo, or "".
        territorio: Whose draft it is, for permissions.
        autore: User name of who began it.
        saved_at: Instant of the last save.
        step: Position of the furthest step reached.
        answers: What was typed so far, plain JSON values.
        issued: Number of the document it became, or "".
        replaces: Number of the registered document that it corrects, or "".
        continues: Number of the registered document that it goes on from, or "".
        seguito: Name of the part that it adds to that document, or "".
    """

    key: str
    version: int
    kind: Kind
    fascicolo: str
    territorio: str
    autore: str
    saved_at: datetime
    step: int
    answers: Mapping[str, object]
    issued: str = ""
    replaces: str = ""
    continues: str = ""
    seguito: str = ""

    @property
    def steps(self) -> Layout:
        """Return the pages that it is asked."""
        return asked_steps(self.kind, self.seguito)


def start_draft(
    kind: Kind, answers: Mapping[str, object], fascicolo: Fascicolo, *, office: Office, by: Actor
) -> Draft:
    """
    Begin a document of *kind* for a fascicolo, with what the office already knows filled in.

    *answers* were typed, or come from a saved file; what is known fills only what they leave
    blank.
    """
    known = known_answers(kind, fascicolo, office=office, by=by)
    draft = Draft(
        key=secrets.token_urlsafe(12),
        version=0,
        kind=kind,
        fascicolo=fascicolo.numero,
        territorio=fascicolo.territorio,
        autore=by.utente,
        saved_at=office.now,
        step=0,
        answers={**known, **answers, **_until_then(kind)},
    )
    return _save(draft, expect=0, office=office)


def _until_then(kind: Kind) -> dict[str, object]:
    """Return what the fields that are filled later hold at first: blank, but for a few."""
    return {
        name: seguito.initial.get(name, "")
        for seguito in kind.seguiti.values()
        for name in seguito.fields
    }


def start_own_draft(kind: Kind, *, office: Office, by: Actor) -> Draft:
    """
    Begin a document that a company fills by itself: no fascicolo is open before it.

    What the office knows of the company is filled in, from its latest document.
    """
    campi = kind.schema.campi()
    known = {kind.date_field: f"{office.on:%d/%m/%Y}", **_company(office.archive, by)}
    draft = Draft(
        key=secrets.token_urlsafe(12),
        version=0,
        kind=kind,
        fascicolo="",
        territorio="",
        autore=by.utente,
        saved_at=office.now,
        step=0,
        answers={
            **{name: value for name, value in known.items() if name in campi},
            **_until_then(kind),
        },
    )
    return _save(draft, expect=0, office=office)


def _company(archive: Archive, by: Actor) -> dict[str, object]:
    """Return the block of the company as its latest document has it, or just its partita IVA."""
    if not by.azienda:
        return {}
    for document in reversed(archive.documents()):
        if document.index.get("partita_iva") == by.azienda and document.data.get("azienda"):
            kind, data = data_of(document)
            if "azienda" in kind.schema.campi():
                return {"azienda": as_typed(kind, data)["azienda"]}
    return {"azienda": {"partita_iva": by.azienda}}


def start_correction(document: Document, *, office: Office, by: Actor) -> Draft:
    """
    Begin the correction of a registered document, with everything it says filled in.

    The document stays as it is; when the correction is registered it becomes ``sostituito``.
    """
    kind, data = data_of(document)
    draft = Draft(
        key=secrets.token_urlsafe(12),
        version=0,
        kind=kind,
        fascicolo=document.fascicolo,
        territorio=document.territorio,
        autore=by.utente,
        saved_at=office.now,
        step=0,
        answers=as_typed(kind, data),
        replaces=str(document.number),
    )
    return _save(draft, expect=0, office=office)


def start_seguito(document: Document, seguito: str, *, office: Office, by: Actor) -> Draft:
    """
    Begin the part *seguito* of a registered document; what is filled already stands as it is.

    What was registered of that part before, if it may be recorded again, is filled in.
    """
    kind, data = data_of(document)
    blank = {name: "" for name in kind.seguiti[seguito].fields if data.get(name) is None}
    answers = {**as_typed(kind, data), **blank}
    fascicolo = document.fascicolo and office.archive.fascicolo(document.fascicolo)
    known = known_answers(kind, fascicolo, office=office, by=by) if fascicolo else {}
    draft = Draft(
        key=secrets.token_urlsafe(12),
        version=0,
        kind=kind,
        fascicolo=document.fascicolo,
        territorio=document.territorio,
        autore=by.utente,
        saved_at=office.now,
        step=0,
        answers={**answers, **{name: known[name] for name in blank if name in known}},
        continues=str(document.number),
        seguito=seguito,
    )
    return _save(draft, expect=0, office=office)


def known_answers(
    kind: Kind, fascicolo: Fascicolo, *, office: Office, by: Actor
) -> dict[str, object]:
    """Return the answers that the fascicolo, the date and the actor already give, as typed."""
    known: dict[str, object] = {
        "fascicolo": fascicolo.numero,
        "cpi": fascicolo.cpi,
        "operatore": by.nome,
        "assistente": by.nome if by.ruolo == "ASS" else "",
        **kind.propose(
            contesto_of(office.archive, {"fascicolo": fascicolo.numero}), fascicolo.numero
        ),
        kind.date_field: f"{office.on:%d/%m/%Y}",
        "persona": dict(fascicolo.persona),
        **_references(kind, fascicolo, office),
    }
    campi = kind.schema.campi()
    return {name: value for name, value in known.items() if name in campi and value}


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


def load_draft(key: str, *, office: Office) -> Draft:
    """
    Return a draft.

    Raises:
        NotFound: there is none by that name.
    """
    return _from(office.archive.get(TABLE, key))


def save_step(
    draft: Draft, answers: Mapping[str, object], fields: tuple[str, ...], *, office: Office
) -> Draft:
    """
    Save the answers to *fields*, in place of what was there for those fields, and return the draft.

    Raises:
        Stale: somebody saved it meanwhile; the error carries what it holds now.
    """
    kept = {name: value for name, value in draft.answers.items() if name not in fields}
    saved = replace(draft, answers={**kept, **answers}, saved_at=office.now)
    return _save(saved, expect=draft.version, office=office)


def drafts_of(by: Actor, *, office: Office) -> list[Draft]:
    """Return the drafts that the actor began and that are not yet documents, latest save first."""
    records = office.archive.find(TABLE, autore=by.utente, issued="")
    return sorted(map(_from, records), key=lambda draft: draft.saved_at, reverse=True)


def examine_draft(draft: Draft, answers: Mapping[str, object], *, office: Office) -> Examined:
    """Examine *answers* (those of the draft, `Typed`) against what is on file now."""
    contesto = contesto_of(office.archive, answers).without(draft.replaces or draft.continues)
    only = draft.kind.seguiti[draft.seguito].fields if draft.seguito else ()
    return examine(draft.kind, answers, contesto, office.table, only)


def changes_by(draft: Draft, examined: Examined, archive: Archive) -> list[Difference]:
    """Return what a draft changes of the document that it corrects or goes on from, if any."""
    earlier = draft.replaces or draft.continues
    if not earlier:
        return []
    _, before = data_of(archive.document(Number.parse(earlier)))
    return differences(draft.kind, before, examined.data)


def discard_draft(draft: Draft, *, office: Office) -> None:
    """Throw a draft away."""
    office.archive.delete(TABLE, draft.key)


def mark_issued(draft: Draft, number: str, *, office: Office) -> None:
    """Record that the draft became a document, so that a second press of the button finds it."""
    _save(replace(draft, issued=number), expect=draft.version, office=office)


def _save(draft: Draft, *, expect: int, office: Office) -> Draft:
    value = {
        "kind": draft.kind.name,
        "fascicolo": draft.fascicolo,
        "territorio": draft.territorio,
        "autore": draft.autore,
        "saved_at": draft.saved_at.isoformat(),
        "step": draft.step,
        "answers": dict(draft.answers),
        "issued": draft.issued,
        "replaces": draft.replaces,
        "continues": draft.continues,
        "seguito": draft.seguito,
    }
    return _from(office.archive.put(TABLE, draft.key, value, expect=expect))


def _from(record: Working) -> Draft:
    value = record.value
    answers, step = value["answers"], value["step"]
    if not isinstance(answers, Mapping) or not isinstance(step, int):
        raise NotFound(f"draft {record.key} cannot be read")
    return Draft(
        key=record.key,
        version=record.version,
        kind=all_kinds()[str(value["kind"])],
        fascicolo=str(value["fascicolo"]),
        territorio=str(value["territorio"]),
        autore=str(value["autore"]),
        saved_at=datetime.fromisoformat(str(value["saved_at"])),
        step=step,
        answers=answers,
        issued=str(value["issued"]),
        replaces=str(value.get("replaces", "")),
        continues=str(value.get("continues", "")),
        seguito=str(value.get("seguito", "")),
    )
