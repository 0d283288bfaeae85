"""The rules of the PAI, R-PI-1 to R-PI-8, in the order they are tried."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from schemas.rules.calendario import (
    evaluated_on,
    in_progetto,
    not_before,
    not_future,
    outside,
)
from schemas.rules.case import Case, Condition, Reason, rule, warning
from schemas.rules.comparison import folded
from schemas.rules.condizioni import PROGETTO, fonte
from schemas.rules.convenzione import borsa_within_limit
from schemas.rules.destinatario import DESCRIZIONI
from schemas.rules.fascicolo import (
    categoria_of,
    fascicolo_open_from,
    not_before_document,
    signed_document,
)
from schemas.rules.importi import in_figures
from schemas.rules.life import EFFICACE
from schemas.rules.messages import Problem
from schemas.rules.numero import parse_fascicolo
from schemas.rules.stage import overlap

PERCORSI: Mapping[str, str] = MappingProxyType(
    {
        "inserimento": "Inserimento",
        "reinserimento": "Reinserimento",
        "ricollocazione": "Ricollocazione",
    }
)
STRUMENTI: Mapping[str, str] = MappingProxyType(
    {
        "stage": "Stage",
        "tempo_determinato": "Contratto a tempo determinato",
        "ricollocazione": "Ricollocazione",
        "da_definire": "Da definire",
    }
)
_BORSA = "borsa.importo_mensile_max"
_STRUMENTO_CON_BORSA = "stage"
_FORMAZIONE_CFP = "formazione_cfp"
# What a category opens; every other one opens a return to work.
_PERCORSI_DI = {"C1": ("inserimento",), "C8": ("reinserimento", "ricollocazione")}
_BETWEEN_NUMBERS = re.compile(r"[\s,;]+")


def totale_ore(case: Case) -> int:
    """Return the hours of all the actions together."""
    hours = (row.get("ore") for row in case.rows("azioni"))
    return sum(each for each in hours if isinstance(each, int))


def percorsi_di(categoria: str) -> tuple[str, ...]:
    """
    Return the paths open to a person of *categoria*, every path when it is not known.

    Source:
        Project document, Metodologia; rule R-PI-4.
    """
    return _PERCORSI_DI.get(categoria, ("reinserimento",)) if categoria else tuple(PERCORSI)


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the path chosen suits the person, and whether the grant may be given."""
    return tuple(filter(None, (_percorso(case), _borsa(case))))


def _percorso(case: Case) -> Reason | None:
    percorso, categoria = case.text("percorso"), categoria_of(case)
    if not percorso:
        return None
    open_to_them = percorsi_di(categoria)
    admitted = " o ".join(PERCORSI[each].lower() for each in open_to_them)
    who = f" per {categoria}, {DESCRIZIONI[categoria].lower()}" if categoria in DESCRIZIONI else ""
    condition = Condition(
        "Percorso scelto",
        PERCORSI[percorso].lower(),
        admitted + who,
        percorso in open_to_them,
        f"{PROGETTO}, Metodologia",
    )
    return Reason("percorso", "Percorso adatto alla categoria", (condition,))


def _borsa(case: Case) -> Reason | None:
    importo = case["borsa_importo_mensile"]
    if case["borsa_prevista"] is not True or not isinstance(importo, Decimal):
        return None
    strumento, most = case.text("strumento"), case.parameters.euro(_BORSA)
    with_stage = Condition(
        "Strumento",
        strumento.replace("_", " ") or "non indicato",
        "stage",
        strumento == _STRUMENTO_CON_BORSA,
        PROGETTO,
    )
    within = Condition(
        "Importo mensile",
        f"{in_figures(importo)} euro",
        f"al massimo {in_figures(most)} euro",
        importo <= most,
        fonte(case.parameters, _BORSA),
    )
    return Reason("borsa", "Borsa di stage", (with_stage, within))


@rule("data_redazione", "patto")
def patto_is_valid(case: Case) -> Iterator[Problem]:
    """Refuse a PAI written after the validity of its Patto is over."""
    patto = case.contesto.documento(case.text("patto"))
    dated, validita = (patto.day("data"), patto.day("validita_fino_al")) if patto else (None, None)
    if dated and validita:
        yield from outside("data_redazione", case.on, dated, validita)


@rule("patto")
def no_other_pai(case: Case) -> Iterator[Problem]:
    """
    Refuse a second PAI while one binds on the same Patto.

    Source:
        Rule R-PI-2.
    """
    patto = case.text("patto")
    for pai in case.contesto.of_kind("pai"):
        if patto and pai.text("patto") == patto and pai.text("stato") in EFFICACE:
            yield Problem("patto", "duplicato", {"dettaglio": f"PAI {pai.text('numero')}"})


# It needs nothing of "azioni": a row that cannot be read must not hide what is wrong in the others.
@rule("data_redazione")
def azioni_are_in_time(case: Case) -> Iterator[Problem]:
    """
    Refuse an action that begins before the PAI, ends before it begins, or passes the project.

    Source:
        Project document, Durata; rule R-PI-3.
    """
    end = case.parameters.day("progetto.data_fine")
    for position, row in enumerate(case.rows("azioni")):
        at, dal, al = f"azioni[{position}]", row.get("data_inizio"), row.get("data_fine")
        if isinstance(dal, date) and case.on and dal < case.on:
            numero = f"PAI del {case.on:%d/%m/%Y}"
            yield Problem(f"{at}.data_inizio", "data_precedente_dipendenza", {"numero": numero})
        if isinstance(dal, date) and isinstance(al, date) and al < dal:
            yield Problem(f"{at}.data_fine", "data_ordine")
        for name, day in (("data_inizio", dal), ("data_fine", al)):
            yield from outside(f"{at}.{name}", day, case.on or end, end)


@rule("percorso", "patto", "fascicolo")
def percorso_suits_categoria(case: Case) -> Iterator[Problem]:
    """
    Refuse a path that the category of the person does not open.

    Source:
        Project document, Metodologia; rule R-PI-4.
    """
    reason = _percorso(case)
    if reason and not reason.holds:
        yield Problem("percorso", "scelta_non_valida")


@rule("formazione_esterna", "azioni")
def formazione_is_among_azioni(case: Case) -> Iterator[Problem]:
    """
    Refuse external training without an action at the CFP, and such an action without it.

    Source:
        Project document, F; rule R-PI-5.
    """
    at_cfp = any(row.get("tipo") == _FORMAZIONE_CFP for row in case.rows("azioni"))
    if case["formazione_esterna"] is not at_cfp:
        yield Problem("formazione_esterna", "scelta_non_valida")


@rule("borsa_prevista", "strumento")
def borsa_is_of_stage(case: Case) -> Iterator[Problem]:
    """
    Refuse a grant where the instrument is not the stage.

    Source:
        Project document; rule R-PI-6.
    """
    if case["borsa_prevista"] is True and case["strumento"] != _STRUMENTO_CON_BORSA:
        yield Problem("borsa_prevista", "scelta_non_valida")


@rule("gruppo_riferimento", "fascicolo")
def gruppo_is_of_others(case: Case) -> Iterator[Problem]:
    """Refuse what is not a list of fascicoli, each once and none of them this one."""
    typed = filter(None, _BETWEEN_NUMBERS.split(case.text("gruppo_riferimento")))
    try:
        named = [case.text("fascicolo"), *map(parse_fascicolo, typed)]
    except ValueError:
        yield Problem("gruppo_riferimento", "fascicolo_formato")
        return
    for numero in {numero for numero in named if named.count(numero) > 1}:
        yield Problem("gruppo_riferimento", "duplicato", {"dettaglio": numero})


@rule("data_verifica_finale", "azioni")
def verifica_closes_azioni(case: Case) -> Iterator[Problem]:
    """
    Refuse a final check before the end of an action.

    Source:
        Rule R-PI-7.
    """
    ends = [end for row in case.rows("azioni") if isinstance(end := row.get("data_fine"), date)]
    verifica = case.day("data_verifica_finale")
    if verifica and ends and verifica < max(ends):
        yield Problem("data_verifica_finale", "data_ordine")


@rule("data_redazione", "data_verifica_finale")
def dates_fall_within_plan(case: Case) -> Iterator[Problem]:
    """Refuse an objective or an intermediate check due before the PAI or after its final check."""
    end = case.day("data_verifica_finale")
    if case.on is None or end is None:
        return
    yield from outside("data_verifica_intermedia", case["data_verifica_intermedia"], case.on, end)
    for position, row in enumerate(case.rows("obiettivi")):
        yield from outside(f"obiettivi[{position}].scadenza", row.get("scadenza"), case.on, end)


@warning("azioni")
def azioni_differ(case: Case) -> Iterator[Problem]:
    """
    Point out an action repeated: same kind, same person who answers, days in common.

    Source:
        Rule R-PI-8.
    """
    rows = case.rows("azioni")
    for position, row in enumerate(rows):
        like = next(
            (n for n, earlier in enumerate(rows[:position]) if _same_work(earlier, row)), None
        )
        if like is not None:
            values = {"dettaglio": f"come l'azione {like + 1}"}
            yield Problem(f"azioni[{position}].tipo", "duplicato", values)


def _same_work(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    names = [folded(str(row.get("responsabile"))) for row in (one, other)]
    spans = [(row.get("data_inizio"), row.get("data_fine")) for row in (one, other)]
    days = [(dal, al) for dal, al in spans if isinstance(dal, date) and isinstance(al, date)]
    alike = one.get("tipo") == other.get("tipo") and names[0] == names[1]
    return alike and len(days) == len(spans) and overlap(*days)


# A Patto that is not signed explains by itself why the fascicolo has not come that far.
RULES = (
    in_progetto("data_redazione"),
    signed_document("patto", "patto_mancante"),
    no_other_pai,
    fascicolo_open_from("preso_in_carico"),
    replace(fascicolo_open_from("patto_firmato"), needs=("fascicolo", "patto")),
    *evaluated_on(
        "data_redazione",
        (
            not_before_document("data_redazione", "patto"),
            patto_is_valid,
            not_before_document("data_colloquio", "patto"),
            not_future("data_colloquio"),
            azioni_are_in_time,
            percorso_suits_categoria,
            formazione_is_among_azioni,
            borsa_is_of_stage,
            borsa_within_limit,
            gruppo_is_of_others,
            not_before("data_verifica_finale", "data_redazione"),
            in_progetto("data_verifica_finale"),
            verifica_closes_azioni,
            dates_fall_within_plan,
            azioni_differ,
        ),
    ),
)
