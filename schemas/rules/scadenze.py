"""The days that matter in a path: when a questionnaire is due, what expires and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.rules.parameters import Parameters

_INTERVALLO = "monitoraggio.intervallo_massimo_giorni"
_PRIMA, _DOPO = "monitoraggio.finale_giorni_prima", "monitoraggio.finale_giorni_dopo"


@dataclass(frozen=True)
class Questionario:
    """A questionnaire to fill: ``in_itinere`` or ``finale``, between two days."""

    tipo: str
    dal: date
    entro: date


def questionario_dovuto(
    inizio: date, fine: date, rilevazioni: Sequence[date], parameters: Parameters
) -> Questionario:
    """
    Return the next questionnaire of a placement that has no final one yet.

    Args:
        inizio: First day of the placement.
        fine: Last day.
        rilevazioni: Days of the questionnaires in itinere filled so far.
        parameters: Those in force.

    Source:
        Project document, phase 8; rule R-QM-1.
    """
    last = max(rilevazioni, default=inizio)
    due = last + timedelta(days=parameters.whole(_INTERVALLO))
    opens = max(inizio, fine - timedelta(days=parameters.whole(_PRIMA)))
    if due < opens:
        return Questionario("in_itinere", last, due)
    closes = min(
        fine + timedelta(days=parameters.whole(_DOPO)), parameters.day("progetto.data_fine")
    )
    return Questionario("finale", opens, closes)


def visite_da_fare(piano: Sequence[date], rilevazioni: Sequence[date]) -> Iterator[date]:
    """Yield the planned visits not yet covered by a questionnaire of that day or later."""
    last = max(rilevazioni, default=date.min)
    yield from (day for day in sorted(piano) if day > last)
