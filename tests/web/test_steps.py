"""A draft, page by page: saved as it is typed, complete or not."""

from flask import Flask

from forms.builder.build import retype
from schemas.kinds.registry import all_kinds
from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, answers_by_step, begun_patto, opened_fascicolo
from web.acts.accounts import add_user, list_users
from web.acts.beginning import start_draft
from web.acts.drafting import load_draft
from web.acts.office import Office


def key_of(page: Page) -> str:
    form = page.form("Salva e continua")
    return str(form.get("action")).split("/")[2]


def test_a_patto_begins_with_what_the_office_knows(operator: Pages):
    page = begun_patto(operator)

    assert page.title == "Passo 1 di 6 – Persona – Patto di Servizio – Fascicolo"
    assert page.tree.xpath("//input[@id='persona-cognome']/@value") == ["Dal Santo"]
    assert page.tree.xpath("//input[@id='operatore']/@value") == ["Zanella Marta"]
    assert page.summary == []


def test_a_page_with_mistakes_is_saved_and_shown_again_with_each_at_its_field(
    operator: Pages, office: Office
):
    page = begun_patto(operator)

    refused = operator.press(
        page,
        "Salva e continua",
        status=422,
        **answers_by_step("F-2011-00001")[0]
        | {"persona-data_nascita": "31/02/1975", "persona-domicilio_cap": "3601"},
    )

    assert refused.title.startswith("Errore: Passo 1 di 6")
    assert refused.summary == [
        "Data di nascita: La data indicata non esiste nel calendario.",
        "CAP del domicilio: Il CAP deve avere 5 cifre.",
    ]
    assert refused.said_at("persona-domicilio_cap") == "Il CAP deve avere 5 cifre."
    saved = load_draft(key_of(page), office=office).answers["persona"]
    assert isinstance(saved, dict)
    assert saved["data_nascita"] == "31/02/1975"


def test_a_draft_is_saved_however_incomplete_and_says_when(operator: Pages):
    page = begun_patto(operator)

    saved = operator.follow(operator.press(page, "Salva bozza", persona__telefono="0445"))

    assert "Bozza salvata alle 10:42 (versione 2)." in saved.text
    assert saved.tree.xpath("//input[@id='persona-telefono']/@value") == ["0445"]
    assert saved.summary == []


def test_enter_saves_and_never_takes_a_row_away(operator: Pages):
    page = begun_patto(operator)

    second = operator.get(f"/bozze/{key_of(page)}/2")
    first_button = second.form("Salva bozza").xpath(".//button[not(@type='button')]")[0]

    assert first_button.get("name") is None
    assert first_button.text == "Salva e continua"


def test_rows_are_added_and_taken_away_without_losing_what_the_others_say(
    operator: Pages, office: Office
):
    key = key_of(begun_patto(operator))
    page = operator.get(f"/bozze/{key}/2")
    page = operator.follow(operator.press(page, "Aggiungi periodo", mai_occupato="no"))
    page = operator.follow(
        operator.press(page, "Aggiungi periodo", periodi_lavoro__0__datore="Alfa srl")
    )
    page = operator.follow(
        operator.press(page, "Aggiungi periodo", periodi_lavoro__1__datore="Beta srl")
    )

    page = operator.follow(
        operator.press(page, "Elimina periodo 1", periodi_lavoro__2__datore="Gamma srl")
    )

    datori = page.tree.xpath("//input[contains(@id, '-datore')]/@value")
    assert datori == ["Beta srl", "Gamma srl"]
    assert load_draft(key, office=office).answers["mai_occupato"] == "no"


def test_the_way_back_saves_too(operator: Pages):
    key = key_of(begun_patto(operator))

    back = operator.press(operator.get(f"/bozze/{key}/2"), "Indietro", figli_a_carico="2")

    assert back.location == f"/bozze/{key}/1"
    page = operator.get(f"/bozze/{key}/2")
    assert page.tree.xpath("//input[@id='figli_a_carico']/@value") == ["2"]


def test_the_requirements_say_for_each_category_yes_or_no_and_what_decides(operator: Pages):
    page = begun_patto(operator)
    for answers in answers_by_step("F-2011-00001")[:2]:
        page = operator.follow(operator.send(page, "Salva e continua", answers))

    assert page.heading == "Requisiti"
    assert "Sì C4 Adulto disoccupato per 12 dei 16 mesi precedenti" in page.text
    assert "No C3 Disoccupato ultracinquantenne" in page.text
    assert page.text.index("C4 Adulto") < page.text.index("C1 Giovane")
    choices = page.tree.xpath("//select[@id='categoria_principale']/option/@value")
    assert choices[:2] == ["", "C4"]


def test_a_field_under_a_condition_says_when_it_counts(operator: Pages):
    page = begun_patto(operator)

    assert "Solo se «Provenienza» è «Sportello del Comune»." in page.text
    box = page.tree.xpath("//*[@id='persona-comune_nascita']/parent::*")[0]
    assert box.get("data-quando") == "persona-luogo_nascita_tipo"
    assert box.get("data-quando-valori") == "italia"


def test_changes_of_two_windows_to_different_fields_are_joined(operator: Pages, office: Office):
    first = begun_patto(operator)
    second = operator.get(f"/bozze/{key_of(first)}/1")
    operator.press(first, "Salva bozza", persona__telefono="0445 111111")

    joined = operator.follow(operator.press(second, "Salva bozza", persona__email="g@example.it"))

    assert "le modifiche sono unite" in joined.text
    assert joined.tree.xpath("//input[@id='persona-telefono']/@value") == ["0445 111111"]
    assert joined.tree.xpath("//input[@id='persona-email']/@value") == ["g@example.it"]


def test_changes_of_two_windows_to_one_field_are_shown_side_by_side_to_choose(
    operator: Pages, office: Office
):
    first = begun_patto(operator)
    key = key_of(first)
    second = operator.get(f"/bozze/{key}/1")
    operator.press(first, "Salva bozza", persona__telefono="0445 111111", operatore="Berti Paolo")

    page = operator.press(
        second,
        "Salva bozza",
        status=409,
        persona__telefono="0445 222222",
        persona__email="g@example.it",
    )
    assert "Telefono o cellulare 0445 222222 0445 111111" in page.text
    assert "Posta elettronica" not in page.text

    operator.send(page, "Salva le scelte", {"tieni:persona.telefono": "salvata"})
    answers = retype(load_draft(key, office=office).answers)
    assert isinstance(persona := answers["persona"], dict)
    assert persona["telefono"] == "0445 111111"
    assert persona["email"] == "g@example.it"
    assert answers["operatore"] == "Berti Paolo"


def test_the_draft_of_another_territory_does_not_exist(operator: Pages, enter: Enter):
    key = key_of(begun_patto(operator))

    enter("berti").get(f"/bozze/{key}/1", status=404)
    enter("pretto").get(f"/bozze/{key}/1", status=404)
    operator.get(f"/bozze/{key}/9", status=404)


def test_the_desk_shows_the_draft_with_what_it_lacks(operator: Pages):
    key = key_of(begun_patto(operator))

    desk = operator.get("/")

    assert "Dal Santo Giulia" in desk.text
    assert "dati da completare" in desk.text
    assert desk.link("Patto di Servizio") == f"/bozze/{key}/1"


def test_a_draft_is_thrown_away_only_when_confirmed(operator: Pages):
    key = key_of(begun_patto(operator))
    asked = operator.press(operator.get(f"/bozze/{key}/riepilogo"), "Elimina la bozza", status=200)
    operator.get(f"/bozze/{key}/1")

    operator.press(asked, "Elimina la bozza")

    operator.get(f"/bozze/{key}/1", status=404)


def test_the_lines_of_a_long_text_are_kept_as_they_were_typed(operator: Pages, office: Office):
    key = key_of(begun_patto(operator))

    operator.press(operator.get(f"/bozze/{key}/5"), "Salva bozza", note="una\r\n\r\ndue")

    assert load_draft(key, office=office).answers["note"] == "una\n\ndue"
    page = operator.get(f"/bozze/{key}/5")
    assert page.tree.get_element_by_id("note").value.strip() == "una\n\ndue"


def test_who_may_only_fill_goes_on_with_what_they_began_and_with_nothing_else(
    operator: Pages, app: Flask, office: Office
):
    numero = opened_fascicolo(operator)
    expert = add_user(
        office.archive, utente="gobbo", nome="Gobbo Stefano", ruolo="ESP", password=PASSWORD
    )
    operatore = next(one for one in list_users(office.archive) if one.utente == "zanella")
    theirs, others = (
        start_draft(
            all_kinds()["segnalazione_azienda"],
            {},
            office.archive.fascicolo(numero),
            office=office,
            by=by,
        )
        for by in (expert, operatore)
    )
    pages = Pages(app.test_client()).log_in("gobbo", PASSWORD)

    assert pages.get(f"/bozze/{theirs.key}/1").heading == "Persona e azienda"
    pages.get(f"/bozze/{others.key}/1", status=404)
