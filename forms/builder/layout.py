"""In what order a kind is asked: steps of sections of field names."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from schemas.kinds.kind import Kind


class LayoutFault(RuntimeError):
    """A layout does not fit its schema; the message says what is missing or too much."""


@dataclass(frozen=True)
class Section:
    """Some fields under a heading."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """
    A page of the form.

    *reasons* asks for the panel that tells what follows from the answers, and why.
    """

    title: str
    sections: tuple[Section, ...]
    reasons: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields asked on this page."""
        return tuple(name for section in self.sections for name in section.fields)


Layout = tuple[Step, ...]


def section(title: str, *fields: str) -> Section:
    """Make a section of the form."""
    return Section(title, fields)


def step(title: str, *sections: Section, reasons: bool = False) -> Step:
    """Make a page of the form."""
    return Step(title, sections, reasons)


def layout_of(kind: Kind) -> Layout:
    """
    Return the layout of *kind*, from ``forms.<name>``.

    Raises:
        LayoutFault: there is none, or it does not place every field of the schema exactly once.
    """
    try:
        module = import_module(f"forms.{kind.name}")
    except ModuleNotFoundError as error:
        raise LayoutFault(f"forms/{kind.name}.py is missing") from error
    layout: Layout = module.LAYOUT
    faults = list(_faults(kind, layout))
    if faults:
        raise LayoutFault(f"forms/{kind.name}.py: {'; '.join(faults)}")
    return layout


def asked_steps(kind: Kind, seguito: str = "") -> Layout:
    """
    Return the pages that a draft of *kind* is asked: of its first part, or of one that follows.

    Raises:
        LayoutFault: as `layout_of`.
        KeyError: the kind has no such part.
    """
    if seguito:
        own = set(kind.seguiti[seguito].fields)
        return tuple(step for step in layout_of(kind) if own.issuperset(step.fields))
    later = _later(kind)
    return tuple(step for step in layout_of(kind) if later.isdisjoint(step.fields))


def _later(kind: Kind) -> set[str]:
    return {name for seguito in kind.seguiti.values() for name in seguito.fields}


def _faults(kind: Kind, layout: Layout) -> Iterator[str]:
    placed = [name for step in layout for name in step.fields]
    declared = kind.schema.campi()
    for name in declared:
        if placed.count(name) != 1:
            yield f"{name} is placed {placed.count(name)} times"
    for name in placed:
        if name not in declared:
            yield f"{name} is not a field of the schema"
    for seguito in kind.seguiti.values():
        own = set(seguito.fields)
        for name in own.difference(placed):
            yield f"{name} of «{seguito.title}» is not placed"
        for step in layout:
            if not own.isdisjoint(step.fields) and not own.issuperset(step.fields):
                yield f"the step {step.title} belongs only in part to «{seguito.title}»"
