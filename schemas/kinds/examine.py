"""What was typed in, valid data and all the problems out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marshmallow import ValidationError

from schemas.fields.blocco import Blocco, Modulo, Tabella
from schemas.fields.campo import AnyCampo, Condition, Typed
from schemas.fields.numeri import Importo, Percento
from schemas.fields.riferimento import Riferimento
from schemas.kinds.carrying import carried_into
from schemas.kinds.kind import Computed, Kind
from schemas.rules.case import Case, Reason, Rule
from schemas.rules.contesto import Contesto, Record
from schemas.rules.messages import Problem, Refused
from schemas.rules.parameters import Parameter, Parameters

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Examined:
    """
    The outcome of an examination.

    Args:
        typed: What was given, without blanks and without what is not asked: to show again.
        data: The typed values that are valid, computed values included when nothing is wrong.
        problems: Everything to mend, at most one for each path, in the order of the form.
        warnings: What asks for attention and refuses nothing.
        reasons: The reasons of the computed values, also while problems remain elsewhere.
        carried: What comes from earlier documents, also while problems remain.
    """

    typed: Mapping[str, object]
    data: Mapping[str, object]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    reasons: tuple[Reason, ...] = ()
    carried: Mapping[str, object] = field(default_factory=dict)


def examine(
    kind: Kind,
    typed: Mapping[str, object],
    contesto: Contesto,
    table: tuple[Parameter, ...],
    only: Sequence[str] = (),
) -> Examined:
    """
    Examine *typed* (JSON values, or `Typed` from a page) as a document of *kind*.

    Every field is judged by itself, then every rule whose fields stand (R-ORD-1..3): all the
    problems come back together.

    Args:
        kind: The kind of document.
        typed: What was filled in; an unknown name is a problem of its own.
        contesto: What the archive holds, for rules and references.
        table: All the parameters; those in force on the date of the document are used.
        only: The fields to judge, when the others are registered already and stand as they are:
            the first is asked for when none of them is filled.
    """
    modulo = kind.schema
    asked, data, problems = judge_fields(modulo, typed)
    problems = _about(only, problems) + _nothing_said(only, asked)
    case = _case(kind, data, contesto, table)
    _judge_amounts(modulo, case, problems)
    _judge_references(modulo, case, problems)
    problems = _about(only, problems)
    warnings: list[Problem] = []
    for rule in kind.rules:
        _try_rule(rule, case, problems, warnings)
        problems = _about(only, problems)
    computed = kind.compute(case) if case.on else Computed()
    carried = carried_into(kind, case)
    if not problems:
        data = {**data, **carried, **computed.values}
    return Examined(
        typed=asked,
        data=data,
        problems=tuple(sorted(problems, key=lambda problem: _place(modulo, problem.path))),
        warnings=tuple(_about(only, warnings)),
        reasons=computed.reasons,
        carried=carried,
    )


def _about(only: Sequence[str], problems: list[Problem]) -> list[Problem]:
    """Return the problems that concern the fields of *only*, or all when it names none."""
    return [it for it in problems if top_of(it.path) in only] if only else problems


def _nothing_said(only: Sequence[str], asked: Mapping[str, object]) -> list[Problem]:
    """Return the problem that a part of a document says nothing at all."""
    return [] if asked.keys() & set(only) else [Problem(name, "obbligatorio") for name in only[:1]]


def judge_fields(
    modulo: type[Modulo], typed: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object], list[Problem]]:
    """Judge each field of *typed* by itself: what was asked, the valid data, the problems."""
    asked = keep_asked(modulo, typed)
    data, problems = _load(modulo, asked)
    problems += [Problem(path, "obbligatorio") for path in _missing(modulo, asked)]
    return asked, data, problems


def keep_asked(modulo: type[Modulo], typed: Mapping[str, object]) -> dict[str, object]:
    """
    Return *typed* without blanks, without wholly blank rows, without what is not asked.

    A field that its condition hides is emptied, not kept silently. Unknown names are kept: they
    are a problem to be told.
    """
    campi = modulo.campi()
    kept: dict[str, object] = {
        name: value
        for name, value in typed.items()
        if name not in campi or not campi[name].is_blank(value)
    }
    for name, campo in campi.items():
        if isinstance(campo, Blocco) and campo.must_fill:
            kept.setdefault(name, {})  # so that each of its fields is asked for by name
        if name not in kept:
            continue
        if campo.when and not _holds(campo.when, campi, kept):
            if isinstance(kept[name], Typed) or not campo.refused_unasked:
                del kept[name]
        else:
            kept[name] = _keep_inside(campo, kept[name])
    return kept


def _keep_inside(campo: AnyCampo, value: object) -> object:
    if isinstance(campo, Blocco) and isinstance(value, Mapping):
        return keep_asked(campo.modulo, value)
    if isinstance(campo, Tabella) and isinstance(value, list):
        return [
            keep_asked(campo.modulo, row) if isinstance(row, Mapping) else row
            for row in value
            if not campo.is_blank_row(row)
        ]
    return value


def _holds(condition: Condition, campi: Mapping[str, AnyCampo], kept: Mapping[str, object]) -> bool:
    """Tell whether *condition* holds; one that hangs on a wrong value is taken as holding."""
    value = kept.get(condition.field)
    if value is None:
        return condition.holds(None)
    try:
        return condition.holds(campi[condition.field].parse(value))
    except Refused:
        return True


def _missing(modulo: type[Modulo], kept: Mapping[str, object], at: str = "") -> Iterator[str]:
    """Yield the paths of the fields that a condition makes compulsory and that are blank."""
    campi = modulo.campi()
    for name, campo in campi.items():
        value = kept.get(name)
        if value is None:
            condition = campo.required_when or (campo.when if campo.must_fill else None)
            if condition and _surely_holds(condition, campi, kept):
                yield at + name
        elif isinstance(campo, Blocco) and isinstance(value, Mapping):
            yield from _missing(campo.modulo, value, f"{at}{name}.")
        elif isinstance(campo, Tabella) and isinstance(value, list):
            for position, row in enumerate(value):
                if isinstance(row, Mapping):
                    yield from _missing(campo.modulo, row, f"{at}{name}[{position}].")


def _surely_holds(
    condition: Condition, campi: Mapping[str, AnyCampo], kept: Mapping[str, object]
) -> bool:
    """Tell whether *condition* holds on a filled and valid value."""
    try:
        value = campi[condition.field].parse(kept[condition.field])
    except (KeyError, Refused):
        return False
    return condition.holds(value)


def _load(
    modulo: type[Modulo], kept: Mapping[str, object]
) -> tuple[dict[str, object], list[Problem]]:
    try:
        return dict(modulo().load(kept)), []
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        return dict(valid), list(_problems(error.messages, ()))


def _problems(messages: object, at: Path) -> Iterator[Problem]:
    """Yield one problem for each path of marshmallow's tree of messages: the first one there."""
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from _problems(inner, at if step == "_schema" else (*at, step))
    elif isinstance(messages, list) and messages:
        fault = messages[0]
        values = dict(getattr(fault, "values", {}))
        if fault == "campo_sconosciuto":
            values = {"campo": str(at[-1])}
        yield Problem(path_text(at), str(fault), values)


def top_of(path: str) -> str:
    """Return the field of the form that a path lies in: ``periodi_lavoro[0].al`` -> its table."""
    return path.split(".")[0].split("[")[0]


def path_text(path: Path) -> str:
    """Return a path as the office writes it: ``periodi_lavoro[0].al``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _case(
    kind: Kind,
    data: Mapping[str, object],
    contesto: Contesto,
    table: tuple[Parameter, ...],
) -> Case:
    """Make the case; without a valid date the parameters are those of the start of the project."""
    undated = Parameters(table, _far_past(table))
    case = Case(data, None, contesto, undated)
    on = case.day(kind.date_field)
    return Case(data, on, contesto, Parameters(table, on)) if on else case


def _far_past(table: tuple[Parameter, ...]) -> date:
    start = next(entry for entry in table if entry.chiave == "progetto.data_inizio")
    return date.fromisoformat(str(start.valore))


def _place(modulo: type[Modulo], path: str) -> list[int]:
    """Return where *path* stands in the form, to sort by; an unknown name comes last."""
    place: list[int] = []
    names = list(modulo.campi())
    for step in path.split("."):
        name, _, position = step.partition("[")
        place.append(names.index(name) if name in names else len(names))
        if position:
            place.append(int(position.rstrip("]")))
        campo = modulo.campi().get(name)
        if isinstance(campo, Blocco | Tabella):
            modulo, names = campo.modulo, list(campo.modulo.campi())
    return place


def _try_rule(rule: Rule, case: Case, problems: list[Problem], warnings: list[Problem]) -> None:
    wrong = {problem.path for problem in problems}
    if case.on is None or any(_touches(path, need) for path in wrong for need in rule.needs):
        return
    for problem in rule.check(case):
        if rule.warning:
            warnings.append(problem)
        elif problem.path not in wrong:
            wrong.add(problem.path)
            problems.append(problem)


def _touches(path: str, need: str) -> bool:
    """Tell whether a problem at *path* is at *need*, inside it, or around it."""
    return path == need or path.startswith((need + ".", need + "[")) or need.startswith(path + ".")


def _judge_amounts(modulo: type[Modulo], case: Case, problems: list[Problem]) -> None:
    most = case.parameters.euro("importo.massimo_accettato")
    for path, campo, value in walk(modulo, case.data):
        if isinstance(campo, Percento) or not isinstance(campo, Importo):
            continue
        if isinstance(value, Decimal) and value > most:
            problems.append(Problem(path, "importo_massimo", {"max": campo.show(most)}))


def _judge_references(modulo: type[Modulo], case: Case, problems: list[Problem]) -> None:
    for path, campo, value in walk(modulo, case.data):
        if isinstance(campo, Riferimento):
            fault = _reference_fault(campo, str(value), case)
            if fault:
                problems.append(Problem(path, fault.code, fault.values))


def _reference_fault(campo: Riferimento, numero: str, case: Case) -> Refused | None:
    found: Record | None = case.contesto.documento(numero)
    if found is None or found.text("tipo") not in (None, campo.kind):
        return Refused("riferimento_inesistente")
    other, own = found.text("fascicolo"), case.text("fascicolo")
    if not campo.any_fascicolo and other and own and other != own:
        return Refused("riferimento_altro_fascicolo")
    stato = found.text("stato")
    if campo.stati and stato and stato not in campo.stati:
        return Refused("riferimento_stato", numero=numero, stato=" o ".join(campo.stati))
    return None


def walk(
    modulo: type[Modulo], data: Mapping[str, object], at: str = ""
) -> Iterator[tuple[str, AnyCampo, object]]:
    """Yield path, field and value of every filled field of *data*, at any depth, in form order."""
    for name, campo in modulo.campi().items():
        value = data.get(name)
        if value is None:
            continue
        if isinstance(campo, Blocco) and isinstance(value, Mapping):
            yield from walk(campo.modulo, value, f"{at}{name}.")
        elif isinstance(campo, Tabella) and isinstance(value, list):
            for position, row in enumerate(value):
                yield from walk(campo.modulo, row, f"{at}{name}[{position}].")
        else:
            yield at + name, campo, value
