"""What is said when an archive is cared for: verified, closed by the year, lawfully thinned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

Progress = Callable[[str, int, int], None]
"""Hears of long work: what is being done in Italian, how much is done, of how much (0 unknown)."""


def unheard(what: str, done: int, of: int) -> None:
    """Tell nobody how far long work has come."""


@dataclass(frozen=True)
class ChainHead:
    """A line of the register, by default the last: its place from 1 (0 = none), the chain to it."""

    line: int
    chain: str


@dataclass(frozen=True)
class Finding:
    """One thing that `verify` found: its code, what it is about, a sentence in Italian."""

    code: str
    subject: str
    message: str


@dataclass(frozen=True)
class Report:
    """The outcome of a verification: what was checked, and what is wrong (empty when clean)."""

    checked: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True)
class Closing:
    """
    The closing of a year of the register.

    Args:
        anno: The year, in which nothing more can be registered.
        at: Aware instant of the closing.
        by: User name of who closed it.
        registrati: How many were registered in each series, by sigla (``F`` for fascicoli).
        annullati: Numbers of the year that were annulled by then.
        head: The last line of the year and the chain up to it.
        impronta: SHA-256 of the list of the documents of the year, as `listing` writes it.
    """

    anno: int
    at: datetime
    by: str
    registrati: Mapping[str, int]
    annullati: tuple[str, ...]
    head: ChainHead
    impronta: str


def listing(papers: Mapping[str, str]) -> bytes:
    """Return the list that a closing vouches for: a line ``number sha256-of-the-DOCX`` each."""
    return "".join(f"{number} {docx}\n" for number, docx in papers.items()).encode()


@dataclass(frozen=True)
class Erasure:
    """
    The proof that a document or a fascicolo was destroyed by authority; it stays for good.

    Args:
        numero: Number of the document or of the fascicolo, never used again.
        kind: Name of the kind, or ``fascicolo``.
        on: Date of the document, or of the opening of the fascicolo.
        at: Aware instant of the destruction.
        by: User name of who did it.
        autorizzazione: The act of the archival authority that allows it.
        motivo: Why.
        files: SHA-256 of the files that were destroyed, the DOCX first.
        righe: Lines of the register that spoke of it -> SHA-256 of what is left of each.
    """

    numero: str
    kind: str
    on: date
    at: datetime
    by: str
    autorizzazione: str
    motivo: str
    files: tuple[str, ...]
    righe: Mapping[int, str]
