"""The monitoring of a placement: when it is due, what its judgements say, what is on file."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from schemas.rules.case import Case, Condition, Reason
from schemas.rules.condizioni import PROGETTO, fonte
from schemas.rules.contesto import Contesto, Record
from schemas.rules.importi import cents
from schemas.rules.inserimento import days_of_inserimento, in_force, papers_of_inserimento, rows_of

IN_ITINERE, FINALE = "in_itinere", "finale"
# The six that make the mean, then the two of satisfaction: all of them are judged alike.
VALUTAZIONI: Mapping[str, str] = MappingProxyType(
    {
        "val_puntualita": "Puntualità",
        "val_mansioni": "Esecuzione delle mansioni",
        "val_relazioni": "Relazioni",
        "val_autonomia": "Autonomia",
        "val_formazione": "Formazione ricevuta",
        "val_tutor": "Disponibilità del tutor aziendale",
    }
)
SODDISFAZIONE: Mapping[str, str] = MappingProxyType(
    {
        "soddisfazione_lavoratore": "Soddisfazione del lavoratore",
        "soddisfazione_azienda": "Soddisfazione dell'azienda",
    }
)
GIUDIZI = {**VALUTAZIONI, **SODDISFAZIONE}
_FASE = f"{PROGETTO}, fase 8"
_PRIMA, _DOPO = "monitoraggio.finale_giorni_prima", "monitoraggio.finale_giorni_dopo"
_INSUFFICIENTE = "monitoraggio.giudizio_insufficiente"


def media_valutazioni(case: Case) -> Decimal | None:
    """Return the mean of the six judgements, to the hundredth, half up; None until all stand."""
    given = [number for name in VALUTAZIONI if (number := case.number(name)) is not None]
    return cents(Fraction(sum(given), len(given))) if len(given) == len(VALUTAZIONI) else None


def percentuale_presenza(case: Case) -> Decimal | None:
    """Return the hours attended as a percentage of those planned, half up; None if none were."""
    svolte, previste = case.number("ore_svolte"), case.number("ore_previste")
    if svolte is None or not previste:
        return None
    return cents(Fraction(100 * svolte, previste))


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the day is within the time for it, and whether the judgements suffice."""
    return tuple(filter(None, (_periodo_utile(case), _giudizi(case))))


def periodo_utile(case: Case) -> tuple[date, date] | None:
    """
    Return the first and last day for this questionnaire, None while the placement is not known.

    In itinere it is the placement itself. The final one goes from some days before its end, or
    from the day it was interrupted, to some days after, never beyond the project.

    Source:
        Project document, phase 8; rule R-QM-1.
    """
    span = days_of_inserimento(case)
    if span is None or case["tipo"] != FINALE:
        return span
    start, end = span
    prima, dopo = (timedelta(case.parameters.whole(key)) for key in (_PRIMA, _DOPO))
    interruzione = case.day("data_interruzione")
    first, closed = (interruzione, interruzione) if interruzione else (max(start, end - prima), end)
    return first, min(closed + dopo, case.parameters.day("progetto.data_fine"))


def _periodo_utile(case: Case) -> Reason | None:
    bounds = periodo_utile(case)
    if bounds is None or case.on is None:
        return None
    first, last = bounds
    keys = (_PRIMA, _DOPO) if case["tipo"] == FINALE else ()
    condition = Condition(
        "Data della rilevazione",
        f"{case.on:%d/%m/%Y}",
        f"dal {first:%d/%m/%Y} al {last:%d/%m/%Y}",
        first <= case.on <= last,
        "; ".join(filter(None, (_FASE, fonte(case.parameters, *keys)))),
    )
    return Reason("periodo_utile", "Periodo utile per la rilevazione", (condition,))


def _giudizi(case: Case) -> Reason | None:
    if all(case[name] is None for name in GIUDIZI):
        return None
    least, proposed = case.parameters.whole(_INSUFFICIENTE), len(case.rows("correttivi"))
    low = [f"{GIUDIZI[name]} {case.number(name)}" for name in insufficienti(case)]
    found = f"{', '.join(low)}; correttivi proposti: {proposed}" if low else "nessun giudizio basso"
    condition = Condition(
        "Giudizi insufficienti",
        found,
        f"nessuno fino a {least}, oppure almeno un correttivo",
        not low or proposed > 0,
        f"{PROGETTO}, fase 7; {fonte(case.parameters, _INSUFFICIENTE)}",
    )
    return Reason("giudizi", "Giudizi e correttivi", (condition,))


def insufficienti(case: Case) -> list[str]:
    """Return the names of the judgements that ask for a corrective."""
    least = case.parameters.whole(_INSUFFICIENTE)
    given = ((name, case.number(name)) for name in GIUDIZI)
    return [name for name, number in given if number is not None and number <= least]


def others_of_inserimento(case: Case) -> list[Record]:
    """Return the questionnaires on file of the same placement that were not withdrawn."""
    return papers_of_inserimento(case, "questionario_monitoraggio")


def prima_rilevazione(case: Case) -> Record | None:
    """Return the first questionnaire in itinere on file that a final one is compared with."""
    if case["tipo"] != FINALE:
        return None
    others = others_of_inserimento(case)
    in_itinere = (each for each in others if each.text("questionario") == IN_ITINERE)
    return min(in_itinere, key=lambda each: each.number("progressivo") or 0, default=None)


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """
    Propose for the next questionnaire of a fascicolo its number and the objectives to look at.

    The objectives are those of the latest questionnaire, as they stood then; the first time, those
    of the colloquio iniziale, or of the PAI where there is none.
    """
    filled = sorted(in_force(contesto, "questionario_monitoraggio", fascicolo), key=_progressivo)
    set_by = (in_force(contesto, kind, fascicolo) for kind in ("colloquio_iniziale", "pai"))
    latest = next((found[-1] for found in (filled, *set_by) if found), None)
    rows = rows_of(latest, "obiettivi") if latest else []
    proposed: dict[str, object] = {
        "progressivo": str(_progressivo(filled[-1]) + 1 if filled else 1)
    }
    if rows:
        proposed["obiettivi"] = [_objective(row) for row in rows]
    return proposed


def _progressivo(record: Record) -> int:
    return record.number("progressivo") or 0


def _objective(row: Mapping[str, object]) -> dict[str, object]:
    texts = {
        "obiettivo": row.get("obiettivo") or row.get("descrizione"),
        "stato": row.get("stato"),
    }
    return {name: text for name, text in texts.items() if text}
