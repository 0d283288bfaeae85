"""Bulk: one document for each row of a file, many printed at once, each registered once."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from generators.press.promise import PressError
from generators.render import TemplateFault
from schemas.kinds.examine import examine
from schemas.kinds.kind import Kind
from schemas.rules.contesto import Contesto
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import NotFound
from web.acts.issuing import issue
from web.acts.lots import FALLITO, FATTO, RIFIUTATO, Journal, Outcome, Row
from web.acts.office import Office
from web.acts.previewing import press_proof, proof_of
from web.acts.printing import print_document

TABLE = "lotti"
AT_ONCE = (os.cpu_count() or 1) + 1
"""An engine for each core, and one document being prepared or finished, so that none waits."""


@dataclass(frozen=True)
class Order:
    """What is wanted: the kind, whether to register, whether to print the PDF, how many at once."""

    kind: Kind
    register: bool
    pdf: bool
    jobs: int
    assumed: Contesto | None = None

    @property
    def head(self) -> dict[str, object]:
        """Return what the journal of its lot begins with."""
        return {"tipo": self.kind.name, "registra": self.register}


def do_in_bulk(
    order: Order, rows: Sequence[Row], journal: Journal, *, office: Office, by: Actor
) -> Iterator[Outcome]:
    """
    Yield what becomes of each row, in their order, after it is in the journal.

    Documents are registered one at a time, printed as many at once as the order says; people who
    wait for a PDF go first.
    """

    def work(row: Row) -> Outcome:
        return _done(row, order, journal, office=office, by=by)

    with ThreadPoolExecutor(order.jobs) as pool:
        for outcome in pool.map(work, rows):
            journal.add(outcome)
            yield outcome


def _done(row: Row, order: Order, journal: Journal, *, office: Office, by: Actor) -> Outcome:
    if row.answers is None:
        return _failed(row, RIFIUTATO, "riga_non_json", "La riga non è un oggetto JSON.")
    try:
        if order.register:
            return _registered(row, row.answers, order, journal, office=office, by=by)
        return _drafted(row, row.answers, order, journal, office=office)
    except (PressError, TemplateFault) as error:
        return _failed(row, FALLITO, type(error).__name__, str(error))


def _failed(row: Row, esito: str, codice: str, messaggio: str) -> Outcome:
    error = {"campo": "", "codice": codice, "messaggio": messaggio}
    return Outcome(row.position, esito, row.sha256, errori=(error,))


def _refused(row: Row, problems: Iterable[Problem]) -> Outcome:
    errors = tuple(
        {"campo": problem.path, "codice": problem.code, "messaggio": problem.message}
        for problem in problems
    )
    return Outcome(row.position, RIFIUTATO, row.sha256, errori=errors)


def _registered(
    row: Row,
    answers: Mapping[str, object],
    order: Order,
    journal: Journal,
    *,
    office: Office,
    by: Actor,
) -> Outcome:
    """Register a row, unless its lot says that it was, and write its files."""
    key = f"{journal.lot}.{row.position}"
    # The row and its number are one transaction: a crash before the journal finds it here.
    with office.archive.transaction():
        number = _number_of(key, office)
        if number is None:
            issued = issue(order.kind, answers, office=office, by=by, assumed=order.assumed)
            if issued.document is None:
                return _refused(row, issued.problems)
            number = issued.document.number
            office.archive.put(TABLE, key, {"numero": str(number)}, expect=0)
    document = office.archive.document(number)
    files = [journal.write(f"{number}.docx", office.archive.blob(document.docx))]
    if order.pdf:
        document = print_document(number, office=office, bulk=True)
        files.append(journal.write(f"{number}.pdf", office.archive.blob(document.pdf or "")))
    return Outcome(row.position, FATTO, row.sha256, str(number), files)


def _number_of(key: str, office: Office) -> Number | None:
    try:
        return Number.parse(str(office.archive.get(TABLE, key).value["numero"]))
    except NotFound:
        return None


def _drafted(
    row: Row, answers: Mapping[str, object], order: Order, journal: Journal, *, office: Office
) -> Outcome:
    """Print a row marked as a draft, and register nothing."""
    kind = order.kind
    examined = examine(kind, answers, order.assumed or Contesto(), office.table)
    if examined.problems:
        return _refused(row, examined.problems)
    proof = proof_of(kind, examined, office=office)
    files = [journal.write(f"{row.position:05}.docx", proof.docx)]
    if order.pdf:
        pdf = press_proof(proof, office=office, bulk=True)
        files.append(journal.write(f"{row.position:05}.pdf", pdf))
    return Outcome(row.position, FATTO, row.sha256, file=files)
