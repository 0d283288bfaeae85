"""Whole numbers, amounts in euro, percentages."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Unpack

from schemas.fields.campo import Asked, Campo, Typed, text_of
from schemas.rules.messages import Refused

_WHOLE = re.compile(r"-?\d{1,18}")
_JSON_AMOUNT = re.compile(r"-?\d{1,15}(?:\.(?P<decimals>\d+))?")
_ITALIAN_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(?P<decimals>\d+))?")


class Intero(Campo[int]):
    """A whole number between *least* and *most*, both admitted."""

    def __init__(
        self,
        label: str,
        least: int,
        most: int,
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.least, self.most = least, most

    def parse(self, value: object) -> int:
        """Return the number."""
        number = _whole(value)
        if not self.least <= number <= self.most:
            raise Refused("fuori_intervallo", min=str(self.least), max=str(self.most))
        return number


class Giudizio(Intero):
    """A judgement from 1 to 5, asked in words."""

    choices: ClassVar[Mapping[str, str]] = {
        "1": "Insufficiente",
        "2": "Mediocre",
        "3": "Sufficiente",
        "4": "Buono",
        "5": "Ottimo",
    }

    def __init__(self, label: str, **asked: Unpack[Asked]) -> None:
        super().__init__(label, 1, len(self.choices), **asked)

    def words(self, value: int) -> str:
        """Return the number with its word."""
        return f"{value} - {self.choices[str(value)]}"


class Importo(Campo[Decimal]):
    """
    An amount in euro with at most two decimals, never a float.

    The highest amount accepted is a parameter (`importo.massimo_accettato`): it is checked where
    the parameters are known, in `schemas.kinds.examine`.
    """

    def __init__(
        self,
        label: str,
        *,
        positive: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.positive = positive

    def parse(self, value: object) -> Decimal:
        """Return the amount; a page types 1.234,56, JSON has "1234.56"."""
        amount = _amount(value)
        if amount < 0:
            raise Refused("importo_negativo")
        if self.positive and amount == 0:
            raise Refused("importo_zero")
        return amount

    def to_json(self, value: Decimal) -> str:
        """Return the amount with a point and two decimals."""
        return f"{value:.2f}"

    def show(self, value: Decimal) -> str:
        """Return the amount as 1.234,56."""
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


class Percento(Importo):
    """A percentage between 0 and 100, with at most two decimals."""

    def parse(self, value: object) -> Decimal:
        """Return the percentage."""
        percentage = _amount(value)
        if not 0 <= percentage <= 100:
            raise Refused("fuori_intervallo", min="0", max="100")
        return percentage


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = text_of(value, "numero_formato")
    if isinstance(value, Typed):
        text = text.strip()
    if not _WHOLE.fullmatch(text, 0) or not text.isascii():
        raise Refused("numero_formato")
    return int(text)


def _amount(value: object) -> Decimal:
    """Read an amount: a page types 1.234,56, where 1,234.56 is refused; JSON has "1234.56"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    text = text_of(value, "importo_formato").strip()
    if isinstance(value, Typed):
        text = text.removeprefix("€").removesuffix("€").strip()
        match = _ITALIAN_AMOUNT.fullmatch(text)
        text = text.replace(".", "").replace(",", ".")
    else:
        match = _JSON_AMOUNT.fullmatch(text)
    if not match or not text.isascii():
        raise Refused("importo_formato")
    if len(match["decimals"] or "") > 2:
        raise Refused("importo_decimali")
    return Decimal(text)
