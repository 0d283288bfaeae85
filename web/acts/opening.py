"""Opening a fascicolo: at the CPI, or with the scheda of a Comune's desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.kinds.examine import judge_fields
from schemas.kinds.kind import Kind
from schemas.parts.apertura import Apertura
from schemas.rules import territorio
from schemas.rules.life import CHIUSI
from schemas.rules.messages import Problem
from schemas.rules.percorso import APERTURA
from schemas.rules.permissions import Actor
from storage.archive import AlreadyRegistered, Event, Fascicolo
from web.acts.office import Office

# What the fascicolo takes of the person from the scheda that opens it.
PERSONA = ("cognome", "nome", "codice_fiscale", "telefono", "email")


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
    taken_on, codice_fiscale = data.get("data_presa_in_carico"), str(data["codice_fiscale"])
    persona = {name: data[name] for name in ("cognome", "nome", "codice_fiscale")}
    try:
        with office.archive.transaction():
            fascicolo = _opened(persona, str(data["cpi"]), office.on, office=office, by=by)
            if isinstance(taken_on, date):
                dati = {"data": taken_on.isoformat()}
                event = Event("preso_in_carico", office.now, by.utente, dati)
                fascicolo = office.archive.add_fascicolo_event(fascicolo.numero, event)
    except AlreadyRegistered:
        return Opening(None, (_double(codice_fiscale, office),))
    return Opening(fascicolo)


def open_from_scheda(
    kind: Kind, data: Mapping[str, object], on: date, *, office: Office, by: Actor
) -> str:
    """
    Open the fascicolo of who is sent to a CPI, and return its number, or "" when none is opened.

    *data* are those of a document about to be registered, *on* its day. A person who is followed
    already keeps the fascicolo they have. Inside a transaction only.

    Source: process of the fascicolo, first step; invariant F-1.
    """
    sent = all(data.get(name) in admitted for name, admitted in APERTURA.dice.items())
    if kind.name != APERTURA.kind or not sent:
        return ""
    others = office.archive.fascicoli(codice_fiscale=str(data["codice_fiscale"]))
    if any(other.stato not in CHIUSI for other in others):
        return ""
    persona = {name: data[name] for name in PERSONA if data.get(name)}
    return _opened(persona, str(data["cpi_destinazione"]), on, office=office, by=by).numero


def _opened(
    persona: Mapping[str, object], cpi: str, on: date, *, office: Office, by: Actor
) -> Fascicolo:
    def build(numero: str) -> Fascicolo:
        return Fascicolo(
            numero=numero,
            on=on,
            territorio=territorio.CPI[cpi],
            cpi=cpi,
            autore=by.utente,
            opened_at=office.now,
            persona=persona,
        )

    return office.archive.open_fascicolo(build, office.on)


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
