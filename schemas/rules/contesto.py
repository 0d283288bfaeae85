"""What the archive already holds about a person or a company, as rules see it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Record(Mapping[str, object]):
    """
    Something on file: a document, a fascicolo or a stage, with its attributes.

    An attribute that is not known reads as None, and a rule takes None as satisfying.
    """

    attributes: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        return self.attributes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.attributes)

    def __len__(self) -> int:
        return len(self.attributes)

    def text(self, name: str) -> str | None:
        """Return the attribute *name* if it is a text, else None."""
        value = self.attributes.get(name)
        return value if isinstance(value, str) else None

    def day(self, name: str) -> date | None:
        """Return the attribute *name* if it is a date, else None."""
        value = self.attributes.get(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> int | None:
        """Return the attribute *name* if it is a whole number, else None."""
        value = self.attributes.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Contesto:
    """
    The records that rules may read: fascicoli, documents, stages, and values the archive computes.

    *closed* says that a fascicolo not listed does not exist (the real archive). An open contesto
    (acceptance cases) takes what it does not list as favourable. Documents referenced by number
    must be listed in both. *today* is the working day of the office, None where there is none.
    """

    fascicoli: Mapping[str, Record] = field(default_factory=dict)
    documenti: tuple[Record, ...] = ()
    stage: tuple[Record, ...] = ()
    altro: Mapping[str, object] = field(default_factory=dict)
    closed: bool = False
    today: date | None = None

    def fascicolo(self, numero: str) -> Record | None:
        """Return the fascicolo *numero*: None if it does not exist, an empty record if unknown."""
        unknown = None if self.closed else Record({})
        return self.fascicoli.get(numero, unknown)

    def documento(self, numero: str) -> Record | None:
        """Return the document *numero*, or None when it does not exist."""
        found = (documento for documento in self.documenti if documento.text("numero") == numero)
        return next(found, None)

    def of_kind(self, tipo: str) -> tuple[Record, ...]:
        """Return the documents of kind *tipo*, in the order they are listed."""
        return tuple(documento for documento in self.documenti if documento.text("tipo") == tipo)

    def joined(self, other: "Contesto") -> "Contesto":
        """Return the records of both; it is closed only when both are."""
        return Contesto(
            fascicoli={**other.fascicoli, **self.fascicoli},
            documenti=self.documenti + other.documenti,
            stage=self.stage + other.stage,
            altro={**self.altro, **other.altro},
            closed=self.closed and other.closed,
            today=self.today or other.today,
        )

    def without(self, numero: str) -> "Contesto":
        """Return the same records but the document *numero*, which is being replaced."""
        kept = tuple(one for one in self.documenti if one.text("numero") != numero)
        return replace(self, documenti=kept)

    @classmethod
    def from_json(cls, *parts: Mapping[str, object]) -> "Contesto":
        """
        Build an open contesto from acceptance-case parts: lists are appended, objects merged.

        Raises:
            ValueError: a list of records holds something that is not an object.
        """
        merged: dict[str, object] = {}
        for part in parts:
            for name, value in part.items():
                merged[name] = _merge(merged.get(name), value)
        fascicoli = _records(merged.pop("fascicoli", []))
        return cls(
            fascicoli={record.text("numero") or "": record for record in fascicoli},
            documenti=_records(merged.pop("documenti", [])),
            stage=_records(merged.pop("stage", [])),
            altro={name: typed(value) for name, value in merged.items()},
        )


def _merge(old: object, new: object) -> object:
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    return new


def _records(rows: object) -> tuple[Record, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("a list of records holds something that is not an object")
    return tuple(Record({name: typed(value) for name, value in row.items()}) for row in rows)


def typed(value: object) -> object:
    """Return *value* with ISO dates turned into dates, at any depth."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, Mapping):
        return {name: typed(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [typed(inner) for inner in value]
    return value
