"""What each finds: in searches, in their counts and snippets, in exports and print runs."""

import csv
import io
import re

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import RUOLI
from storage.archive import Document
from tests.web.matrix.spec import FASCICOLO, MATRIX, Where, allowed
from tests.web.matrix.stage import HERE, IVA, OTHER_IVA, SECRETS, THERE, Stage, told, where
from tests.web.matrix.tries import SEEING, address, said, sent
from web.acts.print_runs import print_runs_of

KINDS = sorted(all_kinds())
# What nobody outside the office may find a person by, or read of them (P-3).
OF_THE_OFFICE = ("C4", "Richiamare lunedì")


def visible(stage: Stage, ruolo: str) -> dict[str, Document]:
    """Return the documents that the matrix lets a role see."""
    return {
        str(one.number): one
        for one in stage.office.archive.documents()
        if allowed(ruolo, "V", MATRIX[one.kind], where(ruolo, one))
    }


def exported(stage: Stage, ruolo: str, words: str = "") -> list[dict[str, str]]:
    """Return what a role takes away as a table."""
    at = f"/documenti/esporta?q={words}"
    answer = sent(stage.clients[ruolo], at, {"forma": "csv"}, stage.tokens[ruolo])
    assert answer.status_code == (200 if ruolo in SEEING - {"CFP"} else 403)
    if answer.status_code == 403:
        return []
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("ruolo", RUOLI)
def test_an_export_holds_what_may_be_seen_and_nothing_else(stage: Stage, ruolo: str) -> None:
    for kind in KINDS:
        for territorio in (HERE, THERE):
            stage.document(territorio, kind, "firmato")

    rows = exported(stage, ruolo)

    assert {row["Numero"] for row in rows} == visible(stage, ruolo).keys()
    read_by = {"OCPI", "RCPI", "GCP"}
    assert all(("Categoria" in row) == (ruolo in read_by) for row in rows)


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_search_finds_and_counts_what_may_be_seen_and_nothing_else(
    stage: Stage, ruolo: str
) -> None:
    mine = visible(stage, ruolo)
    for words in ("", "Dal Santo", "Peruzzo", *SECRETS[HERE], *SECRETS[THERE]):
        answer = stage.clients[ruolo].get("/documenti/", query_string={"q": words})
        if ruolo not in SEEING:
            assert answer.status_code == 403
            assert told(said(answer)[1], HERE) + told(said(answer)[1], THERE) == []
            continue
        if answer.location:
            # A codice fiscale leads to the person: walked with the card.
            continue
        listed = set(re.findall(r"/documenti/([A-Z]{2}-2011-T\d-\d{5})\"", answer.text))
        assert listed <= mine.keys(), words
        total = re.search(r'role="status">(\d+) document', answer.text)
        found = {row["Numero"] for row in exported(stage, ruolo, words)} if mine else set()
        assert int(total[1] if total else 0) == len(found), words
        assert found <= mine.keys()
        if not any(one.territorio == THERE for one in mine.values()) and words in SECRETS[HERE]:
            assert told(said(answer)[1], THERE) == []


@pytest.mark.parametrize("ruolo", ["AZ", "TUT"])
@pytest.mark.parametrize("words", OF_THE_OFFICE)
def test_a_company_finds_nobody_by_what_it_may_not_know(
    stage: Stage, ruolo: str, words: str
) -> None:
    assert exported(stage, ruolo, words) == []


@pytest.mark.parametrize("ruolo", ["AZ", "TUT"])
def test_a_company_reads_no_category_of_disadvantage(stage: Stage, ruolo: str) -> None:
    """Nor in the Patto that a convention recalls (P-3)."""
    for kind in KINDS:
        document = stage.document(HERE, kind, "firmato")
        page = stage.clients[ruolo].get(f"/documenti/{document.number}").text

        assert "Categoria di destinatario" not in page
        assert ">C4<" not in page


def test_who_follows_a_person_reads_no_reason_drawn_from_health(stage: Stage) -> None:
    """The assistant reads the Patto and its category, and not upon which answers it rests."""
    number = stage.document(HERE, "patto_di_servizio", "firmato").number

    pages = {ruolo: stage.clients[ruolo].get(f"/documenti/{number}").text for ruolo in RUOLI}

    reading = {ruolo for ruolo, page in pages.items() if "Perché questa categoria" in page}
    assert reading == {"OCPI", "RCPI", "GLT", "GCP", "GA"}
    answers = {ruolo for ruolo, page in pages.items() if "Iscrizione agli elenchi della L" in page}
    assert answers == {"OCPI", "RCPI", "GCP"}


@pytest.mark.parametrize("ruolo", sorted(SEEING - {"CFP"}))
def test_a_print_run_takes_what_one_prints_signs_or_fills(stage: Stage, ruolo: str) -> None:
    for kind in KINDS:
        for territorio in (HERE, THERE):
            document = stage.document(territorio, kind, "firmato")
            here, row, by = where(ruolo, document), MATRIX[kind], stage.actors[ruolo]
            before = len(print_runs_of(by, office=stage.office))
            form = {"numero": str(document.number)}

            answer = sent(stage.clients[ruolo], "/stampe/", form, stage.tokens[ruolo])

            prints = any(allowed(ruolo, azione, row, here) for azione in "PFM")
            case = f"{ruolo} {document.number}"
            assert (len(print_runs_of(by, office=stage.office)) > before) == prints, case
            if not allowed(ruolo, "V", row, here):
                assert answer.status_code in (403, 404), case
                assert told(said(answer)[1], territorio, document.number) == [], case
    stage.forget_drafts()


def test_a_print_run_is_nobody_elses(stage: Stage) -> None:
    number = stage.document(HERE, "patto_di_servizio", "firmato").number
    form = {"numero": str(number)}
    at = sent(stage.clients["OCPI"], "/stampe/", form, stage.tokens["OCPI"]).location
    nothing = address(stage.app, "printing.show", key="inesistente")

    for ruolo in SEEING - {"OCPI", "CFP"}:
        client = stage.clients[ruolo]
        assert said(client.get(at)) == said(client.get(nothing))
        assert client.get(f"{at}/copie.pdf").status_code == 404


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_queue_holds_nothing_of_other_people(stage: Stage, ruolo: str) -> None:
    desk = stage.clients[ruolo].get("/").text
    for queue in set(re.findall(r'"/code/([a-z-]+)"', desk)):
        text = stage.clients[ruolo].get(f"/code/{queue}").text
        sees_both = ruolo in ("GCP", "GA")
        assert sees_both or told(text, THERE) == [], queue
        if ruolo in ("AZ", "TUT") and queue == "da-rispondere":
            assert "Dal Santo" not in text
    if ruolo not in ("GCP", "GA"):
        assert told(desk, THERE) == []


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_queue_of_another_role_is_not_there(stage: Stage, ruolo: str) -> None:
    client, token = stage.clients[ruolo], stage.tokens[ruolo]
    number = stage.document(HERE, "presa_in_carico", "firmato").number
    for act in ("anteprima", "conferma"):
        answer = sent(client, f"/code/da-validare/{act}", {"scelti": str(number)}, token)
        assert answer.status_code == (404 if ruolo != "GCP" else answer.status_code)
        assert ruolo == "GCP" or told(said(answer)[1], HERE, number) == []


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_company_is_shown_to_who_sees_its_papers(stage: Stage, ruolo: str) -> None:
    for territorio, iva in ((HERE, IVA), (THERE, OTHER_IVA)):
        answer = stage.clients[ruolo].get(f"/aziende/{iva}")

        sees = allowed(ruolo, "V", FASCICOLO, Where(territorio == HERE, own=False))
        assert (answer.status_code == 200) == sees
        if not sees:
            assert told(said(answer)[1], territorio) == []
            nothing = stage.clients[ruolo].get("/aziende/00496080243")
            assert said(answer) == said(nothing)
        elif territorio == HERE and ruolo not in ("GCP", "GA"):
            assert told(said(answer)[1], THERE) == []


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_card_read_at_the_desk_names_nobody_of_another_territory(
    stage: Stage, ruolo: str
) -> None:
    name, code, _ = SECRETS[THERE]
    at = address(stage.app, "fascicoli.by_code", codice=code)

    answer = stage.clients[ruolo].get(at, follow_redirects=True)

    sees = allowed(ruolo, "V", FASCICOLO, Where(same_territory=False, own=False))
    assert (name in answer.text) == sees
    assert (stage.fascicoli[THERE] in answer.text) == sees


@pytest.mark.parametrize("ruolo", RUOLI)
def test_the_list_of_a_sitting_is_for_who_sees_what_was_decided(stage: Stage, ruolo: str) -> None:
    row = MATRIX["presa_in_carico"]
    for territorio in (HERE, THERE):
        document = stage.models[territorio, "presa_in_carico"]
        at = f"/sedute/{territorio}/{document.on}/elenco.docx"

        answer = stage.clients[ruolo].get(at)

        sees = allowed(ruolo, "V", row, where(ruolo, document))
        assert (answer.status_code == 200) == sees, f"{ruolo} {territorio}"


def test_a_number_that_is_no_number_leads_nowhere(stage: Stage) -> None:
    for forged in ("PS-2011-T4-00001", "ps", "../../etc/passwd", "%00"):
        assert stage.clients["OCPI"].get(f"/documenti/{forged}").status_code == 404
    # The territory is part of the number: another one's is not a way in.
    number = stage.models[THERE, "pai"].number
    mine = Number(number.sigla, number.anno, number.progressivo, HERE)
    assert stage.clients["OCPI"].get(f"/documenti/{mine}").status_code == 404
