"""Every number of the rules, with the dates it is in force and where it comes from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

STATI = ("progetto", "norma_verificata", "norma_non_verificata", "assunzione", "ufficio")


class ParametersFault(ValueError):
    """A file of parameters cannot be used; the message says which entry and why, in Italian."""


@dataclass(frozen=True)
class Parameter:
    """One value in force from *dal* to *al* (both included; None = without limit)."""

    chiave: str
    valore: object
    dal: date | None
    al: date | None
    stato: str
    fonte: str

    def in_force(self, on: date) -> bool:
        """Return whether the value holds on that day."""
        return (self.dal is None or self.dal <= on) and (self.al is None or on <= self.al)


class Parameters(Mapping[str, object]):
    """
    The values in force on one day, by key.

    Use the typed readers (`whole`, `euro`, `day`, `text`, `flag`, `texts`): a key that has no
    value in force raises KeyError naming the key and the day.
    """

    def __init__(self, table: Iterable[Parameter], on: date) -> None:
        self.on = on
        self._table = tuple(table)
        self._by_key = {entry.chiave: entry for entry in self._table if entry.in_force(on)}

    def __getitem__(self, chiave: str) -> object:
        return self.entry(chiave).valore

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def at(self, on: date) -> "Parameters":
        """Return the same parameters on another day, for what the law ties to a day of its own."""
        return Parameters(self._table, on)

    def entry(self, chiave: str) -> Parameter:
        """Return the whole entry: value, validity, source and status."""
        try:
            return self._by_key[chiave]
        except KeyError:
            raise KeyError(f"no parameter {chiave} in force on {self.on}") from None

    def whole(self, chiave: str) -> int:
        """Return a whole number."""
        value = self[chiave]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"parameter {chiave} is not a whole number")
        return value

    def euro(self, chiave: str) -> Decimal:
        """Return an amount in euro, or a percentage."""
        return Decimal(str(self[chiave]))

    def day(self, chiave: str) -> date:
        """Return a date."""
        return date.fromisoformat(self.text(chiave))

    def text(self, chiave: str) -> str:
        """Return a text."""
        return str(self[chiave])

    def flag(self, chiave: str) -> bool:
        """Return a yes or no."""
        return self[chiave] is True

    def texts(self, chiave: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self[chiave]
        return tuple(str(item) for item in value) if isinstance(value, list) else ()


@cache
def shipped() -> tuple[Parameter, ...]:
    """Return the parameters shipped with the program, in file order."""
    source = Path(__file__).with_name("parametri.json").read_text(encoding="utf-8")
    return parse(source)


def parse(source: str) -> tuple[Parameter, ...]:
    """
    Read a file of parameters.

    Raises:
        ParametersFault: not JSON, an entry without key or value, a wrong date, two values of one
            key in force on the same day.
    """
    try:
        entries = json.loads(source)["parametri"]
    except (ValueError, KeyError, TypeError):
        raise ParametersFault("il file non è un JSON con l'elenco «parametri»") from None
    table = tuple(_entry(position, entry) for position, entry in enumerate(entries, start=1))
    _refuse_overlaps(table)
    return table


def replace(table: tuple[Parameter, ...], own: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """
    Return *table* with every key that *own* names taken from *own* alone.

    Raises:
        ParametersFault: *own* names a key that the program does not know.
    """
    known = {entry.chiave for entry in table}
    unknown = sorted({entry.chiave for entry in own} - known)
    if unknown:
        raise ParametersFault(f"chiavi sconosciute: {', '.join(unknown)}")
    replaced = {entry.chiave for entry in own}
    return tuple(entry for entry in table if entry.chiave not in replaced) + own


def _entry(position: int, entry: object) -> Parameter:
    if not isinstance(entry, dict) or not {"chiave", "valore"} <= entry.keys():
        raise ParametersFault(f"voce {position}: servono «chiave» e «valore»")
    try:
        dal, al = _date(entry.get("dal")), _date(entry.get("al"))
    except ValueError:
        raise ParametersFault(f"voce {position} ({entry['chiave']}): data non valida") from None
    stato = entry.get("stato", "ufficio")
    if stato not in STATI:
        raise ParametersFault(f"voce {position} ({entry['chiave']}): stato «{stato}» sconosciuto")
    fonte = str(entry.get("fonte", ""))
    return Parameter(str(entry["chiave"]), entry["valore"], dal, al, stato, fonte)


def _date(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _refuse_overlaps(table: tuple[Parameter, ...]) -> None:
    by_key: dict[str, list[Parameter]] = {}
    for entry in table:
        by_key.setdefault(entry.chiave, []).append(entry)
    for chiave, entries in by_key.items():
        entries.sort(key=lambda entry: entry.dal or date.min)
        for earlier, later in pairwise(entries):
            if (earlier.al or date.max) >= (later.dal or date.min):
                raise ParametersFault(f"{chiave}: due valori in vigore lo stesso giorno")
