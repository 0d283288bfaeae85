"""Taking a whole fascicolo out: complete, legible, verifiable, and noted."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from generators.press import PressAbsent, open_press
from generators.press.libreoffice import Limits
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor
from storage.archive import Document, Event, Fascicolo
from tests.web.acts.conftest import OPERATORE
from web.acts.dossier import retrieve_bag, retrieve_pdf
from web.acts.filing import attach_signed_copy
from web.acts.issuing import issue
from web.acts.office import ROME, Office
from web.acts.signing import annul, record_signature

ANNA = Actor("todescan", "Todescan Anna", "GA")
MOTIVO = "Controllo a campione"
NOON = datetime(2011, 6, 15, 12, tzinfo=ROME)
Answers = Callable[..., dict[str, object]]


@pytest.fixture
def papers(office: Office, patto: Answers) -> list[Document]:
    """Two Patti of Giulia: one annulled, one good."""
    kind = all_kinds()["patto_di_servizio"]
    wrong = issue(kind, patto(), office=office, by=OPERATORE).document
    assert wrong
    annul(wrong.number, "Compilato per errore", office=office, by=OPERATORE)
    good = issue(kind, patto(), office=office, by=OPERATORE).document
    assert good
    return [wrong, good]


@pytest.fixture
def printing(office: Office, soffice_path: Path) -> Iterator[Office]:
    """The same office with a press, and a clock that stands still."""
    press = open_press(str(soffice_path), Limits(workers=1))
    yield replace(office, press=press, clock=lambda: NOON)
    press.close()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_the_pdf_has_a_cover_an_index_bookmarks_and_page_numbers(
    printing: Office, fascicolo: Fascicolo, papers: list[Document]
) -> None:
    retrieved = retrieve_pdf(fascicolo.numero, MOTIVO, office=printing, by=ANNA)

    pdf = PdfReader(io.BytesIO(retrieved.content))
    texts = [page.extract_text() for page in pdf.pages]
    starts = {it.title: pdf.get_destination_page_number(it) + 1 for it in pdf.outline}
    assert retrieved.name == "F-2011-00001.pdf"
    assert list(starts) == [
        "Copertina e indice",
        "PS-2011-T2-00001 Patto di Servizio",
        "PS-2011-T2-00002 Patto di Servizio",
    ]
    first, second = list(starts.values())[1:]
    assert f"PS-2011-T2-00001 Patto di Servizio 07/03/2011 Annullato {first}" in flat(texts[0])
    assert f"Registrato, da firmare {second}" in flat(texts[0])
    assert "Todescan Anna (Gruppo amministrativo). Motivo: Controllo a campione" in flat(texts[0])
    for position, text in enumerate(texts, start=1):
        assert f"fascicolo F-2011-00001, pagina {position} di {len(texts)}" in text
        assert ("ANNULLATO" in text) == (first <= position < second)


def test_the_scan_of_a_signed_paper_follows_it(
    printing: Office, fascicolo: Fascicolo, papers: list[Document]
) -> None:
    number = papers[1].number
    record_signature(number, printing.on, office=printing, by=OPERATORE)
    out = io.BytesIO()
    Image.new("L", (620, 877), 255).save(out, "PNG")
    attach_signed_copy(number, out.getvalue(), office=printing, by=OPERATORE)

    pdf = retrieve_pdf(fascicolo.numero, MOTIVO, office=printing, by=ANNA).content
    bag = retrieve_bag(fascicolo.numero, MOTIVO, office=printing, by=ANNA).content

    reader = PdfReader(io.BytesIO(pdf))
    assert reader.outline[-1].title == "PS-2011-T2-00002 copia firmata"
    assert reader.get_destination_page_number(reader.outline[-1]) == len(reader.pages) - 1
    assert unpacked(bag)[f"data/documenti/{number}-firmato-1.png"] == out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_same_fascicolo_gives_the_same_files(
    printing: Office, fascicolo: Fascicolo, papers: list[Document]
) -> None:
    pdfs = [retrieve_pdf("F-2011-00001", MOTIVO, office=printing, by=ANNA) for _ in range(2)]
    bags = [retrieve_bag("F-2011-00001", MOTIVO, office=printing, by=ANNA) for _ in range(2)]

    assert pdfs[0].content == pdfs[1].content
    assert bags[0].content == bags[1].content


def test_the_bag_holds_every_file_byte_for_byte_and_its_description(
    office: Office, fascicolo: Fascicolo, papers: list[Document]
) -> None:
    retrieved = retrieve_bag(fascicolo.numero, MOTIVO, office=office, by=ANNA)

    files = unpacked(retrieved.content)
    for paper in papers:
        assert files[f"data/documenti/{paper.number}.docx"] == office.archive.blob(paper.docx)
        described = json.loads(files[f"data/metadati/{paper.number}.json"])
        assert described["IdDoc"]["ImprontaCrittografica"]["Impronta"] == paper.docx
        assert b"non sigillata" in files[f"data/metadati/{paper.number}-segnatura.xml"]
    about = json.loads(files["data/metadati/F-2011-00001.json"])
    assert about["TipoAggregazione"] == "Fascicolo"
    assert [it["Identificativo"] for it in about["IndiceDocumenti"]["IdDoc"]] == [
        "PS-2011-T2-00001",
        "PS-2011-T2-00002",
    ]
    changes = json.loads(files["data/metadati/PS-2011-T2-00001.json"])
    assert changes["TracciatureModificheDocumento"][0]["TipoModifica"] == "annullamento"


def test_the_extract_of_the_register_can_be_checked_line_by_line(
    office: Office, fascicolo: Fascicolo, papers: list[Document]
) -> None:
    files = unpacked(retrieve_bag(fascicolo.numero, MOTIVO, office=office, by=ANNA).content)

    lines = [json.loads(line) for line in files["data/registro.jsonl"].splitlines()]
    chain = "0" * 64
    for line in lines:
        assert hashlib.sha256(line["contenuto"].encode()).hexdigest() == line["impronta"]
        chain = hashlib.sha256((chain + line["impronta"]).encode()).hexdigest()
        assert chain == line["catena"]
    assert chain.encode() in files["data/indice.html"]


def test_a_retrieval_is_noted_with_who_when_and_why(office: Office, fascicolo: Fascicolo) -> None:
    retrieve_bag(fascicolo.numero, f" {MOTIVO} ", office=office, by=ANNA)

    (access,) = office.archive.accesses(fascicolo=fascicolo.numero)
    assert (access.by, access.ruolo, access.azione) == ("todescan", "GA", "esportazione")
    assert (access.oggetto, access.motivo) == ("zip", MOTIVO)
    assert access.at.date() == office.on


def test_without_a_reason_nothing_is_given_and_nothing_noted(
    office: Office, fascicolo: Fascicolo
) -> None:
    retrieved = retrieve_bag(fascicolo.numero, "perché sì", office=office, by=ANNA)

    assert [problem.code for problem in retrieved.problems] == ["lunghezza_min"]
    assert retrieved.content == b""
    assert office.archive.accesses() == []


def test_a_pdf_that_could_not_be_made_is_not_a_retrieval(
    office: Office, fascicolo: Fascicolo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generators.press.engine.find_engine", lambda setting: None)
    monkeypatch.setattr("generators.press.libreoffice.find_engine", lambda setting: None)
    without = replace(office, press=open_press())

    with pytest.raises(PressAbsent):
        retrieve_pdf(fascicolo.numero, MOTIVO, office=without, by=ANNA)

    assert office.archive.accesses() == []


def test_the_index_opens_offline_and_prints_what_was_typed_as_text(
    office: Office,
    fascicolo: Fascicolo,
    papers: list[Document],
    chromium_path: Path,
    tmp_path: Path,
) -> None:
    reason = "<script>document.title = 'X'</script>"
    event = Event("ritirato", office.now, "pretto", {"motivo": "<b>rinuncia</b> & altro"})
    office.archive.add_fascicolo_event(fascicolo.numero, event)
    retrieved = retrieve_bag(fascicolo.numero, reason, office=office, by=ANNA)
    with zipfile.ZipFile(io.BytesIO(retrieved.content)) as archive:
        archive.extractall(tmp_path)
    data = tmp_path / fascicolo.numero / "data"

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 800}, offline=True)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((data / "indice.html").as_uri())
        title, width = page.title(), page.evaluate("document.documentElement.scrollWidth")
        links = page.eval_on_selector_all("a", "them => them.map(a => a.getAttribute('href'))")
        shown = page.inner_text("body")
        browser.close()

    assert (title, width, said) == ("Fascicolo F-2011-00001", 390, [])
    assert reason in shown
    assert "Ritirato: <b>rinuncia</b> & altro" in shown
    assert all((data / link).is_file() for link in links)
    assert len(links) == 2 * len(papers) + 3
