"""Noting who sees, takes and searches: enough to answer later, no more than that."""

from schemas.kinds.registry import all_kinds
from tests.web.acts.conftest import OPERATORE
from web.acts.accesses import note_download, note_fascicolo, note_search, note_view, searched
from web.acts.issuing import issue
from web.acts.office import Office


def test_seeing_and_taking_a_document_are_noted_under_its_person(office: Office, patto) -> None:
    document = issue(
        all_kinds()["patto_di_servizio"], patto(), office=office, by=OPERATORE
    ).document
    assert document

    note_fascicolo("F-2011-00001", office=office, by=OPERATORE)
    note_view(document, office=office, by=OPERATORE)
    note_download(document, "pdf", office=office, by=OPERATORE)

    noted = office.archive.accesses(fascicolo="F-2011-00001")
    assert [(it.azione, it.oggetto, it.by) for it in noted] == [
        ("vista", "F-2011-00001", "zanella"),
        ("vista", "PS-2011-T2-00001", "zanella"),
        ("scaricato", "PS-2011-T2-00001.pdf", "zanella"),
    ]


def test_a_search_is_noted_without_its_words_and_can_be_recognised(office: Office) -> None:
    note_search("  Dal SANTO giulia", office=office, by=OPERATORE)
    note_search("dal santo giulia", office=office, by=OPERATORE, exported=True)
    note_search("altro", office=office, by=OPERATORE)

    first, second, third = office.archive.accesses()
    assert first.oggetto == second.oggetto == f"ricerca {searched('dal santo giulia', office)}"
    assert third.oggetto != first.oggetto
    assert [first.azione, second.azione] == ["ricerca", "esportazione"]
    assert "santo" not in first.oggetto
