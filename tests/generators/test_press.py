"""The press prints, whatever happens to LibreOffice meanwhile."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

from generators.press import Press, PressAbsent, PressBusy, PrintFailed, open_press
from generators.press.engine import PLACES, Held, Worker, find_engine, sweep
from generators.press.finish import page_texts
from generators.press.libreoffice import Limits
from tests.generators.processes import children, command, until
from tests.generators.word import WHEN, add_table, png, text, with_part, word, xml

PAPER = word(
    lambda document: (
        document.add_heading("Patto di Servizio", 1),
        document.add_paragraph("La sig.ra D'Angelo & figli, città di Schio: € 1.234,56 – ☒ sì"),
        add_table(document, ("Azione", "Ore"), ("Orientamento", "12")),
    )
)
LONG = word(lambda document: [document.add_paragraph("Parole in fila. " * 40) for _ in range(500)])
BROKEN_OFF = '<w:r><w:t>Pagina</w:t><w:br w:type="page"/></w:r>'
ENDLESS = xml(f"<w:p>{BROKEN_OFF * 10_000}</w:p>")
IMPRINT = {"title": "Patto", "author": "Provincia", "subject": "Progetto", "when": WHEN}


@contextmanager
def opened(soffice: Path, **limits: float) -> Iterator[tuple[Press, Callable[[], list[int]]]]:
    """A press of one engine, and a way to ask for the processes of its engines."""
    others = libreoffices()
    press = open_press(str(soffice), Limits(**{"workers": 1, **limits}))
    try:
        yield press, lambda: [pid for pid in libreoffices() if pid not in others]
    finally:
        press.close()


def libreoffices() -> list[int]:
    return [pid for pid in children(os.getpid()) if "--accept=pipe" in command(pid)]


def home_of(engine: int) -> Path:
    """The folder of a LibreOffice, where everything it writes is."""
    address = next(word for word in command(engine).split() if "UserInstallation" in word)
    return Path(address.partition("file://")[2]).parent


def printed_text(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


def test_the_pdf_is_what_the_archive_needs(one_engine):
    pdf = one_engine.pdf(PAPER, **IMPRINT)

    with pikepdf.open(io.BytesIO(pdf)) as made:
        with made.open_metadata() as metadata:
            said = [
                metadata[name] for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
            ]
            titles = metadata["dc:title"], str(made.docinfo.Title)
            instants = metadata["xmp:CreateDate"], str(made.docinfo.CreationDate)
        assert said == ["2", "A", "1"]
        assert titles == ("Patto", "Patto")
        assert instants == ("2011-06-15T09:30:00Z", "D:20110615093000Z")
        assert str(made.Root.Lang) == "it-IT"
        assert made.Root.MarkInfo.Marked
        assert "/OpenAction" not in made.Root
        assert len(made.pages) == 1
        kinds = {
            str(thing.get("/S")) for thing in made.objects if isinstance(thing, pikepdf.Dictionary)
        }
        assert {"/H1", "/Table", "/TR"} <= kinds
    assert "D'Angelo & figli, città di Schio: € 1.234,56 –" in printed_text(pdf)


def test_a_validator_approves_the_paper_as_pdf_a_2b(one_engine):
    pdfa = pytest.importorskip("pikepdf.pdfa", exc_type=ImportError)
    with pikepdf.open(io.BytesIO(one_engine.pdf(PAPER, **IMPRINT))) as made:
        # It knows neither level A nor the schema of PDF/UA, however well declared.
        metadata = made.Root.Metadata.read_bytes().decode()
        declared = r"<rdf:Description [^>]*xmlns:pdfaExtension=.*?</rdf:Description>"
        plain = re.sub(declared, "", metadata, flags=re.DOTALL)
        plain = plain.replace("<pdfuaid:part>1</pdfuaid:part>", "").replace(">A</", ">B</")
        made.Root.Metadata.write(plain.encode())
        copy = io.BytesIO()
        made.save(copy)
    with pikepdf.open(copy) as made:
        assert pdfa.check(made, "2b").findings == []


def test_a_border_is_marked_as_decoration_for_who_listens_to_the_page(one_engine):
    border = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="1F3A5F"/></w:pBdr>'
    bordered = xml(f"<w:p><w:pPr>{border}</w:pPr><w:r><w:t>Sopra la riga</w:t></w:r></w:p>")

    pdf = one_engine.pdf(bordered, **IMPRINT)

    drawn, unmarked, depth = 0, 0, 0
    with pikepdf.open(io.BytesIO(pdf)) as made:
        for instruction in pikepdf.parse_content_stream(made.pages[0]):
            name = str(instruction.operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            drawn += name == "S"
            unmarked += name in ("S", "f", "f*", "Tj", "TJ", "Do") and not depth
    assert drawn
    assert (unmarked, depth) == (0, 0)


def test_the_same_document_gives_the_same_bytes_from_another_engine(one_engine, soffice_path):
    with opened(soffice_path) as (other, _):
        assert other.pdf(PAPER, **IMPRINT) == one_engine.pdf(PAPER, **IMPRINT)


def test_many_documents_are_printed_at_once_by_many_threads(soffice_path):
    with opened(soffice_path, workers=2) as (press, engines):
        with ThreadPoolExecutor(6) as pool:
            papers = list(pool.map(lambda _: press.pdf(PAPER, **IMPRINT, bulk=True), range(30)))

        assert len(set(papers)) == 1
        assert len(engines()) == 2
        assert press.status().printed == 30


def test_a_blank_document_is_never_filed(one_engine):
    with pytest.raises(PrintFailed, match="vuoto"):
        one_engine.pdf(text(""), **IMPRINT)


def test_a_hostile_document_is_refused_and_the_next_one_prints(one_engine):
    hostile = with_part(PAPER, "", b"", kind="image", external="file:///etc/hostname")

    with pytest.raises(PrintFailed, match="esterno"):
        one_engine.pdf(hostile, **IMPRINT)

    assert one_engine.pdf(PAPER, **IMPRINT).startswith(b"%PDF")


def linked_picture(address: str) -> bytes:
    """A document that draws the picture at *address*, as Word writes it."""
    drawing = (
        "<w:p><w:r><w:t>prima</w:t></w:r><w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' r:link="rIdNuovo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    return with_part(xml(drawing), "", b"", kind="image", external=address)


def test_even_uninspected_nothing_is_fetched_or_embedded(soffice_path, tmp_path):
    picture = tmp_path / "segreto.png"
    picture.write_bytes(png(40, 40))
    engine = find_engine(str(soffice_path))
    worker = Worker(engine)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.png"
        try:
            remote = worker.pdf(linked_picture(address), 30)
            local = worker.pdf(linked_picture(picture.as_uri()), 30)
        finally:
            worker.stop()

        with pytest.raises(BlockingIOError):
            listener.accept()
    for pdf in (remote, local):
        with pikepdf.open(io.BytesIO(pdf)) as made:
            assert not [page for page in made.pages if page.get_images()]


def test_a_document_prints_though_libreoffice_is_killed_under_it(soffice_path):
    with opened(soffice_path, seconds=120) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        result: list[bytes] = []
        printing = threading.Thread(target=lambda: result.append(press.pdf(LONG, **IMPRINT)))
        [engine] = engines()
        printing.start()
        until(lambda: press.status().busy == 1)

        os.kill(engine, signal.SIGKILL)

        printing.join()
        assert result[0].startswith(b"%PDF")
        assert press.status().restarts == 1
        assert engines() != [engine]


def test_engines_killed_while_they_rest_cost_no_document(soffice_path):
    with opened(soffice_path, workers=2) as (press, engines):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: press.pdf(PAPER, **IMPRINT), range(8)))
        killed = engines()
        for engine in killed:
            os.kill(engine, signal.SIGKILL)

        assert press.pdf(PAPER, **IMPRINT).startswith(b"%PDF")
        assert len(killed) == press.status().restarts == 2
        assert not set(killed) & set(engines())


def test_a_document_that_hangs_is_given_up_and_the_next_one_prints(soffice_path):
    with opened(soffice_path, seconds=5) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        [engine] = engines()
        os.kill(engine, signal.SIGSTOP)

        with pytest.raises(PrintFailed, match="tempo"):
            press.pdf(PAPER, **IMPRINT)

        assert not command(engine)
        assert press.pdf(PAPER, **IMPRINT).startswith(b"%PDF")


def test_ten_thousand_pages_are_given_up_and_the_next_document_prints(soffice_path):
    with opened(soffice_path, seconds=6) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        [engine] = engines()
        home = home_of(engine)

        with pytest.raises(PrintFailed, match="tempo"):
            press.pdf(ENDLESS, **IMPRINT)

        assert not command(engine)
        assert not home.exists()
        assert press.pdf(PAPER, **IMPRINT).startswith(b"%PDF")
        assert press.status().restarts == 1


def test_who_is_waited_for_goes_before_the_bulk_and_a_full_queue_is_told(soffice_path):
    with opened(soffice_path, queue=3, seconds=60) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        [engine] = engines()
        os.kill(engine, signal.SIGSTOP)
        done: list[str] = []

        def order(name: str, bulk: bool) -> threading.Thread:
            before = press.status().waiting + press.status().busy

            def work() -> None:
                press.pdf(PAPER, **IMPRINT, bulk=bulk)
                done.append(name)

            thread = threading.Thread(target=work)
            thread.start()
            until(lambda: press.status().waiting + press.status().busy > before)
            return thread

        threads = [order("in corso", False), order("massa 1", True), order("massa 2", True)]
        threads.append(order("attesa", False))

        with pytest.raises(PressBusy) as busy:
            press.pdf(PAPER, **IMPRINT)

        os.kill(engine, signal.SIGCONT)
        for thread in threads:
            thread.join()
        assert busy.value.waiting == 3
        assert done == ["in corso", "attesa", "massa 1", "massa 2"]


def test_a_spent_engine_is_replaced(soffice_path):
    with opened(soffice_path, documents=2) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        first = engines()
        press.pdf(PAPER, **IMPRINT)
        press.pdf(PAPER, **IMPRINT)

        assert len(first) == len(engines()) == 1
        assert engines() != first
        assert press.status().printed == 3


def test_nothing_is_left_after_closing(soffice_path):
    with opened(soffice_path) as (press, engines):
        press.pdf(PAPER, **IMPRINT)
        [engine] = engines()
        home = home_of(engine)

    assert not command(engine)
    assert not home.exists()
    assert press.status().alive == 0
    with pytest.raises(PrintFailed, match="chiusa"):
        press.pdf(PAPER, **IMPRINT)


SERVER = """
import sys, datetime
from pathlib import Path
from generators.press import open_press
press = open_press(sys.argv[1])
when = datetime.datetime(2011, 6, 15, tzinfo=datetime.UTC)
press.pdf(Path(sys.argv[2]).read_bytes(), title="", author="", subject="", when=when)
print("printed", flush=True)
sys.stdin.read()
"""


def test_nothing_is_left_when_the_server_is_killed(soffice_path, tmp_path):
    paper = tmp_path / "atto.docx"
    paper.write_bytes(PAPER)
    arguments = [sys.executable, "-c", SERVER, str(soffice_path), str(paper)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as server:
        assert server.stdout.readline() == b"printed\n"
        left = children(server.pid)
        lines = " ".join(map(command, left)).split()
        traces = [Path(word) for word in lines if word.startswith(("/dev/shm/", "/tmp/OSL_PIPE"))]
        assert len(left) >= 2
        assert [trace for trace in traces if trace.exists()]

        server.kill()

    until(lambda: not any(map(command, left)))
    assert not [trace for trace in traces if trace.exists()]


def test_what_was_left_by_a_machine_that_stopped_is_swept_away(tmp_path):
    left, living, young = (tmp_path / f"fascicolo-press-{name}" for name in ("a", "b", "c"))
    for home in (left, living, young):
        (home / "profile").mkdir(parents=True)
    for home in (left, living):
        os.utime(home, (0, 0))

    with Held(living):
        sweep(tmp_path)

    assert sorted(tmp_path.iterdir()) == [living, young]


def test_without_libreoffice_the_press_is_absent_until_it_appears(soffice_path, tmp_path):
    place = tmp_path / "soffice"
    with opened(place) as (press, _):
        assert press.status().engine == ""
        with pytest.raises(PressAbsent):
            press.pdf(PAPER, **IMPRINT)

        place.symlink_to(soffice_path.resolve())

        assert press.status().engine == "LibreOffice"
        assert press.pdf(PAPER, **IMPRINT).startswith(b"%PDF")
        assert press.status().engine.startswith("LibreOffice ")


def test_libreoffice_is_found_where_distributions_put_it(soffice_path):
    engine = find_engine(None)

    assert engine is not None
    assert engine.soffice.name.startswith("soffice")
    assert PLACES
