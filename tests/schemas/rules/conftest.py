"""Cases to judge: a whole document, of which a test changes what it is about."""

import copy
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.rules.case import Case, Rule
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.messages import Problem
from schemas.rules.parameters import Parameters, shipped

CASES = Path(__file__).parents[2] / "cases"
AMOUNTS = {
    "borsa_importo_mensile",
    "contributi_mensili",
    "dipendenti_media_12_mesi",
    "importo",
    "importo_richiesto",
    "retribuzione_lorda_mensile",
}

MakeCase = Callable[..., Case]
Judge = Callable[[tuple[Rule, ...], Case], list[tuple[str, str]]]


def with_amounts(value: object) -> object:
    """Return *value* with the texts of amounts made Decimal, as the fields make them."""
    if isinstance(value, Mapping):
        return {
            name: Decimal(inner)
            if name in AMOUNTS and isinstance(inner, str)
            else with_amounts(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [with_amounts(inner) for inner in value]
    return value


def maker(kind: str, date_field: str) -> MakeCase:
    """Return a maker of cases: the first accepted case of *kind*, with the changes by path."""
    source = json.loads((CASES / f"{kind}.json").read_text(encoding="utf-8"))
    valid = with_amounts(typed(source["casi"][0]["dati"]))
    shared = Contesto.from_json(source["contesto_comune"])

    def make(changes: Mapping[str, object] | None = None, contesto: Contesto = shared) -> Case:
        data = copy.deepcopy(valid)
        for path, value in (changes or {}).items():
            *blocks, name = path.split(".")
            block = data
            for step in blocks:
                block = block[step]
            block[name] = value
        on = data[date_field]
        return Case(data, on, contesto, Parameters(shipped(), on))

    return make


@pytest.fixture
def patto() -> MakeCase:
    return maker("patto_di_servizio", "data_stipula")


@pytest.fixture
def convenzione() -> MakeCase:
    return maker("convenzione_stage", "data_convenzione")


@pytest.fixture
def richiesta() -> MakeCase:
    return maker("richiesta_incentivo", "data_richiesta")


@pytest.fixture
def judge() -> Judge:
    """Try rules in order, as the examination does: (path, code) of every problem."""

    def judge(rules: tuple[Rule, ...], case: Case) -> list[tuple[str, str]]:
        return [(problem.path, problem.code) for problem in _problems(rules, case)]

    return judge


def _problems(rules: tuple[Rule, ...], case: Case) -> list[Problem]:
    problems: list[Problem] = []
    for rule in rules:
        wrong = {problem.path for problem in problems}
        if rule.warning or any(_touches(path, need) for path in wrong for need in rule.needs):
            continue
        problems += [problem for problem in rule.check(case) if problem.path not in wrong]
    return problems


def _touches(path: str, need: str) -> bool:
    return path == need or path.startswith((need + ".", need + "[")) or need.startswith(path + ".")


@pytest.fixture
def fascicolo() -> Callable[..., Contesto]:
    """Make a contesto with one fascicolo, F-2011-00011, and what else is given."""

    def make(
        attributes: Mapping[str, object] | None,
        documenti: tuple[Mapping[str, object], ...] = (),
        stage: tuple[Mapping[str, object], ...] = (),
        closed: bool = True,
    ) -> Contesto:
        found = {} if attributes is None else {"F-2011-00011": Record(attributes)}
        records = tuple(Record(each) for each in documenti)
        return Contesto(found, records, tuple(Record(each) for each in stage), {}, closed)

    return make
