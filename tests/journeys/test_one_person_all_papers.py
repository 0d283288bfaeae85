"""A person goes from a Comune's desk to a job, through everybody's hands, in real browsers."""

import json
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from forms.builder.build import as_typed
from forms.builder.layout import asked_steps
from schemas.kinds.registry import all_kinds
from tests.journeys.conftest import Served, Window
from tests.journeys.test_patto_in_the_browser import fill, save
from tests.web.offices import PASSWORD, flat
from web.acts.accounts import add_user

CASES = Path(__file__).parents[1] / "cases"
PIVA = "03123450243"
OGGI = "2012-01-16"
SCHEDA = {
    "comune": "Schio",
    "operatore": "Ferrari Silvia",
    "data_accesso": "2011-02-17",
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "data_nascita": "1975-04-18",
    "codice_fiscale": "DLSGLI75D58I531V",
    "comune_domicilio": "Schio",
    "telefono": "0445 512345",
    "motivo_accesso": ["ricerca_lavoro"],
    "situazione_dichiarata": "disoccupato",
    "titolo_studio": "diploma",
    "iscritto_cpi": False,
    "esito": "inviato_cpi",
    "cpi_destinazione": "Schio-Thiene",
    "appuntamento": "2011-02-24",
    "presa_visione_privacy": True,
}


def accepted(kind: str, case: str) -> dict[str, object]:
    """Return the data of an accepted case."""
    file = json.loads((CASES / f"{kind}.json").read_text(encoding="utf-8"))
    return next(one["dati"] for one in file["casi"] if one["id"] == case)


def compile_document(page: Page, name: str, data: Mapping[str, object]) -> str:
    """Fill a document step by step, register it, and return its number."""
    answer(page, name, data)
    if page.locator("[name='motivo']").count():
        page.locator("[name='motivo']").fill("Documenti degli anni scorsi, ora registrati.")
    page.get_by_role("button", name="Registra il documento").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("registrat")
    return page.locator(".numero-grande").inner_text()


def follow(page: Page, number: str, button: str, seguito: str, data: Mapping[str, object]) -> None:
    """Add to a document a part that comes after its signature."""
    page.goto(f"/documenti/{number}")
    page.get_by_role("button", name=button).click()
    kind = next(kind for kind in all_kinds().values() if kind.sigla == number[:2])
    own = {name: data[name] for name in kind.seguiti[seguito].fields if name in data}
    answer(page, kind.name, own, seguito)
    page.get_by_role("button", name="Registra", exact=False).last.click()
    page.wait_for_url(f"**/documenti/{number}*")


def answer(page: Page, name: str, data: Mapping[str, object], seguito: str = "") -> None:
    """Fill the pages of a draft, and come to its review."""
    kind = all_kinds()[name]
    modulo = kind.schema
    given = {k: v for k, v in data.items() if v is not None}
    typed = as_typed(kind, modulo(partial=True).load(given))
    for step in asked_steps(kind, seguito):
        given = {name: typed[name] for name in step.fields if typed.get(name)}
        tables = {field: value for field, value in given.items() if is_table(value)}
        fill(page, dict(flat({name: it for name, it in given.items() if name not in tables})))
        for field, rows in tables.items():
            for position, row in enumerate(rows):
                add_row(page, field, position)
                fill(page, dict(flat(row, f"{field}-{position}")))
        save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Riepilogo")


def is_table(value: object) -> bool:
    """Return whether a value is the rows of a table."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def add_row(page: Page, table: str, position: int) -> None:
    """Press the button of a table unless the row at *position* is there already."""
    row = page.locator(f"[name^='{table}-{position}-']")
    if row.count() == 0:
        page.locator(f"button[name='aggiungi'][value='{table}']").click()
        row.first.wait_for()


def sign(page: Page, number: str, day: str) -> None:
    """Record that the parties signed."""
    page.goto(f"/documenti/{number}")
    page.get_by_label("Giorno in cui tutte le parti hanno firmato").fill(day)
    page.get_by_role("button", name="Registra la firma").click()
    expect(page.get_by_role("status")).to_contain_text("registrata")


def begin(page: Page, fascicolo: str, title: str) -> None:
    """Begin the document that the path waits for, from the fascicolo's page."""
    page.goto(f"/fascicoli/{fascicolo}")
    page.get_by_role("button", name=f"Compila: {title}").click()


def stands(page: Page, fascicolo: str, state: str) -> None:
    """Check where the fascicolo stands."""
    page.goto(f"/fascicoli/{fascicolo}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(state)


def hire(served: Served) -> None:
    """Give everybody of this path a way in."""
    for utente, nome, ruolo, cpi, azienda in (
        ("ferrari", "Ferrari Silvia", "COM", "T2", ""),
        ("cogo", "Cogo Silvia", "GLT", "T2", ""),
        ("frison", "Frison Renato", "GCP", "", ""),
        ("todescan", "Todescan Anna", "GA", "", ""),
        ("rigon", "Rigon Paola", "ASS", "", ""),
        ("bertoldi", "Bertoldi Franco", "AZ", "", PIVA),
    ):
        add_user(
            served.office.archive,
            utente=utente,
            nome=nome,
            ruolo=ruolo,
            password=PASSWORD,
            cpi=cpi,
            azienda=azienda,
        )


def test_from_the_desk_of_a_comune_to_a_placement_checked_and_closed(
    served: Served, window: Window
) -> None:
    hire(served)
    comune, desk, glt, gcp = (
        window(utente=one) for one in ("ferrari", "zanella", "cogo", "frison")
    )

    comune.goto("/miei/")
    comune.get_by_role("button", name="Compila: Scheda di primo accesso").click()
    compile_document(comune, "scheda_primo_accesso", SCHEDA)
    fascicolo = served.office.archive.fascicoli()[0].numero
    stands(desk, fascicolo, "Aperto")

    begin(glt, fascicolo, "Presa in carico")
    presa = compile_document(glt, "presa_in_carico", accepted("presa_in_carico", "PC-V01"))
    sign(glt, presa, "24/02/2011")
    stands(glt, fascicolo, "Preso in carico")

    begin(desk, fascicolo, "Patto di Servizio")
    patto = compile_document(desk, "patto_di_servizio", accepted("patto_di_servizio", "PS-V01"))
    sign(desk, patto, "07/03/2011")
    begin(desk, fascicolo, "Piano di Azione Individuale")
    expect(desk.get_by_label("Patto di Servizio")).to_have_value(patto)
    expect(desk.locator("[name='persona-cognome']")).to_have_count(0)
    pai = compile_document(desk, "pai", accepted("pai", "PI-V01") | {"patto": patto})
    sign(desk, pai, "21/03/2011")

    transfer = accepted("presa_in_carico", "PC-V02") | {"patto": patto, "pai": pai}
    transfer["importo_borsa"] = "2700.00"
    follow(glt, presa, "Trasferisci al GCP", "trasferimento", transfer)
    stands(glt, fascicolo, "Trasferito al GCP")
    decided = accepted("presa_in_carico", "PC-V03")
    follow(gcp, presa, "Registra la verifica del GCP", "validazione", decided)
    stands(gcp, fascicolo, "Validato")

    begin(desk, fascicolo, "Segnalazione di profilo")
    letter = accepted("segnalazione_azienda", "SG-V01") | {"pai": pai}
    letter |= {"azienda_partita_iva": PIVA, "azienda_referente": "Bertoldi Franco"}
    letter["disponibile_dal"] = "2012-02-01"
    signal = compile_document(desk, "segnalazione_azienda", first_part(letter, "esito"))
    sign(desk, signal, "20/04/2011")
    company = window(utente="bertoldi")
    company.get_by_role("link", name="Segnalazioni in attesa di risposta").click()
    expect(company.locator("main")).not_to_contain_text("Dal Santo")
    said = {"esito": "accettata", "data_esito": "2011-04-29"}
    follow(company, signal, "Registra l'esito", "esito", said)
    stands(desk, fascicolo, "Abbinato")

    begin(desk, fascicolo, "Convenzione di stage")
    stage = accepted("convenzione_stage", "CS-V01") | {"pai": pai}
    stage = compile_document(desk, "convenzione_stage", stage)
    sign(desk, stage, "23/05/2011")
    assistant = window(utente="rigon", width=390)
    _accompanied(assistant, window(utente="todescan"), fascicolo, stage)
    check = served.office.archive.documents(kind="verifica_inserimento")[0].number
    approval = {"approvazione_gcp": True, "data_approvazione": "2011-12-12"}
    follow(gcp, str(check), "Registra l'approvazione del GCP", "approvazione", approval)
    stands(gcp, fascicolo, "Chiuso: inserito")


def first_part(data: Mapping[str, object], *later: str) -> dict[str, object]:
    """Return the answers of a case that are asked at first."""
    return {name: value for name, value in data.items() if name not in later}


def _accompanied(assistant: Page, archive: Page, fascicolo: str, stage: str) -> None:
    """Let the assistant meet the tutor, fill the last questionnaire and check the placement."""
    link = {"inserimento": stage}
    fill_from_desk(assistant, fascicolo, "Verbale di colloquio")
    meeting = accepted("colloquio_iniziale", "CO-V01") | link
    number = compile_document(assistant, "colloquio_iniziale", meeting)
    sign(assistant, number, "30/05/2011")

    fill_from_desk(assistant, fascicolo, "Questionario")
    final = accepted("questionario_monitoraggio", "QM-V03") | link | {"progressivo": 1}
    final = compile_document(assistant, "questionario_monitoraggio", final)
    sign(assistant, final, "29/11/2011")
    archive.goto(f"/documenti/{final}/protocollo")
    archive.locator("[name='registro'][value='repertorio']").check()
    archive.get_by_role("button", name="Registra il protocollo").click()
    expect(archive.get_by_role("status").first).to_be_visible()
    archive.goto(f"/documenti/{final}/archivia")
    archive.get_by_role("button", name="Archivia").last.click()
    expect(archive.get_by_role("heading", level=1)).to_contain_text("Archiviato")

    fill_from_desk(assistant, fascicolo, "Verifica finale")
    check = accepted("verifica_inserimento", "VI-V01") | link | {"questionario_finale": final}
    number = compile_document(assistant, "verifica_inserimento", check)
    sign(assistant, number, "05/12/2011")


def fill_from_desk(assistant: Page, fascicolo: str, title: str) -> None:
    """Begin a paper from the assistant's own desk, by the person's card."""
    assistant.goto("/miei/")
    card = assistant.locator(f"#p-{fascicolo}")
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    card.get_by_role("button", name=f"Compila: {title}").click()
