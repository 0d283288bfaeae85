"""Withholding, months of grant, what a path takes of a chapter: to the cent, on both sides."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.parameters import Parameters, shipped
from schemas.rules.risorse import borsa_del_mese, impegno, ritenuta

ON = date(2011, 10, 3)
PARAMETERS = Parameters(shipped(), ON)
euro = st.decimals("0.01", "99999.99", places=2)


@pytest.mark.parametrize(
    ("lordo", "esente", "withheld"),
    [
        ("3600.00", False, "144.00"),
        ("3600.00", True, "0.00"),
        ("0.12", False, "0.00"),
        ("0.13", False, "0.01"),
        ("1234.56", False, "49.38"),
    ],
)
def test_four_percent_is_withheld_to_the_cent_half_up(
    lordo: str, esente: bool, withheld: str
) -> None:
    assert ritenuta(Decimal(lordo), ON, PARAMETERS, esente=esente) == Decimal(withheld)


@pytest.mark.parametrize(
    ("presenza", "previsti", "amount"),
    [(22, 22, "450.00"), (0, 22, "0.00"), (11, 22, "225.00"), (1, 3, "150.00"), (7, 22, "143.18")],
)
def test_a_month_of_grant_follows_the_attendance(presenza: int, previsti: int, amount: str) -> None:
    assert borsa_del_mese(Decimal("450.00"), presenza, previsti) == Decimal(amount)


@given(mensile=euro, presenza=st.integers(0, 31), previsti=st.integers(1, 31))
def test_a_month_never_exceeds_the_monthly_amount(
    mensile: Decimal, presenza: int, previsti: int
) -> None:
    assert 0 <= borsa_del_mese(mensile, presenza, previsti) <= mensile


@given(prenotato=euro, effettivo=euro)
def test_an_open_path_keeps_what_was_foreseen_and_a_closed_one_gives_back(
    prenotato: Decimal, effettivo: Decimal
) -> None:
    assert impegno(prenotato, effettivo, chiuso=False) == max(prenotato, effettivo)
    assert impegno(prenotato, effettivo, chiuso=True) == effettivo
