"""The block «azienda»: seats, numbers of employees, and which papers are of one company."""

import re
from collections.abc import Iterator, Mapping

from schemas.rules.case import Case, Rule, rule, warning
from schemas.rules.identificativi import check_cf_azienda
from schemas.rules.messages import Problem, Refused
from schemas.rules.territorio import comune_vicenza

DIPENDENTI_MAX = 20_000
_PEC = "azienda.pec_obbligatoria"
_SOCIETA = ("azienda", "cooperativa", "cooperativa_sociale")
_ATECO = re.compile(r"\d{2}(?:\.\d(?:\d(?:\.\d{1,2})?)?)?")
# Where a paper on file may name its company: in the block, or in fields of its own.
CODICI_AZIENDA = (
    "azienda.partita_iva",
    "azienda.codice_fiscale",
    "azienda_partita_iva",
    "azienda_codice_fiscale",
    "partita_iva",
)


def check_ateco(text: str) -> str:
    """
    Return an ATECO 2007 code with its points: 28, 28.4, 28.41, 28.41.0 or 28.41.00.

    Raises:
        Refused: ``ateco_formato``.
    """
    code = text.strip()
    if not code.isascii() or not _ATECO.fullmatch(code):
        raise Refused("ateco_formato")
    return code


def codes_of(paper: Mapping[str, object]) -> frozenset[str]:
    """
    Return the partita IVA and the codice fiscale of the company that *paper* names.

    Args:
        paper: A record on file, the data of a document, or answers as they were typed.
    """
    return frozenset(filter(None, (_code_at(paper, path) for path in CODICI_AZIENDA)))


def _code_at(paper: Mapping[str, object], path: str) -> str:
    """Return the code at *path* in its normal form, empty when there is none or it is wrong."""
    value: object = paper
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    try:
        return check_cf_azienda(value) if isinstance(value, str) else ""
    except Refused:
        return ""


def same_azienda(path: str) -> Rule:
    """
    Make the rule that the document whose number is at *path* is of the company of this one.

    A document that names no company is taken as good.
    """

    @rule(path, "azienda.partita_iva", "azienda.codice_fiscale")
    def is_of_same_azienda(case: Case) -> Iterator[Problem]:
        numero = case.text(path)
        documento = case.contesto.documento(numero)
        theirs = codes_of(documento) if documento else frozenset()
        if theirs and not theirs & codes_of(case.data):
            yield Problem(path, "riferimento_altra_azienda", {"numero": numero})

    return is_of_same_azienda


@rule("azienda.dipendenti_ti", "azienda.dipendenti_totali")
def totali_include_permanent(case: Case) -> Iterator[Problem]:
    """Refuse fewer employees in all than permanent ones."""
    permanent = case.number("azienda.dipendenti_ti")
    totali = case.number("azienda.dipendenti_totali")
    if permanent is not None and totali is not None and totali < permanent:
        values = {"min": str(permanent), "max": str(DIPENDENTI_MAX)}
        yield Problem("azienda.dipendenti_totali", "fuori_intervallo", values)


@rule(
    "azienda.sede_operativa_uguale", "azienda.sede_legale_comune", "azienda.sede_legale_provincia"
)
def works_in_provincia(case: Case) -> Iterator[Problem]:
    """
    Refuse a company that works in its registered office, when that is not in the Province.

    Source:
        Rule A-2: the placement must be in the Province.
    """
    if case["azienda.sede_operativa_uguale"] is not True:
        return
    known = comune_vicenza(case.text("azienda.sede_legale_comune"))
    if known is None or case["azienda.sede_legale_provincia"] != "VI":
        yield Problem("azienda.sede_legale_comune", "comune_non_valido")


@warning("azienda.partita_iva", "azienda.codice_fiscale")
def codes_agree(case: Case) -> Iterator[Problem]:
    """
    Point out a codice fiscale of 11 digits that is not the partita IVA.

    Source:
        Rule A-1: it happens after a change of seat.
    """
    piva, code = case.text("azienda.partita_iva"), case.text("azienda.codice_fiscale")
    if piva and code.isdigit() and code != piva:
        yield Problem("azienda.codice_fiscale", "avviso_codici_azienda")


@warning("azienda.tipo_organismo", "azienda.codice_fiscale", "azienda.pec")
def pec_is_due(case: Case) -> Iterator[Problem]:
    """
    Point out a company without PEC from the day companies must have one; sole traders need none.

    Source:
        D.L. 185/2008 art. 16 c. 6.
    """
    societa = case["azienda.tipo_organismo"] in _SOCIETA
    if case.text("azienda.pec") or not societa or _PEC not in case.parameters:
        return
    if case.text("azienda.codice_fiscale").isdigit():
        yield Problem("azienda.pec", "avviso_pec")


RULES = (totali_include_permanent, works_in_provincia, codes_agree, pec_is_due)
