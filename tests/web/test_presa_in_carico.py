"""The presa in carico on the pages: what is proposed, and who adds the parts that follow."""

from datetime import date

import pytest

from schemas.rules.numero import Number
from tests.pages import Page, Pages
from tests.web.acts.walking import GCP, GLT, Walk, case
from tests.web.conftest import Enter
from tests.web.offices import opened_fascicolo
from web.acts.advancing import Step, advance
from web.acts.following import Open, obstacle_to, open_seguiti
from web.acts.office import Office


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who has not come yet."""
    return Walk(office)


def value_of(page: Page, control: str) -> str:
    """Return what a control of the page holds: typed, chosen from a list, or ticked."""
    tree = page.tree
    found = [
        *tree.xpath(f"//input[@id='{control}' and not(@type='radio')]/@value"),
        *tree.xpath(f"//select[@id='{control}']/option[@selected]/@value"),
        *tree.xpath(f"//input[@name='{control}' and @type='radio' and @checked]/@value"),
    ]
    return str(found[0]) if found else ""


def follow_part(pages: Pages, number: Number, button: str) -> Page:
    return pages.follow(pages.press(pages.get(f"/documenti/{number}"), button))


def registered(pages: Pages, page: Page, **typed: str) -> None:
    """Fill the page of a part, and register it from its review."""
    review = pages.follow(pages.press(page, "Salva e continua", **typed))
    pages.press(review, "Registra")


def test_the_members_of_the_latest_sitting_are_there_when_the_next_person_comes(
    walk: Walk, enter: Enter
) -> None:
    walk.to_presa_in_carico()
    niccolo = {"cognome": "D'Agostino", "nome": "Niccolò", "codice_fiscale": "DGSNCL84L09L840H"}
    operator, glt = enter("zanella"), enter("cogo")
    opened = operator.press(
        operator.get("/fascicoli/nuovo"), "Apri il fascicolo", cpi="Schio-Thiene", **niccolo
    )

    fascicolo = glt.get(opened.location)
    page = glt.follow(glt.press(fascicolo, "Compila: Presa in carico"))

    assert value_of(page, "territorio") == "T2"
    assert value_of(page, "componenti-3-ruolo") == "oo_ss"
    assert value_of(page, "componenti-3-nome") == "Gasparin Rita"
    assert value_of(page, "componenti-3-presente") == ""


def test_the_first_sitting_finds_a_row_for_each_part(operator: Pages, enter: Enter) -> None:
    fascicolo = opened_fascicolo(operator)
    glt = enter("cogo")

    page = glt.follow(glt.press(glt.get(f"/fascicoli/{fascicolo}"), "Compila: Presa in carico"))

    roles = [value_of(page, f"componenti-{row}-ruolo") for row in range(4)]
    assert roles == ["cpi", "comuni", "associazioni", "oo_ss"]


def test_the_transfer_is_proposed_as_patto_and_pai_have_it(walk: Walk, enter: Enter) -> None:
    presa, patto, pai = walk.to_pai()

    page = follow_part(enter("cogo"), presa, "Trasferisci al GCP")

    names = ("data_trasferimento", "patto", "pai", "categoria_verificata", "mesi_borsa")
    assert {name: value_of(page, name) for name in names} == {
        "data_trasferimento": "15/06/2011",
        "patto": str(patto),
        "pai": str(pai),
        "categoria_verificata": "C4",
        "mesi_borsa": "6",
    }
    assert value_of(page, "importo_borsa") == "2.700,00"
    assert value_of(page, "requisiti_confermati") == ""


def test_glt_and_gcp_add_their_parts_to_the_same_document(walk: Walk, enter: Enter) -> None:
    presa, *_ = walk.to_pai()
    glt, gcp = enter("cogo"), enter("frison")

    registered(glt, follow_part(glt, presa, "Trasferisci al GCP"), requisiti_confermati="si")
    registered(
        gcp,
        follow_part(gcp, presa, "Registra la verifica del GCP"),
        requisiti_gcp="si",
        risorse_gcp="si",
        esito_gcp="validato",
        assistente_incaricato="Rigon Paola",
    )

    document = walk.office.archive.document(presa)
    assert [event.dati["nome"] for event in document.seguiti] == ["trasferimento", "validazione"]
    assert document.answers["pai_firmato"] == {
        "data": "2011-03-21",
        "percorso": "reinserimento",
        "strumento": "stage",
        "borsa_importo_mensile": "450.00",
    }
    assert "Mesi precedenti" in str(document.answers["evidenza"])
    assert walk.stato == "validato"
    assert "Rigon Paola" in gcp.get(f"/documenti/{presa}").text


def test_a_part_without_its_day_is_not_registered(walk: Walk, enter: Enter) -> None:
    presa, *_ = walk.to_pai()
    glt = enter("cogo")
    page = follow_part(glt, presa, "Trasferisci al GCP")

    refused = glt.press(page, "Salva e continua", status=422, data_trasferimento="")

    assert refused.said_at("data_trasferimento") == "Campo obbligatorio."


def test_what_the_gcp_decided_is_decided_again_only_after_a_new_transfer(walk: Walk) -> None:
    presa, _ = walk.to_gcp()
    walk.decides(presa, "rinviato")
    sent_back = {each.name: each.obstacle for each in parts(walk, presa)}
    again = Step("pai_redatto", date(2011, 4, 12), "Rivista la spesa per la borsa.")
    advance(walk.numero, again, office=walk.at("2011-04-12"), by=GLT)
    corrected = {each.name: each.obstacle for each in parts(walk, presa)}

    assert sent_back == {}
    assert corrected == {"trasferimento": ""}


def test_a_validated_path_is_not_decided_again(walk: Walk) -> None:
    presa, _ = walk.to_gcp()
    walk.decides(presa, "validato")
    document = walk.office.archive.document(presa)

    assert parts(walk, presa) == []
    assert obstacle_to(document, "validazione", walk.office.archive, GCP) == "è già registrato"


def parts(walk: Walk, presa: Number) -> list[Open]:
    """Return the parts that the GLT finds still to be recorded."""
    return open_seguiti(walk.office.archive.document(presa), walk.office.archive, GLT)


def test_who_was_not_taken_in_charge_is_not_to_be_transferred(walk: Walk, enter: Enter) -> None:
    walk.opens("2011-02-17")
    put_off = {"esito_presa": "rinviato", "motivo_presa": "La persona non si è presentata."}
    presa = walk.signed(
        "presa_in_carico", case("presa_in_carico", "PC-V01") | put_off, "2011-02-24"
    )

    assert "Trasferisci al GCP" not in enter("cogo").get(f"/documenti/{presa}").text


def test_each_group_adds_its_own_part_alone(walk: Walk, enter: Enter) -> None:
    presa, *_ = walk.to_pai()

    seen_by_gcp = enter("frison").get(f"/documenti/{presa}").text

    assert "Trasferisci al GCP" not in seen_by_gcp
    assert "Trasferimento al GCP: può farlo: Gruppo di Lavoro Territoriale" in seen_by_gcp
