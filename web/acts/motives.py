"""The reason that some acts ask for: kept with the act, so it must say something."""

from schemas.rules.messages import Problem

SHORTEST = 10  # characters


def motive_fault(motivo: str) -> Problem | None:
    """Return what is wrong with a reason, at ``motivo``, or None when it will do."""
    if len(motivo.strip()) < SHORTEST:
        return Problem("motivo", "lunghezza_min", {"min": str(SHORTEST)})
    return None
