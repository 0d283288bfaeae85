"""Whether a fascicolo still takes changes: a closed one is read only (invariant F-4)."""

from schemas.rules.life import CHIUSI, STATI_FASCICOLO
from schemas.rules.messages import Problem
from storage.archive import Archive


class FascicoloChiuso(Exception):
    """The fascicolo is closed: it is read, and takes no change."""

    def __init__(self, numero: str) -> None:
        super().__init__(f"{numero} is closed")
        self.numero = numero


def require_open(numero: str, archive: Archive) -> None:
    """
    Go on only if the fascicolo *numero* takes changes, or there is no fascicolo.

    Raises:
        FascicoloChiuso: it is closed.
        NotFound: no such fascicolo.
    """
    if numero and archive.fascicolo(numero).stato in CHIUSI:
        raise FascicoloChiuso(numero)


def closed_fault(path: str, numero: str, archive: Archive) -> Problem | None:
    """Return the problem, at *path*, that the fascicolo *numero* is closed, or None."""
    stato = archive.fascicolo(numero).stato if numero else ""
    if stato not in CHIUSI:
        return None
    return Problem(path, "fascicolo_chiuso", {"numero": numero, "stato": STATI_FASCICOLO[stato]})
