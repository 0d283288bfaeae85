"""Opening a fascicolo, finding it, reading it."""

from dataclasses import replace

from tests.pages import Pages
from tests.web.acts.walking import Walk
from tests.web.conftest import Enter
from tests.web.offices import GIULIA, opened_fascicolo, registered_patto
from web.acts.office import Office


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

    assert "Nessuna bozza in sospeso" in operator.get("/").text


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


def test_a_fascicolo_says_who_follows_the_person_and_what_money_there_is(
    office: Office, enter: Enter
):
    walk = Walk(replace(office, today=None))
    stage = walk.to_inserimento()

    page = enter("zanella").get(f"/fascicoli/{walk.numero}")

    for words in (
        "OperatoreZanella Marta PI-2011-T2-00001",
        "AssistenteRigon Paola PC-2011-T2-00001",
        f"AziendaMeccanica Bertoldi & Figli S.n.c. {stage}",
        f"Tutor aziendaleCosta Andrea {stage}",
        "Borsa di stage impegnata2.700,00 euro in 6 mesi PC-2011-T2-00001",
        "Prossimo passo. Compilare e far firmare: Questionario di monitoraggio.",
        "Passa a «Validato»",
        "Verifica del GCP",
    ):
        assert words in page.text


def test_a_note_is_read_by_those_it_is_for(operator: Pages, enter: Enter):
    address = f"/fascicoli/{opened_fascicolo(operator)}"
    told = "Preferisce essere chiamata dopo le 17."

    refused = operator.press(operator.get(address), "Aggiungi la nota", status=422, testo=" ")
    assert refused.said_at("testo") == "Campo obbligatorio."
    operator.press(operator.get(address), "Aggiungi la nota", testo=told, visibile="cpi")

    assert told in operator.get(address).text
    assert told in enter("pretto").get(address).text
    assert told not in enter("frison").get(address).text


def test_a_step_that_cannot_be_taken_keeps_what_was_typed(operator: Pages):
    address = f"/fascicoli/{opened_fascicolo(operator)}"

    page = operator.press(
        operator.get(address), "Sospendi il percorso", status=422, data="31/02/2011", motivo="Boh"
    )

    assert page.title.startswith("Errore: ")
    assert page.summary == ["Data non valida: usare il formato GG/MM/AAAA."]
    assert page.said_at("data-sospeso") == "Data non valida: usare il formato GG/MM/AAAA."
    assert page.tree.xpath("//input[@id='data-sospeso']/@value") == ["31/02/2011"]
    assert page.tree.xpath("//textarea[@id='motivo-sospeso']")[0].text.strip() == "Boh"


def test_a_closed_fascicolo_is_only_read(operator: Pages):
    address = f"/fascicoli/{opened_fascicolo(operator)}"
    page = operator.get(address)
    operator.press(page, "La persona si ritira", data="10/06/2011", motivo="Ha trovato lavoro.")

    closed = operator.get(address)
    assert "Il fascicolo è chiuso: non c'è altro da fare." in closed.text
    assert not closed.tree.xpath("//main//form[@method='post']")
    token = {"csrf_token": page.tree.xpath("//input[@name='csrf_token']/@value")[0]}
    begun = operator.client.post(f"{address}/patto_di_servizio/nuovo", data=token)
    noted = operator.client.post(
        f"{address}/nota", data={**token, "testo": "Ancora", "visibile": "cpi"}
    )
    assert (begun.status_code, noted.status_code) == (409, 422)
