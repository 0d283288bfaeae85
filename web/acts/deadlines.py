"""The days to come of the paths that a person follows: what is due, what expires."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from schemas.rules.life import CHIUSI
from schemas.rules.permissions import Actor
from schemas.rules.scadenze import Questionario, questionario_dovuto, visite_da_fare
from storage.archive import Document, Fascicolo
from web.acts.office import Office
from web.acts.owning import ACCOMPANYING, followed
from web.acts.reading import Reading, reading_of

QUESTIONARIO, VISITA, COLLOQUIO = "questionario", "visita", "colloquio"
PERMESSO, STAGE, PATTO, RISPOSTA = "permesso", "stage", "patto", "risposta"
NOMI: Mapping[str, str] = {
    QUESTIONARIO: "Questionario da compilare",
    VISITA: "Visita in azienda",
    COLLOQUIO: "Colloquio al Centro per l'Impiego",
    PERMESSO: "Scade il permesso di soggiorno",
    STAGE: "Termina lo stage",
    PATTO: "Scade il Patto di Servizio",
    RISPOSTA: "Risposta attesa dall'azienda",
}
# Outcomes of a segnalazione that are no answer yet.
WAITING = frozenset({"in_attesa", "colloquio"})
# Who is told of which days: CPI and assistants; health, family and the like are in none of them.
OF_RUOLO: Mapping[str, frozenset[str]] = {
    "OCPI": frozenset({QUESTIONARIO, COLLOQUIO, PERMESSO, STAGE, PATTO, RISPOSTA}),
    "RCPI": frozenset({COLLOQUIO, PERMESSO, STAGE, PATTO, RISPOSTA}),
    "ASS": frozenset({QUESTIONARIO, VISITA, STAGE}),
    "ESP": frozenset({COLLOQUIO}),
}


@dataclass(frozen=True)
class Deadline:
    """
    A day that matters in a path.

    Args:
        on: The day.
        what: A key of NOMI.
        fascicolo: Whose path.
        numero: The document that says so.
        detail: What else there is to say, or "".
    """

    on: date
    what: str
    fascicolo: Fascicolo
    numero: str
    detail: str = ""

    @property
    def title(self) -> str:
        """Return what happens on that day."""
        return f"{NOMI[self.what]}{f' ({self.detail})' if self.detail else ''}"

    @property
    def person(self) -> str:
        """Return surname and name of the person."""
        return f"{self.fascicolo.persona['cognome']} {self.fascicolo.persona['nome']}"


def deadlines(by: Actor, *, office: Office, until: date | None = None) -> list[Deadline]:
    """
    Return the days that matter to *by*, those gone by and not yet dealt with first.

    Args:
        by: Whose days: an operator's are those of the territory, an assistant's those of the
            people they follow.
        office: The tools.
        until: The last day wanted; None for all.
    """
    wanted = OF_RUOLO.get(by.ruolo, frozenset())
    reading = reading_of(office.archive)
    own = set(followed(by, office.archive)) if by.ruolo in ACCOMPANYING else None
    found = (
        one
        for one in _known(reading, office)
        if one.what in wanted
        and (until is None or one.on <= until)
        and (one.fascicolo.numero in own if own is not None else _in_territorio(by, one))
    )
    return sorted(found, key=lambda one: (one.on, one.fascicolo.numero))


def _known(reading: Reading, office: Office) -> Sequence[Deadline]:
    """Return every day that matters on the working date, worked out once for each reading."""
    by_day = _KNOWN.setdefault(reading, {})
    if office.on not in by_day:
        by_day[office.on] = list(_all(reading, office))
    return by_day[office.on]


_KNOWN: WeakKeyDictionary[Reading, dict[date, Sequence[Deadline]]] = WeakKeyDictionary()


def _in_territorio(by: Actor, deadline: Deadline) -> bool:
    return by.territorio in ("", deadline.fascicolo.territorio)


def _all(reading: Reading, office: Office) -> Iterator[Deadline]:
    for read, kind in (
        (_of_stage, "convenzione_stage"),
        (_of_patto, "patto_di_servizio"),
        (_of_segnalazione, "segnalazione_azienda"),
    ):
        for document in reading.in_force(kind):
            fascicolo = reading.fascicoli.get(document.fascicolo)
            if fascicolo and fascicolo.stato not in CHIUSI:
                yield from read(document, fascicolo, reading, office)


def _of_stage(
    stage: Document, fascicolo: Fascicolo, reading: Reading, office: Office
) -> Iterator[Deadline]:
    start, end = day_of(stage, "data_inizio"), day_of(stage, "data_fine")
    if fascicolo.stato != "in_inserimento" or start is None or end is None:
        return
    numero = str(stage.number)
    if end >= office.on:
        yield Deadline(end, STAGE, fascicolo, numero)
    rilevazioni = _rilevazioni(stage, reading)
    if due := next_questionario(stage, reading, office):
        words = "finale" if due.tipo == "finale" else "in itinere"
        yield Deadline(due.entro, QUESTIONARIO, fascicolo, numero, words)
    for colloquio in reading.of_fascicolo("colloquio_iniziale", fascicolo.numero):
        for day in visite_da_fare(_plan(colloquio), rilevazioni):
            yield Deadline(day, VISITA, fascicolo, str(colloquio.number))


def next_questionario(stage: Document, reading: Reading, office: Office) -> Questionario | None:
    """Return the questionnaire that a placement waits for, None when the final one is there."""
    start, end = day_of(stage, "data_inizio"), day_of(stage, "data_fine")
    filled = _questionari(stage, reading)
    if start is None or end is None or any(one.data["tipo"] == "finale" for one in filled):
        return None
    return questionario_dovuto(start, end, _rilevazioni(stage, reading), office.parameters)


def _questionari(stage: Document, reading: Reading) -> list[Document]:
    found = reading.of_fascicolo("questionario_monitoraggio", stage.fascicolo)
    return [one for one in found if one.data.get("inserimento") == str(stage.number)]


def _rilevazioni(stage: Document, reading: Reading) -> list[date]:
    return [document.on for document in _questionari(stage, reading)]


def _plan(colloquio: Document) -> list[date]:
    rows = colloquio.answers.get("piano_visite")
    return [date.fromisoformat(str(row["data"])) for row in rows] if isinstance(rows, list) else []


def _of_patto(
    patto: Document, fascicolo: Fascicolo, reading: Reading, office: Office
) -> Iterator[Deadline]:
    numero, persona = str(patto.number), patto.data.get("persona")
    if (day := day_of(patto, "data_prossimo_colloquio")) and day >= office.on - timedelta(days=30):
        yield Deadline(day, COLLOQUIO, fascicolo, numero)
    if day := day_of(patto, "validita_fino_al"):
        yield Deadline(day, PATTO, fascicolo, numero)
    expires = persona.get("permesso_scadenza") if isinstance(persona, Mapping) else None
    if expires:
        yield Deadline(date.fromisoformat(str(expires)), PERMESSO, fascicolo, numero)


def _of_segnalazione(
    sent: Document, fascicolo: Fascicolo, reading: Reading, office: Office
) -> Iterator[Deadline]:
    waiting = sent.answers.get("esito") in WAITING
    if waiting and (day := day_of(sent, "risposta_entro")):
        yield Deadline(day, RISPOSTA, fascicolo, str(sent.number), str(sent.index.get("azienda")))


def day_of(document: Document, name: str) -> date | None:
    """Return the date of an answer of a document, or None."""
    text = document.answers.get(name)
    return date.fromisoformat(str(text)) if text else None
