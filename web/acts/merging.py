"""Two saves of one step made side by side: joined where they can be, shown where they cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.fields import Blocco, Modulo, Tabella
from schemas.fields.campo import AnyCampo, Typed
from schemas.rules.messages import Refused

Answers = Mapping[str, object]


@dataclass(frozen=True)
class Clash:
    """A field changed on both sides: where it is, what it is called, both values in words."""

    path: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """What came of two saves: the answers, mine where both changed, and the clashes to settle."""

    answers: dict[str, object]
    clashes: tuple[Clash, ...]


def merge(modulo: type[Modulo], base: Answers, mine: Answers, theirs: Answers) -> Merged:
    """
    Join two saves that began from the same answers, field by field and inside blocks.

    A table counts as one field: its rows are not matched.

    Args:
        modulo: The form.
        base: What both began from.
        mine: What this person saved.
        theirs: What was saved meanwhile.
    """
    clashes: list[Clash] = []
    answers = dict(_merged(modulo, (base, mine, theirs), clashes))
    return Merged(answers, tuple(clashes))


def _merged(
    modulo: type[Modulo],
    sides: tuple[Answers, Answers, Answers],
    clashes: list[Clash],
    at: str = "",
) -> Iterator[tuple[str, object]]:
    for name, campo in modulo.campi().items():
        before, ours, other = (side.get(name) for side in sides)
        if isinstance(campo, Blocco):
            blocks = (_block(before), _block(ours), _block(other))
            inner = dict(_merged(campo.modulo, blocks, clashes, f"{at}{name}."))
            if inner:
                yield name, inner
            continue
        if ours not in (before, other) and other != before:
            label, words = campo.label, (_words(campo, ours), _words(campo, other))
            clashes.append(Clash(at + name, label, *words))
        kept = other if ours == before else ours
        if kept is not None:
            yield name, kept


def _block(value: object) -> Answers:
    return value if isinstance(value, Mapping) else {}


def _words(campo: AnyCampo, value: object) -> str:
    """Return in words a value as it was typed, right or wrong."""
    if isinstance(campo, Tabella) and isinstance(value, list):
        rows = (_row_words(campo, _block(row)) for row in value)
        return "; ".join(rows)
    if value is None:
        return "Non indicato"
    try:
        typed = list(map(Typed, value)) if isinstance(value, list) else Typed(value)
        return campo.words(campo.parse(typed))
    except Refused:
        return str(value)


def _row_words(campo: Tabella, row: Answers) -> str:
    campi = campo.modulo.campi()
    return ", ".join(_words(campi[name], value) for name, value in row.items() if name in campi)


def with_theirs(answers: Answers, theirs: Answers, path: str) -> dict[str, object]:
    """Return *answers* with the field at *path* as it is in *theirs*."""
    name, _, rest = path.partition(".")
    changed = dict(answers)
    if rest:
        changed[name] = with_theirs(_block(answers.get(name)), _block(theirs.get(name)), rest)
    elif name in theirs:
        changed[name] = theirs[name]
    else:
        changed.pop(name, None)
    return changed
