"""The sittings of the GLT: whom each one examined, and its list, which names nobody."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generators.contract import Contract
from schemas.rules.life import RITIRATI
from schemas.rules.parameters import Parameters, shipped
from schemas.rules.persona import iniziali
from storage.archive import Archive, Document, NotFound
from web.acts.office import Office
from web.acts.papers import Head, frame
from web.acts.specimens import HEAD

TEMPLATE = "elenco_seduta"
TITLE = "Elenco della seduta"


@dataclass(frozen=True)
class Sitting:
    """The prese in carico that one GLT decided on one day, in order of fascicolo."""

    territorio: str
    on: date
    prese: Sequence[Document]


@dataclass(frozen=True)
class Examined:
    """A person on the list of a sitting: their initials and the number of the fascicolo."""

    iniziali: str
    fascicolo: str


def sittings(archive: Archive, territorio: str = "") -> list[Sitting]:
    """Return the sittings of a territory, or of all, the latest first."""
    found: dict[tuple[date, str], list[Document]] = defaultdict(list)
    for presa in archive.documents(kind="presa_in_carico"):
        if presa.stato not in RITIRATI and territorio in ("", presa.territorio):
            found[presa.on, presa.territorio].append(presa)
    return [
        Sitting(place, on, sorted(found[on, place], key=lambda presa: presa.fascicolo))
        for on, place in sorted(found, key=lambda key: (-key[0].toordinal(), key[1]))
    ]


def sitting(archive: Archive, territorio: str, on: date) -> Sitting:
    """
    Return the sitting of a territory on a day.

    Raises:
        NotFound: there was none.
    """
    found = (one for one in sittings(archive, territorio) if one.on == on)
    held = next(found, None)
    if held is None:
        raise NotFound(f"no sitting in {territorio} on {on}")
    return held


def print_sitting(held: Sitting, *, office: Office) -> bytes:
    """
    Return the list of a sitting as DOCX: a line for each person, by initials and number only.

    Raises:
        PaperMissing, TemplateFault: it could not be printed.
    """
    head = Head(f"Seduta del {held.on:%d/%m/%Y}", 1, held.on, office.now)
    persone = [
        Examined(iniziali(presa.index["cognome"], presa.index["nome"]), presa.fascicolo)
        for presa in held.prese
    ]
    context = _context(persone, held.territorio, head, office.parameters)
    return office.papers.compiled(TEMPLATE, office.on).render(context, when=office.now)


def sitting_contract() -> Contract:
    """Return what the paper of the list of a sitting may ask."""
    parameters = Parameters(shipped(), HEAD.on)
    full = _context([Examined("D. S. G.", "F-2011-00011")], "T2", HEAD, parameters)
    return Contract(TITLE, full=full, sparse=_context([], "T2", HEAD, parameters))


def _context(
    persone: Sequence[Examined], territorio: str, head: Head, parameters: Parameters
) -> dict[str, object]:
    mark = hashlib.sha256("\n".join(one.fascicolo for one in persone).encode()).hexdigest()
    return {**frame(TITLE, territorio, mark, head, parameters), "persone": persone}
