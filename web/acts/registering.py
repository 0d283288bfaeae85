"""From a draft to a registered document, once however often the button is pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.builder.build import retype
from schemas.kinds.examine import Examined
from schemas.rules.life import CONFERMA
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, Event, Stale
from web.acts.drafting import TABLE, Draft, examine_draft, load_draft, mark_issued
from web.acts.following import record_seguito
from web.acts.issuing import issue
from web.acts.motives import motive_fault
from web.acts.office import Office


@dataclass(frozen=True)
class Registered:
    """
    The outcome: the number, or the examination that says what to mend.

    *again* tells that the draft had become that document before; *unexplained* is what is wrong
    with the reason given for its warnings.
    """

    draft: Draft
    number: Number | None
    examined: Examined | None = None
    again: bool = False
    unexplained: Problem | None = None


def register_draft(
    key: str, version: int, motivo: str = "", *, office: Office, by: Actor
) -> Registered:
    """
    Register the document of a draft, as it was when it was reviewed at *version*.

    Draft and document change in one transaction, so that two presses give one number. When the
    examination warns of something, *motivo* says why it is right all the same: it is kept with
    the document.

    Raises:
        NotFound: there is no such draft.
        Stale: the draft was changed after it was reviewed.
        NotNow: the part of a document that it fills may not be recorded any more.
        ArchiveFault, TemplateFault: nothing was registered.
    """
    with office.archive.transaction():
        draft = load_draft(key, office=office)
        if draft.issued:
            return Registered(draft, Number.parse(draft.issued), again=True)
        if draft.version != version:
            raise Stale(TABLE, key, office.archive.get(TABLE, key))
        examined = examine_draft(draft, retype(draft.answers), office=office)
        fault = motive_fault(motivo) if examined.warnings else None
        if fault and not examined.problems:
            return Registered(draft, None, examined, unexplained=fault)
        if other := _other_company(draft, examined, by):
            return Registered(draft, None, replace(examined, problems=(*examined.problems, other)))
        examined, document = _registered(draft, office=office, by=by)
        if document is None:
            return Registered(draft, None, examined)
        if examined.warnings:
            _confirm(document, examined, motivo.strip(), office=office, by=by)
        mark_issued(draft, str(document.number), office=office)
    return Registered(draft, document.number, examined)


def _confirm(
    document: Document, examined: Examined, motivo: str, *, office: Office, by: Actor
) -> None:
    avvisi = [warning.message for warning in examined.warnings]
    event = Event(CONFERMA, office.now, by.utente, {"avvisi": avvisi, "motivo": motivo})
    office.archive.add_event(document.number, event)


def _other_company(draft: Draft, examined: Examined, by: Actor) -> Problem | None:
    """Return the problem that who acts for a company names another one, if they do."""
    path = draft.kind.index.get("partita_iva", "")
    value: object = examined.data
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if not by.azienda or value in (None, by.azienda):
        return None
    return Problem(path, "azienda_altrui", {"partita_iva": by.azienda})


def _registered(draft: Draft, *, office: Office, by: Actor) -> tuple[Examined, Document | None]:
    if draft.seguito:
        return record_seguito(draft, office=office, by=by)
    replaces = Number.parse(draft.replaces) if draft.replaces else None
    answers = retype(draft.answers)
    issued = issue(draft.kind, answers, office=office, by=by, replaces=replaces)
    return issued.examined, issued.document
