"""Texts: one line, many lines, names of people."""

from typing import Unpack

from schemas.fields.campo import Asked, Campo, text_of
from schemas.rules.testo import check_length, check_name, clean


class TestoBreve(Campo[str]):
    """One line, up to 200 characters (T-6)."""

    longest = 200
    multiline = False

    def __init__(
        self,
        label: str,
        *,
        shortest: int = 0,
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.shortest = shortest

    def parse(self, value: object) -> str:
        """Return the text as stored (T-1, T-2, T-3)."""
        text = clean(text_of(value, "carattere_non_ammesso"), multiline=self.multiline)
        return check_length(text, self.longest, self.shortest)


class Testo(TestoBreve):
    """Several lines, up to 4.000 characters (T-6)."""

    longest = 4000
    multiline = True


class Nome(Campo[str]):
    """The name of a person, up to 80 characters (T-5)."""

    longest = 80

    def parse(self, value: object) -> str:
        """Return the name as stored."""
        return check_name(text_of(value, "nome_non_valido"))
