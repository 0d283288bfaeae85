"""The daily register: what was registered on a day, and what was changed of any day's acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from generators.contract import Contract
from generators.tables import as_csv
from schemas.kinds.registry import all_kinds
from schemas.rules.life import NOMI_PASSI
from schemas.rules.parameters import Parameters, shipped
from storage.archive import Document, Event
from storage.care import ChainHead
from web.acts.office import ROME, Office
from web.acts.papers import Head, frame
from web.acts.specimens import HEAD

TEMPLATE = "registro_giornaliero"
HEADS = ("Operazione", "Numero", "Data", "Ora", "Oggetto", "Operatore", "Dettaglio", "SHA-256")


@dataclass(frozen=True)
class Entry:
    """One line of the daily register; *dettaglio* is a reason or what the act refers to."""

    operazione: str
    numero: str
    at: datetime
    oggetto: str
    operatore: str
    dettaglio: str = ""
    sha256: str = ""

    @property
    def ora(self) -> str:
        """Return the time of the day, as the office's clock showed it."""
        return f"{self.at.astimezone(ROME):%H:%M:%S}"


@dataclass(frozen=True)
class Daily:
    """The register of one day, and where the chain of the whole register had come to."""

    on: date
    registered: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    head: ChainHead


def daily_register(on: date, *, office: Office) -> Daily:
    """
    Return what was registered and what was changed on the day *on*.

    Source: D.P.R. 445/2000 art. 53 c. 2, artt. 54 and 57.
    """
    head = office.archive.chain_head()
    documents = office.archive.documents()
    registered = [*_opened(on, office), *_registered(on, documents)]
    return Daily(
        on,
        tuple(sorted(registered, key=lambda entry: entry.at)),
        tuple(sorted(_changed(on, documents), key=lambda entry: entry.at)),
        head,
    )


def busy_days(office: Office) -> list[date]:
    """Return the days on which something was registered or changed, in order."""
    opened = (fascicolo.opened_at for fascicolo in office.archive.fascicoli())
    documents = office.archive.documents()
    registered = (document.registered_at for document in documents)
    changed = (event.at for it in documents for event in it.events if event.tipo != "pdf")
    return sorted({_day(at) for at in chain(opened, registered, changed)})


def print_daily(daily: Daily, *, office: Office) -> bytes:
    """
    Return the daily register as PDF/A.

    Raises:
        PressAbsent, PressBusy, PrintFailed: it could not be printed.
    """
    title = f"Registro giornaliero del {daily.on:%d/%m/%Y}"
    head = Head(f"{daily.on:%Y-%m-%d}", 1, daily.on, office.now)
    around = frame("Registro giornaliero", "", daily.head.chain, head, office.parameters)
    context = {
        **around,
        "registrazioni": daily.registered,
        "variazioni": daily.changed,
        "catena": {"righe": daily.head.line, "valore": daily.head.chain},
    }
    return office.press.pdf(
        office.papers.compiled(TEMPLATE, office.on).render(context, when=office.now),
        title=title,
        author=office.parameters.text("ente.nome"),
        subject=office.parameters.text("progetto.titolo"),
        when=office.now,
    )


def daily_contract() -> Contract:
    """Return what the paper of the daily register may ask."""
    entry = Entry("registrazione", HEAD.numero, HEAD.when, "Atto", "zanella", "x", "0" * 64)
    context = {
        **frame("Registro giornaliero", "", "0" * 64, HEAD, Parameters(shipped(), HEAD.on)),
        "registrazioni": (entry,),
        "variazioni": (entry,),
        "catena": {"righe": 1, "valore": "0" * 64},
    }
    empty = {**context, "registrazioni": (), "variazioni": ()}
    return Contract("Registro giornaliero", full=context, sparse=empty)


def daily_csv(daily: Daily) -> bytes:
    """Return the daily register as CSV; its last line has the chain of the whole register."""
    rows = [
        (
            it.operazione,
            it.numero,
            daily.on,
            it.ora,
            it.oggetto,
            it.operatore,
            it.dettaglio,
            it.sha256,
        )
        for it in (*daily.registered, *daily.changed)
    ]
    last = ("Catena del registro", "", daily.on, "", f"{daily.head.line} righe", "", "")
    return as_csv(HEADS, [*rows, (*last, daily.head.chain)])


def _opened(on: date, office: Office) -> Iterator[Entry]:
    for fascicolo in office.archive.fascicoli():
        if _day(fascicolo.opened_at) == on:
            person = f"{fascicolo.persona['cognome']} {fascicolo.persona['nome']}"
            yield Entry(
                "Apertura di fascicolo",
                fascicolo.numero,
                fascicolo.opened_at,
                f"Fascicolo - {person}",
                fascicolo.autore,
            )


def _registered(on: date, documents: Sequence[Document]) -> Iterator[Entry]:
    for document in documents:
        if _day(document.registered_at) == on:
            yield Entry(
                "Registrazione",
                str(document.number),
                document.registered_at,
                document.oggetto,
                document.autore,
                f"sostituisce {document.replaces}" if document.replaces else "",
                document.docx,
            )


def _changed(on: date, documents: Sequence[Document]) -> Iterator[Entry]:
    for document in documents:
        for event in document.events:
            if event.tipo != "pdf" and _day(event.at) == on:
                yield Entry(
                    NOMI_PASSI[event.tipo],
                    str(document.number),
                    event.at,
                    all_kinds()[document.kind].title,
                    event.by,
                    _detail(event),
                    str(event.dati.get("sha256", "")),
                )


def _detail(event: Event) -> str:
    names = ("motivo", "documento", "numero")
    return " ".join(str(event.dati[name]) for name in names if name in event.dati)


def _day(at: datetime) -> date:
    return at.astimezone(ROME).date()
