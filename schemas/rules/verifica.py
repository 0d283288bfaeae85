"""The rules of the verifica finale, R-VI-1 to R-VI-5, and how it closes the fascicolo."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from schemas.rules.calendario import evaluated_on, in_progetto, not_before
from schemas.rules.case import Case, Condition, Reason, rule
from schemas.rules.condizioni import PROGETTO
from schemas.rules.contesto import Contesto, Record
from schemas.rules.fascicolo import fascicolo_open_from, not_before_document
from schemas.rules.inserimento import (
    days_of_inserimento,
    in_force,
    inserimento_of,
    one_for_inserimento,
    papers_of_inserimento,
    rows_of,
)
from schemas.rules.messages import Problem
from schemas.rules.monitoraggio import FINALE

ESITI: Mapping[str, str] = MappingProxyType(
    {
        "stabilizzato": "Stabilizzato: assunto a tempo indeterminato",
        "trasformato": "Trasformato: assunto con un altro contratto",
        "prorogato": "Prorogato: lo stage continua",
        "non_confermato": "Non confermato",
        "interrotto": "Interrotto",
    }
)
ASSUNTO = ("stabilizzato", "trasformato")
CONTINUA = (*ASSUNTO, "prorogato")
NON_CONTINUA = ("non_confermato", "interrotto")
INSERITO, NON_INSERITO = "chiuso_inserito", "chiuso_non_inserito"
_INDETERMINATO, _DETERMINATO = "tempo_indeterminato", "tempo_determinato"
# How the questionnaire finds an objective, where that answers whether it was reached.
_RAGGIUNTO = {"raggiunto": "si", "non_raggiunto": "no"}


def questionario_of(case: Case) -> Record | None:
    """Return the final questionnaire that the verifica stands on, None when it is not on file."""
    return case.contesto.documento(case.text("questionario_finale"))


def stage_is_concluso(case: Case) -> bool:
    """Return whether the final questionnaire finds the stage concluded; unknown is concluded."""
    questionario = questionario_of(case)
    return questionario is None or questionario.text("esito_percorso") != "interrotto"


def last_day_of_inserimento(case: Case) -> date | None:
    """Return the day on which the placement ended: that agreed, or that of its interruption."""
    questionario, span = questionario_of(case), days_of_inserimento(case)
    interrupted = questionario.day("data_interruzione") if questionario else None
    return interrupted or (span[1] if span else None)


def occupato_a_fine(case: Case) -> bool | None:
    """Return whether the person has a job at the end of the path; None until the outcome is."""
    esito = case.text("esito")
    return esito in ASSUNTO if esito else None


def chiusura(case: Case) -> str | None:
    """
    Return the state in which the fascicolo closes; None until the outcome is known.

    A stage carried to its end counts as a placement also when no contract follows it.

    Source:
        Project document, D and phase 7: the targets count the stage among placements.
    """
    esito = case.text("esito")
    if not esito:
        return None
    placed = esito in CONTINUA or (esito == "non_confermato" and stage_is_concluso(case))
    return INSERITO if placed else NON_INSERITO


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the person closes as placed, and why."""
    esito = case.text("esito")
    if not esito:
        return ()
    stage = "concluso" if stage_is_concluso(case) else "interrotto"
    condition = Condition(
        "Esito della verifica",
        f"{ESITI[esito].lower()}; stage {stage}",
        "assunzione, proroga, oppure stage concluso",
        chiusura(case) == INSERITO,
        f"{PROGETTO}, fase 7",
    )
    return (Reason("chiusura", "Persona inserita", (condition,)),)


@rule("questionario_finale")
def questionario_is_finale(case: Case) -> Iterator[Problem]:
    """
    Refuse to stand on a questionnaire in itinere.

    Source:
        Rule R-VI-3.
    """
    questionario = questionario_of(case)
    found = questionario.text("questionario") if questionario else None
    if found not in (None, FINALE):
        values = {"numero": case.text("questionario_finale"), "stato": "finale e archiviato"}
        yield Problem("questionario_finale", "riferimento_stato", values)


@rule("questionario_finale", "inserimento")
def questionario_is_of_inserimento(case: Case) -> Iterator[Problem]:
    """Refuse the final questionnaire of another placement."""
    questionario = questionario_of(case)
    observed = questionario.text("inserimento") if questionario else None
    if observed and observed != case.text("inserimento"):
        values = {"numero": case.text("questionario_finale")}
        yield Problem("questionario_finale", "riferimento_altro_inserimento", values)


@rule("obiettivi", "inserimento")
def obiettivi_are_those_agreed(case: Case) -> Iterator[Problem]:
    """
    Refuse more or fewer objectives than the colloquio iniziale has set.

    Source:
        Rule R-VI-2.
    """
    agreed, checked = _obiettivi_agreed(case), len(case.rows("obiettivi"))
    if agreed and checked != agreed:
        code = "righe_minime" if checked < agreed else "righe_massime"
        yield Problem("obiettivi", code, {"n": str(agreed)})


def _obiettivi_agreed(case: Case) -> int | None:
    colloqui, inserimento = papers_of_inserimento(case, "colloquio_iniziale"), inserimento_of(case)
    if colloqui and (rows := rows_of(colloqui[-1], "obiettivi")):
        return len(rows)
    return inserimento.number("n_obiettivi") if inserimento else None


@rule("tipo_contratto", "esito")
def contratto_suits_esito(case: Case) -> Iterator[Problem]:
    """
    Refuse a stable outcome without a permanent contract, and one transformed that has it.

    Source:
        Project document, phase 7; rule R-VI-1.
    """
    esito, permanent = case.text("esito"), case["tipo_contratto"] == _INDETERMINATO
    if case["tipo_contratto"] and esito in ASSUNTO and permanent != (esito == "stabilizzato"):
        yield Problem("tipo_contratto", "scelta_non_valida")


@rule("data_nuovo_rapporto", "inserimento", "questionario_finale")
def rapporto_follows_inserimento(case: Case) -> Iterator[Problem]:
    """
    Refuse a new relation that begins before the placement ends.

    Source:
        Rule R-VI-4.
    """
    start, last = case.day("data_nuovo_rapporto"), last_day_of_inserimento(case)
    if start and last and start < last:
        yield Problem("data_nuovo_rapporto", "data_ordine")


@rule("data_fine_contratto", "esito", "tipo_contratto")
def fine_is_given(case: Case) -> Iterator[Problem]:
    """Ask for the last day of what has one: a fixed term, a stage that is extended."""
    fixed = case["tipo_contratto"] == _DETERMINATO or case["esito"] == "prorogato"
    if fixed and case.day("data_fine_contratto") is None:
        yield Problem("data_fine_contratto", "obbligatorio")


@rule("data_fine_contratto", "esito", "inserimento")
def proroga_within_limit(case: Case) -> Iterator[Problem]:
    """
    Refuse an extension beyond the last day that the law admits for this stage.

    Source:
        D.M. 142/1998 art. 7 c. 3; rules R-VI-5 and R-STG-3.
    """
    inserimento, end = inserimento_of(case), case.day("data_fine_contratto")
    if inserimento is None or case["esito"] != "prorogato":
        return
    last, mesi = inserimento.day("ultima_data_ammessa"), inserimento.number("limite_durata_mesi")
    if last and end and end > last:
        values = {"mesi": str(mesi), "data": f"{last:%d/%m/%Y}"}
        yield Problem("data_fine_contratto", "stage_durata", values)


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """
    Propose the objectives of the colloquio, each as the final questionnaire finds it.

    An objective that the questionnaire words in another way is proposed without an answer.
    """
    colloqui = in_force(contesto, "colloquio_iniziale", fascicolo)
    if not colloqui:
        return {}
    finali = [
        each
        for each in in_force(contesto, "questionario_monitoraggio", fascicolo)
        if each.text("questionario") == FINALE
    ]
    found = (
        {row.get("obiettivo"): row for row in rows_of(finali[-1], "obiettivi")} if finali else {}
    )
    rows = rows_of(colloqui[-1], "obiettivi")
    return {"obiettivi": [_checked(row, found.get(row.get("descrizione"), {})) for row in rows]}


def _checked(row: Mapping[str, object], found: Mapping[str, object]) -> dict[str, object]:
    texts = {
        "obiettivo": row.get("descrizione"),
        "raggiunto": _RAGGIUNTO.get(str(found.get("stato"))),
        "evidenza": found.get("commento"),
    }
    return {name: text for name, text in texts.items() if text}


RULES = (
    in_progetto("data_verifica"),
    fascicolo_open_from("in_verifica"),
    one_for_inserimento("verifica_inserimento"),
    questionario_is_finale,
    questionario_is_of_inserimento,
    obiettivi_are_those_agreed,
    contratto_suits_esito,
    fine_is_given,
    *evaluated_on(
        "data_verifica",
        (
            not_before_document("data_verifica", "questionario_finale"),
            rapporto_follows_inserimento,
            not_before("data_fine_contratto", "data_nuovo_rapporto"),
            proroga_within_limit,
            not_before("data_approvazione", "data_verifica"),
        ),
    ),
)
