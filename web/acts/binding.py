"""Binding a kind's three files: schema, layout, Word template."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from forms.builder.layout import LayoutFault, layout_of
from generators.contract import Contract, breaches, contract_of, told
from generators.render import Template, TemplateFault
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from web.acts.correcting import addendum_contract
from web.acts.daily import daily_contract
from web.acts.dossier import cover_contract
from web.acts.office import Office
from web.acts.papers import PaperMissing, Papers
from web.acts.sittings import sitting_contract
from web.acts.specimens import specimen_context

BESIDE: Mapping[str, Callable[[], Contract]] = {
    "addendum": addendum_contract,
    "copertina_fascicolo": cover_contract,
    "elenco_seduta": sitting_contract,
    "registro_giornaliero": daily_contract,
}
"""The papers that are no kind of document, each with what it may ask."""


class KindBroken(Exception):
    """A kind cannot be used: *faults* says what is to be mended, in Italian."""

    def __init__(self, kind: Kind, faults: Sequence[str]) -> None:
        super().__init__(f"{kind.title}: {'; '.join(faults)}")
        self.faults = faults


def require_whole(kind: Kind, *, office: Office) -> None:
    """
    Check that *kind* works on the working date, before anybody fills it for nothing.

    A template that was found whole is not looked at again until it is edited.

    Raises:
        KindBroken: its template or its form is to be mended.
    """
    papers = office.papers
    try:
        key = (kind.name, papers.source(kind.name, office.on), papers.source("cornice", office.on))
    except PaperMissing as missing:
        raise KindBroken(kind, [str(missing)]) from None
    if key in _WHOLE:
        return
    if faults := faults_of(kind, papers, office.on):
        raise KindBroken(kind, faults)
    _WHOLE.add(key)


# Kinds found whole, each with the templates that it was looked at with.
_WHOLE: set[tuple[str, bytes, bytes]] = set()


def faults_of(kind: Kind, papers: Papers, on: date | None = None) -> list[str]:
    """Return what keeps *kind* from working, a sentence each; none when it is whole."""
    faults = []
    try:
        layout_of(kind)
    except LayoutFault as fault:
        faults.append(str(fault))
    return faults + paper_faults(kind.name, papers, on)


def all_faults(papers: Papers, on: date | None = None) -> dict[str, list[str]]:
    """
    Return the faults of every kind, and of every paper that is no kind, by name.

    *on* is the day whose templates are looked at; None for those shipped.
    """
    of_kinds = {kind.name: faults_of(kind, papers, on) for kind in all_kinds().values()}
    return of_kinds | {name: paper_faults(name, papers, on) for name in BESIDE}


def paper_faults(name: str, papers: Papers, on: date | None = None) -> list[str]:
    """Return what is wrong with the Word template of a kind, or of another paper."""
    try:
        return template_faults(name, lambda: papers.compiled(name, on))
    except PaperMissing as missing:
        return [str(missing)]


def template_faults(name: str, compiled: Callable[[], Template]) -> list[str]:
    """Return how the template that *compiled* gives breaks the contract of the paper *name*."""
    contract = contract_named(name)
    try:
        return breaches(compiled(), contract)
    except TemplateFault as fault:
        return [told(contract.title, fault)]


def contract_named(name: str) -> Contract:
    """
    Return the contract of the paper *name*, a kind's or another.

    Raises:
        KeyError: no paper is called so.
    """
    return BESIDE[name]() if name in BESIDE else contract_with(all_kinds()[name])


def contract_with(kind: Kind) -> Contract:
    """Return what the paper of *kind* may ask and must say."""
    return contract_of(
        kind, full=specimen_context(kind, full=True), sparse=specimen_context(kind, full=False)
    )
