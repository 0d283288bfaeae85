"""Where a person is in a draft: the draft, if it is theirs to change, and one of its steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from werkzeug.exceptions import NotFound as NoSuchPage

from forms.builder.build import retype
from forms.builder.layout import Step
from schemas.rules.messages import DISCREET, Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import may
from storage.archive import NotFound
from web.access import FASCICOLO, may_on, sees_restricted
from web.acts.drafting import Draft, load_draft
from web.identity import current_actor
from web.services import office


@dataclass(frozen=True)
class Place:
    """A draft open at one of its steps; *position* counts from 1."""

    draft: Draft
    position: int

    @property
    def steps(self) -> Sequence[Step]:
        """Return the pages of the draft."""
        return self.draft.steps

    @property
    def step(self) -> Step:
        """Return the step."""
        return self.steps[self.position - 1]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of the step that the person at the desk may see and save."""
        campi, sees = self.draft.kind.schema.campi(), sees_restricted(current_actor())
        return tuple(name for name in self.step.fields if sees or not campi[name].restricted)

    def address(self, position: int, aggiungi: str | None = None) -> str:
        """Return the address of another step of the draft, or of the review after the last."""
        if position > len(self.steps):
            return url_for("review.show", key=self.draft.key)
        key, position = self.draft.key, max(position, 1)
        return url_for("steps.show", key=key, position=position, aggiungi=aggiungi)


def open_draft(key: str) -> Draft:
    """
    Return a draft that the person at the desk may change.

    Raises:
        NotFound: there is none, or it is not theirs: which of the two is not told.
    """
    draft = load_draft(key, office=office())
    if not may_open(draft):
        raise NotFound(key)
    return draft


def may_open(draft: Draft) -> bool:
    """Return whether the person at the desk, in the role they hold now, may change a draft."""
    actor, own = current_actor(), draft.autore == current_actor().utente
    if draft.seguito:
        document = office().archive.document(Number.parse(draft.continues))
        return actor.ruolo in draft.kind.seguiti[draft.seguito].ruoli and may_on(
            actor, "V", document
        )
    # Who may only fill (an expert's segnalazione) goes on with what they began.
    return may(actor, "C" if own else "M", draft.kind.access, draft.territorio, own=own)


def answers_of(draft: Draft) -> dict[str, object]:
    """Return what was typed so far in a draft."""
    return retype(draft.answers)


def told(warnings: Sequence[Problem]) -> list[Problem]:
    """Return *warnings* as the person at the desk may read them."""
    if current_actor().ruolo in FASCICOLO:
        return list(warnings)
    return [Problem(one.path, DISCREET.get(one.code, one.code), one.values) for one in warnings]


def place_of(key: str, position: int) -> Place:
    """
    Return a draft open at a step.

    Raises:
        NotFound, NoSuchPage: no such draft or not theirs, no such step.
    """
    draft = open_draft(key)
    if not 1 <= position <= len(draft.steps):
        raise NoSuchPage
    return Place(draft, position)
