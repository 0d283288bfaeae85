"""A page's form: made for a step, filled from a draft, read back as it was typed."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol

from wtforms import BooleanField, Field, FieldList, Form, FormField, SelectMultipleField

from forms.builder.controls import form_class
from forms.builder.layout import Step
from schemas.fields import Blocco, Modulo, Scelte, Tabella, Typed
from schemas.fields.campo import AnyCampo
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds


class MultiDict(Protocol):
    """What WTForms asks of the posted values; werkzeug's own satisfies it."""

    def getlist(self, name: str) -> list[str]:
        """Return every value posted under *name*."""

    def __contains__(self, name: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


@cache
def _class_of(name: str, fields: tuple[str, ...]) -> type[Form]:
    return form_class(all_kinds()[name].schema, fields)


def form_for(
    kind: Kind, step: Step, typed: Mapping[str, object], posted: MultiDict | None = None
) -> Form:
    """
    Return the form of a step of *kind*.

    Args:
        kind: The kind of document.
        step: A step of its layout.
        typed: What was typed so far, as `raw` returns it.
        posted: The multi-dictionary of a POST, which then counts instead of *typed*.
    """
    return _class_of(kind.name, step.fields)(formdata=posted, data=dict(typed))


def raw(form: Form) -> dict[str, object]:
    """
    Return what was typed in *form*: `Typed` texts, lists and blocks of them, blanks left out.

    Rows that are wholly blank are left out too: they were never filled.
    """
    return {name: value for name, value in _raw(form).items() if value not in ("", [], {}, None)}


def _raw(form: Form) -> dict[str, object]:
    return {control.short_name: _raw_value(control) for control in form}


def _raw_value(control: Field) -> object:
    match control:
        case FormField():
            return raw(control.form)
        case FieldList():
            return [row for row in (_raw_value(entry) for entry in control) if row]
        case SelectMultipleField():
            return [Typed(code) for code in control.data or ()]
        case BooleanField():
            return Typed("si") if control.data else ""
        case _:
            # Browsers send every line break as two characters.
            return Typed((control.data or "").replace("\r\n", "\n"))


def as_typed(kind: Kind, data: Mapping[str, object]) -> dict[str, object]:
    """Return valid *data* (typed values) as a person would have typed it, for a form to show."""
    return _typed_block(kind.schema, data)


def _typed_block(modulo: type[Modulo], data: Mapping[str, object]) -> dict[str, object]:
    campi = modulo.campi()
    return {
        name: _typed_value(campi[name], value)
        for name, value in data.items()
        if name in campi and value is not None
    }


def _typed_value(campo: AnyCampo, value: object) -> object:
    if isinstance(campo, Blocco) and isinstance(value, Mapping):
        return _typed_block(campo.modulo, value)
    if isinstance(campo, Tabella) and isinstance(value, list):
        return [_typed_block(campo.modulo, row) for row in value]
    if isinstance(campo, Scelte) and isinstance(value, list):
        return [Typed(code) for code in value]
    return Typed(campo.show(value))


def retype(saved: Mapping[str, object]) -> dict[str, object]:
    """Return a draft read back from the archive, its plain texts made `Typed` again."""
    return {name: _retyped(value) for name, value in saved.items()}


def _retyped(value: object) -> object:
    if isinstance(value, Mapping):
        return retype(value)
    if isinstance(value, list):
        return [_retyped(inner) for inner in value]
    return Typed(value) if isinstance(value, str) else value


def posted_pairs(answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield *answers* as a page posts them: name of the control and what was typed there."""
    yield from _pairs(answers, "")


def _pairs(value: object, at: str) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _pairs(inner, f"{at}-{name}" if at else str(name))
        case list() if any(isinstance(row, Mapping) for row in value):
            for position, row in enumerate(value):
                yield from _pairs(row, f"{at}-{position}")
        case list():
            yield from ((at, str(code)) for code in value)
        case _:
            yield at, str(value)
