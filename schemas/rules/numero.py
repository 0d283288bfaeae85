"""Numbers of documents (PS-2011-T4-00042) and of fascicoli (F-2011-00042)."""

import re
from dataclasses import dataclass

TERRITORI = ("T1", "T2", "T3", "T4", "PR")
_NUMBER = re.compile(r"([A-Z]{2})-(\d{4})-(T[1-4]|PR)-(\d{1,6})")
_FASCICOLO = re.compile(r"F-(\d{4})-(\d{1,6})")


@dataclass(frozen=True, order=True)
class Number:
    """
    The number of a document: one counter per sigla and year, never reused.

    *territorio* is ``T1``..``T4``, or ``PR`` for provincial acts; it is shown in the number and
    takes no part in the counting.
    """

    sigla: str
    anno: int
    progressivo: int
    territorio: str

    def __str__(self) -> str:
        return f"{self.sigla}-{self.anno:04d}-{self.territorio}-{self.progressivo:05d}"

    @classmethod
    def parse(cls, text: str) -> "Number":
        """
        Read a number, with or without the leading zeros, in any case.

        Raises:
            ValueError: *text* is not a number of a document.
        """
        match = _NUMBER.fullmatch(text.strip().upper())
        if not match:
            raise ValueError(f"not a document number: {text!r}")
        sigla, anno, territorio, progressivo = match.groups()
        return cls(sigla, int(anno), int(progressivo), territorio)


def numbers_in(text: str) -> set[Number]:
    """Return the numbers of documents written in a text."""
    return {Number.parse(found[0]) for found in _NUMBER.finditer(text)}


def fascicolo_number(anno: int, progressivo: int) -> str:
    """Return the number of a fascicolo, ``F-2011-00042``."""
    return f"F-{anno:04d}-{progressivo:05d}"


def parse_fascicolo(text: str) -> str:
    """
    Return the number of a fascicolo in its full form, from one typed with or without zeros.

    Raises:
        ValueError: *text* is not a number of a fascicolo.
    """
    match = _FASCICOLO.fullmatch(text.strip().upper())
    if not match:
        raise ValueError(f"not a fascicolo number: {text!r}")
    return fascicolo_number(int(match[1]), int(match[2]))
