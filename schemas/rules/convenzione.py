"""The rules of the Convenzione di stage, R-CS-1 to R-CS-11, in the order they are tried."""

from collections.abc import Iterator
from decimal import Decimal

from schemas.rules import azienda
from schemas.rules.calendario import evaluated_on, in_progetto, not_before
from schemas.rules.case import Case, Reason, rule, warning
from schemas.rules.comparison import folded
from schemas.rules.date import add_months
from schemas.rules.fascicolo import (
    not_before_document,
    patto_of,
    persona_is_validata,
    signed_document,
)
from schemas.rules.importi import in_figures
from schemas.rules.messages import Problem
from schemas.rules.stage import (
    ORIENTAMENTO,
    SOSTEGNO,
    TETTO_REGIONALE,
    days_of,
    durata,
    limite_tirocinanti,
    mesi_di,
    overlap,
    posti,
    stages_of,
    ultima_data,
)

_TITOLO_RECENTE = "stage.formativo_orientamento.solo_neodiplomati_mesi"
_CON_STAGE = ("stage", "da_definire")


@rule("pai")
def pai_foresees_stage(case: Case) -> Iterator[Problem]:
    """
    Refuse a PAI that foresees another instrument.

    Source:
        Project document, D: the instrument is chosen in the PAI.
    """
    documento = case.contesto.documento(case.text("pai"))
    strumento = documento.text("strumento") if documento else None
    if strumento is not None and strumento not in _CON_STAGE:
        yield Problem("pai", "pai_senza_stage", {"numero": case.text("pai")})


@rule("convenzione_esistente")
def existing_is_a_convenzione(case: Case) -> Iterator[Problem]:
    """
    Refuse a project in the place of the convention it is attached to.

    Source:
        D.M. 142/1998 art. 4 c. 2: one convention, a project for each stage.
    """
    documento = case.contesto.documento(case.text("convenzione_esistente"))
    other = documento.text("convenzione_esistente") if documento else None
    if other:
        values = {"numero": case.text("convenzione_esistente"), "convenzione": other}
        yield Problem("convenzione_esistente", "convenzione_collegata", values)


@rule("segnalazione")
def segnalazione_is_accepted(case: Case) -> Iterator[Problem]:
    """
    Refuse a stage that comes from a segnalazione which the company has not accepted.

    Source:
        Project document, phase 6: the match follows the segnalazione.
    """
    numero = case.text("segnalazione")
    documento = case.contesto.documento(numero)
    if documento and documento.text("esito") not in (None, "accettata"):
        yield Problem("segnalazione", "riferimento_stato", {"numero": numero, "stato": "accettata"})


@rule(
    "categoria_durata",
    "tipo_tirocinio",
    "data_inizio",
    "data_fine",
    "giorni_maternita",
    "fascicolo",
    "azienda",
)
def durata_within_limit(case: Case) -> Iterator[Problem]:
    """
    Refuse a stage longer than its category admits.

    Source:
        D.M. 142/1998 art. 7; rules R-CS-1 and R-STG-1..3.
    """
    start, end = case.day("data_inizio"), case.day("data_fine")
    if start and end and end > (last := ultima_data(case, start)):
        values = {"mesi": str(mesi_di(case, start)), "data": f"{last:%d/%m/%Y}"}
        yield Problem("data_fine", "stage_durata", values)


@rule("azienda", "tirocinanti_altri_promotori", "data_inizio", "data_fine", "fascicolo")
def azienda_has_room(case: Case) -> Iterator[Problem]:
    """
    Refuse a trainee more than the company may host on any day of the stage.

    Source:
        D.M. 142/1998 art. 1 c. 3; rules R-CS-3, R-STG-4, 5.
    """
    reason = posti(case)
    if reason and not reason.holds:
        limit = limite_tirocinanti(case.number("azienda.dipendenti_ti") or 0, case.parameters)
        yield Problem("azienda.dipendenti_ti", "stage_numero", {"max": str(limit)})


@rule("fascicolo", "data_inizio", "data_fine")
def persona_is_free(case: Case) -> Iterator[Problem]:
    """
    Refuse a stage while the person has another.

    Source:
        Rules R-CS-4 and R-STG-14.
    """
    start, end = case.day("data_inizio"), case.day("data_fine")
    for stage in stages_of(case):
        if start and end and (span := days_of(stage)) and overlap(span, (start, end)):
            values = {"numero": stage.text("numero") or case.text("fascicolo")}
            yield Problem("data_inizio", "stage_sovrapposto", values)


@rule("rc_dal", "rc_al", "data_inizio", "data_fine")
def rc_covers_stage(case: Case) -> Iterator[Problem]:
    """
    Refuse a civil liability policy that leaves a day of the stage uncovered.

    Source:
        D.M. 142/1998 art. 3; rules R-CS-5 and R-STG-6.
    """
    start, end = case.day("data_inizio"), case.day("data_fine")
    dal, al = case.day("rc_dal"), case.day("rc_al")
    if start and dal and start < dal:
        yield Problem("rc_dal", "polizza_rc_periodo")
    if end and al and al < end:
        yield Problem("rc_al", "polizza_rc_periodo")


@rule("tutor_promotore", "tutor_aziendale")
def tutors_differ(case: Case) -> Iterator[Problem]:
    """
    Refuse one person as tutor of both sides; case, accents and apostrophes do not tell apart.

    Source:
        D.M. 142/1998 art. 4 c. 1; rules R-CS-6, R-STG-7, T-7.
    """
    promotore, aziendale = case.text("tutor_promotore"), case.text("tutor_aziendale")
    if aziendale and folded(promotore) == folded(aziendale):
        yield Problem("tutor_aziendale", "tutor_coincidenti")


@rule("tipo_tirocinio", "categoria_durata", "data_inizio", "data_conseguimento_titolo")
def titolo_is_recent(case: Case) -> Iterator[Problem]:
    """
    Refuse a stage of orientation to who has the title for too long.

    In force by the first day of the stage; disabled and disadvantaged people are exempt.

    Source:
        D.L. 138/2011 art. 11; rules R-CS-8 and R-STG-9.
    """
    start, titolo = case.day("data_inizio"), case.day("data_conseguimento_titolo")
    if start is None or titolo is None or not _is_orientamento(case):
        return
    parameters = case.parameters.at(start)
    if _TITOLO_RECENTE in parameters and start > add_months(
        titolo, parameters.whole(_TITOLO_RECENTE)
    ):
        yield Problem("data_conseguimento_titolo", "stage_titolo_recente")


@rule("data_comunicazione_obbligatoria", "data_inizio")
def comunicazione_comes_before(case: Case) -> Iterator[Problem]:
    """
    Refuse a compulsory communication sent on the first day or later.

    Source:
        L. 296/2006 art. 1 c. 1180; rules R-CS-9 and R-STG-15.
    """
    sent, start = case.day("data_comunicazione_obbligatoria"), case.day("data_inizio")
    if sent and start and sent >= start:
        yield Problem("data_comunicazione_obbligatoria", "data_ordine")


@rule("borsa_importo_mensile")
def borsa_within_limit(case: Case) -> Iterator[Problem]:
    """
    Refuse a monthly grant over the ceiling.

    Source:
        Project document for the grant; parameter ``borsa.importo_mensile_max``; rule R-STG-16.
    """
    borsa, most = case["borsa_importo_mensile"], case.parameters.euro("borsa.importo_mensile_max")
    if isinstance(borsa, Decimal) and borsa > most:
        yield Problem("borsa_importo_mensile", "importo_massimo", {"max": in_figures(most)})


@rule("borsa_importo_mensile", "borsa_quota_azienda", "iban_tirocinante")
def borsa_can_be_paid(case: Case) -> Iterator[Problem]:
    """
    Refuse a share of the company over the grant, and a share of the Provincia without account.

    Source:
        Rule R-CS-10.
    """
    borsa, quota = case["borsa_importo_mensile"], case["borsa_quota_azienda"] or Decimal(0)
    if not isinstance(borsa, Decimal) or not isinstance(quota, Decimal):
        return
    if quota > borsa:
        values = {"min": in_figures(Decimal(0)), "max": in_figures(borsa)}
        yield Problem("borsa_quota_azienda", "fuori_intervallo", values)
    elif quota < borsa and not case.text("iban_tirocinante"):
        yield Problem("iban_tirocinante", "pronto_solo_tracciabile")


@rule("categoria_durata", "fascicolo")
def categoria_durata_is_supported(case: Case) -> Iterator[Problem]:
    """
    Refuse a longer duration that the Patto of the person does not justify.

    Source:
        D.M. 142/1998 art. 7 c. 1; rule R-CS-11.
    """
    field = SOSTEGNO.get(case.text("categoria_durata"))
    if field and not _patto_says(case, field):
        yield Problem("categoria_durata", "scelta_non_valida")


@rule("ore_settimanali")
def ore_within_limits(case: Case) -> Iterator[Problem]:
    """
    Refuse weekly hours out of the limits.

    Source:
        Parameters ``stage.ore_settimanali_min`` and ``_max``; rule R-STG-13.
    """
    ore = case.number("ore_settimanali")
    least = case.parameters.whole("stage.ore_settimanali_min")
    most = case.parameters.whole("stage.ore_settimanali_max")
    if ore is not None and not least <= ore <= most:
        values = {"min": str(least), "max": str(most)}
        yield Problem("ore_settimanali", "fuori_intervallo", values)


@warning("data_inizio")
def regional_limits_bind(case: Case) -> Iterator[Problem]:
    """
    Point out a stage begun under the regional ceilings, whose detail the office must check.

    Source:
        L.R. Veneto 3/2009 art. 41 c. 5, D.G.R. 337/2012; rule R-STG-11.
    """
    start = case.day("data_inizio")
    if start and TETTO_REGIONALE in case.parameters.at(start):
        yield Problem("data_inizio", "avviso_limiti_regionali")


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return how long the stage may last and how many trainees the company may host, and why."""
    return tuple(filter(None, (durata(case), posti(case))))


def _is_orientamento(case: Case) -> bool:
    """Tell whether the limit on recent titles may bind this stage."""
    exempt = case["categoria_durata"] in SOSTEGNO
    return case["tipo_tirocinio"] == ORIENTAMENTO and not exempt


def _patto_says(case: Case, field: str) -> bool:
    """Tell whether fascicolo or Patto say yes to *field*; in an open contesto silence is yes."""
    numero = case.text("fascicolo")
    records = (case.contesto.fascicolo(numero), patto_of(case.contesto, numero))
    answers = [record.get(field) for record in records if record is not None]
    known = [answer for answer in answers if isinstance(answer, bool)]
    return known[0] if known else not case.contesto.closed


# The end within the project comes before the length: if both fail, only the first is told (R-CS-2).
RULES = (
    in_progetto("data_convenzione"),
    *evaluated_on(
        "data_convenzione",
        (
            not_before_document("data_convenzione", "convenzione_esistente"),
            existing_is_a_convenzione,
            azienda.same_azienda("convenzione_esistente"),
            *azienda.RULES,
            persona_is_validata,
            signed_document("pai", "pai_mancante"),
            pai_foresees_stage,
            segnalazione_is_accepted,
            azienda.same_azienda("segnalazione"),
            in_progetto("data_inizio"),
            not_before("data_inizio", "data_convenzione"),
            not_before_document("data_inizio", "pai"),
            not_before("data_fine", "data_inizio"),
            in_progetto("data_fine"),
            categoria_durata_is_supported,
            titolo_is_recent,
            persona_is_free,
            durata_within_limit,
            azienda_has_room,
            ore_within_limits,
            rc_covers_stage,
            tutors_differ,
            comunicazione_comes_before,
            borsa_within_limit,
            borsa_can_be_paid,
            regional_limits_bind,
        ),
    ),
)
