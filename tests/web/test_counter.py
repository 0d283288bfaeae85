"""At the counter: a health card is read, a person is known or not, nobody is written twice."""

import pytest

from tests.pages import Pages, words
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, opened_fascicolo
from web.acts.office import Office

UGO = "DLAGUO75D18I531Y"


@pytest.mark.parametrize("box", ["/documenti/?q={}", "/fascicoli/?q={}"])
@pytest.mark.parametrize("typed", ["DLSGLI75D58I531V", " dlsgli75d58i531v"])
def test_the_code_of_a_card_leads_to_the_fascicolo_of_the_person(
    operator: Pages, box: str, typed: str
):
    numero = opened_fascicolo(operator)

    read = operator.get(box.format(typed), status=303)
    page = operator.get(read.location, status=303)

    assert page.location == f"/fascicoli/{numero}"


def test_a_code_that_nobody_has_says_what_it_reads_and_begins_a_fascicolo(operator: Pages):
    page = operator.follow(operator.get(f"/documenti/?q={UGO}", status=303))

    assert page.heading == "Nessun fascicolo con questo codice"
    said = [words(one) for one in page.tree.xpath("//dd")]
    assert said == [UGO, "Maschio", "18/04/1975", "Schio (VI)"]

    begun = operator.get(page.link("Apri un fascicolo con questo codice"))

    assert begun.tree.get_element_by_id("codice_fiscale").get("value") == UGO
    assert "Che cosa dice il codice" in begun.text


def test_a_code_read_badly_is_set_beside_those_that_are_nearly_the_same(operator: Pages):
    numero = opened_fascicolo(operator)

    page = operator.follow(operator.get("/documenti/?q=DLSGLI75D59I531X", status=303))

    assert "Codici quasi uguali" in page.text
    assert page.link("Dal Santo Giulia") == f"/fascicoli/{numero}"


def test_who_is_of_another_territory_is_not_told(operator: Pages, enter: Enter):
    opened_fascicolo(operator)

    page = enter("berti").get("/fascicoli/codice/DLSGLI75D58I531V")

    assert page.heading == "Nessun fascicolo con questo codice"
    assert "Dal Santo" not in page.text
    assert "Codici quasi uguali" not in page.text


def test_a_code_among_other_filters_searches_the_documents(operator: Pages):
    opened_fascicolo(operator)

    page = operator.get("/documenti/?q=DLSGLI75D58I531V&ordine=data")

    assert page.heading == "Documenti"


def test_words_that_are_no_code_are_not_looked_for_as_one(operator: Pages):
    assert operator.get("/documenti/?q=DLSGLI75D58I531A").heading == "Documenti"
    operator.get("/fascicoli/codice/DLSGLI75D58I531A", status=404)


# Nobody twice.

OTHER = {**GIULIA, "codice_fiscale": "DLSGLI80A41I531S"}


def test_who_has_the_same_name_is_proposed_before_a_second_fascicolo_is_opened(
    operator: Pages, office: Office
):
    numero = opened_fascicolo(operator)

    page = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=200, **OTHER
    )

    assert "Forse questa persona è già conosciuta" in page.text
    assert "stesso cognome e nome" in page.text
    assert page.link("Dal Santo Giulia") == f"/fascicoli/{numero}"
    assert len(office.archive.fascicoli()) == 1

    again = operator.press(page, "È un'altra persona", altra=numero)

    assert again.location == "/fascicoli/F-2011-00002"
    assert len(office.archive.fascicoli()) == 2


def test_pressing_enter_again_does_not_open_a_second_fascicolo(operator: Pages, office: Office):
    opened_fascicolo(operator)
    page = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=200, **OTHER
    )

    first = page.form("Apri il fascicolo").xpath(".//button")[0]

    assert words(first) == "Apri il fascicolo"
    operator.press(page, "Apri il fascicolo", status=200)
    assert len(office.archive.fascicoli()) == 1


def test_an_open_fascicolo_of_the_same_code_is_refused_with_the_way_to_it(operator: Pages):
    numero = opened_fascicolo(operator)

    page = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=422, **GIULIA
    )

    assert page.link(f"fascicolo {numero}, Dal Santo Giulia") == f"/fascicoli/{numero}"


# Keys.


def test_the_shortcuts_are_explained_and_can_be_turned_off_and_on_again(operator: Pages):
    page = operator.get("/aiuto/tastiera")
    assert page.tree.xpath("//*[@data-tasto]/@data-tasto") == ["?", "s", "n"]

    page = operator.follow(operator.press(page, "Spegni le scorciatoie", tasti="no"))

    assert "Ora sono spente" in page.text
    assert page.tree.xpath("//*[@data-tasto]") == []
    assert operator.get("/").tree.xpath("//*[@data-tasto]") == []

    page = operator.follow(operator.press(page, "Attiva le scorciatoie", tasti="si"))

    assert page.tree.xpath("//*[@data-tasto]/@data-tasto") == ["?", "s", "n"]


def test_who_opens_no_fascicolo_has_no_key_for_it(enter: Enter):
    page = enter("frison").get("/aiuto/tastiera")

    assert page.tree.xpath("//*[@data-tasto]/@data-tasto") == ["?", "s"]
