"""The rules of the grants paid month by month: R-PAG-3 to R-PAG-6, R-RE-6 and R-RE-8."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from schemas.rules.calendario import outside
from schemas.rules.case import Case, rule
from schemas.rules.importi import in_figures
from schemas.rules.messages import Problem
from schemas.rules.risorse import BORSE, borsa_del_mese, disponibile
from schemas.rules.stage import quota_provincia

CONTANTI, BONIFICO = "contanti", "bonifico"
MODALITA: Mapping[str, str] = MappingProxyType(
    {BONIFICO: "Bonifico", "assegno": "Assegno", CONTANTI: "Contanti"}
)
_TABELLA = "borse_pagate"


def totale_borse(case: Case) -> Decimal | None:
    """Return what was paid of the grant so far, None when nothing was."""
    amounts = [row.get("importo") for row in case.rows(_TABELLA)]
    return sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0)) or None


@rule(_TABELLA, "data_inizio", "data_fine")
def months_are_of_stage(case: Case) -> Iterator[Problem]:
    """
    Refuse a month outside the stage, and one paid twice.

    Source:
        Rules R-PAG-6 and R-RE-8.
    """
    start, end = case.day("data_inizio"), case.day("data_fine")
    seen: set[date] = set()
    for position, row in enumerate(case.rows(_TABELLA)):
        month = row.get("mese")
        if not isinstance(month, date) or start is None or end is None:
            continue
        at, first = f"{_TABELLA}[{position}].mese", month.replace(day=1)
        if first in seen:
            yield Problem(at, "duplicato", {"dettaglio": f"mensilità di {month:%m/%Y}"})
        else:
            yield from outside(at, first, start.replace(day=1), end)
        seen.add(first)


@rule(_TABELLA, "borsa_importo_mensile", "borsa_quota_azienda")
def months_are_worth(case: Case) -> Iterator[Problem]:
    """
    Refuse another amount than the share of the month that was attended.

    Source:
        Rule R-PAG-5.
    """
    mensile = quota_provincia(case)
    for position, row in enumerate(case.rows(_TABELLA)):
        presenza, previsti = row.get("giorni_presenza"), row.get("giorni_previsti")
        paid, at = row.get("importo"), f"{_TABELLA}[{position}]"
        if not (isinstance(presenza, int) and isinstance(previsti, int) and mensile):
            continue
        if presenza > previsti:
            values = {"min": "0", "max": str(previsti)}
            yield Problem(f"{at}.giorni_presenza", "fuori_intervallo", values)
            continue
        due = borsa_del_mese(mensile, presenza, previsti)
        if isinstance(paid, Decimal) and paid != due:
            values = {"dovuto": in_figures(due), "indicato": in_figures(paid)}
            yield Problem(f"{at}.importo", "importo_dovuto", values)


@rule(_TABELLA, "iban_tirocinante")
def payments_are_allowed(case: Case) -> Iterator[Problem]:
    """
    Refuse a payment before its month, cash at or over the limit of its day, one without account.

    Source:
        D.Lgs. 231/2007 art. 49; rules R-PAG-3, R-RE-6 and R-DAT-4.
    """
    last = case.parameters.day("progetto.chiusura_amministrativa")
    for position, row in enumerate(case.rows(_TABELLA)):
        paid, month, amount = row.get("data_pagamento"), row.get("mese"), row.get("importo")
        at = f"{_TABELLA}[{position}]"
        if not isinstance(paid, date):
            continue
        if isinstance(month, date):
            yield from outside(f"{at}.data_pagamento", paid, month, last)
        if row.get("modalita") == BONIFICO and not case.text("iban_tirocinante"):
            yield Problem(f"{at}.modalita", "pronto_solo_tracciabile")
        limit = case.parameters.at(paid).euro("pagamento.contante_limite_euro")
        if row.get("modalita") == CONTANTI and isinstance(amount, Decimal) and amount >= limit:
            yield Problem(f"{at}.modalita", "pagamento_contante")


@rule(_TABELLA)
def chapter_has_room(case: Case) -> Iterator[Problem]:
    """
    Refuse payments over what is left of the chapter.

    Source:
        Rule R-PAG-4.
    """
    paid, left = totale_borse(case), disponibile(case, BORSE)
    if paid is not None and left is not None and paid > left:
        yield Problem(_TABELLA, "budget_superato", {"max": in_figures(left)})


RULES = (months_are_of_stage, payments_are_allowed, months_are_worth, chapter_has_room)
