"""The rules of the monitoring questionnaire, R-QM-1 to R-QM-8, in the order they are tried."""

from collections.abc import Iterator
from datetime import date

from schemas.rules.calendario import (
    after,
    evaluated_on,
    in_progetto,
    not_before,
    not_future,
    outside,
)
from schemas.rules.case import Case, rule, warning
from schemas.rules.fascicolo import fascicolo_open_from
from schemas.rules.inserimento import assistente_is_appointed, days_of_inserimento
from schemas.rules.life import STATI_FASCICOLO
from schemas.rules.messages import Problem
from schemas.rules.monitoraggio import (
    FINALE,
    GIUDIZI,
    IN_ITINERE,
    insufficienti,
    others_of_inserimento,
    periodo_utile,
)

SOLO_FINALE = (
    "esito_percorso",
    "prospettiva",
    "competenze_acquisite",
    "giudizio_complessivo",
)
_NON_CONCLUSI = ("non_avviato", "in_corso")
_INTERVALLO = "monitoraggio.intervallo_massimo_giorni"
_ASSENZE = "monitoraggio.assenze_senza_motivo_giorni"


@rule("fascicolo", "tipo")
def in_itinere_comes_before_verifica(case: Case) -> Iterator[Problem]:
    """Refuse a questionnaire in itinere for who is already past it, being verified."""
    numero = case.text("fascicolo")
    fascicolo = case.contesto.fascicolo(numero)
    stato = fascicolo.text("stato") if fascicolo else None
    if case["tipo"] == IN_ITINERE and stato == "in_verifica":
        words = {"stato": STATI_FASCICOLO[stato], "richiesto": STATI_FASCICOLO["in_inserimento"]}
        yield Problem("fascicolo", "fascicolo_stato", {"numero": numero, **words})


@rule("tipo", "inserimento")
def one_finale(case: Case) -> Iterator[Problem]:
    """
    Refuse a second final questionnaire of a placement.

    Source:
        Rule R-QM-2.
    """
    done = any(each.text("questionario") == FINALE for each in others_of_inserimento(case))
    if case["tipo"] == FINALE and done:
        yield Problem("tipo", "questionario_duplicato")


@rule("progressivo", "inserimento")
def progressivo_is_next(case: Case) -> Iterator[Problem]:
    """
    Refuse a number already given, and one that leaves a gap after those on file.

    Source:
        Rule R-QM-7.
    """
    progressivo, taken = case.number("progressivo"), {}
    for each in others_of_inserimento(case):
        taken[each.number("progressivo")] = each.text("numero") or ""
    following = max((number for number in taken if number), default=0) + 1
    if progressivo in taken:
        dettaglio = f"questionario n. {progressivo}, {taken[progressivo]}"
        yield Problem("progressivo", "duplicato", {"dettaglio": dettaglio})
    elif progressivo and progressivo > following and case.contesto.closed:
        yield Problem("progressivo", "fuori_intervallo", {"min": "1", "max": str(following)})


@rule("data_rilevazione", "tipo", "inserimento", "data_interruzione")
def rilevazione_is_in_time(case: Case) -> Iterator[Problem]:
    """
    Refuse a day out of the time for this questionnaire.

    Source:
        Rule R-QM-1.
    """
    if bounds := periodo_utile(case):
        yield from outside("data_rilevazione", case.on, *bounds)


@rule("data_rilevazione", "tipo", "inserimento")
def finale_comes_last(case: Case) -> Iterator[Problem]:
    """
    Refuse a questionnaire in itinere dated after the final one, or a final before one of them.

    Source:
        Rule R-QM-2.
    """
    for each in others_of_inserimento(case):
        other, dated = each.text("questionario"), each.day("data")
        if case.on is None or dated is None:
            continue
        late = case["tipo"] == IN_ITINERE and other == FINALE and dated < case.on
        early = case["tipo"] == FINALE and other == IN_ITINERE and case.on < dated
        if late or early:
            yield Problem("data_rilevazione", "data_ordine")


@rule("data_interruzione", "inserimento")
def interruzione_is_in_inserimento(case: Case) -> Iterator[Problem]:
    """Refuse an interruption out of the days of the placement."""
    if span := days_of_inserimento(case):
        yield from outside("data_interruzione", case["data_interruzione"], *span)


@rule("periodo_dal", "inserimento")
def periodo_is_in_inserimento(case: Case) -> Iterator[Problem]:
    """Refuse a period that begins out of the days of the placement."""
    if span := days_of_inserimento(case):
        yield from outside("periodo_dal", case["periodo_dal"], *span)


@rule("modalita", "tipo")
def finale_is_face_to_face(case: Case) -> Iterator[Problem]:
    """Refuse a final questionnaire made by telephone."""
    if case["tipo"] == FINALE and case["modalita"] == "telefono":
        yield Problem("modalita", "scelta_non_valida")


@rule("ore_svolte", "ore_previste")
def ore_are_within_planned(case: Case) -> Iterator[Problem]:
    """
    Refuse more hours attended than planned.

    Source:
        Rule R-QM-5.
    """
    svolte, previste = case.number("ore_svolte"), case.number("ore_previste")
    if svolte is not None and previste is not None and svolte > previste:
        yield Problem("ore_svolte", "fuori_intervallo", {"min": "0", "max": str(previste)})


@rule("giorni_assenza", "assenze_motivo")
def assenze_are_explained(case: Case) -> Iterator[Problem]:
    """Ask for the general kind of absences that are many."""
    giorni, most = case.number("giorni_assenza"), case.parameters.whole(_ASSENZE)
    if giorni is not None and giorni > most and not case.text("assenze_motivo"):
        yield Problem("assenze_motivo", "obbligatorio")


@rule(*GIUDIZI, "problematiche", "correttivi")
def low_judgements_are_answered(case: Case) -> Iterator[Problem]:
    """
    Ask what went wrong, and for a corrective, where a judgement is insufficient.

    Source:
        Project document, phase 7; rule R-QM-3.
    """
    if not insufficienti(case):
        return
    if not case.text("problematiche"):
        yield Problem("problematiche", "obbligatorio")
    if not case.rows("correttivi"):
        yield Problem("correttivi", "correttivo_mancante")


@rule("tipo", "esito_percorso")
def obiettivi_are_concluded(case: Case) -> Iterator[Problem]:
    """
    Refuse an objective left open at the end of a path that was concluded.

    Source:
        Rule R-QM-4.
    """
    if case["tipo"] != FINALE or case["esito_percorso"] != "concluso":
        return
    for position, row in enumerate(case.rows("obiettivi")):
        if row.get("stato") in _NON_CONCLUSI:
            yield Problem(f"obiettivi[{position}].stato", "scelta_non_valida")


@rule("data_rilevazione")
def correttivi_are_in_time(case: Case) -> Iterator[Problem]:
    """Refuse a corrective due by the day it is proposed, or after the end of the project."""
    end = case.parameters.day("progetto.data_fine")
    for position, row in enumerate(case.rows("correttivi")):
        at, day = f"correttivi[{position}].entro_il", row.get("entro_il")
        if isinstance(day, date) and case.on and day <= case.on:
            yield Problem(at, "data_ordine")
        yield from outside(at, day, case.on or end, end)


@rule("prossima_visita", "data_rilevazione", "inserimento")
def prossima_visita_is_in_inserimento(case: Case) -> Iterator[Problem]:
    """Refuse a next visit after the end of the placement."""
    span = days_of_inserimento(case)
    if span and case.on:
        yield from outside("prossima_visita", case["prossima_visita"], case.on, span[1])


@warning("prossima_visita", "data_rilevazione")
def visits_are_periodic(case: Case) -> Iterator[Problem]:
    """
    Point out a next visit that is far away.

    Source:
        Project document, phase 8: «periodicamente»; parameter
        ``monitoraggio.intervallo_massimo_giorni``.
    """
    visita, most = case.day("prossima_visita"), case.parameters.whole(_INTERVALLO)
    if visita and case.on and (visita - case.on).days > most:
        yield Problem("prossima_visita", "avviso_visita_lontana", {"giorni": str(most)})


@rule("tipo")
def final_answers_are_of_finale(case: Case) -> Iterator[Problem]:
    """
    Refuse answers of the final questionnaire in one in itinere.

    The page does not ask them: only data that come from elsewhere can hold them.

    Source:
        Rule R-QM-6.
    """
    if case["tipo"] == IN_ITINERE and any(case[name] is not None for name in SOLO_FINALE):
        yield Problem("esito_percorso", "scelta_non_valida")


RULES = (
    in_progetto("data_rilevazione"),
    final_answers_are_of_finale,
    fascicolo_open_from("in_inserimento"),
    in_itinere_comes_before_verifica,
    one_finale,
    progressivo_is_next,
    assistente_is_appointed,
    finale_is_face_to_face,
    ore_are_within_planned,
    assenze_are_explained,
    low_judgements_are_answered,
    obiettivi_are_concluded,
    *evaluated_on(
        "data_rilevazione",
        (
            not_future("data_interruzione"),
            interruzione_is_in_inserimento,
            rilevazione_is_in_time,
            finale_comes_last,
            periodo_is_in_inserimento,
            not_before("periodo_al", "periodo_dal"),
            not_future("periodo_al"),
            correttivi_are_in_time,
            after("prossima_visita", "data_rilevazione"),
            prossima_visita_is_in_inserimento,
            visits_are_periodic,
        ),
    ),
)
