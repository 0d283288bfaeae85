"""Problems hung on the controls of a page, and listed in its order for the summary."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wtforms import Field, FieldList, Form, FormField, RadioField, SelectMultipleField

from schemas.rules.messages import Problem

_STEP = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class ErrorLink:
    """A line of the error summary: the words, and the id of the control to go to."""

    words: str
    target: str


def show_errors(form: Form, problems: Iterable[Problem]) -> list[ErrorLink]:
    """
    Hang each problem on its control, and return the lines of the summary, in the order of the page.

    A problem whose control is not on this page is left out: it belongs to another step.
    """
    messages: dict[str, str] = {}
    for problem in problems:
        control = control_at(form, problem.path)
        if control is not None:
            _hang(control, problem.message)
            messages[control.id] = problem.message
    return [
        ErrorLink(f"{words}: {messages[control.id]}", anchor(control))
        for control, words in _in_order(form)
        if control.id in messages
    ]


def _hang(control: Field, message: str) -> None:
    if isinstance(control, FormField):
        control.form.form_errors = [message]
    else:
        control.errors = [message]


def control_at(form: Form, path: str) -> Field | None:
    """Return the control at *path* (``periodi_lavoro[0].al``), or None if not in this form."""
    here: Form | Field | None = form
    for step in _STEP.findall(path):
        here = _child(here, step)
    return here if isinstance(here, Field) else None


def _child(parent: Form | Field | None, step: str) -> Field | None:
    children: dict[str, Field] = {}
    match parent:
        case FormField():
            children = dict(parent.form._fields)
        case FieldList():
            children = {str(row.index): row for row in parent.entries}
        case Form():
            children = dict(parent._fields)
    return children.get(step)


def anchor(control: Field) -> str:
    """Return the id of the element that a link to *control* goes to: one that takes the focus."""
    match control:
        case FormField():
            return anchor(next(iter(control.form)))
        case FieldList():
            return f"{control.id}-aggiungi"
        case RadioField() | SelectMultipleField():
            return f"{control.id}-0"
        case _:
            return str(control.id)


def _in_order(form: Form, context: str = "") -> Iterator[tuple[Field, str]]:
    """Yield every control with the words that name it: rows as "Periodo 2 - Al"."""
    for control in form:
        label = context + control.label.text
        yield control, label
        if isinstance(control, FormField):
            yield from _in_order(control.form, context)
        elif isinstance(control, FieldList):
            for position, entry in enumerate(control, start=1):
                yield entry, f"{context}{entry.label.text} {position}"
                yield from _in_order(entry.form, f"{entry.label.text} {position} – ")
