"""The rules of the transfer to the GCP and of its validation, R-PC-2 to R-PC-7, in order."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from schemas.rules import presa_in_carico
from schemas.rules.calendario import evaluated_on, in_progetto, not_after_today, not_before
from schemas.rules.case import Case, Condition, Reason, rule
from schemas.rules.comparison import folded
from schemas.rules.condizioni import PROGETTO
from schemas.rules.contesto import Contesto, Record
from schemas.rules.date import months_and_days
from schemas.rules.destinatario import DESCRIZIONI
from schemas.rules.fascicolo import categoria_of, not_before_document, patto_of, signed_document
from schemas.rules.importi import in_figures
from schemas.rules.inserimento import in_force, rows_of
from schemas.rules.messages import Problem
from schemas.rules.presa_in_carico import PRESO
from schemas.rules.risorse import BORSE, INCENTIVI, residuo

VALIDATO = "validato"
# What each part fills: its day first.
TRASFERIMENTO = (
    "data_trasferimento",
    "patto",
    "pai",
    "requisiti_confermati",
    "categoria_verificata",
    "mesi_borsa",
    "importo_borsa",
    "importo_incentivo",
    "ore_formazione",
)
VALIDAZIONE = (
    "data_validazione",
    "requisiti_gcp",
    "risorse_gcp",
    "esito_gcp",
    "motivo_gcp",
    "assistente_incaricato",
)
# Instruments of the PAI that put a person in a company.
_INSERIMENTI = frozenset({"stage", "tempo_determinato", "ricollocazione"})
_METODOLOGIA = f"{PROGETTO}, Metodologia 6"
_MASSIMALE = "incentivo.massimale_euro"


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """Propose the sitting's own answers, then category, grant and training as Patto and PAI say."""
    patto = patto_of(contesto, fascicolo)
    plans = in_force(contesto, "pai", fascicolo)
    return {
        **presa_in_carico.propose(contesto, fascicolo),
        "categoria_verificata": (patto.text("categoria_principale") if patto else None) or "",
        **(_resources(plans[-1]) if plans else {}),
    }


def _resources(pai: Record) -> dict[str, object]:
    """Return what a PAI costs, as typed: months of grant and their amount, hours of training."""
    mensile, rows = mensile_of(pai) or Decimal(0), rows_of(pai, "azioni")
    mesi = sum(_months(row) for row in rows if row.get("tipo") == "stage") if mensile else 0
    hours = (row.get("ore") for row in rows if row.get("tipo") == "formazione_cfp")
    ore = sum(each for each in hours if isinstance(each, int))
    return {
        "mesi_borsa": str(mesi),
        "importo_borsa": in_figures(mesi * mensile),
        "ore_formazione": str(ore) if ore else "",
    }


def _months(azione: Mapping[str, object]) -> int:
    """Return the months that an action takes, a month begun counting as one."""
    dal, al = azione.get("data_inizio"), azione.get("data_fine")
    if not isinstance(dal, date) or not isinstance(al, date):
        return 0
    whole, days = months_and_days(dal, al)
    return whole + bool(days)


def mensile_of(pai: Record) -> Decimal | None:
    """Return the monthly grant of a PAI on file: 0 when it has none, None when it is not known."""
    if pai.get("borsa_prevista") is False:
        return Decimal(0)
    text = pai.text("borsa_importo_mensile") or pai.text("borsa")
    return Decimal(text) if text else None


def evidenza(case: Case) -> str:
    """Return the facts on which the Patto proved the category, "" when it is not on file."""
    patto = case.contesto.documento(case.text("patto"))
    motivi = rows_of(patto, "motivi") if patto else []
    own = (motivo for motivo in motivi if motivo.get("subject") == case["categoria_verificata"])
    conditions = next(own, {}).get("conditions")
    rows = conditions if isinstance(conditions, list | tuple) else ()
    return "; ".join(f"{row['asked']}: {row['found']}" for row in rows)


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether category and grant are those of Patto and PAI, once there is a transfer."""
    if case.day("data_trasferimento") is None:
        return ()
    return tuple(filter(None, (_categoria(case), _borsa(case))))


def _categoria(case: Case) -> Reason | None:
    verified, declared = case.text("categoria_verificata"), categoria_of(case)
    if not verified or not declared:
        return None
    condition = Condition(
        "Categoria verificata",
        f"{verified}, {DESCRIZIONI[verified].lower()}",
        f"{declared}, come nel Patto",
        verified == declared,
        _METODOLOGIA,
    )
    return Reason("Categoria", "Quella del Patto", (condition,))


def _borsa(case: Case) -> Reason | None:
    importo, product = case["importo_borsa"], _product(case)
    if not isinstance(importo, Decimal) or product is None:
        return None
    asked = Condition(
        "Spesa per la borsa",
        f"{in_figures(importo)} euro",
        f"{in_figures(product)} euro, i mesi per l'importo del PAI",
        importo == product,
        _METODOLOGIA,
    )
    left = residuo(case, BORSE)
    if left is None:
        return Reason("Borsa", "Spesa prevista", (asked,))
    within = Condition(
        "Disponibilità del capitolo",
        f"{in_figures(left)} euro",
        f"almeno {in_figures(importo)} euro",
        importo <= left,
        _METODOLOGIA,
    )
    return Reason("Borsa", "Spesa prevista", (asked, within))


def _product(case: Case) -> Decimal | None:
    pai, mesi = case.contesto.documento(case.text("pai")), case.number("mesi_borsa")
    mensile = mensile_of(pai) if pai else None
    return None if mesi is None or mensile is None else mesi * mensile


@rule("data_trasferimento", "data_validazione")
def parts_are_dated(case: Case) -> Iterator[Problem]:
    """Ask for the day of a part that says anything, and of the transfer before its validation."""
    for day, *fields in (TRASFERIMENTO + VALIDAZIONE[:1], VALIDAZIONE):
        if case[day] is None and any(case[name] is not None for name in fields):
            yield Problem(day, "obbligatorio")


@rule("data_trasferimento", "esito_presa")
def only_taken_are_transferred(case: Case) -> Iterator[Problem]:
    """
    Refuse the transfer of who was not taken in charge.

    Source:
        Project document, Metodologia 6.
    """
    if case["data_trasferimento"] and case["esito_presa"] not in (None, PRESO):
        yield Problem("data_trasferimento", "presa_in_carico_mancante")


@rule("requisiti_confermati")
def requisiti_are_confirmed(case: Case) -> Iterator[Problem]:
    """
    Refuse the transfer of who does not meet the requirements.

    Source:
        Project document, Metodologia 6.
    """
    if case["requisiti_confermati"] is False:
        yield Problem("requisiti_confermati", "scelta_non_valida")


@rule("categoria_verificata", "patto", "fascicolo")
def categoria_is_of_patto(case: Case) -> Iterator[Problem]:
    """
    Refuse another category than that of the Patto.

    Source:
        Rule R-PC-6.
    """
    declared, verified = categoria_of(case), case.text("categoria_verificata")
    if declared and verified and verified != declared:
        yield Problem("categoria_verificata", "scelta_non_valida")


@rule("importo_borsa", "mesi_borsa", "pai")
def borsa_is_of_pai(case: Case) -> Iterator[Problem]:
    """
    Refuse a cost of the grant that is not its months by the monthly amount of the PAI.

    Source:
        Rule R-PC-3.
    """
    importo, product = case["importo_borsa"], _product(case)
    if isinstance(importo, Decimal) and product is not None and importo != product:
        values = {"somma": in_figures(product), "totale": in_figures(importo)}
        yield Problem("importo_borsa", "somma_errata", values)


@rule("importo_incentivo")
def incentivo_within_limit(case: Case) -> Iterator[Problem]:
    """Refuse an incentive over the ceiling of the project."""
    importo, most = case["importo_incentivo"], case.parameters.euro(_MASSIMALE)
    if isinstance(importo, Decimal) and importo > most:
        yield Problem("importo_incentivo", "importo_massimo", {"max": in_figures(most)})


@rule("importo_borsa", "importo_incentivo", "esito_gcp")
def resources_are_left(case: Case) -> Iterator[Problem]:
    """
    Refuse what passes the rest of its chapter; who is sent back or not admitted takes nothing.

    Source:
        Project document, Metodologia 6; rule R-PC-4.
    """
    if case["esito_gcp"] not in (None, VALIDATO):
        return
    for path, capitolo in (("importo_borsa", BORSE), ("importo_incentivo", INCENTIVI)):
        importo, left = case[path], residuo(case, capitolo)
        if isinstance(importo, Decimal) and left is not None and importo > left:
            yield Problem(path, "budget_superato", {"max": in_figures(left)})


@rule("esito_gcp", "requisiti_gcp", "risorse_gcp")
def validated_with_both_checks(case: Case) -> Iterator[Problem]:
    """
    Refuse the validation where requirements or resources are missing.

    Source:
        Project document, Metodologia 6; rule R-PC-2.
    """
    checked = case["requisiti_gcp"] is True and case["risorse_gcp"] is True
    if case["esito_gcp"] == VALIDATO and not checked:
        yield Problem("esito_gcp", "scelta_non_valida")


@rule("assistente_incaricato", "esito_gcp", "pai", "mesi_borsa")
def assistente_is_named(case: Case) -> Iterator[Problem]:
    """
    Ask for the Assistente of a path that leads into a company.

    Source:
        Project document, phase 7.
    """
    pai = case.contesto.documento(case.text("pai"))
    strumento = pai.text("strumento") if pai else None
    placed = strumento in _INSERIMENTI or bool(case.number("mesi_borsa"))
    if case["esito_gcp"] == VALIDATO and placed and not case.text("assistente_incaricato"):
        yield Problem("assistente_incaricato", "obbligatorio")


@rule("assistente_incaricato", "componenti")
def assistente_is_not_of_glt(case: Case) -> Iterator[Problem]:
    """
    Refuse as Assistente who sat in the GLT of the same case.

    Source:
        Rule R-PC-7.
    """
    name = folded(case.text("assistente_incaricato"))
    if name and any(folded(str(row.get("nome"))) == name for row in case.rows("componenti")):
        yield Problem("assistente_incaricato", "ruolo_incompatibile")


RULES = evaluated_on(
    "data_presa",
    (
        parts_are_dated,
        only_taken_are_transferred,
        not_before("data_trasferimento", "data_presa"),
        in_progetto("data_trasferimento"),
        not_after_today("data_trasferimento"),
        signed_document("patto", "patto_mancante"),
        signed_document("pai", "pai_mancante"),
        not_before_document("data_trasferimento", "patto"),
        not_before_document("data_trasferimento", "pai"),
        requisiti_are_confirmed,
        categoria_is_of_patto,
        borsa_is_of_pai,
        incentivo_within_limit,
        resources_are_left,
        not_before("data_validazione", "data_trasferimento"),
        in_progetto("data_validazione"),
        not_after_today("data_validazione"),
        validated_with_both_checks,
        assistente_is_named,
        assistente_is_not_of_glt,
    ),
)
