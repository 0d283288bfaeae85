"""The contribution to the company that hires: the greatest amount, and how it comes about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from schemas.rules.case import Case
from schemas.rules.date import months_and_days
from schemas.rules.gber import esiti
from schemas.rules.importi import cents
from schemas.rules.parameters import Parameters

ESENZIONE = "esenzione_800"
DE_MINIMIS = "de_minimis"
# The month of the commercial year, which measures the rest of a contract.
_GIORNI_DEL_MESE = 30


@dataclass(frozen=True)
class Calcolo:
    """
    How the greatest contribution comes about, in euro.

    *massimo_intensita* is the share of the eligible cost that the aid may cover, None under the
    de minimis regime; *massimo* is the lower of it and of the ceiling of the Provincia.
    """

    costo_mensile: Decimal
    mesi_ammissibili: Decimal
    costo_ammissibile: Decimal
    percento: Decimal
    massimo_intensita: Decimal | None
    massimo: Decimal


def mesi_contratto(start: date, end: date) -> Fraction:
    """
    Return the length of a contract in months with two decimals, both ends included.

    The days beyond the whole months are thirtieths: from 12/09/2011 to 11/03/2012 it is 6, to
    26/03/2012 it is 6,50.

    Source:
        Richiesta di incentivo, section 3; rule R-DAT-2 for the whole months.
    """
    whole, rest = months_and_days(start, end)
    return whole + Fraction(cents(Fraction(rest, _GIORNI_DEL_MESE)))


def calcola(
    costo_mensile: Decimal,
    contratto: Fraction | None,
    esiti: frozenset[str],
    parameters: Parameters,
    *,
    de_minimis: bool = False,
) -> Calcolo:
    """
    Return the greatest contribution for a hire, and how it comes about.

    Args:
        costo_mensile: Gross wage, compulsory contributions and child care of one month, in euro.
        contratto: Length of the contract in months, None when it has no end.
        esiti: Outcomes of the classification (``S_a``, ``MS``, ``DIS``...).
        parameters: In force on the day of the request.
        de_minimis: The intensity of the aid has no limit of its own.

    Source:
        Reg. (CE) 800/2008 artt. 40-41; rules R-INC-4, 5, 6, 12, 14.
    """
    lasting = "_molto_svantaggiati" if "MS" in esiti else ""
    most = Fraction(parameters.whole(f"incentivo.mesi_costi_ammissibili{lasting}"))
    mesi = most if contratto is None else min(contratto, most)
    disabile = "_disabili" if "DIS" in esiti else ""
    percento = parameters.euro(f"incentivo.intensita_max_percento{disabile}")
    costo = Fraction(costo_mensile) * mesi
    intensita = None if de_minimis else cents(costo * Fraction(percento) / 100)
    massimale = parameters.euro("incentivo.massimale_euro")
    return Calcolo(
        costo_mensile=costo_mensile,
        mesi_ammissibili=cents(mesi),
        costo_ammissibile=cents(costo),
        percento=percento,
        massimo_intensita=intensita,
        massimo=massimale if intensita is None else min(intensita, massimale),
    )


def calcolo(case: Case) -> Calcolo | None:
    """Return the calculation of a request, None while its costs or dates are not known."""
    hire, end = case.day("data_assunzione"), case.day("data_fine_contratto")
    costo = _costo_mensile(case)
    if hire is None or costo is None or (end and end < hire):
        return None
    return calcola(
        costo,
        mesi_contratto(hire, end) if end else None,
        esiti(case, valutazione(case, hire)) or frozenset(),
        case.parameters,
        de_minimis=case["regime_aiuto"] == DE_MINIMIS,
    )


def valutazione(case: Case, hire: date) -> date:
    """Return the day on which the person is judged: the hire, or the request if it comes before."""
    return min(hire, case.on or hire)


def de_minimis_massimale(case: Case) -> Decimal:
    """
    Return the ceiling of de minimis aid in three financial years, in euro.

    Source:
        Reg. (CE) 1998/2006 art. 2 c. 2; rule R-INC-8.
    """
    su_strada = "_trasporto_strada" if case["trasporto_su_strada"] is True else ""
    return case.parameters.euro(f"de_minimis.massimale{su_strada}_euro")


def de_minimis_totale(case: Case) -> Decimal:
    """Return the de minimis aid already received in the rows, in euro."""
    amounts = (row.get("importo") for row in case.rows("de_minimis_ricevuti"))
    return sum((each for each in amounts if isinstance(each, Decimal)), Decimal(0))


def de_minimis_dal(case: Case, on: date) -> date:
    """Return the first day of the financial years that count, this one and those before."""
    return date(on.year - case.parameters.whole("de_minimis.esercizi_precedenti"), 1, 1)


def _costo_mensile(case: Case) -> Decimal | None:
    """Return the eligible cost of one month; None without wage or contributions."""
    wage, contributi = case["retribuzione_lorda_mensile"], case["contributi_mensili"]
    oneri = case["oneri_assistenza_mensili"]
    if not isinstance(wage, Decimal) or not isinstance(contributi, Decimal):
        return None
    return wage + contributi + (oneri if isinstance(oneri, Decimal) else 0)
