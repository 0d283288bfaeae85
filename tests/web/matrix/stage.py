"""
An office to walk the matrix in: somebody for each role, and every kind of document twice.

The papers of Giulia, of the T2, are made by the acts along her path; those of Sara, of the T4, are
the same with other names, another company and other authors. Each can be had in any state.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, Event
from tests.pages import Pages
from tests.web.acts.walking import ASSISTENTE, AZIENDA, GIULIA, OPERATORE, Walk, case
from tests.web.matrix.spec import Where
from tests.web.matrix.tries import token_of
from tests.web.offices import PASSWORD
from tests.web.scans import photograph, scanned
from web.acts.accounts import add_user
from web.acts.drafting import Draft, store_draft
from web.acts.issuing import issue
from web.acts.office import ROME, Office
from web.acts.opening import open_fascicolo
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

TODAY = date(2011, 12, 6)
IVA, OTHER_IVA = "03123450243", "03987650243"
COMPANY = "Meccanica Bertoldi & Figli S.n.c."
HERE, THERE = "T2", "T4"

# One person for each role: user name, name, where they work or for whom.
PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "OCPI": ("zanella", "Zanella Marta", "Schio-Thiene"),
    "RCPI": ("pretto", "Pretto Giovanni", "Schio-Thiene"),
    "GLT": ("cogo", "Cogo Silvia", "T2"),
    "GCP": ("frison", "Frison Renato", ""),
    "CI": ("mion", "Mion Carlo", ""),
    "GA": ("todescan", "Todescan Anna", ""),
    "COM": ("pozzan", "Pozzan Lucia", "T2"),
    "AZ": ("bertoldi", "Bertoldi Franco", IVA),
    "TUT": ("costa", "Costa Andrea", IVA),
    "ASS": ("rigon", "Rigon Paola", ""),
    "ESP": ("gobbo", "Gobbo Stefano", ""),
    "PS": ("sartori", "Sartori Rita", ""),
    "ULSS": ("lovato", "Lovato Marco", ""),
    "CFP": ("zordan", "Zordan Irene", ""),
    "FON": ("benetti", "Benetti Ugo", ""),
    "ADM": ("rossi", "Rossi Ada", ""),
}
# Of which of Giulia's documents each role is the author; OCPI of those that nobody is named for.
AUTHORS: Mapping[str, frozenset[str]] = {
    "COM": frozenset({"scheda_primo_accesso"}),
    "GLT": frozenset({"presa_in_carico"}),
    "ESP": frozenset({"pai", "segnalazione_azienda"}),
    "AZ": frozenset({"richiesta_incentivo"}),
    "ASS": frozenset({"colloquio_iniziale", "questionario_monitoraggio", "verifica_inserimento"}),
}
OF_THE_COMPANY = frozenset(
    {
        *("segnalazione_azienda", "convenzione_stage", "colloquio_iniziale"),
        *("richiesta_incentivo", "questionario_monitoraggio", "verifica_inserimento"),
    }
)
WITHOUT_FASCICOLO = frozenset({"scheda_primo_accesso"})

# What tells of Giulia, and what tells of Sara in its place.
NAMES: Mapping[str, str] = {
    "Dal Santo": "Peruzzo",
    "Giulia": "Sara",
    "D. S. G.": "P. S.",
    "DLSGLI75D58I531V": "PRZSRA80A41L840Y",
    "giulia.dalsanto@example.it": "sara.peruzzo@example.it",
    "0445 512345": "0444 998877",
    COMPANY: "Tessitura Alto Astico S.r.l.",
    IVA: OTHER_IVA,
    "Rigon Paola": "Fabris Chiara",
}
# What gives either of them away.
SECRETS: Mapping[str, tuple[str, ...]] = {
    HERE: ("Dal Santo", "DLSGLI75D58I531V", "Meccanica Bertoldi"),
    THERE: ("Peruzzo", "PRZSRA80A41L840Y", "Alto Astico"),
}


@dataclass(eq=False)
class Stage:
    """The office of the matrix, with its people's browsers and both sets of documents."""

    office: Office
    app: Flask
    clients: Mapping[str, FlaskClient]
    tokens: Mapping[str, str]
    actors: Mapping[str, Actor]
    fascicoli: Mapping[str, str]
    models: Mapping[tuple[str, str], Document]
    shelf: dict[tuple[str, str, str], Document] = field(default_factory=dict)
    counter: Iterator[int] = field(default_factory=count)

    def document(self, territorio: str, kind: str, stato: str) -> Document:
        """Return a document of that kind that stands in that state now, made when there is none."""
        key = (territorio, kind, stato)
        known = self.shelf.get(key)
        if known and self.office.archive.document(known.number).stato == stato:
            return self.office.archive.document(known.number)
        self.shelf[key] = copied(self.office, self.models[territorio, kind], stato)
        return self.shelf[key]

    def draft(self, kind: str, territorio: str, autore: str, seguito: str = "") -> Draft:
        """Keep a draft that *autore* began, and return it."""
        without = kind in WITHOUT_FASCICOLO
        model = self.models[territorio, kind]
        draft = Draft(
            key=f"{kind}-{territorio}-{autore}-{seguito}-{next(self.counter)}",
            version=0,
            kind=all_kinds()[kind],
            fascicolo="" if without else self.fascicoli[territorio],
            territorio=territorio,
            autore=autore,
            saved_at=self.office.now,
            step=0,
            answers={"note": NOTE[territorio]},
            continues=str(model.number) if seguito else "",
            seguito=seguito,
        )
        return store_draft(draft, expect=0, office=self.office)

    def state(self) -> object:
        """Return what the office holds that a refused request must leave as it was."""
        archive = self.office.archive
        working = (*archive.find("bozze"), *archive.find("stampe"))
        return archive.chain_head(), {(one.key, one.version) for one in working}

    def forget_drafts(self) -> None:
        """Throw away the drafts and the print runs that were begun."""
        for table in ("bozze", "stampe"):
            for one in self.office.archive.find(table):
                self.office.archive.delete(table, one.key)


PRINTED = scanned("Dal Santo Giulia, Peruzzo Sara")
NOTE = {HERE: "Vive con Dal Santo Mario", THERE: "Vive con Peruzzo Mario"}


def where(ruolo: str, document: Document) -> Where:
    """Return how a document stands to the person in *ruolo*."""
    here = document.territorio == HERE
    company = ruolo in ("AZ", "TUT") and document.kind in OF_THE_COMPANY
    accompanied = ruolo == "ASS" and document.kind not in WITHOUT_FASCICOLO
    written = document.autore == PEOPLE[ruolo][0]
    return Where(here, own=here and (company or accompanied or written))


def told(text: str, territorio: str, *numbers: object) -> list[str]:
    """Return what an answer gives away of the person of *territorio*, or of *numbers*."""
    return [one for one in (*SECRETS[territorio], *map(str, numbers)) if one in text]


def copied(office: Office, model: Document, stato: str) -> Document:
    """Register a copy of a document, brought to *stato*; its PDF and its scan are there."""
    archive = office.archive
    with archive.transaction():
        number = archive.take_number(model.number.sigla, office.on, model.territorio)
        copy = replace(model, number=number, events=(), registered_at=office.now)
        archive.add_document(replace(copy, replaces=str(model.number)))
        for event in _events(office, stato):
            archive.add_event(number, event)
    return archive.document(number)


def _events(office: Office, stato: str) -> Iterator[Event]:
    def event(tipo: str, **dati: object) -> Event:
        return Event(tipo, office.now, "altrui", dati)

    yield event("pdf", sha256=office.archive.put_blob(PRINTED))
    if stato == "generato":
        return
    yield event("firma", data=office.on.isoformat(), firmatari=[], modo="autografa")
    scan = office.archive.put_blob(photograph())
    yield event("copia_firmata", sha256=scan, formato="jpeg", byte=100, pagine=1)
    if stato != "firmato":
        dati = {"registro": "repertorio", "numero": "1", "data": office.on.isoformat()}
        yield event("protocollo", **dati)
    if stato == "archiviato":
        yield event("archiviazione")


@contextmanager
def opened_stage(folder: Path) -> Iterator[Stage]:
    """Open the office of the matrix, in memory, without LibreOffice."""
    given = {
        "FASCICOLO_DATI": str(folder / "dati"),
        "FASCICOLO_ARCHIVIO": "memory:",
        "FASCICOLO_OGGI": f"{TODAY}",
    }
    settings = replace(Settings.from_env(given), soffice=str(folder / "soffice"))
    with opened_office(settings) as opened:
        office = replace(opened, clock=lambda: datetime(2011, 12, 6, 10, 42, tzinfo=ROME))
        walk = _Path(opened)
        actors = {ruolo: _hired(office, ruolo) for ruolo in PEOPLE}
        models = dict(_models(walk, actors))
        app = create_app(settings, office, PrintRoom(office))
        clients = {}
        for ruolo, (utente, _, _) in PEOPLE.items():
            clients[ruolo] = app.test_client()
            Pages(clients[ruolo]).log_in(utente, PASSWORD)
        tokens = {ruolo: token_of(client) for ruolo, client in clients.items()}
        fascicoli = {HERE: walk.numero, THERE: models[THERE, "pai"].fascicolo}
        yield Stage(office, app, clients, tokens, actors, fascicoli, models)


def _hired(office: Office, ruolo: str) -> Actor:
    utente, nome, place = PEOPLE[ruolo]
    scope = {"azienda": place} if ruolo in ("AZ", "TUT") else {"cpi": place}
    return add_user(
        office.archive, utente=utente, nome=nome, ruolo=ruolo, password=PASSWORD, **scope
    )


class _Path(Walk):
    """Giulia's path, with one company from the segnalazione to the end."""

    def signals(self, pai: Number, day: str = "2011-04-20", **changes: object) -> Number:
        """Signal her to the company of the convention."""
        company = {"azienda_ragione_sociale": COMPANY, "azienda_partita_iva": IVA}
        return super().signals(pai, day, **company | changes)

    def to_the_end(self) -> None:
        """Go on to a final check to be approved; add what the company and the desk file."""
        stage, final = self.to_verifica()
        verifica = case("verifica_inserimento", "VI-V01")
        verifica |= {"inserimento": str(stage), "questionario_finale": str(final)}
        self.signed("verifica_inserimento", verifica, f"{TODAY}", ASSISTENTE)
        convention = self.office.archive.document(stage).data
        request = case("richiesta_incentivo", "RI-V01") | {"azienda": convention["azienda"]}
        self.paper("richiesta_incentivo", request, f"{TODAY}", AZIENDA)
        scheda = case("scheda_primo_accesso", "PA-V02") | {
            **{name: GIULIA[name] for name in ("cognome", "nome", "codice_fiscale")},
            "data_nascita": "1975-04-18",
            "cpi_destinazione": "Schio-Thiene",
        }
        issued = issue(
            all_kinds()["scheda_primo_accesso"], scheda, office=self.at(f"{TODAY}"), by=OPERATORE
        )
        assert issued.document, issued.problems


def _models(walk: _Path, actors: Mapping[str, Actor]) -> Iterator[tuple[tuple[str, str], Document]]:
    """Walk Giulia's path, and retell each of its documents of Sara."""
    walk.to_the_end()
    archive, office = walk.office.archive, walk.at(f"{TODAY}")
    berti = Actor("berti", "Berti Paolo", "OCPI", "T4", "Vicenza")
    sara = {"cognome": "Peruzzo", "nome": "Sara", "codice_fiscale": NAMES[GIULIA["codice_fiscale"]]}
    opened = open_fascicolo(sara | {"cpi": "Vicenza"}, office=office, by=berti)
    assert opened.fascicolo, opened.problems
    retold = {**NAMES, walk.numero: opened.fascicolo.numero}
    for original in archive.documents():
        model = replace(original, autore=_author(original, actors), events=())
        yield (HERE, model.kind), model
        with archive.transaction():
            twin = archive.take_number(model.number.sigla, office.on, THERE)
            retold[str(model.number)] = str(twin)
            archive.add_document(_retold(model, twin, retold))
        yield (THERE, model.kind), archive.document(twin)


def _author(document: Document, actors: Mapping[str, Actor]) -> str:
    named = (ruolo for ruolo, kinds in AUTHORS.items() if document.kind in kinds)
    return actors[next(named, "OCPI")].utente


def _retold(model: Document, number: Number, words: Mapping[str, str]) -> Document:
    """Return a document that says of Sara what *model* says of Giulia."""

    def told(value: object) -> str:
        text = json.dumps(value, ensure_ascii=False)
        for before, after in words.items():
            text = text.replace(before, after)
        return text

    return replace(
        model,
        number=number,
        territorio=THERE,
        autore="altrui",
        fascicolo=words.get(model.fascicolo, ""),
        oggetto=json.loads(told(model.oggetto)),
        data=json.loads(told(model.data)),
        index=json.loads(told(model.index)),
    )
