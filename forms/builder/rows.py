"""The rows of a page's tables, one more or one less, and the order of its proposals."""

from collections.abc import Collection, Iterable, Iterator

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice: newer than the stubs
    Field,
    FieldList,
    Form,
    FormField,
    SelectChoice,
    SelectField,
)


def add_row(form: Form, name: str) -> str:
    """
    Add a blank row to the table called *name* in the page, unless it is full.

    Returns:
        The id of the first control of the last row, or "" if there is no such table.
    """
    table = _table(form, name)
    if table is None:
        return ""
    if not table.max_entries or len(table.entries) < table.max_entries:
        table.append_entry()
    return str(next(iter(table.entries[-1].form)).id)


def remove_row(form: Form, name: str, index: int) -> None:
    """Take the row whose controls are numbered *index* out of a table; no such row, no change."""
    table = _table(form, name)
    if table is not None:
        table.entries = [row for row in table.entries if row.index != index]


def propose(form: Form, first: Collection[str]) -> None:
    """Put the choices among *first* before the others, in every drop-down list of the page."""
    for control in form:
        if isinstance(control, SelectField):
            choices: list[SelectChoice] = list(control.choices)  # type: ignore[arg-type]  # as above
            choices.sort(key=lambda choice: _rank(choice.value, first))
            control.choices = choices


def _rank(code: str, first: Collection[str]) -> int:
    """Return 0 for the blank choice, 1 for those to put first, 2 for the others."""
    if not code:
        return 0
    return 1 if code in first else 2


def _table(form: Form, name: str) -> FieldList | None:  # type: ignore[type-arg]  # not at runtime
    return next((table for table in _tables(form) if table.name == name), None)


def _tables(controls: Iterable[Field]) -> Iterator[FieldList]:  # type: ignore[type-arg]  # as above
    for control in controls:
        if isinstance(control, FieldList):
            yield control
        elif isinstance(control, FormField):
            yield from _tables(control.form)
