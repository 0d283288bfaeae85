"""An office for the tests of pages: its people, a person's answers, a Patto all filled."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from forms.builder.build import as_typed
from forms.builder.layout import layout_of
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor
from tests.pages import Page, Pages
from web.acts.accounts import UserRefused, add_user
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.opening import open_fascicolo

PASSWORD = "una parola lunga"
PEOPLE = {
    "zanella": ("Zanella Marta", "OCPI", "Schio-Thiene"),
    "berti": ("Berti Paolo", "OCPI", "Vicenza"),
    "pasin": ("Pasin Elena", "OCPI", "Schio-Thiene"),
    "pretto": ("Pretto Giovanni", "RCPI", "Schio-Thiene"),
    "cogo": ("Cogo Silvia", "GLT", "T2"),
    "frison": ("Frison Renato", "GCP", ""),
    "todescan": ("Todescan Anna", "GA", ""),
    "gasparoni": ("Gasparoni Piero", "AZ", ""),
    "rossi": ("Rossi Ada", "ADM", ""),
}
GIULIA = {
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "codice_fiscale": "DLSGLI75D58I531V",
    "cpi": "Schio-Thiene",
    "data_presa_in_carico": "01/02/2011",
}
PATTO = all_kinds()["patto_di_servizio"]
CASES = Path(__file__).parents[1] / "cases" / "patto_di_servizio.json"

Answers = Mapping[str, str | list[str]]


def hire(office: Office, utente: str) -> None:
    """Give one of PEOPLE a way in, unless they have it."""
    nome, ruolo, cpi = PEOPLE[utente]
    with suppress(UserRefused):
        add_user(office.archive, utente=utente, nome=nome, ruolo=ruolo, password=PASSWORD, cpi=cpi)


def patto_of(fascicolo: str) -> dict[str, object]:
    """Return the JSON answers of a good Patto for Giulia."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))["casi"]
    return {**cases[0]["dati"], "fascicolo": fascicolo}


def answers_by_step(fascicolo: str) -> list[dict[str, str | list[str]]]:
    """Return what is typed on each page of a good Patto for Giulia, by name of control."""
    typed = as_typed(PATTO, PATTO.schema().load(patto_of(fascicolo)))
    return [
        dict(flat({name: typed[name] for name in step.fields if name in typed}))
        for step in layout_of(PATTO)
    ]


def flat(value: object, at: str = "") -> Iterator[tuple[str, str | list[str]]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from flat(inner, f"{at}-{name}" if at else name)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for position, row in enumerate(value):
            yield from flat(row, f"{at}-{position}")
    elif isinstance(value, list):
        yield at, [str(one) for one in value]
    else:
        yield at, str(value)


def opened_fascicolo(pages: Pages) -> str:
    """Open Giulia's fascicolo and return its number."""
    page = pages.press(pages.get("/fascicoli/nuovo"), "Apri il fascicolo", **GIULIA)
    return page.location.rsplit("/", 1)[1]


def begun_patto(pages: Pages) -> Page:
    """Open Giulia's fascicolo, begin her Patto, and return its first page."""
    fascicolo = pages.get(f"/fascicoli/{opened_fascicolo(pages)}")
    return pages.follow(pages.press(fascicolo, "Compila: Patto di Servizio"))


def filled_patto(pages: Pages) -> Page:
    """Fill Giulia's Patto to the end, and return its review."""
    page = begun_patto(pages)
    fascicolo = page.tree.xpath("//input[@id='fascicolo']/@value")[0]
    for answers in answers_by_step(fascicolo):
        page = pages.follow(pages.send(page, "Salva e continua", answers))
    return page


def issued_patto(office: Office) -> str:
    """Register Giulia's Patto without any page, and return its number."""
    by = Actor("zanella", "Zanella Marta", "OCPI", "T2", "Schio-Thiene")
    given = {**GIULIA, "data_presa_in_carico": "2011-02-01"}
    fascicolo = open_fascicolo(given, office=office, by=by).fascicolo
    assert fascicolo is not None
    document = issue(PATTO, patto_of(fascicolo.numero), office=office, by=by).document
    assert document is not None
    return str(document.number)


def registered_patto(pages: Pages) -> str:
    """Register Giulia's Patto and return its number."""
    page = pages.press(filled_patto(pages), "Registra il documento")
    return page.location.split("/")[2]
