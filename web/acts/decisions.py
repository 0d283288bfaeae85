"""Decisions upon many documents at once: looked at before, then recorded one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forms.builder.build import retype
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from web.acts.beginning import new_part
from web.acts.drafting import Draft, examine_draft
from web.acts.following import NotNow, obstacle_to, record_seguito
from web.acts.office import Office

VALIDAZIONE, APPROVAZIONE = "validazione", "approvazione"


@dataclass(frozen=True)
class Batch:
    """
    A decision that may be taken for many at once, because what it says is the same for all.

    Args:
        says: The answers that are the same whoever decides, as typed.
        asks: The fields that who decides fills once for all.
        words: What the button says.
        done: What is said when it is recorded, after how many.
    """

    says: Mapping[str, str]
    asks: tuple[str, ...]
    words: str
    done: str


BATCHES: Mapping[str, Batch] = {
    VALIDAZIONE: Batch(
        {"requisiti_gcp": "si", "risorse_gcp": "si", "esito_gcp": "validato"},
        ("data_validazione", "assistente_incaricato"),
        "Valida i percorsi scelti",
        "percorsi validati",
    ),
    APPROVAZIONE: Batch(
        {"approvazione_gcp": "si"},
        ("data_approvazione",),
        "Approva le verifiche scelte",
        "verifiche approvate",
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a decision does to one document: *faults* says what keeps it, empty when it may be."""

    number: Number
    oggetto: str
    fascicolo: str
    faults: tuple[str, ...]


def preview(
    numbers: Iterable[Number],
    seguito: str,
    answers: Mapping[str, str],
    *,
    office: Office,
    by: Actor,
) -> list[Outcome]:
    """
    Return what would happen to each document, and record nothing.

    Resources are looked at for each by itself: the last of many may still find none left.
    """
    return [
        _outcome(number, _faults(number, seguito, answers, office, by), office)
        for number in numbers
    ]


def decide(
    numbers: Iterable[Number],
    seguito: str,
    answers: Mapping[str, str],
    *,
    office: Office,
    by: Actor,
) -> list[Outcome]:
    """Record the decision on each document it may be recorded on; the others say why not."""
    return [
        _outcome(number, _recorded(number, seguito, answers, office, by), office)
        for number in numbers
    ]


def _faults(
    number: Number, seguito: str, answers: Mapping[str, str], office: Office, by: Actor
) -> tuple[str, ...]:
    document = office.archive.document(number)
    if obstacle := obstacle_to(document, seguito, office.archive, by):
        return (obstacle,)
    draft = _filled(number, seguito, answers, office, by)
    examined = examine_draft(draft, retype(draft.answers), office=office)
    return tuple(problem.message for problem in examined.problems)


def _recorded(
    number: Number, seguito: str, answers: Mapping[str, str], office: Office, by: Actor
) -> tuple[str, ...]:
    try:
        draft = _filled(number, seguito, answers, office, by)
        examined, _ = record_seguito(draft, office=office, by=by)
    except NotNow as obstacle:
        return (str(obstacle),)
    return tuple(problem.message for problem in examined.problems)


def _filled(
    number: Number, seguito: str, answers: Mapping[str, str], office: Office, by: Actor
) -> Draft:
    """Return the part filled with what is decided, and nothing left of an earlier decision."""
    draft = new_part(office.archive.document(number), seguito, office=office, by=by)
    blank = dict.fromkeys(draft.kind.seguiti[seguito].fields, "")
    return replace(draft, answers={**draft.answers, **blank, **answers})


def _outcome(number: Number, faults: tuple[str, ...], office: Office) -> Outcome:
    document = office.archive.document(number)
    return Outcome(number, document.oggetto, document.fascicolo, faults)
