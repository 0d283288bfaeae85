"""The press: a DOCX in, a checked PDF/A out; behind one promise stand its engines."""

from generators.press.libreoffice import open_press
from generators.press.promise import (
    Press,
    PressAbsent,
    PressBusy,
    PressError,
    PressStatus,
    PrintFailed,
)

__all__ = [
    "Press",
    "PressAbsent",
    "PressBusy",
    "PressError",
    "PressStatus",
    "PrintFailed",
    "open_press",
]
