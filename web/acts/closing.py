"""Closing a year of the register, when the year is over."""

from schemas.rules.permissions import Actor
from storage.archive import NotFound
from storage.care import Closing, listing
from web.acts.office import Office


def close_year(anno: int, *, office: Office, by: Actor) -> Closing:
    """
    Register the closing of the register of *anno*: from then on nothing is added to it.

    Raises:
        YearNotOver, YearClosed, ClockWentBack: it cannot be closed; the message says why.
        NotFound: nothing was registered in that year.
    """
    return office.archive.close_year(anno, at=office.now, by=by.utente, on=office.on)


def closed_listing(anno: int, *, office: Office) -> bytes:
    """
    Return the list that the closing of *anno* vouches for, whose SHA-256 is its ``impronta``.

    A line for each document, ``number sha256-of-the-DOCX``, those destroyed since too. Kept out
    of the office, it proves years later what the register held.

    Raises:
        NotFound: the year is not closed.
    """
    if anno not in {closing.anno for closing in office.archive.closings()}:
        raise NotFound(str(anno))
    return listing(office.archive.papers_of(anno))
