"""What every field has: a label, a hint, when it is asked, how its value is read and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict, TypeVar, Unpack

from marshmallow import ValidationError, fields

from schemas.rules.messages import Refused
from schemas.rules.testo import is_blank

T = TypeVar("T")


class Typed(str):
    """
    What a person typed on a page: dates as gg/mm/aaaa, amounts as 1.234,56, choices as codes.

    A plain `str` is a JSON value instead: ISO dates, amounts with a point. One field reads both
    and never has to guess which it was given.
    """

    __slots__ = ()


class Fault(str):
    """A code of the message catalogue on its way through marshmallow, with its values."""

    values: Mapping[str, str]

    def __new__(cls, code: str, values: Mapping[str, str]) -> "Fault":
        fault = super().__new__(cls, code)
        fault.values = values
        return fault


@dataclass(frozen=True)
class OneOf:
    """The condition that a field beside this one has one of these values."""

    field: str
    values: tuple[object, ...]

    def __init__(self, field: str, *values: object) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)

    def holds(self, value: object) -> bool:
        """Return whether the value of the other field (None = blank) satisfies the condition."""
        return value in self.values


@dataclass(frozen=True)
class Given:
    """The condition that a field beside this one is filled."""

    field: str

    def holds(self, value: object) -> bool:
        """Return whether the value of the other field (None = blank) satisfies the condition."""
        return value is not None


Condition = OneOf | Given


class Asked(TypedDict, total=False):
    """How a field is asked: the options that every class of field takes."""

    required: bool
    when: Condition | None
    required_when: Condition | None
    hint: str
    example: object
    restricted: bool
    refused_unasked: bool


class Campo(fields.Field[T]):
    """
    A field of an official form.

    Args:
        label: As it stands on the form and on the paper.
        required: Whether it must be filled (when it is asked at all).
        when: Asked, and kept, only when this holds; a field that is not asked is emptied.
        required_when: Always asked; must be filled only when this holds.
        hint: A sentence of help, shown under the label.
        example: A valid value in JSON form; shown in the hint and used by samples.
        restricted: Seen only by the roles that need it (health, disadvantage).
        refused_unasked: With *when*: a value that does not come from a page is not emptied where it
            is not asked, but left for a rule to refuse.
    """

    missing: ClassVar[str] = "obbligatorio"

    def __init__(self, label: str, **asked: Unpack[Asked]) -> None:
        self.must_fill = asked.get("required", False)
        self.when = asked.get("when")
        self.required_when = asked.get("required_when")
        super().__init__(
            required=self.must_fill and self.when is None,
            error_messages={"required": self.missing, "null": self.missing},
        )
        self.label = label
        self.hint = asked.get("hint", "")
        self.example = asked.get("example")
        self.restricted = asked.get("restricted", False)
        self.refused_unasked = asked.get("refused_unasked", False)

    def parse(self, value: object) -> T:
        """
        Return the typed value of what was given, JSON or `Typed`.

        Raises:
            Refused: the value is not acceptable; carries the code of the message.
        """
        raise NotImplementedError

    def to_json(self, value: T) -> object:
        """Return *value* as a JSON value; `parse` reads it back."""
        return value

    def show(self, value: T) -> str:
        """Return *value* as a person would type it in a page; `parse` reads it back as `Typed`."""
        return str(value)

    def words(self, value: T) -> str:
        """Return *value* in words, for summaries and differences."""
        return self.show(value)

    def is_blank(self, value: object) -> bool:
        """Return whether *value*, JSON or `Typed`, means "not filled" (R-ORD-1)."""
        if isinstance(value, str):
            return is_blank(value)
        return value is None or value == []

    def _deserialize(
        self,
        value: object,
        attr: str | None,
        data: Mapping[str, object] | None,
        **kwargs: object,
    ) -> T:
        try:
            return self.parse(value)
        except Refused as refused:
            raise ValidationError([Fault(refused.code, refused.values)]) from None

    def _serialize(
        self, value: T | None, attr: str | None, obj: object, **kwargs: object
    ) -> object:
        return None if value is None else self.to_json(value)


# A field whose type of value the caller does not know: what it gives is only handed back to it.
AnyCampo = Campo[Any]


def text_of(value: object, code: str) -> str:
    """
    Return *value* if it is a text.

    Raises:
        Refused: *code*, when it is something else.
    """
    if not isinstance(value, str):
        raise Refused(code)
    return value
