"""Amounts in euro: rounded once, at the end, and written as the office writes them."""

from decimal import Decimal
from fractions import Fraction


def cents(amount: Fraction) -> Decimal:
    """
    Return a positive amount rounded to the cent, half up.

    Calculations run on fractions, so that nothing is rounded before the last step.

    Source:
        Rule R-INC-14.
    """
    return Decimal(int(amount * 100 + Fraction(1, 2))).scaleb(-2)


def in_figures(amount: Decimal) -> str:
    """Return an amount as 3.600,00."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def percent_in_figures(percent: Decimal) -> str:
    """Return a percentage without idle zeros: 50, 37,5."""
    return f"{percent.normalize():f}".replace(".", ",")
