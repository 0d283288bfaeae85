"""
Measure the press: DOCX rendering against docxtpl, PDF/A against one LibreOffice a document.

    .venv/bin/python -m benchmarks.press [DOCUMENTS] [--growth N]
        [--unoserver PYTHON] [--docxtemplater NODE_MODULES]

All figures of one run come from the same machine in the same minutes; milliseconds move with
the machine and its load, ratios much less. The paper is the Patto di Servizio of the first
accepted case, under the cornice, with a number of its own for each document.
"""

import argparse
import io
import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import docx
from docxtpl import DocxTemplate

from benchmarks import peers
from benchmarks.peers import milliseconds
from generators.compile import compile_template
from generators.context import context_for
from generators.filters import environment
from generators.package import pack_all
from generators.press import Press, open_press
from generators.press.engine import Worker, find_engine
from generators.press.finish import Imprint, finish
from generators.press.inspection import inspected
from generators.press.libreoffice import Limits
from generators.render import Template
from schemas.kinds.examine import examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import shipped
from web.acts.bulk import AT_ONCE

ROOT = Path(__file__).parents[1]
KIND = all_kinds()["patto_di_servizio"]
WHEN = datetime(2011, 3, 7, 9, 30, tzinfo=UTC)
Context = dict[str, object]


def template() -> Template:
    papers = ROOT / "templates" / "docx"
    source, cornice = papers / f"{KIND.name}.docx", papers / "cornice.docx"
    return compile_template(source.read_bytes(), cornice.read_bytes())


def context(number: int) -> Context:
    cases = json.loads((ROOT / "tests" / "cases" / f"{KIND.name}.json").read_text("utf-8"))
    case = next(case for case in cases["casi"] if case["esito"] == "accettato")
    contesto = Contesto.from_json(cases["contesto_comune"], case.get("contesto") or {})
    examined = examine(KIND, case["dati"], contesto, shipped())
    declared = examined.data.get("categoria_principale")
    main = [reason for reason in examined.reasons if reason.subject == declared]
    atto = {
        "titolo": KIND.title, "numero": f"PS-2011-T2-{number:05}", "versione": 1,
        "data": date(2011, 3, 7), "territorio": "T2", "territorio_nome": "Alto Vicentino",
        "cpi": "Schio", "stato": "generato", "impronta": "0123456789ab", "filigrana": "",
        "motivi": list(examined.reasons), "motivo_principale": main[0] if main else None,
    }  # fmt: skip
    names = ("nome", "dipartimento", "settore", "indirizzo", "codice_fiscale")
    ente = dict.fromkeys((*names, "responsabile_privacy"), "Provincia")
    progetto = {"titolo": "Progetto", "data_inizio": WHEN.date(), "data_fine": WHEN.date()}
    return context_for(KIND, examined.data, {"atto": atto, "progetto": progetto, "ente": ente})


def printed(press: Press, paper: bytes, *, bulk: bool = False) -> bytes:
    author, subject = "Provincia", "Progetto"
    return press.pdf(paper, title=KIND.title, author=author, subject=subject, when=WHEN, bulk=bulk)


def stock(source: bytes, data: Context) -> bytes:
    """Render as docxtpl is used everywhere: a template for each document."""
    document = DocxTemplate(io.BytesIO(source))
    document.render(dict(data), environment(), autoescape=True)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def measure_rendering(paper: Template, data: Context) -> float:
    """Tell the rendering of a DOCX, ours and docxtpl's; return the milliseconds of docxtpl."""
    source = pack_all(paper.package.parts)
    ours, theirs = [], []
    for _ in range(20):  # interleaved, so that noise falls on both
        ours += [milliseconds(lambda: paper.render(data, when=WHEN)) for _ in range(20)]
        theirs.append(milliseconds(lambda: stock(source, data)))
    way = f"slow: {paper.slow}" if paper.slow else "fast"
    print(f"DOCX     ours {median(ours):8.2f} ms   ({way})")
    print(f"      docxtpl {median(theirs):8.2f} ms   {median(theirs) / median(ours):.0f}x ours")
    return median(theirs)


def measure_one(press: Press, papers: list[bytes]) -> float:
    print(f"PDF/A   first {milliseconds(lambda: printed(press, papers[0])):8.0f} ms   (cold)")
    times = [milliseconds(partial(printed, press, paper)) for paper in papers[:40]]
    print(f"          p50 {median(times):8.0f} ms   p95 {quantiles(times, n=20)[-1]:.0f} ms")
    return median(times)


def measure_bulk(press: Press, paper: Template, count: int, one: float) -> float:
    """Print *count* documents from their data with all engines; return milliseconds for each."""
    data = context(1)
    atto = data["atto"]
    assert isinstance(atto, dict)

    def print_one(number: int) -> None:
        numbered = {**data, "atto": {**atto, "numero": f"PS-2011-T2-{number:05}"}}
        printed(press, paper.render(numbered, when=WHEN), bulk=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(print_one, range(8)))  # the engines that are still cold
        each = milliseconds(lambda: list(pool.map(print_one, range(count)))) / count
    share = one / (os.cpu_count() or 1) / each
    print(f"bulk of {count:5} {each:8.0f} ms   {1_000 / each:.1f}/s, {share:.0%} of cores / one")
    return each


def measure_recovery(press: Press, papers: list[bytes]) -> None:
    """Tell how long the next document takes after LibreOffice is killed."""
    times = []
    for paper in papers[:5]:
        for pid in engines():
            os.kill(pid, signal.SIGKILL)
        times.append(milliseconds(partial(printed, press, paper)))
    print(f"after a kill {median(times):5.0f} ms   at most {max(times):.0f} ms")


def measure_growth(papers: list[bytes], count: int, limits: Limits) -> None:
    """Tell the memory of the engines of a press within *limits*, every fiftieth document."""
    press = open_press(limits=limits)
    work = partial(printed, press, bulk=True)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in range(50, count + 1, 50):
                list(pool.map(work, (papers[number % len(papers)] for number in range(50))))
                sizes = ", ".join(f"{size} MB" for size in sorted(engine_megabytes()))
                print(f"  after {done:5}  {sizes}")
    finally:
        press.close()


def engine_megabytes() -> list[int]:
    """Return the resident memory of each LibreOffice that this process started."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in engines()]
    return [count * os.sysconf("SC_PAGE_SIZE") >> 20 for count in pages]


def engines() -> list[int]:
    """Return the processes of LibreOffice that this process started."""
    return [
        int(pid)
        for pid in grandchildren()
        if b"soffice.bin" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    ]


def grandchildren() -> list[str]:
    """Return the processes that the workers of this process started."""

    def children(pid: str) -> list[str]:
        tasks = Path("/proc", pid, "task").glob("*/children")
        return [child for task in tasks for child in task.read_text().split()]

    return [engine for worker in children("self") for engine in children(worker)]


def measure_parts(press: Press, paper: Template, data: Context) -> None:
    """Tell where the time of one document goes."""
    made = paper.render(data, when=WHEN)
    parts, imprint = inspected(made), Imprint("Patto", "Provincia", "Progetto", WHEN)
    exported = export(made)
    whole = median([milliseconds(lambda: printed(press, made)) for _ in range(20)])
    look = median([milliseconds(lambda: inspected(made)) for _ in range(20)])
    end = median([milliseconds(lambda: finish(exported, parts, imprint)) for _ in range(20)])
    print(
        f"parts of {whole:.0f} ms: inspection {look:.1f}, LibreOffice {whole - look - end:.1f}, "
        f"finishing and check {end:.1f}"
    )


def export(paper: bytes) -> bytes:
    """Return what LibreOffice makes of *paper*, before it is finished."""
    engine = find_engine(None)
    assert engine is not None
    worker = Worker(engine)
    try:
        return worker.pdf(paper, 60)
    finally:
        worker.stop()


def measure_peers(
    papers: list[bytes], docxtpl: float, each: float, options: argparse.Namespace
) -> None:
    """Tell what others take from the data to PDF/A-2b: docxtpl, then one of them."""

    def tell(name: str, time: float, mine: float, against: str) -> None:
        print(f"{name:<26} {time:8.2f} ms   {time / mine:.1f}x ours {against}")

    each_file, all_files = peers.soffice_each(papers[:8]), peers.soffice_once(papers)
    tell("docxtpl, soffice for each", docxtpl + each_file, each, "in bulk")
    tell("docxtpl, soffice for all", docxtpl + all_files, each, "in bulk")
    if options.unoserver:
        warm = peers.unoserver(options.unoserver, papers)
        tell("docxtpl, unoserver warm", docxtpl + warm, each, "in bulk")
    if options.docxtemplater:
        source, data = letter()
        mine = compile_template(source)
        ours = median([milliseconds(lambda: mine.render(data, when=WHEN)) for _ in range(100)])
        theirs = peers.docxtemplater(options.docxtemplater, source, data)
        tell("docxtemplater", theirs, ours, f"({ours:.2f} ms, a letter of 42 fields)")


def letter() -> tuple[bytes, dict[str, str]]:
    """Return a template that both Jinja and docxtemplater read, and what to fill it with."""
    names = [f"campo_{number}" for number in range(42)]
    document = docx.Document()
    for name in names:
        document.add_paragraph(f"Il sottoscritto dichiara {{{{{name}}}}} e quanto segue. " * 3)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue(), dict.fromkeys(names, "Rossi & figli")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=60)
    parser.add_argument("--unoserver", metavar="PYTHON", help="a Python with unoserver and uno")
    parser.add_argument("--docxtemplater", metavar="NODE_MODULES", help="with pizzip beside it")
    parser.add_argument("--growth", type=int, default=0, help="documents, twice, for the memory")
    options = parser.parse_args()
    paper = template()
    docxtpl = measure_rendering(paper, context(1))
    papers = [paper.render(context(number), when=WHEN) for number in range(1, 41)]
    press = open_press()
    try:
        one = measure_one(press, papers)
        each = measure_bulk(press, paper, options.documents, one)
        measure_parts(press, paper, context(1))
        measure_recovery(press, papers)
    finally:
        press.close()
    measure_peers(papers, docxtpl, each, options)
    for replaced in (0, 200) if options.growth else ():
        print(f"engines replaced after {replaced} documents" if replaced else "never replaced")
        limits = Limits(documents=replaced or sys.maxsize, megabytes=sys.maxsize)
        measure_growth(papers, options.growth, limits)


if __name__ == "__main__":
    main()
