"""The conditions that requirements are made of: what was asked, what was found, the threshold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from schemas.rules.case import Case, Condition
from schemas.rules.date import ONE_DAY, Periodo, Slot, age, slots
from schemas.rules.parameters import Parameter, Parameters
from schemas.rules.persona import is_free_to_stay
from schemas.rules.situazione import in_words
from schemas.rules.territorio import COMUNI, comune_vicenza

PROGETTO = "Documento di progetto"
LISTA = f"{PROGETTO}, Destinatari"
_ETA = "Età"
_SENZA_TITOLO = ("nessuno", "elementare", "media")


def common(case: Case, on: date) -> tuple[Condition, ...]:
    """
    Return the conditions that every category asks: age, domicile, stay permit, no running job.

    Source:
        Regole, section 2.
    """
    return (
        age_from(case, on, "persona.eta_minima"),
        _domicilio(case),
        _titolo_soggiorno(case, on),
        _no_running_job(case, on),
    )


def _domicilio(case: Case) -> Condition:
    nome = case.text("persona.domicilio_comune")
    comune = comune_vicenza(nome)
    required = case.parameters.flag("persona.domicilio_in_provincia")
    return Condition(
        "Comune di domicilio",
        comune.nome if comune else nome or "non indicato",
        f"uno dei {len(COMUNI)} Comuni della provincia di Vicenza",
        comune is not None or not required,
        fonte(case.parameters, "persona.domicilio_in_provincia"),
    )


def _titolo_soggiorno(case: Case, on: date) -> Condition:
    titolo = case.text("persona.permesso_soggiorno")
    scadenza = case.day("persona.permesso_scadenza")
    valid = titolo not in ("", "non_richiesto") and (scadenza is None or on <= scadenza)
    return Condition(
        "Titolo di soggiorno",
        in_words(titolo) + (f", scade il {scadenza:%d/%m/%Y}" if scadenza else ""),
        "valido alla data del Patto, se cittadino di un Paese terzo",
        is_free_to_stay(case) or valid,
        "D.Lgs. 286/1998 art. 22; D.Lgs. 30/2007",
    )


def _no_running_job(case: Case, on: date) -> Condition:
    employed = case["stato_occupazionale"] == "occupato"
    running = [f"presso {row.get('datore') or 'altri'}" for row in open_periodi(case, on)]
    admitted = case.parameters.flag("categoria.includi_in_procinto_di_perdere_lavoro")
    return Condition(
        "Rapporto di lavoro in corso",
        ", ".join(running) or ("occupato" if employed else "nessuno"),
        "ammesso" if admitted else "nessuno, cassa integrazione compresa",
        admitted or not (employed or running),
        fonte(case.parameters, "categoria.includi_in_procinto_di_perdere_lavoro"),
    )


def stato_in(case: Case, *admitted: str) -> Condition:
    """Return the condition that the occupational situation is one of *admitted*."""
    stato = case.text("stato_occupazionale")
    threshold = " o ".join(map(in_words, admitted))
    return Condition("Stato occupazionale", in_words(stato), threshold, stato in admitted, LISTA)


def answer_is(case: Case, path: str, asked: str, *, wanted: bool) -> Condition:
    """Return the condition that the answer at *path* is *wanted*; no answer does not hold."""
    answer = case[path]
    words = {True: "sì", False: "no"}
    found = words[answer] if isinstance(answer, bool) else "non indicato"
    return Condition(asked, found, words[wanted], answer is wanted, LISTA)


def not_after(case: Case, path: str, asked: str, on: date, source: str = LISTA) -> Condition:
    """Return the condition that the date at *path* is given and is *on* or before."""
    day = case.day(path)
    threshold = f"entro il {on:%d/%m/%Y}"
    return Condition(asked, in_figures(day), threshold, day is not None and day <= on, source)


def did_given(case: Case, on: date) -> Condition:
    """Return the condition that availability for work is declared by *on*."""
    return not_after(case, "data_did", "Data della DID", on, "D.Lgs. 181/2000 art. 2")


def age_from(case: Case, on: date, key: str) -> Condition:
    """Return the condition that the years completed are at least those of parameter *key*."""
    birth, eta = case.day("persona.data_nascita"), case.parameters.whole(key)
    holds = birth is not None and age(birth, on) >= eta
    return Condition(
        _ETA, years(birth, on), f"almeno {eta} anni", holds, fonte(case.parameters, key)
    )


def age_below(case: Case, on: date, key: str) -> Condition:
    """Return the condition that the years completed are fewer than those of parameter *key*."""
    birth, eta = case.day("persona.data_nascita"), case.parameters.whole(key)
    holds = birth is not None and age(birth, on) < eta
    return Condition(
        _ETA, years(birth, on), f"meno di {eta} anni", holds, fonte(case.parameters, key)
    )


def age_past(case: Case, on: date, key: str, birthday_included: str) -> Condition:
    """
    Return the condition that the birthday of parameter *key* is past.

    The flag *birthday_included* says whether the day itself is enough.
    """
    birth, eta = case.day("persona.data_nascita"), case.parameters.whole(key)
    included = case.parameters.flag(birthday_included)
    holds = birth is not None and age(birth, on if included else on - ONE_DAY) >= eta
    threshold = (
        f"{eta} anni compiuti" if included else f"{eta} anni superati, il compleanno escluso"
    )
    source = fonte(case.parameters, key, birthday_included)
    return Condition(_ETA, years(birth, on), threshold, holds, source)


def without_title(case: Case) -> Condition:
    """
    Return the condition that the person has no diploma, of upper secondary or vocational school.

    Source:
        Reg. (CE) 2204/2002 art. 2 lett. f; Reg. (CE) 800/2008 art. 2 n. 18 lett. b.
    """
    titolo = case.text("titolo_studio")
    return Condition(
        "Titolo di studio",
        in_words(titolo),
        "non superiore alla licenza media",
        titolo in _SENZA_TITOLO,
        "Reg. (CE) 2204/2002 art. 2 lett. f; Reg. (CE) 800/2008 art. 2 n. 18 lett. b",
    )


def lone_adult_with_children(case: Case, on: date) -> tuple[Condition, ...]:
    """
    Return the conditions of the adult who lives alone with children to support.

    Source:
        Reg. (CE) 2204/2002 art. 2 lett. f; Reg. (CE) 800/2008 art. 2 n. 18 lett. d.
    """
    figli = case.number("figli_a_carico")
    found = "non indicato" if figli is None else str(figli)
    return (
        age_from(case, on, "categoria.c6.eta_minima"),
        answer_is(case, "adulto_solo", "Unico adulto del nucleo", wanted=True),
        Condition("Figli a carico", found, "almeno uno", bool(figli), LISTA),
    )


def months_without_work(case: Case, on: date, category: str) -> Condition:
    """
    Return the condition «at least n months without work in the m before».

    Args:
        case: The document.
        on: Its date.
        category: Head of the parameters: ``categoria.c4`` reads its ``mesi`` and
            ``finestra_mesi``.

    Source:
        Rule R-DAT-5.
    """
    keys = (f"{category}.mesi", f"{category}.finestra_mesi", "mese.giorni_minimi")
    mesi, window, minimo = map(case.parameters.whole, keys)
    worked = [periodo for _, periodo in periodi(case)]
    months = slots(on, window, case.day("data_did"), worked, minimo)
    counted = sum(slot.counts for slot in months)
    return Condition(
        f"Mesi precedenti senza lavoro, su {window}",
        f"{counted} su {window}{_not_counting(months)}",
        f"almeno {mesi}, contando i mesi con {minimo} o più giorni senza lavoro dopo la DID",
        counted >= mesi,
        fonte(
            case.parameters, f"{category}.mesi", f"{category}.finestra_mesi", "mese.giorni_minimi"
        ),
    )


def periodi(case: Case) -> Iterator[tuple[Mapping[str, object], Periodo]]:
    """Yield each row of ``periodi_lavoro`` that has a start, with its period."""
    for row in case.rows("periodi_lavoro"):
        dal, al = row.get("dal"), row.get("al")
        if isinstance(dal, date):
            yield row, Periodo(dal, al if isinstance(al, date) else None)


def open_periodi(case: Case, on: date) -> Iterator[Mapping[str, object]]:
    """Yield the rows of ``periodi_lavoro`` that are still running on that day."""
    for row, (dal, al) in periodi(case):
        if dal <= on and (al is None or on <= al):
            yield row


def fonte(parameters: Parameters, *keys: str) -> str:
    """Return where the parameters *keys* come from, each source once."""
    entries = (parameters.entry(key) for key in keys)
    return "; ".join(dict.fromkeys(_source(entry) for entry in entries))


def _source(entry: Parameter) -> str:
    return f"{PROGETTO}, {entry.fonte}" if entry.stato == "progetto" else entry.fonte


def in_figures(day: date | None) -> str:
    """Return a date as 07/03/2011, or that it is not given."""
    return f"{day:%d/%m/%Y}" if day else "non indicata"


def years(birth: date | None, on: date) -> str:
    """Return an age as «35 anni», or that the birth is not given."""
    return f"{age(birth, on)} anni" if birth else "non indicata"


def _not_counting(months: Sequence[Slot]) -> str:
    """Return in words the stretches of months that do not count, the nearest first."""
    runs = [list(run) for counts, run in groupby(months, lambda slot: slot.counts) if not counts]
    words = [f"dal {run[-1].start:%d/%m/%Y} al {run[0].end - ONE_DAY:%d/%m/%Y}" for run in runs]
    return f" (non contano: {', '.join(words)})" if words else ""
