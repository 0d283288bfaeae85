"""A document in words, section by section: what was answered, what is missing, what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.builder.layout import Layout, Step, asked_steps, layout_of
from schemas.fields import Blocco, Modulo, Tabella
from schemas.fields.campo import AnyCampo
from schemas.kinds.carrying import PROVENIENZE
from schemas.kinds.kind import Kind
from schemas.rules.case import Condition, Reason

MISSING = "Non indicato"


@dataclass(frozen=True)
class Line:
    """A question with its answer in words; *problem* says what is wrong with it, or ""."""

    label: str
    words: str
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of a table, each with the same labels."""

    label: str
    row_label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    problem: str = ""


@dataclass(frozen=True)
class Card:
    """A section; *step* is the page, from 1, where it is changed, or 0 where nobody types it."""

    title: str
    step: int
    items: tuple[Line | Table, ...]


@dataclass(frozen=True)
class Answers:
    """What a recap is made of: valid values, what was typed, and the problems by path."""

    data: Mapping[str, object]
    typed: Mapping[str, object] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    restricted: bool = True


def recap(kind: Kind, answers: Answers, asked: Layout = ()) -> list[Card]:
    """
    Return the document as cards of questions and answers.

    Questions that were not to be asked are left out, and so are the restricted ones unless
    *answers* says that they may be seen. *asked* are the pages of a draft; those of the other
    parts of the document are shown only if there is something on them.
    """
    typed = [
        Card(section.title, position, tuple(_items(kind.schema, section.fields, answers)))
        for step, position in _pages(kind, answers, asked)
        for section in step.sections
    ]
    return [*_carried(kind, answers), *typed, *_computed(kind, answers)]


def _pages(kind: Kind, answers: Answers, asked: Layout) -> Iterator[tuple[Step, int]]:
    """Yield the pages to show, each with its place among those *asked*, from 1, or 0."""
    first = asked_steps(kind)
    for step in layout_of(kind):
        if step in asked:
            yield step, asked.index(step) + 1
        elif step in first or any(answers.data.get(name) is not None for name in step.fields):
            yield step, 0


def _carried(kind: Kind, answers: Answers) -> Iterator[Card]:
    """Yield what the document takes from earlier ones, each with the number it comes from."""
    origins = answers.data.get(PROVENIENZE)
    for name, carried in kind.carries.items():
        if name in answers.data:
            origin = origins.get(name) if isinstance(origins, Mapping) else None
            number = f" (da {origin['numero']})" if isinstance(origin, Mapping) else ""
            names = tuple(carried.modulo.campi())
            items = tuple(_items(carried.modulo, names, _inside(answers, name)))
            yield Card(carried.label + number, 0, items)


def _computed(kind: Kind, answers: Answers) -> Iterator[Card]:
    """Yield what was worked out from the answers, when there is any."""
    names = tuple(name for name in kind.computed.campi() if answers.data.get(name) is not None)
    if names:
        yield Card("Calcolato dai dati", 0, tuple(_items(kind.computed, names, answers)))


def _items(
    modulo: type[Modulo], names: Sequence[str], answers: Answers, at: str = ""
) -> Iterator[Line | Table]:
    campi = modulo.campi()
    for name in names:
        campo = campi[name]
        if not _is_shown(campo, answers):
            continue
        path, value = at + name, answers.data.get(name)
        if isinstance(campo, Blocco):
            inner = _inside(answers, name)
            yield from _items(campo.modulo, tuple(campo.modulo.campi()), inner, f"{path}.")
        elif isinstance(campo, Tabella):
            yield _table(campo, path, answers, value)
        else:
            words = _words(campo, value, answers.typed.get(name))
            yield Line(campo.label, words, answers.problems.get(path, ""))


def _is_shown(campo: AnyCampo, answers: Answers) -> bool:
    if campo.restricted and not answers.restricted:
        return False
    return campo.when is None or campo.when.holds(answers.data.get(campo.when.field))


def _inside(answers: Answers, name: str) -> Answers:
    data, typed = answers.data.get(name), answers.typed.get(name)
    return Answers(
        data if isinstance(data, Mapping) else {},
        typed if isinstance(typed, Mapping) else {},
        answers.problems,
        answers.restricted,
    )


def _words(campo: AnyCampo, value: object, typed: object) -> str:
    if value is not None:
        return campo.words(value)
    if isinstance(typed, list):
        return "; ".join(map(str, typed))
    return str(typed) if typed else MISSING


def _table(campo: Tabella, path: str, answers: Answers, value: object) -> Table:
    campi = campo.modulo.campi()
    rows = value if isinstance(value, list) else []
    typed = answers.typed.get(path)
    given = typed if isinstance(typed, list) else []
    return Table(
        campo.label,
        campo.row_label,
        tuple(inner.label for inner in campi.values()),
        tuple(
            tuple(
                Line(
                    inner.label,
                    _words(inner, row.get(name), _typed_at(given, position, name)),
                    answers.problems.get(f"{path}[{position}].{name}", ""),
                )
                for name, inner in campi.items()
            )
            for position, row in enumerate(rows)
        ),
        answers.problems.get(path, ""),
    )


def _typed_at(rows: list[object], position: int, name: str) -> object:
    row = rows[position] if position < len(rows) else None
    return row.get(name) if isinstance(row, Mapping) else None


def reasons_of(kept: Sequence[object]) -> list[Reason]:
    """Return the reasons kept with a registered document."""
    return [
        Reason(
            str(reason["subject"]),
            str(reason["label"]),
            tuple(Condition(**condition) for condition in reason["conditions"]),
        )
        for reason in kept
        if isinstance(reason, Mapping)
    ]
