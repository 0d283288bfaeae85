"""What a press promises, whatever engine stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class PressError(Exception):
    """A document could not be printed; nothing was lost, it can be printed later."""


class PressAbsent(PressError):
    """There is no LibreOffice on this machine, now: all but printing works without."""

    def __init__(self) -> None:
        super().__init__("LibreOffice non è installato: i PDF saranno prodotti quando ci sarà")


class PressBusy(PressError):
    """Too many documents are waiting already: try again in a while."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"la stampa è occupata: {waiting} documenti in attesa")
        self.waiting = waiting


class PrintFailed(PressError):
    """This document did not become a good PDF; *reason* says why, in Italian."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"il documento non è stato stampato: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class PressStatus:
    """
    The state of a press, for the pages of health.

    Attributes:
        engine: "LibreOffice 7.4.7.2" once it has started, "LibreOffice" before, "" if absent.
        alive: Engines running.
        busy: Engines printing now.
        waiting: Documents that wait for an engine.
        printed: Documents printed since the press was opened.
        restarts: Engines lost to a crash or stopped by the watchdog.
    """

    engine: str
    alive: int
    busy: int
    waiting: int
    printed: int
    restarts: int


class Press(Protocol):
    """Turns the DOCX of a paper into the PDF that is filed. Safe to share between threads."""

    def pdf(
        self,
        docx: bytes,
        *,
        title: str,
        author: str,
        subject: str,
        when: datetime,
        bulk: bool = False,
    ) -> bytes:
        """
        Return *docx* as a checked PDF/A-2a and PDF/UA-1, the same bytes for the same DOCX.

        Args:
            docx: The paper, as ``Template.render`` gives it.
            title: Shown by readers as the name of the document.
            author: The body that issues it.
            subject: What it belongs to (the project).
            when: Aware instant written as created and modified.
            bulk: One of many: those somebody is waiting for go first.

        Raises:
            PressAbsent: there is no engine.
            PressBusy: the queue is full.
            PrintFailed: the document is unsafe, or what came out is not a whole paper.
        """

    def status(self) -> PressStatus:
        """Return how the press is doing, without waiting for it."""

    def close(self) -> None:
        """Stop every engine and leave nothing behind; the press cannot be used again."""
