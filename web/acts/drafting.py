"""Drafts: kept as they were typed, examined as often as wished, turned into nothing by opening."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from forms.builder.layout import Layout, asked_steps
from schemas.kinds.differences import Difference, differences
from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Archive, NotFound, Working
from web.acts.budget import with_resources
from web.acts.office import ROME, Office
from web.acts.retrieving import contesto_of, data_of

TABLE = "bozze"
HELD = timedelta(minutes=15)  # after the last save, whoever opens the draft may take it over

log = structlog.get_logger()


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
        saved_by: User name of who saved it last.
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
    saved_by: str = ""

    @property
    def steps(self) -> Layout:
        """Return the pages that it is asked."""
        return asked_steps(self.kind, self.seguito)


def load_draft(key: str, *, office: Office) -> Draft:
    """
    Return a draft.

    Raises:
        NotFound: there is none by that name.
    """
    return _from(office.archive.get(TABLE, key))


def save_step(
    draft: Draft,
    answers: Mapping[str, object],
    fields: tuple[str, ...],
    *,
    office: Office,
    by: Actor,
) -> Draft:
    """
    Save the answers to *fields*, in place of what was there for those fields, and return the draft.

    Raises:
        Stale: somebody saved it meanwhile; the error carries what it holds now.
    """
    if draft.saved_by != by.utente:
        log.info("draft_taken_over", key=draft.key, before=draft.saved_by, now=by.utente)
    saved = replace(
        draft,
        answers=with_answers(draft, answers, fields),
        saved_at=office.now,
        saved_by=by.utente,
    )
    return store_draft(saved, expect=draft.version, office=office)


def with_answers(
    draft: Draft, answers: Mapping[str, object], fields: tuple[str, ...]
) -> dict[str, object]:
    """
    Return the answers of *draft* with those to *fields*, and no other, taken from *answers* alone.

    A draft begun in a fascicolo stays in it, whatever is posted: who may write there may not
    write, nor read, in another.
    """
    kept = {name: value for name, value in draft.answers.items() if name not in fields}
    asked = {name: value for name, value in answers.items() if name in fields}
    return {**kept, **asked, **begun_in(draft.kind, draft.fascicolo)}


def begun_in(kind: Kind, fascicolo: str) -> dict[str, object]:
    """Return the answer that says in which fascicolo a draft is, if it is in one and says it."""
    says = fascicolo and "fascicolo" in kind.schema.campi()
    return {"fascicolo": fascicolo} if says else {}


def is_held(draft: Draft, *, by: Actor, now: datetime) -> bool:
    """
    Return whether somebody else is at work on the draft: they saved it a short while ago.

    Opening a draft holds nothing, nor does beginning one.
    """
    other = draft.version > 1 and draft.saved_by not in ("", by.utente)
    return other and now - draft.saved_at < HELD


def drafts_of(by: Actor, *, office: Office) -> list[Draft]:
    """Return the drafts that the actor began and that are not yet documents, latest save first."""
    records = office.archive.find(TABLE, autore=by.utente, issued="")
    return sorted(map(_from, records), key=lambda draft: draft.saved_at, reverse=True)


def expires_on(draft: Draft, *, office: Office) -> date:
    """Return the day on which a draft that nobody saves again is thrown away."""
    days = office.parameters.whole("bozza.giorni_conservazione")
    return draft.saved_at.astimezone(ROME).date() + timedelta(days=days)


def drop_expired(*, office: Office) -> int:
    """Throw away the drafts that were left too long, personal data and all; return how many."""
    expired = [
        draft
        for draft in map(_from, office.archive.find(TABLE, issued=""))
        if expires_on(draft, office=office) < office.on
    ]
    with office.archive.transaction():
        for draft in expired:
            discard_draft(draft, office=office)
    return len(expired)


def examine_draft(draft: Draft, answers: Mapping[str, object], *, office: Office) -> Examined:
    """Examine *answers* (those of the draft, `Typed`) against what is on file now."""
    numero = draft.replaces or draft.continues
    contesto = replace(contesto_of(office.archive, answers).without(numero), today=office.on)
    contesto = with_resources(contesto, draft.fascicolo, numero, office=office)
    only = draft.kind.seguiti[draft.seguito].fields if draft.seguito else ()
    return examine(draft.kind, answers, contesto, office.table, only)


def changes_by(
    draft: Draft, examined: Examined, archive: Archive, *, restricted: bool
) -> list[Difference]:
    """Return what a draft changes of the document that it corrects or goes on from, if any."""
    earlier = draft.replaces or draft.continues
    if not earlier:
        return []
    _, before = data_of(archive.document(Number.parse(earlier)))
    return differences(draft.kind, before, examined.data, restricted=restricted)


def discard_draft(draft: Draft, *, office: Office) -> None:
    """Throw a draft away."""
    office.archive.delete(TABLE, draft.key)


def mark_issued(draft: Draft, number: str, *, office: Office) -> None:
    """Record that the draft became a document, so that a second press of the button finds it."""
    store_draft(replace(draft, issued=number), expect=draft.version, office=office)


def store_draft(draft: Draft, *, expect: int, office: Office) -> Draft:
    """
    Keep a draft in place of version *expect* of it, or as a new one (0), and return it as kept.

    Raises:
        Stale: somebody saved it meanwhile.
    """
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
        "saved_by": draft.saved_by or draft.autore,
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
        saved_by=str(value.get("saved_by", "")),
    )
