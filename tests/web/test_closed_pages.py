"""A closed fascicolo on the pages: everything can be read, and nothing is taken (F-4)."""

from datetime import date

import pytest

from schemas.rules.numero import Number
from tests.pages import Page, Pages
from tests.web.acts.walking import OPERATORE, Walk, case
from tests.web.conftest import Enter
from web.acts.advancing import Step, advance
from web.acts.office import Office


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who withdrew with a Patto still to be signed."""
    walk = Walk(office)
    walk.to_presa_in_carico()
    walk.paper("patto_di_servizio", case("patto_di_servizio", "PS-V01"), "2011-03-07")
    gone = Step("ritirato", date(2011, 3, 8), "Ha trovato lavoro da sola.")
    advance(walk.numero, gone, office=walk.at("2011-03-08"), by=OPERATORE)
    return walk


@pytest.fixture
def patto(walk: Walk) -> Number:
    """The Patto that nobody signed."""
    return walk.office.archive.documents(kind="patto_di_servizio")[0].number


def posted(pages: Pages, address: str, **typed: str) -> Page:
    """Post to an address, as a page left open from before the closing does."""
    token = pages.get("/avvisi/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    return Page(pages.client.post(address, data={"csrf_token": token, **typed}))


def test_it_is_read_and_taken_out(walk: Walk, patto: Number, operator: Pages) -> None:
    assert "Ritirato" in operator.get(f"/fascicoli/{walk.numero}").text
    operator.get(f"/documenti/{patto}")
    assert operator.client.get(f"/documenti/{patto}/docx").status_code == 200
    bag = posted(operator, f"/fascicoli/{walk.numero}/scarica", forma="zip", motivo="Controllo.")
    assert bag.response.mimetype == "application/zip"


@pytest.mark.parametrize(
    ("address", "typed", "status"),
    [
        ("/documenti/{patto}/firma", {"data": "09/03/2011"}, 422),
        ("/documenti/{patto}/annulla", {"motivo": "Compilato per errore."}, 422),
        ("/documenti/{patto}/correggi", {}, 409),
        ("/fascicoli/{numero}/pai/nuovo", {}, 409),
        ("/fascicoli/{numero}/passo", {"passo": "preso_in_carico", "data": "09/03/2011"}, 422),
    ],
)
def test_it_takes_no_change(
    walk: Walk,
    patto: Number,
    operator: Pages,
    address: str,
    typed: dict[str, str],
    status: int,
) -> None:
    before = walk.office.archive.chain_head()

    answer = posted(operator, address.format(patto=patto, numero=walk.numero), **typed)

    assert answer.status == status
    assert walk.office.archive.chain_head() == before
    assert walk.office.archive.find("bozze") == []


def test_it_begins_nothing_and_offers_no_step(walk: Walk, enter: Enter) -> None:
    page = enter("zanella").get(f"/fascicoli/{walk.numero}")

    assert not page.tree.xpath("//button[starts-with(normalize-space(), 'Compila')]")
    assert not page.tree.xpath("//form[contains(@action, '/passo')]")
