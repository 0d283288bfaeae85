"""The rules of the Patto di Servizio, R-PS-1 to R-PS-8, in the order they are tried."""

from collections.abc import Iterator
from datetime import date

from schemas.rules import destinatario, persona, territorio
from schemas.rules.calendario import after, evaluated_on, in_progetto, not_before, not_future
from schemas.rules.case import Case, rule
from schemas.rules.condizioni import open_periodi
from schemas.rules.contesto import Record
from schemas.rules.date import add_months
from schemas.rules.fascicolo import fascicolo_of, fascicolo_open_from, not_before_presa_in_carico
from schemas.rules.life import EFFICACE
from schemas.rules.messages import Problem


@rule("persona.codice_fiscale")
def no_other_patto(case: Case) -> Iterator[Problem]:
    """
    Refuse a second Patto while one binds the same person.

    Source:
        Project document, Metodologia 4; rule R-PS-1.
    """
    code = case.text("persona.codice_fiscale")
    for patto in case.contesto.of_kind("patto_di_servizio"):
        if case.on and patto.text("codice_fiscale") == code and _binds(patto, case.on):
            values = {"numero": patto.text("numero") or ""}
            yield Problem("persona.codice_fiscale", "patto_attivo", values)


@rule("mai_occupato", "stato_occupazionale", "periodi_lavoro")
def mai_occupato_is_true(case: Case) -> Iterator[Problem]:
    """
    Refuse «never employed» against periods of work, and an inoccupato who was employed.

    Source:
        D.Lgs. 181/2000 art. 1 c. 2; rule R-PS-3.
    """
    mai_occupato = case["mai_occupato"]
    worked = bool(case.rows("periodi_lavoro"))
    inoccupato = case["stato_occupazionale"] == "inoccupato"
    if (mai_occupato is True and worked) or (mai_occupato is False and inoccupato):
        yield Problem("mai_occupato", "scelta_non_valida")


@rule("mai_occupato", "periodi_lavoro", "data_cessazione")
def recent_work_is_listed(case: Case) -> Iterator[Problem]:
    """Ask for the periods of work of who stopped within the months that the table covers."""
    cessazione = case.day("data_cessazione")
    mesi = case.parameters.whole("patto.periodi_lavoro_mesi")
    recent = case.on and cessazione and case.on < add_months(cessazione, mesi)
    if case["mai_occupato"] is False and recent and not case.rows("periodi_lavoro"):
        yield Problem("periodi_lavoro", "righe_minime", {"n": "1"})


@rule("stato_occupazionale", "periodi_lavoro")
def is_not_employed(case: Case) -> Iterator[Problem]:
    """
    Refuse who has a job on the day of the Patto, unless the project takes who is about to lose it.

    Source:
        Project document, Destinatari; rule R-PS-4.
    """
    if case.on is None or case.parameters.flag("categoria.includi_in_procinto_di_perdere_lavoro"):
        return
    employed = case["stato_occupazionale"] == "occupato"
    if employed or any(open_periodi(case, case.on)):
        yield Problem("stato_occupazionale", "scelta_non_valida")


@rule("periodi_lavoro")
def periodi_are_in_order(case: Case) -> Iterator[Problem]:
    """
    Refuse a period of work that ends before it starts or starts after the Patto.

    Source:
        Rule R-PS-6.
    """
    for position, row in enumerate(case.rows("periodi_lavoro")):
        dal, al = row.get("dal"), row.get("al")
        if isinstance(dal, date) and case.on and dal > case.on:
            yield Problem(f"periodi_lavoro[{position}].dal", "data_futura")
        if isinstance(dal, date) and isinstance(al, date) and al < dal:
            yield Problem(f"periodi_lavoro[{position}].al", "data_ordine")


def _binds(patto: Record, on: date) -> bool:
    """Tell whether *patto* is signed and still valid on that day."""
    validita = patto.day("validita_fino_al")
    return patto.text("stato") in EFFICACE and validita is not None and on <= validita


# The date comes first: every other rule is evaluated on it. The category comes last: it reads what
# the others judge, and an error there explains why it fails better than «categoria» would.
RULES = (
    in_progetto("data_stipula"),
    fascicolo_open_from("preso_in_carico"),
    fascicolo_of("persona.codice_fiscale"),
    *evaluated_on(
        "data_stipula",
        (
            not_before_presa_in_carico("data_stipula"),
            *persona.RULES,
            *territorio.RULES,
            no_other_patto,
            not_future("data_did"),
            not_future("mobilita_iscrizione"),
            not_future("data_cessazione"),
            not_future("data_fine_formazione"),
            not_future("data_ultima_attivita"),
            periodi_are_in_order,
            not_before("mobilita_scadenza", "mobilita_iscrizione"),
            after("data_prossimo_colloquio", "data_stipula"),
            in_progetto("data_prossimo_colloquio"),
            after("validita_fino_al", "data_stipula"),
            in_progetto("validita_fino_al"),
            mai_occupato_is_true,
            recent_work_is_listed,
            is_not_employed,
            *destinatario.RULES,
        ),
    ),
)
