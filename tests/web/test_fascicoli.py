"""Opening a fascicolo, finding it, reading it."""

from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, opened_fascicolo, registered_patto


def test_a_fascicolo_is_opened_and_says_what_comes_next(operator: Pages):
    page = operator.get(f"/fascicoli/{opened_fascicolo(operator)}")

    assert page.heading == "Dal Santo Giulia Preso in carico"
    assert (
        "Prossimo passo. Compilare e far firmare: Patto di Servizio. "
        "Può farlo: Operatore del Centro per l'Impiego." in page.text
    )
    assert "Compila: Patto di Servizio" in page.text


def test_each_mistake_is_told_in_the_summary_and_at_its_field_and_nothing_typed_is_lost(
    operator: Pages,
):
    typed = {**GIULIA, "nome": "", "codice_fiscale": "DLSGLI75D58I531X"}

    page = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=422, **typed
    )

    assert page.title.startswith("Errore: Apri un fascicolo")
    assert page.summary == [
        "Nome: Campo obbligatorio.",
        "Codice fiscale: Il carattere di controllo del codice fiscale non è corretto.",
    ]
    assert page.said_at("nome") == "Campo obbligatorio."
    assert page.tree.xpath("//input[@id='codice_fiscale']/@value") == ["DLSGLI75D58I531X"]
    assert page.tree.xpath("//input[@id='nome']/@aria-invalid") == ["true"]


def test_a_person_already_known_is_not_opened_twice_and_the_first_is_linked(operator: Pages):
    numero = opened_fascicolo(operator)

    page = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", status=422, **GIULIA
    )

    assert page.summary == [f"Codice fiscale: Dato già presente: fascicolo {numero}."]
    assert page.link(f"{numero}, Dal Santo Giulia") == f"/fascicoli/{numero}"


def test_a_double_in_another_territory_is_told_but_not_shown(operator: Pages, enter: Enter):
    opened_fascicolo(operator)
    vicenza = enter("berti")

    page = vicenza.press(vicenza.get("/fascicoli/nuovo"), "Apri il fascicolo", status=422, **GIULIA)

    assert not page.tree.xpath("//main//a[starts-with(@href, '/fascicoli/F-')]")


def test_a_person_is_found_by_name_code_or_number(operator: Pages):
    numero = opened_fascicolo(operator)

    for words in ("dal santo", "SANTO giu", "dlsgli75", numero):
        assert "1 fascicolo" in operator.get(f"/fascicoli/?q={words}").text
    assert "Nessun fascicolo per «santissimo»" in operator.get("/fascicoli/?q=santissimo").text


def test_a_fascicolo_of_another_territory_does_not_exist_for_an_operator(
    operator: Pages, enter: Enter
):
    numero = opened_fascicolo(operator)

    enter("berti").get(f"/fascicoli/{numero}", status=404)
    enter("frison").get(f"/fascicoli/{numero}")


def test_roles_that_do_not_keep_fascicoli_are_refused(operator: Pages, enter: Enter):
    numero = opened_fascicolo(operator)

    enter("cogo").get(f"/fascicoli/{numero}")
    for utente in ("gasparoni", "rossi"):
        enter(utente).get(f"/fascicoli/{numero}", status=403)
        enter(utente).get("/fascicoli/", status=403)
    enter("frison").get("/fascicoli/nuovo", status=403)


def test_nothing_is_created_by_looking(operator: Pages):
    numero = opened_fascicolo(operator)

    operator.get(f"/fascicoli/{numero}/patto_di_servizio/nuovo", status=405)

    assert "Non hai bozze in sospeso" in operator.get("/").text


def test_a_person_without_patto_is_counted_on_the_desk_until_there_is_one(operator: Pages):
    opened_fascicolo(operator)

    desk = operator.get("/")

    assert "1 Persone in attesa del Patto la prima dal 01/02/2011" in desk.text
    queue = operator.get(desk.link("Persone in attesa del Patto"))
    assert "1 in attesa" in queue.text
    assert "Dal Santo Giulia" in queue.text


def test_the_fascicoli_are_looked_at_by_state(operator: Pages):
    opened_fascicolo(operator)

    assert (
        "1 fascicolo nello stato «Preso in carico»"
        in operator.get("/fascicoli/?stato=preso_in_carico").text
    )
    assert "0 fascicoli" in operator.get("/fascicoli/?stato=validato").text
    assert "1 fascicolo" in operator.get("/fascicoli/?stato=inesistente").text


def test_the_history_of_a_fascicolo_tells_its_documents(operator: Pages):
    number = registered_patto(operator)

    page = operator.get("/fascicoli/F-2011-00001")

    assert f"Prossimo passo. Far firmare {number}, poi registrare la firma." in page.text
    assert page.text.index("Fascicolo aperto") < page.text.index(f"Registrato {number}")
