"""The rules of the sitting that takes a person in charge, R-PC-1, in the order they are tried."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from schemas.rules.calendario import evaluated_on, in_progetto, not_after_today
from schemas.rules.case import Case, Condition, Reason, rule
from schemas.rules.comparison import folded
from schemas.rules.condizioni import PROGETTO, fonte
from schemas.rules.contesto import Contesto
from schemas.rules.fascicolo import fascicolo_open_from
from schemas.rules.inserimento import in_force, rows_of
from schemas.rules.messages import Problem

PRESO = "preso_in_carico"
# Who sits in a GLT, in the order in which the paper has them; that of the CPI must be there.
_CPI = "cpi"
PARTI: Mapping[str, str] = MappingProxyType(
    {
        _CPI: "Centro per l'Impiego",
        "comuni": "Comuni",
        "associazioni": "Associazioni di categoria",
        "oo_ss": "Organizzazioni sindacali",
    }
)
_MINIMO = "glt.presenti_minimi"


def propose(contesto: Contesto, fascicolo: str) -> dict[str, object]:
    """Propose the territory of the fascicolo, and who sat in its GLT the last time."""
    record = contesto.fascicolo(fascicolo)
    territorio = (record.text("territorio") if record else None) or ""
    return {"territorio": territorio, "componenti": _last_sitting(contesto, territorio)}


def _last_sitting(contesto: Contesto, territorio: str) -> list[dict[str, object]]:
    """Return a row for each part with the member of the latest sitting, presence left to say."""
    sittings = [
        each
        for each in contesto.of_kind("presa_in_carico")
        if each.text("territorio") == territorio
    ]
    latest = rows_of(sittings[-1], "componenti") if sittings else []
    names = {row.get("ruolo"): row.get("nome") for row in latest}
    return [
        {"ruolo": ruolo, **({"nome": names[ruolo]} if names.get(ruolo) else {})} for ruolo in PARTI
    ]


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return whether the sitting could decide, once somebody is said to be there or not."""
    rows = case.rows("componenti")
    if not any(row.get("presente") is not None for row in rows):
        return ()
    least, present = case.parameters.whole(_MINIMO), len(_present(case))
    source = f"{PROGETTO}, Metodologia 4; {fonte(case.parameters, _MINIMO)}"
    quorum = Condition(
        "Componenti presenti",
        f"{present} su {len(PARTI)}",
        f"almeno {least}",
        present >= least,
        source,
    )
    came = any(row.get("ruolo") == _CPI for row in _present(case))
    of_cpi = Condition(
        "Componente del CPI", "presente" if came else "assente", "presente", came, source
    )
    return (Reason("Seduta", "Numero legale", (quorum, of_cpi)),)


def _present(case: Case) -> list[Mapping[str, object]]:
    return [row for row in case.rows("componenti") if row.get("presente") is True]


@rule("fascicolo")
def no_other_presa(case: Case) -> Iterator[Problem]:
    """Refuse to take in charge a person whom another sitting has taken already."""
    fascicolo = case.text("fascicolo")
    for presa in in_force(case.contesto, "presa_in_carico", fascicolo):
        if fascicolo and presa.text("esito_presa") == PRESO:
            dettaglio = f"presa in carico {presa.text('numero')}"
            yield Problem("fascicolo", "duplicato", {"dettaglio": dettaglio})


@rule("territorio", "fascicolo")
def territorio_is_of_fascicolo(case: Case) -> Iterator[Problem]:
    """
    Refuse the GLT of another territory than that of the fascicolo.

    Source:
        Rule P-1.
    """
    fascicolo = case.contesto.fascicolo(case.text("fascicolo"))
    own = fascicolo.text("territorio") if fascicolo else None
    if own and case["territorio"] and case["territorio"] != own:
        yield Problem("territorio", "scelta_non_valida")


@rule("data_presa", "fascicolo")
def presa_follows_apertura(case: Case) -> Iterator[Problem]:
    """
    Refuse a sitting before the fascicolo was opened.

    Source:
        Invariant F-2.
    """
    numero = case.text("fascicolo")
    fascicolo = case.contesto.fascicolo(numero)
    opened = fascicolo.day("data_apertura") if fascicolo else None
    if case.on and opened and case.on < opened:
        yield Problem("data_presa", "data_precedente_dipendenza", {"numero": numero})


# It needs nothing of "componenti": a row that cannot be read must not hide a double elsewhere.
@rule("data_presa")
def parti_differ(case: Case) -> Iterator[Problem]:
    """Refuse two members of one part, and one person who sits for two."""
    parti: set[str] = set()
    names: set[str] = set()
    for position, row in enumerate(case.rows("componenti")):
        at, parte, name = f"componenti[{position}]", str(row.get("ruolo") or ""), _name(row)
        if parte and parte in parti:
            yield Problem(f"{at}.ruolo", "duplicato", {"dettaglio": PARTI[parte]})
        if name and name in names:
            yield Problem(f"{at}.nome", "ruolo_incompatibile")
        parti.add(parte)
        names.add(name)


def _name(row: Mapping[str, object]) -> str:
    return folded(str(row.get("nome") or ""))


@rule("componenti")
def quorum_is_there(case: Case) -> Iterator[Problem]:
    """
    Refuse a sitting without enough members, or without that of the CPI.

    Source:
        Project document, Metodologia 4; rule R-PC-1.
    """
    least, present = case.parameters.whole(_MINIMO), _present(case)
    came = any(row.get("ruolo") == _CPI for row in present)
    if case.rows("componenti") and not (came and len(present) >= least):
        yield Problem("componenti", "righe_minime", {"n": str(least)})


RULES = (
    in_progetto("data_presa"),
    not_after_today("data_presa"),
    fascicolo_open_from("aperto"),
    no_other_presa,
    *evaluated_on(
        "data_presa",
        (territorio_is_of_fascicolo, presa_follows_apertura, parti_differ, quorum_is_there),
    ),
)
