"""The values a paper is made of: choices that know their label, and the blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

BLANK_SIGN = "–"
"""What a blank prints: an en dash, so that nobody can write in the gap afterwards."""


class Voce(str):
    """
    One choice: equal to its code, printed as its label.

    ``Voce("F", "femmina") == "F"`` holds, ``str()`` and format strings give "femmina".
    """

    label: str

    def __new__(cls, code: str, label: str) -> Voce:
        """Make the choice *code*, which the paper shows as *label*."""
        voce = super().__new__(cls, code)
        voce.label = label
        return voce

    def __str__(self) -> str:
        return self.label

    def __format__(self, spec: str) -> str:
        return format(self.label, spec)


class Opzione(NamedTuple):
    """One line of a list of check boxes: what it says and whether it is ticked."""

    label: str
    chosen: bool


class Voci(tuple[Voce, ...]):
    """
    Several choices out of a list: iterates the chosen ones, in the order of the list.

    ``tutte`` has every option, chosen or not, for papers that show the check boxes.
    With nothing chosen it is falsy and prints an en dash.
    """

    tutte: tuple[Opzione, ...]

    def __new__(cls, codes: Iterable[str], choices: Mapping[str, str]) -> Voci:
        """
        Choose *codes* out of *choices* (code -> label).

        Raises:
            ValueError: a code is not among the choices.
        """
        chosen = set(codes)
        if unknown := chosen - choices.keys():
            raise ValueError(f"not among the choices: {', '.join(sorted(unknown))}")
        voci = super().__new__(
            cls, (Voce(code, label) for code, label in choices.items() if code in chosen)
        )
        voci.tutte = tuple(Opzione(label, code in chosen) for code, label in choices.items())
        return voci


class Blank:
    """
    What was not filled in: false, empty, blank in every part, printed as an en dash.

    There is one, ``BLANK``. ``{{ tutor.cognome }}`` prints the dash when the whole tutor is
    blank, and ``{% for riga in azioni %}`` over it does nothing.
    """

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __getattr__(self, name: str) -> Blank:
        # Python and Jinja ask for dunder names to learn what an object can do.
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Blank:
        return self

    def __str__(self) -> str:
        return BLANK_SIGN

    def __repr__(self) -> str:
        return "BLANK"


BLANK = Blank()
