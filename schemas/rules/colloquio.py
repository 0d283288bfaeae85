"""The rules of the colloquio iniziale, R-CO-1 to R-CO-5, and what earlier papers propose for it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from schemas.rules.calendario import evaluated_on, in_progetto, outside
from schemas.rules.case import Case, Condition, Reason, rule, warning
from schemas.rules.comparison import folded
from schemas.rules.condizioni import PROGETTO, fonte
from schemas.rules.contesto import Contesto, Record
from schemas.rules.fascicolo import fascicolo_open_from, not_before_document
from schemas.rules.inserimento import (
    assistente_is_appointed,
    assistenti_of,
    days_of_inserimento,
    in_force,
    inserimento_of,
    one_for_inserimento,
    rows_of,
    tutor_of,
)
from schemas.rules.messages import Problem

_DOPO = "colloquio.giorni_dopo_inizio"
_INTERVALLO = "monitoraggio.intervallo_massimo_giorni"
_FASE = f"{PROGETTO}, fase 7"


def periodo_utile(case: Case) -> tuple[date, date] | None:
    """
    Return the first and last day for the colloquio, None while the placement is not known.

    It goes from the day of the convention to some days after the start of the placement, never
    beyond the project.

    Source:
        Project document, phase 7: the accompaniment «inizierà con un colloquio».
    """
    inserimento, span = inserimento_of(case), days_of_inserimento(case)
    if inserimento is None or span is None:
        return None
    last = span[0] + timedelta(case.parameters.whole(_DOPO))
    end = case.parameters.day("progetto.data_fine")
    return inserimento.day("data") or span[0], min(last, end)


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the day is within the time for the colloquio, and why."""
    bounds = periodo_utile(case)
    if bounds is None or case.on is None:
        return ()
    first, last = bounds
    condition = Condition(
        "Data del colloquio",
        f"{case.on:%d/%m/%Y}",
        f"dal {first:%d/%m/%Y} al {last:%d/%m/%Y}",
        first <= case.on <= last,
        f"{_FASE}; {fonte(case.parameters, _DOPO)}",
    )
    return (Reason("periodo_utile", "Periodo utile per il colloquio", (condition,)),)


@rule("data_colloquio", "inserimento")
def colloquio_is_in_time(case: Case) -> Iterator[Problem]:
    """Refuse a colloquio held when the placement has been running for too long."""
    if bounds := periodo_utile(case):
        yield from outside("data_colloquio", case.on, *bounds)


@rule("tutor_aziendale", "inserimento")
def tutor_is_of_convenzione(case: Case) -> Iterator[Problem]:
    """
    Refuse a company tutor other than the one of the convention.

    Source:
        D.M. 142/1998 art. 4 c. 1; rule R-CO-1.
    """
    inserimento = inserimento_of(case)
    agreed = tutor_of(inserimento) if inserimento else ""
    if agreed and folded(agreed) != folded(case.text("tutor_aziendale")):
        yield Problem("tutor_aziendale", "scelta_non_valida")


@rule("assistente", "tutor_aziendale")
def assistente_is_not_tutor(case: Case) -> Iterator[Problem]:
    """
    Refuse one person as Assistente and tutor; case, accents and apostrophes do not tell apart.

    Source:
        Rules R-CO-2 and T-7.
    """
    assistente = case.text("assistente")
    if assistente and folded(assistente) == folded(case.text("tutor_aziendale")):
        yield Problem("assistente", "ruolo_incompatibile")


# It needs nothing of "obiettivi": a row that cannot be read must not hide what is wrong elsewhere.
@rule("data_colloquio", "inserimento")
def obiettivi_are_in_time(case: Case) -> Iterator[Problem]:
    """
    Refuse an objective due before the colloquio or after the end of the placement.

    Source:
        Rule R-CO-3.
    """
    span = days_of_inserimento(case)
    if span is None or case.on is None:
        return
    for position, row in enumerate(case.rows("obiettivi")):
        yield from outside(f"obiettivi[{position}].entro_il", row.get("entro_il"), case.on, span[1])


@rule("inserimento")
def visits_are_in_inserimento(case: Case) -> Iterator[Problem]:
    """Refuse a visit out of the days of the placement."""
    span = days_of_inserimento(case)
    if span is None:
        return
    for position, row in enumerate(case.rows("piano_visite")):
        yield from outside(f"piano_visite[{position}].data", row.get("data"), *span)


@rule("piano_visite")
def visits_follow_one_another(case: Case) -> Iterator[Problem]:
    """
    Refuse a visit that is not after the one before it.

    Source:
        Rule R-CO-5.
    """
    for position, (before, day) in enumerate(pairwise(_visits(case)), start=1):
        if day <= before:
            values = {"dettaglio": f"la visita prima è del {before:%d/%m/%Y}"}
            yield Problem(f"piano_visite[{position}].data", "duplicato", values)


@warning("piano_visite", "inserimento")
def visits_are_periodic(case: Case) -> Iterator[Problem]:
    """
    Point out a visit that is far from the one before it, or from the start of the placement.

    Source:
        Project document, phase 8: «periodicamente»; parameter
        ``monitoraggio.intervallo_massimo_giorni``.
    """
    span, most = days_of_inserimento(case), case.parameters.whole(_INTERVALLO)
    if span is None:
        return
    for position, (before, day) in enumerate(pairwise((span[0], *_visits(case)))):
        if (day - before).days > most:
            values = {"giorni": str(most)}
            yield Problem(f"piano_visite[{position}].data", "avviso_visite_rade", values)


@rule("formazione_sicurezza", "inserimento")
def sicurezza_comes_first(case: Case) -> Iterator[Problem]:
    """
    Refuse information on safety given once the placement has begun.

    Source:
        D.Lgs. 81/2008 artt. 36 and 37.
    """
    given, span = case.day("formazione_sicurezza"), days_of_inserimento(case)
    if given and span and given > span[0]:
        yield Problem("formazione_sicurezza", "data_dopo_inizio", {"data": f"{span[0]:%d/%m/%Y}"})


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """
    Propose what convention and PAI already say: place, people, tasks, training, objectives.

    An objective that the PAI wants after the stage is proposed without its day.
    """
    convenzioni = in_force(contesto, "convenzione_stage", fascicolo)
    convenzione = convenzioni[-1] if convenzioni else Record({})
    plans = in_force(contesto, "pai", fascicolo)
    last = convenzione.day("data_fine") or date.max
    rows = [_objective(row, last) for row in rows_of(plans[-1], "obiettivi")] if plans else []
    place = (convenzione.text("sede_stage_indirizzo"), convenzione.text("sede_stage_comune"))
    proposed: dict[str, object] = {
        "luogo": ", ".join(filter(None, place)),
        "tutor_aziendale": tutor_of(convenzione),
        "mansioni": convenzione.text("mansione"),
        "formazione_prevista": convenzione.text("obiettivi_formativi"),
        "assistente": next(iter(assistenti_of(contesto, fascicolo, convenzione)), ""),
        "obiettivi": rows,
    }
    return {name: value for name, value in proposed.items() if value}


def _objective(row: Mapping[str, object], last: date) -> dict[str, object]:
    due = row.get("scadenza")
    texts = {
        "descrizione": row.get("descrizione"),
        "indicatore": row.get("indicatore"),
        "entro_il": f"{due:%d/%m/%Y}" if isinstance(due, date) and due <= last else None,
    }
    return {name: text for name, text in texts.items() if text}


def _visits(case: Case) -> list[date]:
    return [day for row in case.rows("piano_visite") if isinstance(day := row.get("data"), date)]


RULES = (
    in_progetto("data_colloquio"),
    fascicolo_open_from("abbinato"),
    one_for_inserimento("colloquio_iniziale"),
    tutor_is_of_convenzione,
    assistente_is_not_tutor,
    assistente_is_appointed,
    *evaluated_on(
        "data_colloquio",
        (
            not_before_document("data_colloquio", "inserimento"),
            colloquio_is_in_time,
            obiettivi_are_in_time,
            visits_are_in_inserimento,
            visits_follow_one_another,
            visits_are_periodic,
            sicurezza_comes_first,
        ),
    ),
)
