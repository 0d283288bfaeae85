"""The incentives that the law already provides for a hire: they exclude the Provincia's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from schemas.rules.case import Case, Condition, Reason
from schemas.rules.condizioni import fonte
from schemas.rules.contesto import Record
from schemas.rules.date import age, last_day_within
from schemas.rules.fascicolo import patto_of
from schemas.rules.gber import esiti
from schemas.rules.incentivo import valutazione
from schemas.rules.parameters import Parameters
from schemas.rules.situazione import in_words

_ORDINARIA = "disoccupazione_ordinaria"
_EDILE = "speciale_edile"
_INDETERMINATO = "tempo_indeterminato"
_DETERMINATO = "tempo_determinato"


@dataclass(frozen=True)
class Assunzione:
    """
    A hire as table 5.1 looks at it: the contract, and the person as far as the archive knows.

    *esiti* are the outcomes of the classification under Reg. 800/2008; *parameters* are those in
    force on the day of the hire.
    """

    data: date
    fine: date | None
    contratto: str
    ore: int | None
    esiti: frozenset[str]
    eta: int | None
    indennita: str
    in_mobilita: bool
    parameters: Parameters


def incentivi_esistenti(case: Case) -> tuple[Reason, ...]:
    """
    Return the incentives in force on the day of the hire, each with the reasons it is provided.

    A reason that holds excludes the contribution of the Provincia, whether or not the company
    uses that incentive.

    Source:
        Project document, D; rule R-INC-2 and table 5.1.
    """
    hire = case.day("data_assunzione")
    if hire is None:
        return ()
    assunzione = _assunzione(case, hire)
    return tuple(
        Reason(code, label, conditions(assunzione, fonte(assunzione.parameters, key)))
        for code, (label, conditions) in _TABLE.items()
        if (key := f"incentivo.esistente.{code}") in assunzione.parameters
    )


def _assunzione(case: Case, hire: date) -> Assunzione:
    """Return the hire; what the fascicolo says comes first, then what its Patto says."""
    numero = case.text("fascicolo")
    record = case.contesto.fascicolo(numero) or Record({})
    patto = patto_of(case.contesto, numero) or Record({})
    listed, eta = record.get("lista_mobilita"), record.number("eta_all_assunzione")
    return Assunzione(
        data=hire,
        fine=case.day("data_fine_contratto"),
        contratto=case.text("tipo_contratto"),
        ore=case.number("ore_settimanali"),
        esiti=esiti(case, valutazione(case, hire)) or frozenset(),
        eta=_age_in(patto, hire) if eta is None else eta,
        indennita=record.text("indennita") or patto.text("tipo_indennita") or "",
        in_mobilita=listed if isinstance(listed, bool) else _in_mobilita(patto, hire),
        parameters=case.parameters.at(hire),
    )


def _age_in(patto: Record, on: date) -> int | None:
    persona = patto.get("persona")
    birth = persona.get("data_nascita") if isinstance(persona, Mapping) else None
    return age(birth, on) if isinstance(birth, date) else None


def _in_mobilita(patto: Record, on: date) -> bool:
    """Tell whether the Patto puts the person on a list of mobility still open on that day."""
    scadenza = patto.day("mobilita_scadenza")
    return patto.get("stato_occupazionale") == "in_mobilita" and (
        scadenza is None or on <= scadenza
    )


def _i1(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    mesi = hire.parameters.whole("incentivo.esistente.I1.mesi_massimi_determinato")
    short = hire.fine is not None and hire.fine <= last_day_within(hire.data, mesi)
    admitted = hire.contratto == _INDETERMINATO or (hire.contratto == _DETERMINATO and short)
    threshold = f"tempo indeterminato, o determinato fino a {mesi} mesi"
    found = "sì" if hire.in_mobilita else "no"
    return (
        Condition("Iscrizione in lista di mobilità", found, "sì", hire.in_mobilita, source),
        Condition("Contratto", in_words(hire.contratto), threshold, admitted, source),
    )


def _i2(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    return (
        _esito(hire, "MS", "Senza lavoro da almeno 24 mesi", source),
        _contratto(hire, _INDETERMINATO, source),
    )


def _i3(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    eta = hire.parameters.whole("incentivo.esistente.I3.eta")
    found = "non nota" if hire.eta is None else f"{hire.eta} anni"
    old = hire.eta is not None and hire.eta >= eta
    return (
        Condition("Età all'assunzione", found, f"almeno {eta} anni", old, source),
        _indennita(hire, (_ORDINARIA,), source),
    )


def _i4(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    ore = hire.parameters.whole("incentivo.esistente.I4.ore_tempo_pieno")
    full = hire.ore is not None and hire.ore >= ore
    return (
        _indennita(hire, (_ORDINARIA, _EDILE), source),
        _contratto(hire, _INDETERMINATO, source),
        Condition("Ore settimanali", str(hire.ore or "non note"), f"{ore}", full, source),
    )


# Art. 13 of L. 68/1999, as L. 247/2007 rewrote it, pays for permanent hires only.
def _i5(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    return (
        _esito(hire, "DIS", "Iscrizione L. 68/1999", source),
        _contratto(hire, _INDETERMINATO, source),
    )


def _i6(hire: Assunzione, source: str) -> tuple[Condition, ...]:
    return (_contratto(hire, "apprendistato", source),)


_TABLE: Mapping[str, tuple[str, Callable[[Assunzione, str], tuple[Condition, ...]]]] = (
    MappingProxyType(
        {
            "I1": ("Lavoratori in mobilità", _i1),
            "I2": ("Disoccupati di lunga durata", _i2),
            "I3": ("Oltre 50 anni con indennità", _i3),
            "I4": ("Percettori di indennità", _i4),
            "I5": ("Persone con disabilità", _i5),
            "I6": ("Apprendistato", _i6),
        }
    )
)


def _esito(hire: Assunzione, code: str, asked: str, source: str) -> Condition:
    holds = code in hire.esiti
    return Condition(asked, "sì" if holds else "no", "sì", holds, source)


def _contratto(hire: Assunzione, wanted: str, source: str) -> Condition:
    holds = hire.contratto == wanted
    return Condition("Contratto", in_words(hire.contratto), in_words(wanted), holds, source)


def _indennita(hire: Assunzione, wanted: tuple[str, ...], source: str) -> Condition:
    threshold = " o ".join(map(in_words, wanted))
    found = in_words(hire.indennita) if hire.indennita else "nessuna"
    return Condition("Indennità percepita", found, threshold, hire.indennita in wanted, source)
