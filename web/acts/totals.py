"""Totals for who sees no people: how many, by month and territory, each person counted once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.rules.segreto import Cell, protected
from schemas.rules.territorio import TERRITORI
from storage.archive import Document
from web.acts.office import Office
from web.acts.reading import Reading, reading_of

# A person, by fascicolo, and the day on which they first count.
Counted = Iterator[tuple[str, date]]


@dataclass(frozen=True)
class Measure:
    """What is counted: its title, what it means, the target's parameter if it has one."""

    name: str
    title: str
    help: str
    count: Callable[[Reading], Counted]
    obiettivo: str = ""


@dataclass(frozen=True)
class Table:
    """
    A measure by month and territory, as it may be told.

    *rows* have a cell for each territory and one for the total; *total* is the last row.
    """

    measure: Measure
    rows: Sequence[tuple[str, Sequence[Cell]]]
    total: Sequence[Cell]
    target: int | None


def _first_signed(kind: str, **says: object) -> Callable[[Reading], Counted]:
    def count(reading: Reading) -> Counted:
        for document in reading.in_force(kind):
            if all(document.answers.get(name) == value for name, value in says.items()):
                yield document.fascicolo, signed_on(document)

    return count


def signed_on(document: Document) -> date:
    """Return the day on which a document was signed: it counts from then (R-CNT-1)."""
    days = [event.dati["data"] for event in document.events if event.tipo == "firma"]
    return date.fromisoformat(str(days[-1])) if days else document.on


def _patti_e_pai(reading: Reading) -> Counted:
    patti = dict(_first(_first_signed("patto_di_servizio")(reading)))
    for fascicolo, day in _first(_first_signed("pai")(reading)):
        if fascicolo in patti:
            yield fascicolo, max(day, patti[fascicolo])


def _placed(reading: Reading) -> Counted:
    """Yield who began a placement: the convention says when, the colloquio that they came."""
    came = {
        document.fascicolo
        for document in reading.in_force("colloquio_iniziale")
        if document.answers.get("presenza_confermata") is True
    }
    for document in reading.in_force("convenzione_stage"):
        if document.fascicolo in came:
            yield document.fascicolo, date.fromisoformat(str(document.answers["data_inizio"]))


def _opened(reading: Reading) -> Counted:
    yield from ((one.numero, one.on) for one in reading.fascicoli.values())


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("accessi", "Persone arrivate", "Il mese in cui si apre il fascicolo.", _opened),
        Measure(
            "prese-in-carico",
            "Persone prese in carico",
            "Il mese della firma del verbale del Gruppo di Lavoro Territoriale.",
            _first_signed("presa_in_carico", esito_presa="preso_in_carico"),
        ),
        Measure(
            "patti-e-pai",
            "Persone con Patto e PAI firmati",
            "Il mese in cui sono firmati tutti e due: un Patto senza PAI non conta.",
            _patti_e_pai,
            "obiettivo.patti_e_pai",
        ),
        Measure(
            "segnalazioni",
            "Persone segnalate alle aziende",
            "Il mese della prima segnalazione inviata.",
            _first_signed("segnalazione_azienda"),
        ),
        Measure(
            "inserimenti",
            "Persone inserite",
            "Il mese in cui inizia il primo stage, con la presenza confermata.",
            _placed,
            "obiettivo.inserimenti",
        ),
        Measure(
            "verifiche",
            "Persone con la verifica finale",
            "Il mese della firma della verifica dell'inserimento.",
            _first_signed("verifica_inserimento"),
        ),
    )
}


def totals(name: str, *, office: Office) -> Table:
    """
    Return a measure by month and territory; figures of one or two people are kept back.

    There is one table for each measure and no other way to cut it: tables that overlap would give
    by subtraction what each keeps back.

    Raises:
        KeyError: no such measure.

    Source: rules P-2, R-CNT-1 and R-CNT-3.
    """
    measure, reading = MEASURES[name], reading_of(office.archive)
    figures: dict[str, dict[str, int]] = {}
    for fascicolo, day in _first(measure.count(reading)):
        opened = reading.fascicoli.get(fascicolo)
        if opened and day <= office.on:
            row = figures.setdefault(f"{day:%Y-%m}", dict.fromkeys(TERRITORI, 0))
            row[opened.territorio] += 1
    months = sorted(figures)
    told = protected([[figures[month][code] for code in TERRITORI] for month in months])
    target = office.parameters.whole(measure.obiettivo) if measure.obiettivo else None
    return Table(measure, list(zip(months, told[:-1], strict=True)), told[-1], target)


def _first(counted: Counted) -> Counted:
    """Yield each person once, on their first day."""
    first: dict[str, date] = {}
    for fascicolo, day in counted:
        first[fascicolo] = min(day, first.get(fascicolo, day))
    yield from first.items()
