"""Choices: one of a list, several of a list, yes or no, a declaration."""

from collections.abc import Mapping
from typing import ClassVar, Unpack

from schemas.fields.campo import Asked, Campo, Typed, text_of
from schemas.rules.messages import Refused


class Scelta(Campo[str]):
    """One value of a list: *choices* gives the words of each code, in the order of the form."""

    def __init__(
        self,
        label: str,
        choices: Mapping[str, str],
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.choices = choices

    def parse(self, value: object) -> str:
        """Return the code."""
        code = text_of(value, "scelta_non_valida")
        if code not in self.choices:
            raise Refused("scelta_non_valida")
        return str(code)

    def words(self, value: str) -> str:
        """Return the words of the code."""
        return self.choices[value]


class Scelte(Campo[list[str]]):
    """
    Several values of a list, without doubles, at least *least*, those of *always* included.

    The value keeps the order of the list, however it was typed.
    """

    def __init__(
        self,
        label: str,
        choices: Mapping[str, str],
        *,
        least: int = 1,
        always: tuple[str, ...] = (),
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.choices, self.least, self.always = choices, least, always

    def parse(self, value: object) -> list[str]:
        """Return the codes, in the order of the list."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise Refused("scelta_non_valida")
        if len(set(value)) < len(value) or not set(value) <= self.choices.keys():
            raise Refused("scelta_non_valida")
        if len(value) < max(self.least, len(self.always)):
            raise Refused("scelta_minima", n=str(max(self.least, len(self.always))))
        missing = [self.choices[code] for code in self.always if code not in value]
        if missing:
            raise Refused("scelta_necessaria", voci=", ".join(missing))
        return [code for code in self.choices if code in value]

    def words(self, value: list[str]) -> str:
        """Return the words of the codes, separated by semicolons."""
        return "; ".join(self.choices[code] for code in value)


class SiNo(Campo[bool]):
    """Yes or no; an unanswered question is blank, not a no."""

    choices: ClassVar[Mapping[str, str]] = {"si": "Sì", "no": "No"}

    def parse(self, value: object) -> bool:
        """Return the answer; a page types si or no, JSON has true or false."""
        if isinstance(value, bool):
            return value
        if isinstance(value, Typed) and value in self.choices:
            return value == "si"
        raise Refused("scelta_non_valida")

    def show(self, value: bool) -> str:
        """Return si or no."""
        return "si" if value else "no"

    def words(self, value: bool) -> str:
        """Return Sì or No."""
        return self.choices[self.show(value)]


class Dichiarazione(SiNo):
    """A declaration that must be made to go on; *label* is its sentence."""

    missing = "dichiarazione_mancante"

    def parse(self, value: object) -> bool:
        """Return True."""
        if not super().parse(value):
            raise Refused("dichiarazione_mancante")
        return True
