"""The money of the project: chapters, what is left of one, what a payment is and must have."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from schemas.rules.case import Case
from schemas.rules.importi import cents
from schemas.rules.parameters import Parameters

BORSE, INCENTIVI = "borse", "incentivi"
CAPITOLI: Mapping[str, str] = MappingProxyType(
    {
        BORSE: "Borse di stage",
        INCENTIVI: "Incentivi alle aziende",
        "esperti": "Esperti",
        "formazione": "Formazione",
        "promozione": "Promozione",
        "gestione": "Gestione",
    }
)
TOTALE = "risorse.totale"


def stanziato(capitolo: str, parameters: Parameters) -> Decimal | None:
    """Return the amount of a chapter, in euro, or None while the Provincia has not set it."""
    return amount_set(f"risorse.{capitolo}", parameters)


def amount_set(chiave: str, parameters: Parameters) -> Decimal | None:
    """Return the amount at *chiave*, in euro, or None while it is not set."""
    value = parameters.get(chiave)
    return None if value is None else Decimal(str(value))


def residuo(case: Case, capitolo: str) -> Decimal | None:
    """
    Return what is left of a chapter for the path of this person, in euro.

    What is kept aside for them counts as left. None when the archive does not say.
    """
    return _figure(case, f"residuo_{capitolo}")


def disponibile(case: Case, capitolo: str) -> Decimal | None:
    """
    Return what of the chapter this document may still take for the person, in euro.

    It is what is left less what other documents were granted. None when the archive does not say.
    """
    return _figure(case, f"disponibile_{capitolo}")


def _figure(case: Case, name: str) -> Decimal | None:
    figures = case.contesto.altro.get("parametri")
    left = figures.get(name) if isinstance(figures, Mapping) else None
    return None if left is None else Decimal(str(left))


def impegno(prenotato: Decimal, effettivo: Decimal, *, chiuso: bool) -> Decimal:
    """
    Return what one person's path takes of a chapter, in euro.

    What was foreseen is kept aside until more is due; a closed path gives back what it never took.

    Args:
        prenotato: What the GCP validated.
        effettivo: What was granted or paid since.
        chiuso: Whether the fascicolo is closed.
    """
    return effettivo if chiuso else max(prenotato, effettivo)


def ritenuta(lordo: Decimal, on: date, parameters: Parameters, *, esente: bool) -> Decimal:
    """
    Return what is withheld from a contribution to a company, in euro.

    Args:
        lordo: The amount before the withholding.
        on: Day of the payment.
        parameters: All of them; those of that day are used.
        esente: Whether the beneficiary is a body without business income.

    Source:
        D.P.R. 600/1973 art. 28 c. 2; rule R-PAG-1.
    """
    if esente:
        return Decimal("0.00")
    percento = parameters.at(on).euro("pagamento.ritenuta_imprese_percento")
    return cents(Fraction(lordo) * Fraction(percento) / 100)


def borsa_del_mese(mensile: Decimal, presenza: int, previsti: int) -> Decimal:
    """
    Return the grant of one month, in euro, never more than the monthly amount.

    Args:
        mensile: The amount of a whole month.
        presenza: Days of attendance.
        previsti: Days that were planned, at least 1.

    Source:
        Rule R-PAG-5.
    """
    return min(mensile, cents(Fraction(mensile) * presenza / previsti))
