"""Why a contribution may be granted or not, and how much: what the company is told when it asks."""

from collections.abc import Callable
from decimal import Decimal

from schemas.rules.case import Case, Condition, Reason
from schemas.rules.condizioni import PROGETTO
from schemas.rules.gber import esiti
from schemas.rules.importi import in_figures, percent_in_figures
from schemas.rules.incentivi_esistenti import incentivi_esistenti
from schemas.rules.incentivo import (
    DE_MINIMIS,
    ESENZIONE,
    Calcolo,
    calcolo,
    de_minimis_massimale,
    de_minimis_totale,
    valutazione,
)
from schemas.rules.richiesta import NON_LIBERANO

_GBER = "Reg. (CE) 800/2008"
_RICHIESTO = "Contributo richiesto"


def reasons(case: Case) -> tuple[Reason, ...]:
    """
    Return the requirements of the contribution with their reasons, as far as the answers go.

    The company reads them: of the person they say whether a regime or a law applies, never the
    facts that make it apply (rule P-3).
    """
    found = (ask(case) for ask in _ASKED)
    return tuple(reason for reason in found if reason)


def _regime(case: Case) -> Reason | None:
    """Return whether the exemption is for this person; None when the archive does not know."""
    hire = case.day("data_assunzione")
    codes = esiti(case, valutazione(case, hire)) if hire else None
    if case["regime_aiuto"] != ESENZIONE or codes is None:
        return None
    condition = Condition(
        "Persona svantaggiata o disabile",
        "sì" if codes else "no",
        "sì",
        bool(codes),
        f"{_GBER} artt. 40-41",
    )
    return Reason("regime", "Regime di esenzione", (condition,))


def _cumulo(case: Case) -> Reason | None:
    """Return whether no other incentive is declared, nor provided by law for this hire."""
    if case.day("data_assunzione") is None:
        return None
    rows = len(case.rows("altri_incentivi"))
    declared = Condition(
        "Incentivi dichiarati dall'azienda",
        str(rows or "nessuno"),
        "nessuno",
        not rows,
        f"{PROGETTO}, Incentivi alle aziende",
    )
    by_law = (
        Condition(
            reason.label,
            "previsto" if reason.holds else "non previsto",
            "non previsto",
            not reason.holds,
            reason.deciding.source,
        )
        for reason in incentivi_esistenti(case)
    )
    return Reason("cumulo", "Nessun altro incentivo per l'assunzione", (declared, *by_law))


def _incremento(case: Case) -> Reason | None:
    """Return whether the hire adds to the employees, or takes a post lawfully freed."""
    media, after = case["dipendenti_media_12_mesi"], case.number("dipendenti_dopo")
    if case["regime_aiuto"] != ESENZIONE or not isinstance(media, Decimal) or after is None:
        return None
    freed = case["causa_posto_libero"] not in (None, *NON_LIBERANO)
    condition = Condition(
        "Dipendenti dopo l'assunzione",
        f"{after}, posto liberato per una causa ammessa" if freed else str(after),
        f"più di {in_figures(media)}, o un posto liberato per una causa ammessa",
        after > media or freed,
        f"{_GBER} art. 40 c. 4",
    )
    return Reason("incremento", "Aumento dei dipendenti", (condition,))


def _importo(case: Case) -> Reason | None:
    """Return whether the amount asked is within the intensity of the aid and the ceiling."""
    asked, most = case["importo_richiesto"], calcolo(case)
    if most is None or not isinstance(asked, Decimal):
        return None
    conditions = (*_intensita(asked, most), _massimale(asked, case))
    return Reason("importo", "Contributo massimo", conditions)


def _intensita(asked: Decimal, most: Calcolo) -> tuple[Condition, ...]:
    """Return the condition on the share of the eligible cost; none under the de minimis regime."""
    if most.massimo_intensita is None:
        return ()
    costo, mesi = in_figures(most.costo_ammissibile), in_figures(most.mesi_ammissibili)
    share = f"{percent_in_figures(most.percento)}% del costo di {mesi} mesi, {costo}"
    condition = Condition(
        _RICHIESTO,
        in_figures(asked),
        f"al massimo {in_figures(most.massimo_intensita)}: {share}",
        asked <= most.massimo_intensita,
        f"{_GBER} artt. 40-41",
    )
    return (condition,)


def _massimale(asked: Decimal, case: Case) -> Condition:
    most = case.parameters.euro("incentivo.massimale_euro")
    return Condition(
        _RICHIESTO,
        in_figures(asked),
        f"al massimo {in_figures(most)}",
        asked <= most,
        "Massimale della Provincia",
    )


def _de_minimis(case: Case) -> Reason | None:
    """Return whether the aid of three financial years, this one included, is within the ceiling."""
    asked = case["importo_richiesto"]
    if case["regime_aiuto"] != DE_MINIMIS or not isinstance(asked, Decimal):
        return None
    total, most = de_minimis_totale(case) + asked, de_minimis_massimale(case)
    condition = Condition(
        "Aiuti de minimis in tre esercizi, compreso questo",
        in_figures(total),
        f"al massimo {in_figures(most)}",
        total <= most,
        "Reg. (CE) 1998/2006 art. 2 c. 2",
    )
    return Reason("de_minimis", "Massimale de minimis", (condition,))


_ASKED: tuple[Callable[[Case], Reason | None], ...] = (
    _regime,
    _cumulo,
    _incremento,
    _importo,
    _de_minimis,
)
