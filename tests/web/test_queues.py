"""The queues on the pages: counted, looked at, decided together."""

from dataclasses import replace

from tests.web.acts.walking import Walk
from tests.web.conftest import Enter
from web.acts.office import Office


def test_the_desk_of_the_gcp_leads_to_what_waits_and_back_to_nothing(
    office: Office, enter: Enter
) -> None:
    walk = Walk(replace(office, today=None))
    walk.to_gcp()
    gcp = enter("frison")

    desk = gcp.get("/")
    queue = gcp.get(desk.link("Percorsi da validare"))
    assert "Dal Santo Giulia" in queue.text
    assert "borsa di 2.700,00 euro" in queue.text

    number = "PC-2011-T2-00001"
    chosen = {"scelti": number, "data_validazione": "11/04/2011"}
    look = gcp.send(queue, "Controlla prima di confermare", chosen, status=200)
    assert "0 di 1 si possono registrare" in look.text
    assert "Campo obbligatorio." in look.text

    chosen["assistente_incaricato"] = "Rigon Paola"
    look = gcp.send(queue, "Controlla prima di confermare", chosen, status=200)
    assert "1 di 1 si possono registrare. Nulla è ancora registrato." in look.text
    done = gcp.follow(gcp.press(look, "Conferma: registra 1"))

    assert "1 percorsi validati." in done.text
    assert "Nessuno in attesa" in done.text
    assert walk.stato == "validato"


def test_only_what_waits_in_the_queue_is_decided_whatever_is_posted(
    office: Office, enter: Enter
) -> None:
    walk = Walk(replace(office, today=None))
    presa, _ = walk.to_gcp()
    walk.decides(presa, "rinviato")
    gcp = enter("frison")
    page = gcp.get("/")
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]

    answer = gcp.client.post(
        "/code/da-validare/conferma",
        data={"csrf_token": token, "scelti": str(presa), "data_validazione": "12/04/2011"},
    )

    assert answer.status_code == 303
    assert walk.stato == "rinviato_al_glt"


def test_the_queue_of_another_role_does_not_exist(enter: Enter) -> None:
    enter("zanella").get("/code/da-validare", status=404)
    enter("frison").get("/code/senza-patto", status=404)
