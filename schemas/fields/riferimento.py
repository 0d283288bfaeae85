"""References to what is on file: a document by its number, a fascicolo by its own."""

from typing import Unpack

from schemas.fields.campo import Asked, Campo, text_of
from schemas.rules.messages import Refused
from schemas.rules.numero import Number, parse_fascicolo


class Riferimento(Campo[str]):
    """
    The number of a document of kind *kind*.

    That it exists, is of the same fascicolo (unless *any_fascicolo*) and is in one of *stati*
    (any, when empty) is checked where the archive is known, in `schemas.kinds.examine`.
    """

    longest = 20

    def __init__(
        self,
        label: str,
        kind: str,
        *,
        stati: tuple[str, ...] = (),
        any_fascicolo: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.kind, self.stati, self.any_fascicolo = kind, stati, any_fascicolo

    def parse(self, value: object) -> str:
        """Return the number in its full form."""
        try:
            return str(Number.parse(text_of(value, "riferimento_inesistente")))
        except ValueError:
            raise Refused("riferimento_inesistente") from None


class NumeroFascicolo(Campo[str]):
    """The number of a fascicolo, F-AAAA-NNNNN."""

    longest = 14

    def parse(self, value: object) -> str:
        """Return the number in its full form."""
        try:
            return parse_fascicolo(text_of(value, "fascicolo_formato"))
        except ValueError:
            raise Refused("fascicolo_formato") from None
