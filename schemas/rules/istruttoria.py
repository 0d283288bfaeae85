"""The rules of what becomes of a request: R-RI-11 and R-PAG-1 to R-PAG-6, and where it stands."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from schemas.rules.calendario import not_before, outside
from schemas.rules.case import Case, rule
from schemas.rules.importi import in_figures
from schemas.rules.life import EFFICACE
from schemas.rules.messages import Problem
from schemas.rules.risorse import INCENTIVI, disponibile, ritenuta

AMMESSA, RESPINTA, INTEGRAZIONE = "ammessa", "respinta", "integrazione_richiesta"
ESITI: Mapping[str, str] = MappingProxyType(
    {
        AMMESSA: "Ammessa",
        RESPINTA: "Respinta",
        INTEGRAZIONE: "Integrazione richiesta",
    }
)
STATI: Mapping[str, str] = MappingProxyType(
    {
        "da_firmare": "Da firmare",
        "presentata": "Presentata",
        "in_istruttoria": "In istruttoria",
        **ESITI,
        "integrata": "Integrata, da decidere",
        "liquidata": "Liquidata",
        "revocata": "Revocata",
        "ritirata": "Annullata o sostituita",
    }
)
REGOLARE = "non_inadempiente"
ESITI_VERIFICA: Mapping[str, str] = MappingProxyType(
    {REGOLARE: "Soggetto non inadempiente", "inadempiente": "Soggetto inadempiente"}
)
_DURC, _SOGLIA = "durc.giorni_validita", "pagamento.soglia_verifica_inadempienti_euro"


def stato_richiesta(documento: str, answers: Mapping[str, object]) -> str:
    """
    Return where a request stands, a key of STATI.

    Args:
        documento: State of the document.
        answers: What it says, with what was recorded later.

    Source:
        Process of the document; requests.
    """
    if documento not in EFFICACE:
        return "da_firmare" if documento == "generato" else "ritirata"
    for name, stato in (("data_revoca", "revocata"), ("data_pagamento", "liquidata")):
        if answers.get(name):
            return stato
    esito = str(answers.get("esito") or "")
    if esito == INTEGRAZIONE and _integrated(answers):
        return "integrata"
    return esito or ("in_istruttoria" if answers.get("istruttore") else "presentata")


def _integrated(answers: Mapping[str, object]) -> bool:
    """Tell whether the company answered after the last decision (days compare as written)."""
    return str(answers.get("data_integrazione") or "") >= str(answers.get("data_esito"))


@rule("importo_concesso", "importo_richiesto")
def grant_is_within(case: Case) -> Iterator[Problem]:
    """
    Refuse to grant more than was asked, or than is left of the chapter.

    Source:
        Rules R-RI-11 and R-PAG-4.
    """
    concesso, richiesto = case["importo_concesso"], case["importo_richiesto"]
    if not isinstance(concesso, Decimal):
        return
    left = disponibile(case, INCENTIVI)
    if isinstance(richiesto, Decimal) and concesso > richiesto:
        yield Problem("importo_concesso", "importo_massimo", {"max": in_figures(richiesto)})
    elif left is not None and concesso > left:
        yield Problem("importo_concesso", "budget_superato", {"max": in_figures(left)})


@rule("importo_liquidato", "importo_concesso")
def payment_is_within(case: Case) -> Iterator[Problem]:
    """
    Refuse to pay more than was granted.

    Source:
        Rule R-PAG-6.
    """
    liquidato, concesso = case["importo_liquidato"], case["importo_concesso"]
    if isinstance(liquidato, Decimal) and isinstance(concesso, Decimal) and liquidato > concesso:
        yield Problem("importo_liquidato", "importo_massimo", {"max": in_figures(concesso)})


@rule("durc_data", "data_pagamento")
def durc_is_in_force(case: Case) -> Iterator[Problem]:
    """
    Refuse a payment without a DURC of the days before it.

    Source:
        L. 296/2006 art. 1 c. 1175; rules R-INC-13 and R-RE-4.
    """
    durc, paid = case.day("durc_data"), case.day("data_pagamento")
    if durc is None or paid is None:
        return
    oldest = paid - timedelta(days=case.parameters.at(paid).whole(_DURC))
    if not oldest <= durc <= paid:
        yield Problem("durc_data", "durc_mancante")


@rule("verifica_48bis_data", "verifica_48bis_esito", "importo_liquidato", "data_pagamento")
def defaulters_are_checked(case: Case) -> Iterator[Problem]:
    """
    Refuse a payment over the threshold without a check, made before it, that found nothing.

    Source:
        D.P.R. 602/1973 art. 48-bis; rule R-PAG-2.
    """
    liquidato, paid = case["importo_liquidato"], case.day("data_pagamento")
    checked = case.day("verifica_48bis_data")
    if not isinstance(liquidato, Decimal) or paid is None:
        return
    soglia = case.parameters.at(paid).euro(_SOGLIA)
    if liquidato > soglia and (checked is None or checked > paid):
        values = {"max": in_figures(soglia)}
        yield Problem("verifica_48bis_data", "verifica_inadempienti", values)
    if checked and case["verifica_48bis_esito"] not in (None, REGOLARE):
        yield Problem("verifica_48bis_esito", "scelta_non_valida")


@rule("data_pagamento")
def paid_in_time(case: Case) -> Iterator[Problem]:
    """
    Refuse a payment after the accounts are closed.

    Source:
        Rule R-DAT-4.
    """
    start = case.parameters.day("progetto.data_inizio")
    end = case.parameters.day("progetto.chiusura_amministrativa")
    yield from outside("data_pagamento", case.day("data_pagamento"), start, end)


@rule("data_pagamento", "data_revoca")
def revoked_is_not_paid(case: Case) -> Iterator[Problem]:
    """Refuse to pay what was revoked before."""
    paid, revoked = case.day("data_pagamento"), case.day("data_revoca")
    if paid and revoked and paid >= revoked:
        yield Problem("data_pagamento", "contributo_revocato", {"data": f"{revoked:%d/%m/%Y}"})


def netto(case: Case) -> dict[str, Decimal]:
    """Return what is withheld and what is left of what is paid, or of what is to be paid."""
    lordo = case["importo_liquidato"] or case["importo_concesso"]
    day = case.day("data_pagamento") or case.day("data_esito")
    if not isinstance(lordo, Decimal) or day is None:
        return {}
    esente = case["ente_non_commerciale"] is True
    withheld = ritenuta(lordo, day, case.parameters, esente=esente)
    return {"ritenuta": withheld, "importo_netto": lordo - withheld}


RULES = (
    not_before("data_istruttoria", "data_richiesta"),
    not_before("data_esito", "data_istruttoria"),
    grant_is_within,
    not_before("data_integrazione", "data_esito"),
    not_before("data_pagamento", "data_esito"),
    paid_in_time,
    revoked_is_not_paid,
    payment_is_within,
    durc_is_in_force,
    defaulters_are_checked,
    not_before("data_revoca", "data_esito"),
)
