"""Opening a fascicolo and taking the person in charge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.kinds.examine import judge_fields
from schemas.parts.apertura import Apertura
from schemas.rules import territorio
from schemas.rules.messages import Problem
from schemas.rules.permissions import Actor
from storage.archive import AlreadyRegistered, Event, Fascicolo
from web.acts.office import Office


@dataclass(frozen=True)
class Opening:
    """The outcome: the fascicolo, or what must be mended."""

    fascicolo: Fascicolo | None
    problems: tuple[Problem, ...] = ()


def open_fascicolo(typed: Mapping[str, object], *, office: Office, by: Actor) -> Opening:
    """
    Open the fascicolo of a person and record that they are taken in charge.

    Args:
        typed: The answers to `schemas.parts.apertura.Apertura`, JSON or `Typed`.
        office: The tools.
        by: Who opens it.

    Source: domain invariants F-1 (one open fascicolo for each codice fiscale) and F-3.
    """
    _, data, problems = judge_fields(Apertura, typed)
    problems += _date_problems(data, office)
    if problems:
        return Opening(None, tuple(problems))
    taken_on = data["data_presa_in_carico"]
    numero_cpi = str(data["cpi"])

    def build(numero: str) -> Fascicolo:
        return Fascicolo(
            numero=numero,
            on=office.on,
            territorio=territorio.CPI[numero_cpi],
            cpi=numero_cpi,
            autore=by.utente,
            opened_at=office.now,
            persona={name: data[name] for name in ("cognome", "nome", "codice_fiscale")},
        )

    try:
        with office.archive.transaction():
            fascicolo = office.archive.open_fascicolo(build, office.on)
            if isinstance(taken_on, date):
                dati = {"data": taken_on.isoformat()}
                event = Event("preso_in_carico", office.now, by.utente, dati)
                fascicolo = office.archive.add_fascicolo_event(fascicolo.numero, event)
    except AlreadyRegistered:
        return Opening(None, (_double(str(data["codice_fiscale"]), office),))
    return Opening(fascicolo)


def _date_problems(data: Mapping[str, object], office: Office) -> list[Problem]:
    taken_on = data.get("data_presa_in_carico")
    if not isinstance(taken_on, date):
        return []
    start = office.parameters.day("progetto.data_inizio")
    end = office.parameters.day("progetto.data_fine")
    if not start <= taken_on <= end:
        values = {"inizio": f"{start:%d/%m/%Y}", "fine": f"{end:%d/%m/%Y}"}
        return [Problem("data_presa_in_carico", "data_fuori_progetto", values)]
    if taken_on > office.on:
        return [Problem("data_presa_in_carico", "data_futura_oggi")]
    return []


def _double(codice_fiscale: str, office: Office) -> Problem:
    numero = office.archive.fascicoli(codice_fiscale=codice_fiscale)[-1].numero
    return Problem("codice_fiscale", "duplicato", {"dettaglio": f"fascicolo {numero}"})
