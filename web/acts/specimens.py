"""Specimens: a document of each kind that nobody filled in, to try its paper on."""

from dataclasses import replace
from datetime import date, datetime, time

from schemas.kinds.carrying import PROVENIENZE
from schemas.kinds.examine import Examined
from schemas.kinds.kind import Kind
from schemas.kinds.sample import typed_sample
from schemas.rules.case import Case, Condition, Reason
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import Parameters, shipped
from web.acts.office import ROME
from web.acts.papers import Head, paper_context

DAY = date(2011, 3, 7)
HEAD = Head("XX-2011-T2-00001", 1, DAY, datetime.combine(DAY, time(9, 30), ROME))
REASON = Reason("A1", "Requisito", (Condition("Richiesto", "trovato", "soglia", True, "Fonte"),))
"""What a paper shows of a requirement, for kinds whose specimen gives none."""


def specimen(kind: Kind, *, full: bool) -> Examined:
    """
    Return a made-up document of *kind*: each answer stands by itself, no rule is asked.

    Args:
        kind: The kind.
        full: Whether optional fields and what comes from earlier documents are filled too.
    """
    data = dict(typed_sample(kind.schema, full=full))
    if full:
        carried = {name: typed_sample(one.modulo, full=True) for name, one in kind.carries.items()}
        origins = {name: {"numero": HEAD.numero, "data": DAY.isoformat()} for name in carried}
        data |= carried | ({PROVENIENZE: origins} if origins else {})
    # Kinds compute on any valid answers, however few: `examine` asks it of them too.
    computed = kind.compute(Case(data, DAY, Contesto(), Parameters(shipped(), DAY)))
    return Examined({}, {**data, **computed.values}, (), reasons=computed.reasons)


def specimen_context(kind: Kind, *, full: bool) -> dict[str, object]:
    """Return what the paper of a specimen may print; with *full* a requirement is always there."""
    made = specimen(kind, full=full)
    if full and not made.reasons:
        made = replace(made, reasons=(REASON,))
    return paper_context(kind, made, HEAD, Parameters(shipped(), DAY))
