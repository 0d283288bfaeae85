"""Classification of a person under Reg. (CE) 800/2008 art. 2: it decides the aid to the company."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from schemas.rules.case import Case, Condition, Reason
from schemas.rules.condizioni import (
    age_past,
    answer_is,
    fonte,
    in_figures,
    lone_adult_with_children,
    periodi,
    without_title,
)
from schemas.rules.date import add_months
from schemas.rules.fascicolo import patto_of

# S_e (gender imbalance of the sector) is switched off: its list of sectors was not issued in the
# period. S_f (national minority) is by declaration, and no paper of the office asks for it.
ESITI: Mapping[str, str] = MappingProxyType(
    {
        "S_a": "Svantaggiato: senza impiego retribuito negli ultimi 6 mesi",
        "S_b": "Svantaggiato: privo di diploma superiore o professionale",
        "S_c": "Svantaggiato: oltre i 50 anni",
        "S_d": "Svantaggiato: adulto solo con persone a carico",
        "MS": "Molto svantaggiato: senza lavoro da almeno 24 mesi",
        "DIS": "Disabile",
    }
)
_SENZA_IMPIEGO = "gber.mesi_senza_impiego"
_SENZA_LAVORO = "gber.mesi_senza_lavoro_molto_svantaggiato"


def classificazione(case: Case) -> tuple[Reason, ...]:
    """
    Return the outcomes of the classification, in order, each with its conditions.

    Args:
        case: The data of the Patto (fields of that document), dated on the day of the hire: an
            outcome is evaluated at `case.on`. Without a date the result is empty.

    Source:
        Reg. (CE) 800/2008 art. 2 nn. 18-20; regole, section 3.
    """
    on = case.on
    if on is None:
        return ()
    conditions: Mapping[str, tuple[Condition, ...]] = {
        "S_a": (_no_paid_job(case, on, _SENZA_IMPIEGO),),
        "S_b": (without_title(case),),
        "S_c": (age_past(case, on, "categoria.c3.eta", "categoria.c3.compleanno_incluso"),),
        "S_d": lone_adult_with_children(case, on),
        "MS": (_no_paid_job(case, on, _SENZA_LAVORO), _available(case, on)),
        "DIS": (answer_is(case, "disabilita_l68", "Iscrizione L. 68/1999", wanted=True),),
    }
    return tuple(Reason(code, ESITI[code], each) for code, each in conditions.items())


def esiti(case: Case, hire: date) -> frozenset[str] | None:
    """
    Return the outcomes that hold for the person of ``fascicolo`` on the day of the hire.

    What the fascicolo itself says comes first (``classificazione_800``), then what follows from
    the signed Patto; None when the archive knows neither.
    """
    numero = case.text("fascicolo")
    record = case.contesto.fascicolo(numero)
    known = record.get("classificazione_800") if record else None
    if isinstance(known, list):
        return frozenset(known)
    patto = patto_of(case.contesto, numero)
    if patto is None:
        return None
    of_patto = Case(patto, hire, case.contesto, case.parameters.at(hire))
    return frozenset(reason.subject for reason in classificazione(of_patto) if reason.holds)


def _no_paid_job(case: Case, on: date, key: str) -> Condition:
    """Return the condition that no regularly paid job touches the months before *on*."""
    start = add_months(on, -case.parameters.whole(key))
    paid = [
        f"dal {dal:%d/%m/%Y} al {al:%d/%m/%Y}" if al else f"dal {dal:%d/%m/%Y}, in corso"
        for row, (dal, al) in periodi(case)
        if row.get("retribuito") is True and dal < on and (al is None or start <= al)
    ]
    return Condition(
        "Impieghi regolarmente retribuiti",
        ", ".join(paid) or "nessuno",
        f"nessuno dal {start:%d/%m/%Y}",
        not paid,
        fonte(case.parameters, key),
    )


def _available(case: Case, on: date) -> Condition:
    """Return the condition that the person has looked for work, or been inactive, all the time."""
    start = add_months(on, -case.parameters.whole(_SENZA_LAVORO))
    days = (case.day("data_did"), case.day("data_ultima_attivita"))
    since = min((day for day in days if day), default=None)
    return Condition(
        "Disponibile al lavoro (DID) o inattivo dal",
        in_figures(since),
        f"non dopo il {start:%d/%m/%Y}",
        since is not None and since <= start,
        fonte(case.parameters, _SENZA_LAVORO),
    )
