"""A person goes from the Patto to the company's request, and her name is typed once."""

import json
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from forms.builder.build import as_typed
from forms.builder.layout import layout_of
from schemas.kinds.registry import all_kinds
from tests.journeys.conftest import Served, Window
from tests.journeys.test_patto_in_the_browser import fill, save
from tests.web.offices import GIULIA, PASSWORD, flat
from web.acts.accounts import add_user

CASES = Path(__file__).parents[1] / "cases"
PIVA = "03123450243"


def accepted(kind: str, case: str) -> dict[str, object]:
    """Return the data of an accepted case."""
    file = json.loads((CASES / f"{kind}.json").read_text(encoding="utf-8"))
    return next(one["dati"] for one in file["casi"] if one["id"] == case)


def compile_document(page: Page, name: str, data: Mapping[str, object]) -> str:
    """Fill a document step by step, register it, and return its number."""
    kind = all_kinds()[name]
    modulo = kind.schema
    typed = as_typed(kind, modulo().load({k: v for k, v in data.items() if v is not None}))
    for step in layout_of(kind):
        given = {name: typed[name] for name in step.fields if typed.get(name)}
        tables = {field: value for field, value in given.items() if is_table(value)}
        fill(page, dict(flat({name: it for name, it in given.items() if name not in tables})))
        for field, rows in tables.items():
            for position, row in enumerate(rows):
                add_row(page, field, position)
                fill(page, dict(flat(row, f"{field}-{position}")))
        save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Riepilogo")
    page.get_by_role("button", name="Registra il documento").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("registrat")
    return page.locator(".numero-grande").inner_text()


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


def take_step(page: Page, fascicolo: str, words: str, day: str) -> None:
    """Take a step of the process from the fascicolo's page."""
    page.goto(f"/fascicoli/{fascicolo}")
    step = page.locator("details", has=page.locator("summary", has_text=words))
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    step.get_by_label("Data del passaggio").fill(day)
    step.get_by_role("button", name=words).click()
    expect(page.get_by_role("status")).to_contain_text("è ora")


def begin(page: Page, fascicolo: str, title: str) -> None:
    """Begin a document from the fascicolo's page; her name is not asked again."""
    page.goto(f"/fascicoli/{fascicolo}")
    page.get_by_role("button", name=f"Compila: {title}").click()
    if title != "Patto di Servizio":
        expect(page.locator("[name='persona-cognome']")).to_have_count(0)


def test_from_the_patto_to_the_request_her_name_is_typed_once(
    served: Served, window: Window
) -> None:
    for utente, nome, ruolo, cpi, azienda in (
        ("cogo", "Cogo Silvia", "GLT", "T2", ""),
        ("frison", "Frison Renato", "GCP", "", ""),
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
    desk = window()
    desk.goto("/fascicoli/nuovo")
    fill(desk, GIULIA)
    desk.get_by_role("button", name="Apri il fascicolo").click()
    fascicolo = desk.url.rsplit("/", 1)[1]

    begin(desk, fascicolo, "Patto di Servizio")
    patto = accepted("patto_di_servizio", "PS-V01") | {"fascicolo": fascicolo}
    number = compile_document(desk, "patto_di_servizio", patto)
    sign(desk, number, "07/03/2011")

    begin(desk, fascicolo, "Piano di Azione Individuale")
    expect(desk.get_by_label("Patto di Servizio")).to_have_value(number)
    pai = accepted("pai", "PI-V01") | {"fascicolo": fascicolo, "patto": number}
    number = compile_document(desk, "pai", pai)
    sign(desk, number, "21/03/2011")
    expect(desk.locator("main")).to_contain_text("Dal Santo")

    take_step(window(utente="cogo"), fascicolo, "Trasferisci al GCP", "01/04/2011")
    take_step(window(utente="frison"), fascicolo, "Valida il percorso", "15/04/2011")
    take_step(desk, fascicolo, "Registra la segnalazione", "02/05/2011")
    take_step(desk, fascicolo, "L'azienda ha accettato", "16/05/2011")

    begin(desk, fascicolo, "Convenzione di stage")
    expect(desk.locator("[name='pai']").or_(desk.locator("main")).first).to_be_visible()
    stage = accepted("convenzione_stage", "CS-V01") | {"fascicolo": fascicolo, "pai": number}
    number = compile_document(desk, "convenzione_stage", stage)
    sign(desk, number, "23/05/2011")
    take_step(desk, fascicolo, "Avvia l'inserimento", "01/06/2011")

    assistant = window(utente="rigon", width=390)
    visit = accepted("questionario_monitoraggio", "QM-V01")
    final = accepted("questionario_monitoraggio", "QM-V03") | {"progressivo": 2}
    for data in (visit, final):
        assistant.goto("/miei/")
        assistant.get_by_role("button", name="Compila: Questionario").click()
        given = data | {"fascicolo": fascicolo, "inserimento": number}
        compile_document(assistant, "questionario_monitoraggio", given)

    company = window(utente="bertoldi")
    company.goto("/miei/")
    company.get_by_role("button", name="Compila: Richiesta").click()
    expect(company.get_by_label("Ragione sociale")).to_have_value(
        "Meccanica Bertoldi & Figli S.n.c."
    )
    request = accepted("richiesta_incentivo", "RI-V01")
    request |= {"fascicolo": fascicolo, "azienda": stage["azienda"]}
    number = compile_document(company, "richiesta_incentivo", request)

    company.goto(f"/documenti/{number}")
    expect(company.get_by_role("heading", level=1)).to_contain_text(number)
