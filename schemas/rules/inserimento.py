"""The placement that later papers speak of: its days, who follows it, what is on file about it."""

from collections.abc import Iterator, Mapping
from datetime import date

from schemas.rules.case import Case, Rule, rule
from schemas.rules.comparison import folded
from schemas.rules.contesto import Contesto, Record
from schemas.rules.life import RITIRATI
from schemas.rules.messages import Problem
from schemas.rules.stage import days_of


def inserimento_of(case: Case) -> Record | None:
    """Return the placement named by ``inserimento``, None when it is not on file."""
    return case.contesto.documento(case.text("inserimento"))


def days_of_inserimento(case: Case) -> tuple[date, date] | None:
    """Return the first and last day of the placement, None while they are not known."""
    inserimento = inserimento_of(case)
    return days_of(inserimento) if inserimento else None


def papers_of_inserimento(case: Case, kind: str) -> list[Record]:
    """Return the papers of *kind* on file for the same placement that were not withdrawn."""
    numero = case.text("inserimento")
    listed = (each for each in case.contesto.of_kind(kind) if each.text("inserimento") == numero)
    return [each for each in listed if each.text("stato") not in RITIRATI]


def in_force(contesto: Contesto, kind: str, fascicolo: str) -> list[Record]:
    """Return the papers of *kind* of a fascicolo that were not withdrawn, oldest first."""
    listed = (each for each in contesto.of_kind(kind) if each.text("fascicolo") == fascicolo)
    return [each for each in listed if each.text("stato") not in RITIRATI]


def rows_of(record: Record, table: str) -> list[Mapping[str, object]]:
    """Return the rows of a table of a paper on file, empty when there are none."""
    rows = record.get(table)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def tutor_of(inserimento: Record) -> str:
    """Return the name of the company tutor of a placement, empty when it is not known."""
    return inserimento.text("tutor_aziendale") or inserimento.text("tutor") or ""


def assistenti_of(contesto: Contesto, fascicolo: str, inserimento: Record | None) -> list[str]:
    """
    Return who was appointed Assistente of a placement, the latest appointment first.

    The GCP appoints them in the presa in carico; the convention may name a substitute.

    Source:
        Project document, phase 7.
    """
    of_convenzione = inserimento.text("assistente") if inserimento else None
    prese = reversed(in_force(contesto, "presa_in_carico", fascicolo))
    appointed = (each.text("assistente_incaricato") for each in prese)
    return list(filter(None, (of_convenzione, *appointed)))


@rule("assistente", "inserimento")
def assistente_is_appointed(case: Case) -> Iterator[Problem]:
    """
    Refuse a paper by another than the Assistente of the placement.

    Source:
        Project document, phases 7 and 8; rule R-QM-8.
    """
    inserimento = inserimento_of(case)
    appointed = assistenti_of(case.contesto, case.text("fascicolo"), inserimento)
    if appointed and folded(case.text("assistente")) not in map(folded, appointed):
        yield Problem("assistente", "ruolo_incompatibile")


def one_for_inserimento(kind: str) -> Rule:
    """
    Make the rule that a placement has one paper of *kind*.

    Source:
        Rule R-CO-4.
    """

    @rule("inserimento")
    def one_for_inserimento(case: Case) -> Iterator[Problem]:
        for each in papers_of_inserimento(case, kind):
            yield Problem("inserimento", "duplicato", {"dettaglio": each.text("numero") or ""})

    return one_for_inserimento
