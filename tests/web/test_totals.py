"""Figures for who sees no people, and the chapters for who keeps the money."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.pages import Pages
from tests.web.acts.walking import Walk
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.office import Office
from web.acts.totals import MEASURES, totals


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, placed and confirmed."""
    walk = Walk(replace(office, today=None))
    walk.to_inserimento()
    return walk


@pytest.mark.parametrize("name", MEASURES)
def test_one_person_is_never_told(walk: Walk, name: str) -> None:
    table = totals(name, office=walk.at("2011-06-15"))

    told = [cell for _, cells in table.rows for cell in cells] + list(table.total)
    assert all(cell.value in (None, 0) for cell in told)


def test_who_sees_totals_only_reads_them_and_no_person(
    walk: Walk, office: Office, app: Flask
) -> None:
    add_user(
        office.archive, utente="mion", nome="Mion Carlo", ruolo="CI", password=PASSWORD, cpi=""
    )
    ci = Pages(app.test_client()).log_in("mion", PASSWORD)

    page = ci.get(ci.get("/").link("Totali"))
    assert page.heading == "Totali"
    assert "Persone arrivate, per mese e territorio" in page.text
    assert "Dal Santo" not in page.text
    ci.get("/totali/patti-e-pai")
    ci.get("/totali/inesistente", status=404)
    ci.get("/risorse/", status=403)
    ci.get(f"/fascicoli/{walk.numero}", status=403)


def test_the_chapters_say_what_is_taken_and_what_is_not_set(walk: Walk, enter: Enter) -> None:
    page = enter("todescan").get("/risorse/")

    assert "Borse di stageda stabilire2.700,000,00–" in page.text
    enter("zanella").get("/risorse/", status=403)
    enter("zanella").get("/totali/", status=403)
