"""The stage: how long it may last, how many trainees a company may host."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from schemas.rules.azienda import codes_of
from schemas.rules.case import Case, Condition, Reason
from schemas.rules.condizioni import fonte
from schemas.rules.contesto import Contesto, Record
from schemas.rules.date import ONE_DAY, age, last_day_within, months_and_days
from schemas.rules.life import RITIRATI
from schemas.rules.parameters import Parameters

# Categories of duration that the Patto must support, with the field of the Patto that does.
SOSTEGNO = {"disabile": "disabilita_l68", "svantaggiato_l381": "svantaggio_l381"}
ORIENTAMENTO = "formazione_orientamento"
TETTO_REGIONALE = "stage.tetto_regionale_mesi"


def durata_mesi(categoria: str, tipo: str, parameters: Parameters) -> int:
    """
    Return the months that a stage may last, extensions included.

    Args:
        categoria: ``categoria_durata``: disoccupato, svantaggiato_l381, disabile, ...
        tipo: ``tipo_tirocinio``: inserimento_reinserimento or formazione_orientamento.
        parameters: In force on the first day of the stage.

    Source:
        D.M. 142/1998 art. 7 c. 1; D.L. 138/2011 art. 11; L.R. Veneto 3/2009 art. 41 c. 5 (the
        lower limit wins); rules R-STG-1, 9, 10, 11.
    """
    return min(parameters.whole(key) for key in _limits(categoria, tipo, parameters))


def ultima_data_ammessa(
    start: date, mesi: int, *, maternita: int = 0, svolti: int = 0, progetto: date
) -> date:
    """
    Return the last day admitted for a stage begun on *start*.

    Args:
        start: First day.
        mesi: Months it may last.
        maternita: Days of compulsory leave, which do not count.
        svolti: Days already done at the same company, both ends counted.
        progetto: Last day of the project, never passed.

    Source:
        D.M. 142/1998 art. 7 cc. 2-3; rules R-STG-2, 3, 12.
    """
    return min(last_day_within(start, mesi) + timedelta(days=maternita - svolti), progetto)


def limite_tirocinanti(dipendenti: int, parameters: Parameters) -> int:
    """
    Return how many trainees at once a company may host.

    Args:
        dipendenti: Permanent employees.
        parameters: In force on the day.

    Source:
        D.M. 142/1998 art. 1 c. 3; rule R-STG-4.
    """
    for band in ("prima_fascia", "seconda_fascia"):
        if dipendenti <= parameters.whole(f"stage.tirocinanti.dipendenti_{band}"):
            return parameters.whole(f"stage.tirocinanti.numero_{band}")
    return dipendenti * parameters.whole("stage.tirocinanti.percento_oltre") // 100


def contemporanei(stages: Iterable[Record], start: date, end: date) -> int:
    """
    Return the greatest number of *stages* active on one day from *start* to *end* included.

    Source:
        Rule R-STG-5.
    """
    spans = [span for stage in stages if (span := days_of(stage)) and overlap(span, (start, end))]
    # The number can only grow on a day when a stage begins.
    days = {start, *(first for first, _ in spans if start <= first)}
    return max(sum(first <= day <= last for first, last in spans) for day in days)


def in_words(start: date, end: date) -> str:
    """Return the length of a period as the project says it: «6 mesi», «4 mesi e 15 giorni»."""
    mesi, giorni = months_and_days(start, end)
    counted = ((mesi, "mese", "mesi"), (giorni, "giorno", "giorni"))
    return " e ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted if n)


def quota_provincia(case: Case) -> Decimal:
    """Return the part of the monthly grant that the Provincia pays, in euro."""
    borsa, quota = case["borsa_importo_mensile"], case["borsa_quota_azienda"]
    paid_by_azienda = quota if isinstance(quota, Decimal) else Decimal(0)
    return borsa - paid_by_azienda if isinstance(borsa, Decimal) else Decimal(0)


def is_minorenne(case: Case) -> bool:
    """Return whether the person, as the PAI recalls them, is not of age when the act is signed."""
    pai = case.contesto.documento(case.text("pai"))
    persona = pai.get("persona") if pai else None
    birth = persona.get("data_nascita") if isinstance(persona, Mapping) else None
    if case.on is None or not isinstance(birth, date):
        return False
    return age(birth, case.on) < case.parameters.whole("persona.eta_maggiore")


def categoria_durata(patto: Record) -> str:
    """Return the category of duration that the data of *patto* give by default."""
    supported = (each for each, field in SOSTEGNO.items() if patto.get(field) is True)
    return next(supported, "disoccupato")


def durata(case: Case) -> Reason | None:
    """Return how long the stage may last and why; None while start or category are not known."""
    start, end = case.day("data_inizio"), case.day("data_fine")
    categoria, tipo = case.text("categoria_durata"), case.text("tipo_tirocinio")
    if start is None or not categoria:
        return None
    parameters = case.parameters.at(start)
    keys = _limits(categoria, tipo, parameters)
    last = ultima_data(case, start)
    condition = Condition(
        "Ultimo giorno dello stage",
        f"{end:%d/%m/%Y}" if end else "non indicato",
        f"{last:%d/%m/%Y}: al massimo {mesi_di(case, start)} mesi",
        end is not None and end <= last,
        fonte(parameters, *keys),
    )
    return Reason("durata", "Durata massima dello stage", (condition,))


def posti(case: Case) -> Reason | None:
    """Return how many trainees the company may host and why; None while it is not known."""
    start, end = case.day("data_inizio"), case.day("data_fine")
    dipendenti = case.number("azienda.dipendenti_ti")
    if start is None or end is None or dipendenti is None:
        return None
    limit = limite_tirocinanti(dipendenti, case.parameters)
    others = contemporanei(_others_in_azienda(case), start, end)
    present = 1 + others + (case.number("tirocinanti_altri_promotori") or 0)
    condition = Condition(
        "Tirocinanti nello stesso giorno, compreso questo",
        str(present),
        f"al massimo {limit} con {dipendenti} dipendenti a tempo indeterminato",
        present <= limit,
        "D.M. 142/1998 art. 1 c. 3",
    )
    return Reason("posti", "Numero massimo di tirocinanti", (condition,))


def ultima_data(case: Case, start: date) -> date:
    """Return the last day admitted for the stage of *case*, begun on *start*."""
    spans = (days_of(stage) for stage in _own_in_azienda(case))
    done = sum(
        (min(last, start - ONE_DAY) - first).days + 1
        for first, last in filter(None, spans)
        if first < start
    )
    return ultima_data_ammessa(
        start,
        mesi_di(case, start),
        maternita=case.number("giorni_maternita") or 0,
        svolti=done,
        progetto=case.parameters.day("progetto.data_fine"),
    )


def _limits(categoria: str, tipo: str, parameters: Parameters) -> tuple[str, ...]:
    """Return the keys of the limits that bind together on the day of *parameters*."""
    disabile = "_disabili" if categoria == "disabile" else ""
    also = [f"{TETTO_REGIONALE}{disabile}"]
    if tipo == ORIENTAMENTO and categoria not in SOSTEGNO:
        also.append("stage.formativo_orientamento.durata_mesi")
    return (f"stage.durata_mesi.{categoria}", *(key for key in also if key in parameters))


def mesi_di(case: Case, start: date) -> int:
    """Return the months that the stage of *case*, begun on *start*, may last."""
    categoria, tipo = case.text("categoria_durata"), case.text("tipo_tirocinio")
    return durata_mesi(categoria, tipo, case.parameters.at(start))


def stages_of(case: Case) -> list[Record]:
    """Return the stages on file of the person of *case*."""
    numero = case.text("fascicolo")
    return [stage for stage in _on_file(case.contesto) if stage.text("fascicolo") == numero]


def _on_file(contesto: Contesto) -> tuple[Record, ...]:
    """Return the stages listed, and those of the conventions registered and not withdrawn."""
    convenzioni = contesto.of_kind("convenzione_stage")
    return contesto.stage + tuple(
        each for each in convenzioni if each.text("stato") not in RITIRATI
    )


def _own_in_azienda(case: Case) -> list[Record]:
    return [stage for stage in stages_of(case) if _same_azienda(case, stage)]


def _others_in_azienda(case: Case) -> list[Record]:
    """Return the stages of other people at the same company."""
    numero = case.text("fascicolo")
    others = (stage for stage in _on_file(case.contesto) if stage.text("fascicolo") != numero)
    return [stage for stage in others if _same_azienda(case, stage)]


def _same_azienda(case: Case, stage: Record) -> bool:
    return bool(codes_of(case.data) & codes_of(stage))


def days_of(stage: Record) -> tuple[date, date] | None:
    """Return the first and last day of *stage*, or None when they are not known."""
    first, last = stage.day("data_inizio"), stage.day("data_fine")
    return (first, last) if first and last else None


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Return whether two periods, both ends included, share a day."""
    return one[0] <= other[1] and other[0] <= one[1]
