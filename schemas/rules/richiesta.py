"""The rules of the Richiesta di incentivo, R-RI-1 to R-RI-10, in the order they are tried."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from schemas.rules import azienda
from schemas.rules.azienda import codes_of
from schemas.rules.calendario import evaluated_on, in_progetto, not_before
from schemas.rules.case import Case, rule
from schemas.rules.contesto import Record
from schemas.rules.date import last_day_within
from schemas.rules.fascicolo import persona_is_validata
from schemas.rules.gber import esiti
from schemas.rules.importi import in_figures, percent_in_figures
from schemas.rules.incentivi_esistenti import incentivi_esistenti
from schemas.rules.incentivo import (
    DE_MINIMIS,
    ESENZIONE,
    calcolo,
    de_minimis_dal,
    de_minimis_massimale,
    de_minimis_totale,
    valutazione,
)
from schemas.rules.life import RITIRATI
from schemas.rules.messages import Problem

# Causes that never free a post: no cause at all, and redundancy.
NON_LIBERANO = ("nessuna", "riduzione_personale")


@rule("fascicolo", "persona_codice_fiscale")
def persona_is_of_fascicolo(case: Case) -> Iterator[Problem]:
    """
    Refuse the codice fiscale of another person than that of the fascicolo.

    Source:
        Rule R-RI-2.
    """
    record = case.contesto.fascicolo(case.text("fascicolo"))
    owner = record.text("codice_fiscale") if record else None
    if owner and owner != case.text("persona_codice_fiscale"):
        values = {"elementi": "persona del fascicolo"}
        yield Problem("persona_codice_fiscale", "cf_incoerente", values)


@rule("data_assunzione")
def is_not_late(case: Case) -> Iterator[Problem]:
    """
    Refuse a request that comes after the hire: the aid would be no incentive.

    Source:
        Reg. (CE) 800/2008 art. 8; rules R-RI-3 and R-INC-10.
    """
    hire = case.day("data_assunzione")
    days = timedelta(days=case.parameters.whole("incentivo.giorni_massimi_dalla_assunzione"))
    if hire and case.on and case.on > hire + days:
        yield Problem("data_richiesta", "incentivo_tardivo")


@rule("tipo_contratto")
def contratto_is_admitted(case: Case) -> Iterator[Problem]:
    """Refuse other contracts than employment."""
    if case["tipo_contratto"] == "altro":
        yield Problem("tipo_contratto", "scelta_non_valida")


@rule("data_assunzione", "data_fine_contratto")
def contratto_is_long_enough(case: Case) -> Iterator[Problem]:
    """
    Refuse a contract that ends too soon.

    Source:
        Parameter ``incentivo.durata_minima_contratto_mesi``; rules R-RI-4 and R-INC-11.
    """
    hire, end = case.day("data_assunzione"), case.day("data_fine_contratto")
    mesi = case.parameters.whole("incentivo.durata_minima_contratto_mesi")
    if hire and end and end < last_day_within(hire, mesi):
        yield Problem("data_fine_contratto", "incentivo_durata", {"mesi": str(mesi)})


@rule(
    "fascicolo",
    "tipo_contratto",
    "data_assunzione",
    "data_fine_contratto",
    "ore_settimanali",
    "altri_incentivi",
)
def no_other_incentive(case: Case) -> Iterator[Problem]:
    """
    Refuse the contribution where another is declared, or provided by law for that hire.

    Source:
        Project document, D; rules R-RI-1 and R-INC-2.
    """
    if case.rows("altri_incentivi") or any(each.holds for each in incentivi_esistenti(case)):
        yield Problem("altri_incentivi", "incentivo_cumulo")


@rule("regime_aiuto", "fascicolo", "data_assunzione")
def persona_is_svantaggiata(case: Case) -> Iterator[Problem]:
    """
    Refuse the exemption for a person who is in no category of the Regulation.

    Source:
        Reg. (CE) 800/2008 artt. 40-41; rules R-RI-6 and R-INC-3.
    """
    hire = case.day("data_assunzione")
    if hire is None or case["regime_aiuto"] != ESENZIONE:
        return
    if esiti(case, valutazione(case, hire)) == frozenset():
        yield Problem("regime_aiuto", "non_svantaggiato")


@rule("regime_aiuto", "dipendenti_dopo", "dipendenti_media_12_mesi", "causa_posto_libero")
def employees_grow(case: Case) -> Iterator[Problem]:
    """
    Refuse a hire that adds nobody, unless the post was freed by an admitted cause.

    Source:
        Reg. (CE) 800/2008 art. 40 c. 4; rules R-RI-7 and R-INC-7.
    """
    media, after = case["dipendenti_media_12_mesi"], case.number("dipendenti_dopo")
    if case["regime_aiuto"] != ESENZIONE or not isinstance(media, Decimal) or after is None:
        return
    cause = case.text("causa_posto_libero")
    if after <= media and not cause:
        yield Problem("causa_posto_libero", "obbligatorio")
    elif after <= media and cause in NON_LIBERANO:
        yield Problem("causa_posto_libero", "incremento_netto")


@rule("importo_richiesto", "regime_aiuto", "trasporto_su_strada", "de_minimis_ricevuti")
def de_minimis_has_room(case: Case) -> Iterator[Problem]:
    """
    Refuse a contribution that passes the de minimis ceiling; reaching it is admitted.

    Source:
        Reg. (CE) 1998/2006 art. 2 c. 2; rules R-RI-8 and R-INC-8.
    """
    asked, most = case["importo_richiesto"], de_minimis_massimale(case)
    if case["regime_aiuto"] != DE_MINIMIS or not isinstance(asked, Decimal):
        return
    if de_minimis_totale(case) + asked > most:
        yield Problem("importo_richiesto", "de_minimis_superato", {"max": in_figures(most)})


@rule("regime_aiuto", "de_minimis_ricevuti")
def de_minimis_is_of_three_years(case: Case) -> Iterator[Problem]:
    """Refuse aid dated outside the financial years that count, or after the request."""
    if case.on is None:
        return
    first = de_minimis_dal(case, case.on)
    values = {"min": f"{first:%d/%m/%Y}", "max": f"{case.on:%d/%m/%Y}"}
    for position, row in enumerate(case.rows("de_minimis_ricevuti")):
        day = row.get("data")
        if isinstance(day, date) and not first <= day <= case.on:
            yield Problem(f"de_minimis_ricevuti[{position}].data", "fuori_intervallo", values)


@rule(
    "importo_richiesto",
    "fascicolo",
    "regime_aiuto",
    "data_assunzione",
    "data_fine_contratto",
    "retribuzione_lorda_mensile",
    "contributi_mensili",
    "oneri_assistenza_mensili",
)
def importo_is_within(case: Case) -> Iterator[Problem]:
    """
    Refuse an amount over the intensity of the aid, or over the ceiling of the Provincia.

    Source:
        Reg. (CE) 800/2008 artt. 40-41; rules R-RI-5, R-INC-4, R-INC-12.
    """
    asked, most = case["importo_richiesto"], calcolo(case)
    if most is None or not isinstance(asked, Decimal) or asked <= most.massimo:
        return
    values = {"max": in_figures(most.massimo)}
    if most.massimo_intensita is not None and asked > most.massimo_intensita:
        percento = percent_in_figures(most.percento)
        yield Problem("importo_richiesto", "incentivo_intensita", {"percento": percento, **values})
    else:
        yield Problem("importo_richiesto", "importo_massimo", values)


@rule("impresa_in_difficolta", "aiuti_da_recuperare")
def impresa_may_receive(case: Case) -> Iterator[Problem]:
    """
    Refuse an undertaking in difficulty, or one that still owes unlawful aid.

    Source:
        Reg. (CE) 800/2008 art. 1 c. 6; rules R-RI-9 and R-INC-9.
    """
    if case["impresa_in_difficolta"] is True:
        yield Problem("impresa_in_difficolta", "impresa_difficolta")
    if case["aiuti_da_recuperare"] is True:
        yield Problem("aiuti_da_recuperare", "scelta_non_valida")


@rule("fascicolo", "azienda.partita_iva", "azienda.codice_fiscale", "data_assunzione")
def is_asked_once(case: Case) -> Iterator[Problem]:
    """
    Refuse a second request of the same company for the same hire.

    Source:
        Rule R-RI-10.
    """
    for other in case.contesto.of_kind("richiesta_incentivo"):
        if other.text("stato") not in RITIRATI and _same_hire(case, other):
            values = {"dettaglio": f"richiesta {other.text('numero')} per la stessa assunzione"}
            yield Problem("fascicolo", "duplicato", values)


def _same_hire(case: Case, other: Record) -> bool:
    """Tell whether *other* is of the same company, person and first day of the contract."""
    return (
        other.text("fascicolo") == case.text("fascicolo")
        and other.day("data_assunzione") == case.day("data_assunzione")
        and bool(codes_of(other) & codes_of(case.data))
    )


RULES = (
    in_progetto("data_richiesta"),
    *evaluated_on(
        "data_richiesta",
        (
            *azienda.RULES,
            in_progetto("data_assunzione"),
            persona_is_validata,
            azienda.same_azienda("convenzione"),
            persona_is_of_fascicolo,
            contratto_is_admitted,
            not_before("data_fine_contratto", "data_assunzione"),
            contratto_is_long_enough,
            no_other_incentive,
            persona_is_svantaggiata,
            employees_grow,
            de_minimis_is_of_three_years,
            importo_is_within,
            de_minimis_has_room,
            impresa_may_receive,
            is_asked_once,
            is_not_late,
        ),
    ),
)
