"""What a rule may look at, and what it may say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas.rules.contesto import Contesto
from schemas.rules.messages import Problem
from schemas.rules.parameters import Parameters


@dataclass(frozen=True)
class Case:
    """
    One document under examination: valid data, date, what the archive holds, parameters.

    Rules read nothing else: no clock, no database. A blank or missing field reads as None.
    """

    data: Mapping[str, object]
    on: date | None
    contesto: Contesto
    parameters: Parameters

    def __getitem__(self, path: str) -> object:
        """Return the typed value at *path* (``persona.data_nascita``), or None when blank."""
        value: object = self.data
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str:
        """Return the text at *path*, empty when blank."""
        value = self[path]
        return value if isinstance(value, str) else ""

    def day(self, path: str) -> date | None:
        """Return the date at *path*, or None when blank."""
        value = self[path]
        return value if isinstance(value, date) else None

    def number(self, path: str) -> int | None:
        """Return the whole number at *path*, or None when blank."""
        value = self[path]
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def rows(self, path: str) -> Sequence[Mapping[str, object]]:
        """Return the rows of the table at *path*, empty when there are none."""
        value = self[path]
        return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


@dataclass(frozen=True)
class Rule:
    """A cross-field rule: the paths it reads and the check itself."""

    needs: tuple[str, ...]
    check: Callable[[Case], Iterator[Problem]]
    warning: bool = False

    @property
    def name(self) -> str:
        """Return the name of the check, for reports."""
        return self.check.__name__


def rule(*needs: str) -> Callable[[Callable[[Case], Iterator[Problem]]], Rule]:
    """
    Make a rule of a generator of problems.

    The rule runs only when none of the paths in *needs* (nor anything inside them) is in error
    (R-ORD-2); a blank optional field does not stop it and reads as None.
    """
    return lambda check: Rule(needs, check)


def warning(*needs: str) -> Callable[[Callable[[Case], Iterator[Problem]]], Rule]:
    """Make a rule whose problems ask for attention and refuse nothing."""
    return lambda check: Rule(needs, check, warning=True)


@dataclass(frozen=True)
class Condition:
    """One condition of a requirement: what was asked, what was found, the threshold, its source."""

    asked: str
    found: str
    threshold: str
    holds: bool
    source: str


@dataclass(frozen=True)
class Reason:
    """
    The outcome of a requirement as data: whether it holds, and the conditions that decide.

    *subject* is the code of what was asked (``C4``), *label* the words the office uses for it.
    """

    subject: str
    label: str
    conditions: tuple[Condition, ...] = field(default_factory=tuple)

    @property
    def holds(self) -> bool:
        """Return whether every condition holds."""
        return all(condition.holds for condition in self.conditions)

    @property
    def deciding(self) -> Condition:
        """Return the condition that decides: the first that fails, else the last."""
        failing = (condition for condition in self.conditions if not condition.holds)
        return next(failing, self.conditions[-1])
