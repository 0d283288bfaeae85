"""The rules of the scheda di primo accesso, R-PA-1 to R-PA-3, in the order they are tried."""

from collections.abc import Iterator

from schemas.rules.calendario import (
    after,
    evaluated_on,
    in_progetto,
    not_after_today,
    not_future,
)
from schemas.rules.case import Case, Condition, Reason, rule, warning
from schemas.rules.contesto import Record
from schemas.rules.identificativi import decode_codice_fiscale
from schemas.rules.life import CHIUSI
from schemas.rules.messages import Problem
from schemas.rules.persona import born_by_eta_minima, other_than
from schemas.rules.territorio import CPI, comune_vicenza

INVIATO_CPI = "inviato_cpi"
ACCORDI = "accordi.comuni"
_ACCORDO_ATTIVO = "attivo il giorno dell'accesso"


def cpi_proposto(case: Case) -> str:
    """Return the CPI of the Comune of domicile as the office proposes it, "" when not known."""
    comune = comune_vicenza(case.text("comune_domicilio"))
    return comune.cpi if comune else ""


def territorio_of(case: Case) -> str:
    """
    Return the code of the territory that takes care of the person.

    It is that of the CPI they are sent to; for who is sent to none, that of the desk.

    Source:
        Rule R-GEO-1.
    """
    sportello = comune_vicenza(case.text("comune"))
    desk = sportello.territorio if sportello else ""
    return CPI.get(case.text("cpi_destinazione"), desk)


def sede(case: Case) -> str | None:
    """Return where the person is expected at the CPI, None when no address is known."""
    cpi = case.text("cpi_destinazione")
    return case.parameters.text(f"cpi.sede.{cpi}") or None if cpi else None


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the person is sent to the CPI of their domicile, once they are sent."""
    proposed, chosen = cpi_proposto(case), case.text("cpi_destinazione")
    if case["esito"] != INVIATO_CPI or not proposed:
        return ()
    condition = Condition(
        f"CPI per chi abita a {case.text('comune_domicilio')}",
        chosen or "non indicato",
        proposed,
        chosen == proposed,
        "Ripartizione dei Comuni tra i Centri per l'Impiego, proposta",
    )
    return (Reason("CPI", "Centro per l'Impiego del domicilio", (condition,)),)


@rule("comune")
def comune_has_accordo(case: Case) -> Iterator[Problem]:
    """
    Refuse a desk of a Comune without an agreement in force on that day.

    The agreements are those on file, else the Comuni that the office lists; while it has neither,
    every Comune is taken as good.

    Source:
        Project document, B; rule R-PA-3.
    """
    comune = case.text("comune")
    filed = case.contesto.of_kind("accordo_partner")
    if comune and not (_is_filed(case, filed) if filed else _is_listed(case)):
        own = (each.text("numero") for each in filed if each.text("comune") == comune)
        numero = next(own, None) or f"di accordo con il Comune di {comune}"
        yield Problem("comune", "riferimento_stato", {"numero": numero, "stato": _ACCORDO_ATTIVO})


def _is_filed(case: Case, filed: tuple[Record, ...]) -> bool:
    return any(
        accordo.text("comune") == case.text("comune") and _covers(accordo, case)
        for accordo in filed
    )


def _covers(accordo: Record, case: Case) -> bool:
    """Tell whether an agreement is in force on the day; an end that is not known is open."""
    dal, al = accordo.day("dal"), accordo.day("al")
    return bool(case.on and (not dal or dal <= case.on) and (not al or case.on <= al))


def _is_listed(case: Case) -> bool:
    if ACCORDI not in case.parameters:
        return False
    listed = {comune_vicenza(nome) for nome in case.parameters.texts(ACCORDI)}
    return not listed or comune_vicenza(case.text("comune")) in listed


@warning("comune", "comune_domicilio")
def domicilio_is_of_sportello(case: Case) -> Iterator[Problem]:
    """Point out who lives in another Comune than that of the desk."""
    comune, domicilio = case.text("comune"), case.text("comune_domicilio")
    if comune and domicilio and comune != domicilio:
        yield Problem("comune_domicilio", "avviso_altro_comune", {"comune": comune})


@warning("codice_fiscale", "cognome", "nome", "data_nascita")
def cf_matches_persona(case: Case) -> Iterator[Problem]:
    """
    Point out a codice fiscale that does not match name and birth.

    It is not refused: real codes may differ, and the desk cannot look into it. The Patto can.

    Source:
        Rule R-ID-4.
    """
    code, birth = case.text("codice_fiscale"), case.day("data_nascita")
    if not code or birth is None:
        return
    found = other_than(decode_codice_fiscale(code), case.text("cognome"), case.text("nome"), birth)
    if elementi := ", ".join(found):
        yield Problem("codice_fiscale", "avviso_cf_incoerente", {"elementi": elementi})


@warning("codice_fiscale")
def is_not_followed_already(case: Case) -> Iterator[Problem]:
    """
    Point out who has an open fascicolo already.

    Source:
        Invariant F-1; rule R-PA-2.
    """
    code = case.text("codice_fiscale")
    for numero, fascicolo in case.contesto.fascicoli.items():
        is_open = fascicolo.text("stato") not in CHIUSI
        if code and fascicolo.text("codice_fiscale") == code and is_open:
            yield Problem("codice_fiscale", "avviso_fascicolo_aperto", {"numero": numero})


@warning("cpi_destinazione", "comune_domicilio")
def cpi_is_of_domicilio(case: Case) -> Iterator[Problem]:
    """Point out a CPI that is not that of the domicile: the person may prefer it."""
    proposed, chosen = cpi_proposto(case), case.text("cpi_destinazione")
    if chosen and proposed and chosen != proposed:
        yield Problem("cpi_destinazione", "avviso_altro_cpi", {"cpi": proposed})


RULES = (
    in_progetto("data_accesso"),
    not_after_today("data_accesso"),
    *evaluated_on(
        "data_accesso",
        (
            comune_has_accordo,
            not_future("data_nascita"),
            born_by_eta_minima("data_nascita"),
            cf_matches_persona,
            is_not_followed_already,
            domicilio_is_of_sportello,
            not_future("situazione_dal"),
            cpi_is_of_domicilio,
            after("appuntamento", "data_accesso"),
            in_progetto("appuntamento"),
        ),
    ),
)
