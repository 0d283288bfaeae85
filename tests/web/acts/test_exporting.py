"""Search results for a spreadsheet: all pages, only what may be seen, noted."""

import csv
import io
from collections.abc import Callable

import pytest

from schemas.kinds.registry import all_kinds
from storage.archive import Document, Query, Visibility
from tests.web.acts.conftest import OPERATORE
from web.acts import exporting
from web.acts.exporting import COLUMNS, export_results
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.signing import annul

Answers = Callable[..., dict[str, object]]
PATTI = Visibility((("patto_di_servizio", "T2"),))


@pytest.fixture
def papers(office: Office, patto: Answers) -> list[Document]:
    """Three Patti of Giulia, all annulled but the last."""
    kind = all_kinds()["patto_di_servizio"]
    for _ in range(3):
        document = issue(kind, patto(), office=office, by=OPERATORE).document
        assert document
        if document.number.progressivo < 3:
            annul(document.number, "Compilato per errore", office=office, by=OPERATORE)
    return list(office.archive.documents())


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_every_page_of_the_results_is_exported(
    office: Office, papers: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_PAGE", 2)
    query = Query(PATTI, "dal santo", order="numero", limit=1)

    rows = rows_of(export_results(query, "csv", restricted=True, office=office, by=OPERATORE))

    assert [row["Numero"] for row in rows] == [str(paper.number) for paper in papers]
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["Stato"] == "Annullato"
    assert rows[2]["Codice fiscale"] == "DLSGLI75D58I531V"


def test_what_may_not_be_seen_is_not_exported(office: Office, papers: list[Document]) -> None:
    query = Query(Visibility((("patto_di_servizio", "T1"),)))

    assert rows_of(export_results(query, "csv", restricted=True, office=office, by=OPERATORE)) == []


def test_an_export_is_noted_as_a_search_taken_away(office: Office, papers: list[Document]) -> None:
    content = export_results(
        Query(PATTI, "dal santo"), "xlsx", restricted=True, office=office, by=OPERATORE
    )

    (access,) = office.archive.accesses()
    assert content.startswith(b"PK")
    assert (access.azione, access.by) == ("esportazione", "zanella")
