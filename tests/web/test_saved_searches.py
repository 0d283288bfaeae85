"""A search that comes back every day is given a name."""

import pytest

from tests.pages import Pages
from tests.web.conftest import Enter
from web.acts.searches import MOST

TO_SIGN = "/documenti/?stato=generato&q=dal+santo"


def test_a_search_is_saved_under_a_name_and_found_on_the_desk(operator: Pages):
    page = operator.get(TO_SIGN)

    saved = operator.follow(operator.press(page, "Salva la ricerca", nome="  Patti  di oggi "))

    assert "Ricerca salvata" in saved.text
    assert saved.link("Patti di oggi") == "/documenti/?q=dal+santo&stato=generato"
    assert operator.get("/").link("Patti di oggi") == saved.link("Patti di oggi")
    assert "Elimina la ricerca salvata" in operator.get(saved.link("Patti di oggi")).text


def test_a_saved_search_is_forgotten(operator: Pages):
    operator.press(operator.get(TO_SIGN), "Salva la ricerca", nome="Patti di oggi")

    page = operator.press(operator.get(TO_SIGN), "Elimina la ricerca salvata")

    assert "Patti di oggi" not in operator.follow(page).text


def test_a_name_given_again_takes_the_new_search(operator: Pages):
    for address in (TO_SIGN, "/documenti/?tipo=pai"):
        operator.press(operator.get(address), "Salva la ricerca", nome="In corso")

    assert operator.get("/").link("In corso") == "/documenti/?tipo=pai"


def test_the_page_asked_for_is_not_part_of_a_search(operator: Pages):
    operator.press(operator.get(TO_SIGN + "&pagina=1"), "Salva la ricerca", nome="Da firmare")

    assert operator.get("/").link("Da firmare") == "/documenti/?q=dal+santo&stato=generato"


def test_there_is_nothing_to_save_of_a_list_of_everything(operator: Pages):
    assert "Salva questa ricerca" not in operator.get("/documenti/").text


@pytest.mark.parametrize(
    ("nome", "said"),
    [("  ", "Campo obbligatorio."), ("x" * 61, "Testo troppo lungo: massimo 60 caratteri.")],
)
def test_a_name_that_will_not_do_is_said_and_the_search_stays(
    operator: Pages, nome: str, said: str
):
    page = operator.press(operator.get(TO_SIGN), "Salva la ricerca", nome=nome, status=422)

    assert page.title.startswith("Errore:")
    assert page.said_at("nome") == said
    assert page.summary == [f"Nome della ricerca: {said}"]
    assert page.form("Salva la ricerca").get("action").endswith("?q=dal+santo&stato=generato")


def test_a_person_saves_as_many_searches_as_can_be_told_apart(operator: Pages):
    for place in range(MOST):
        found = operator.get(f"/documenti/?q=parola{place}")
        operator.press(found, "Salva la ricerca", nome=f"Ricerca {place}")

    one_more = operator.get("/documenti/?q=altro")
    page = operator.press(one_more, "Salva la ricerca", nome="Una di più", status=422)

    assert page.said_at("nome") == "Hai già 20 ricerche salvate: eliminane una."
    assert operator.press(one_more, "Salva la ricerca", nome="Ricerca 3").status == 303


def test_everybody_has_their_own(operator: Pages, enter: Enter):
    operator.press(operator.get(TO_SIGN), "Salva la ricerca", nome="Patti di oggi")

    assert "Patti di oggi" not in enter("pretto").get("/documenti/").text
