"""Destroying by authority what has been kept as long as it must."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.rules.messages import Problem
from schemas.rules.numero import Number, parse_fascicolo
from schemas.rules.permissions import Actor
from storage.archive import Document, Fascicolo, NotFound
from storage.care import Erasure, Progress, unheard
from web.acts import drafting, lost
from web.acts.holding import hold_on
from web.acts.motives import SHORTEST
from web.acts.office import Office
from web.acts.retention import fascicolo_kept_until, kept_until

# Where a draft names what it is about.
_NAMING = ("fascicolo", "issued", "replaces", "continues")


@dataclass(frozen=True)
class Erased:
    """The outcome: the proofs of what was destroyed, or why nothing was."""

    proofs: tuple[Erasure, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Going:
    """What an erasure would destroy: the fascicoli, and every document, theirs included."""

    fascicoli: tuple[Fascicolo, ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def numeri(self) -> frozenset[str]:
        """Return the number of each."""
        numbers = (str(document.number) for document in self.documents)
        return frozenset([*(fascicolo.numero for fascicolo in self.fascicoli), *numbers])


def going(numeri: Sequence[str], *, office: Office) -> Going:
    """
    Return what erasing those *numeri*, of documents or of fascicoli, would destroy.

    Among the problems, at its number: what does not exist, or must still be kept.
    """
    fascicoli: dict[str, Fascicolo] = {}
    documents: dict[Number, Document] = {}
    problems: list[Problem] = []
    for numero in numeri:
        try:
            record = _named(numero, office)
        except NotFound:
            problems.append(Problem(numero, "riferimento_inesistente"))
            continue
        problems += _must_be_kept(numero, record, office)
        if isinstance(record, Fascicolo):
            fascicoli[record.numero] = record
            inside = office.archive.documents(fascicolo=record.numero)
            documents |= {document.number: document for document in inside}
        else:
            documents[record.number] = record
    return Going(tuple(fascicoli.values()), tuple(documents.values()), tuple(problems))


def erase(
    numeri: Sequence[str],
    autorizzazione: str,
    motivo: str,
    *,
    office: Office,
    by: Actor,
    told: Progress = unheard,
) -> Erased:
    """
    Destroy documents, or fascicoli with all their documents, whose term of conservation is over.

    Of each a proof stays in the register: number, kind, dates, hashes, who, why, and
    *autorizzazione*, the act of the archival authority that allows it.

    Raises:
        ArchiveFault: nothing was destroyed, or not all; the message says which.

    Source: D.Lgs. 42/2004 art. 21 c. 1 lett. d; D.P.R. 445/2000 art. 53.
    """
    found = going(numeri, office=office)
    problems = (*_unsaid("autorizzazione", autorizzazione), *_unsaid("motivo", motivo))
    if problems or found.problems:
        return Erased((), (*problems, *found.problems))
    _forget_what_was_being_written(found, office)
    proofs = office.archive.erase(
        # Documents of a fascicolo go with it.
        [
            *(fascicolo.numero for fascicolo in found.fascicoli),
            *(str(document.number) for document in found.documents),
        ],
        at=office.now,
        by=by.utente,
        on=office.on,
        autorizzazione=autorizzazione.strip(),
        motivo=motivo.strip(),
        told=told,
    )
    return Erased(tuple(proofs))


def _unsaid(path: str, text: str) -> Iterator[Problem]:
    if len(text.strip()) < SHORTEST:
        yield Problem(path, "lunghezza_min", {"min": str(SHORTEST)})


def _named(numero: str, office: Office) -> Document | Fascicolo:
    try:
        return office.archive.fascicolo(parse_fascicolo(numero))
    except ValueError:
        pass
    try:
        return office.archive.document(Number.parse(numero))
    except ValueError:
        raise NotFound(numero) from None


def _must_be_kept(numero: str, record: Document | Fascicolo, office: Office) -> Iterator[Problem]:
    if isinstance(record, Fascicolo):
        until = fascicolo_kept_until(record, office=office)
        held = hold_on(record.numero, office=office)
    else:
        until = kept_until(record, office=office)
        held = hold_on(record.fascicolo or str(record.number), office=office)
    if until is None:
        yield Problem(numero, "conservazione_aperta")
    elif until >= office.on:
        yield Problem(numero, "da_conservare", {"fino_al": f"{until:%d/%m/%Y}"})
    if held:
        yield Problem(numero, "trattenuto", {"da": held.da, "motivo": held.motivo})


def _forget_what_was_being_written(found: Going, office: Office) -> None:
    """Throw away the drafts that speak of what is going, and the saves that nobody took up."""
    with office.archive.transaction():
        for record in office.archive.find(drafting.TABLE):
            named = (record.value.get(name) for name in _NAMING)
            if not found.numeri.isdisjoint(str(number) for number in named):
                office.archive.delete(record.table, record.key)
        for record in office.archive.find(lost.TABLE):
            if lost.lost_by(record.key, office=office) is None:
                lost.forget_lost(record.key, office=office)
