"""The sittings of the GLT: listed for who may see them, and printed without a name."""

import io

import docx
import pytest

from tests.web.acts.walking import GLT, Walk, case
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.office import Office
from web.acts.opening import open_fascicolo
from web.acts.signing import annul
from web.acts.sittings import sittings

NICCOLO = {
    "cognome": "D'Agostino",
    "nome": "Niccolò Maria",
    "codice_fiscale": "DGSNCL84L09L840H",
    "cpi": "Schio-Thiene",
}
LIST = "/sedute/T2/2011-02-24/elenco.docx"


@pytest.fixture
def walk(office: Office) -> Walk:
    """A sitting of the GLT of T2 that took two people in charge."""
    walk = Walk(office)
    walk.to_presa_in_carico()
    opening = open_fascicolo(NICCOLO, office=walk.at("2011-02-24"), by=GLT)
    assert opening.fascicolo, opening.problems
    second = Walk(office, opening.fascicolo.numero)
    second.signed("presa_in_carico", case("presa_in_carico", "PC-V01"), "2011-02-24", GLT)
    return walk


def test_a_sitting_is_listed_with_how_many_it_examined(walk: Walk, enter: Enter) -> None:
    page = enter("cogo").get("/sedute/")

    (row,) = page.tree.xpath("//tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row][:4]
    assert cells == [
        "24 febbraio 2011",
        "Alto Vicentino",
        "2",
        "PC-2011-T2-00001, PC-2011-T2-00002",
    ]
    assert page.link("elenco della seduta del 24 febbraio 2011") == LIST


def test_its_list_has_initials_and_numbers_and_nothing_else(walk: Walk, enter: Enter) -> None:
    answer = enter("cogo").client.get(LIST)

    paper = docx.Document(io.BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert rows == [
        ["N.", "Persona (iniziali)", "Fascicolo"],
        ["1", "D. S. G.", "F-2011-00001"],
        ["2", "D. N. M.", "F-2011-00002"],
    ]
    everything = answer.data + "".join(part.text for part in paper.paragraphs).encode()
    for secret in ("Dal Santo", "Agostino", "DLSGLI75D58I531V"):
        assert secret.encode() not in everything


def test_a_sitting_whose_papers_were_annulled_is_not_listed(walk: Walk) -> None:
    (held,) = sittings(walk.office.archive)
    for presa in held.prese:
        annul(presa.number, "Verbale di prova.", office=walk.office, by=GLT)

    assert sittings(walk.office.archive) == []


def test_the_sittings_of_another_territory_are_not_there(walk: Walk, enter: Enter) -> None:
    other = enter("berti")

    assert "Nessuna seduta registrata" in other.get("/sedute/").text
    assert other.client.get(LIST).status_code == 404


@pytest.mark.parametrize(
    "address", ["/sedute/T2/2011-02-25/elenco.docx", "/sedute/T2/x/elenco.docx"]
)
def test_a_day_without_sitting_has_no_list(walk: Walk, enter: Enter, address: str) -> None:
    assert enter("frison").client.get(address).status_code == 404


def test_who_sees_no_presa_in_carico_sees_no_sitting(walk: Walk, office: Office, pages) -> None:
    add_user(
        office.archive,
        utente="pozzan",
        nome="Pozzan Lucia",
        ruolo="COM",
        password=PASSWORD,
        cpi="T2",
    )
    pages.log_in("pozzan", PASSWORD)

    assert pages.client.get("/sedute/").status_code == 403
    assert pages.client.get(LIST).status_code == 403
