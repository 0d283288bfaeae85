"""Dates."""

import re
from datetime import date

from schemas.fields.campo import Campo, Typed, text_of
from schemas.rules.messages import Refused

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_ITALIAN = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
FIRST_YEAR = 1900


class Data(Campo[date]):
    """An existing date from 1900 on, with a year of four digits."""

    def parse(self, value: object) -> date:
        """Return the date; a page types gg/mm/aaaa, JSON has aaaa-mm-gg, a snapshot a date."""
        if isinstance(value, date):
            return value
        text = text_of(value, "data_formato").strip()
        match = _ISO.fullmatch(text)
        if not match and isinstance(value, Typed):
            match = _ITALIAN.fullmatch(text)
        if not match or int(match["year"]) < FIRST_YEAR:
            raise Refused("data_formato")
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            raise Refused("data_inesistente") from None

    def to_json(self, value: date) -> str:
        """Return the date as aaaa-mm-gg."""
        return value.isoformat()

    def show(self, value: date) -> str:
        """Return the date as gg/mm/aaaa."""
        return f"{value:%d/%m/%Y}"
