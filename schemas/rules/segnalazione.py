"""The rules of the segnalazione, R-SG-1 to R-SG-4, and what the company is told of the person."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from schemas.rules.azienda import codes_of
from schemas.rules.calendario import evaluated_on, in_progetto, not_before
from schemas.rules.case import Case, Rule, rule
from schemas.rules.contesto import Contesto, Record
from schemas.rules.date import age
from schemas.rules.eccedenti import dati_eccedenti
from schemas.rules.fascicolo import not_before_document, persona_is_validata, signed_document
from schemas.rules.inserimento import assistenti_of, in_force
from schemas.rules.life import RITIRATI, STATI_FASCICOLO
from schemas.rules.messages import Problem

IN_ATTESA = "in_attesa"
STRUMENTI = ("stage", "tempo_determinato", "ricollocazione")
_DA_SEGNALARE = ("validato", "segnalato")
_SILENZIO = "segnalazione.giorni_senza_risposta"
_DECADE = 10


def persona_of(case: Case) -> Mapping[str, object]:
    """Return the person as the PAI has them, empty when it is not on file."""
    pai = case.contesto.documento(case.text("pai"))
    persona = pai.get("persona") if pai else None
    return persona if isinstance(persona, Mapping) else {}


def fascia_eta(birth: date, on: date) -> str:
    """
    Return the age on that day as a company is told it: by decades.

    Source:
        Print of the segnalazione; necessity principle of D.Lgs. 196/2003 art. 3.
    """
    first = age(birth, on) // _DECADE * _DECADE
    return f"{first}-{first + _DECADE - 1} anni" if first >= 2 * _DECADE else "meno di 20 anni"


def risposta_entro(case: Case) -> date | None:
    """Return the day from which a company that has not answered counts as silent (R-SG-4)."""
    sent = case.day("data_invio")
    return sent + timedelta(case.parameters.whole(_SILENZIO)) if sent else None


@rule("fascicolo")
def persona_is_not_matched(case: Case) -> Iterator[Problem]:
    """Refuse to signal a person whom a company has accepted already."""
    numero = case.text("fascicolo")
    fascicolo = case.contesto.fascicolo(numero)
    stato = fascicolo.text("stato") if fascicolo else None
    if stato and stato not in _DA_SEGNALARE:
        asked = " o ".join(STATI_FASCICOLO[one] for one in _DA_SEGNALARE)
        words = {"stato": STATI_FASCICOLO.get(stato, stato), "richiesto": asked}
        yield Problem("fascicolo", "fascicolo_stato", {"numero": numero, **words})


@rule("fabbisogno", "azienda_partita_iva")
def fabbisogno_is_of_azienda(case: Case) -> Iterator[Problem]:
    """Refuse the need of another company than the one addressed."""
    numero = case.text("fabbisogno")
    fabbisogno = case.contesto.documento(numero)
    theirs = codes_of(fabbisogno) if fabbisogno else frozenset()
    if theirs and case.text("azienda_partita_iva") not in theirs:
        yield Problem("fabbisogno", "riferimento_altra_azienda", {"numero": numero})


def nothing_in_excess(path: str) -> Rule:
    """
    Make the rule that the text at *path*, which the company reads, says no more than it needs.

    Source:
        D.Lgs. 196/2003 artt. 3 and 22; rule R-SG-3.
    """

    @rule(path)
    def nothing_in_excess(case: Case) -> Iterator[Problem]:
        fascicolo = case.contesto.fascicolo(case.text("fascicolo"))
        code = fascicolo.text("codice_fiscale") if fascicolo else None
        found = dati_eccedenti(case.text(path), {"codice_fiscale": code, **persona_of(case)})
        if found:
            yield Problem(path, "dato_eccedente", {"dato": ", ".join(found)})

    return nothing_in_excess


@rule("data_invio", "fascicolo", "azienda_partita_iva")
def segnalazione_is_new(case: Case) -> Iterator[Problem]:
    """
    Refuse to signal one person to one company twice on one day.

    Source:
        Rule R-SG-1; each (person, company, date) counts once.
    """
    for each in case.contesto.of_kind("segnalazione_azienda"):
        same_day = each.day("data") == case.on and each.text("stato") not in RITIRATI
        if same_day and _is_of_persona(case, each) and codes_of(each) & codes_of(case.data):
            yield Problem("data_invio", "duplicato", {"dettaglio": each.text("numero") or ""})


def _is_of_persona(case: Case, record: Record) -> bool:
    return record.text("fascicolo") == case.text("fascicolo")


@rule("esito", "data_esito", "data_invio")
def silence_is_long_enough(case: Case) -> Iterator[Problem]:
    """
    Refuse to call a company silent before it had the time to answer.

    Source:
        Parameter ``segnalazione.giorni_senza_risposta``; rule R-SG-4.
    """
    recorded, due = case.day("data_esito"), risposta_entro(case)
    if case["esito"] == "nessuna_risposta" and recorded and due and recorded < due:
        yield Problem("data_esito", "data_ordine")


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """Propose what the PAI says: the profile, what the person can do, the instrument."""
    plans = in_force(contesto, "pai", fascicolo)
    if not plans:
        return {}
    plan = plans[-1]
    strumento = plan.text("strumento")
    proposed = {
        "profilo": plan.text("obiettivo_professionale"),
        "sintesi": plan.text("competenze_possedute"),
        "strumento_proposto": strumento if strumento in STRUMENTI else None,
    }
    return {name: text for name, text in proposed.items() if text}


def propose_convenzione(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """Propose for a stage what the accepted segnalazione says, and who was appointed for it."""
    sent = in_force(contesto, "segnalazione_azienda", fascicolo)
    accepted = [each for each in sent if each.text("esito") == "accettata"]
    proposed = {
        **(_of_accepted(accepted[-1]) if accepted else {}),
        "assistente": next(iter(assistenti_of(contesto, fascicolo, None)), ""),
    }
    return {name: value for name, value in proposed.items() if value}


def _of_accepted(record: Record) -> dict[str, object]:
    names = ("ragione_sociale", "partita_iva", "email")
    azienda = {name: record.text(f"azienda_{name}") for name in names}
    return {
        "segnalazione": record.text("numero"),
        "azienda": {name: text for name, text in azienda.items() if text},
        "mansione": record.text("profilo"),
    }


RULES = (
    in_progetto("data_invio"),
    persona_is_validata,
    persona_is_not_matched,
    signed_document("pai", "pai_mancante"),
    fabbisogno_is_of_azienda,
    nothing_in_excess("profilo"),
    nothing_in_excess("sintesi"),
    *evaluated_on(
        "data_invio",
        (
            not_before_document("data_invio", "pai"),
            not_before_document("data_invio", "fabbisogno"),
            segnalazione_is_new,
            not_before("disponibile_dal", "data_invio"),
            in_progetto("disponibile_dal"),
            not_before("data_esito", "data_invio"),
            silence_is_long_enough,
        ),
    ),
)
