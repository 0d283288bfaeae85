"""
Measure the press: DOCX rendering against docxtpl, PDF/A against one LibreOffice a document.

    .venv/bin/python -m benchmarks.press [DOCUMENTS]

All figures of one run come from the same machine in the same minutes; milliseconds move with
the machine and its load, ratios much less. The paper is the Patto di Servizio of the first
accepted case, under the cornice, with a number of its own for each document.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from docxtpl import DocxTemplate

from generators.compile import compile_template
from generators.context import context_for
from generators.filters import environment
from generators.package import pack_all
from generators.press import Press, open_press
from generators.press.engine import find_engine
from generators.render import Template
from schemas.kinds.examine import examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto
from schemas.rules.parameters import shipped

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


def printed(press: Press, docx: bytes, *, bulk: bool = False) -> bytes:
    author, subject = "Provincia", "Progetto"
    return press.pdf(docx, title=KIND.title, author=author, subject=subject, when=WHEN, bulk=bulk)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def stock(source: bytes, data: Context) -> bytes:
    """Render as docxtpl is used everywhere: a template for each document."""
    document = DocxTemplate(io.BytesIO(source))
    document.render(dict(data), environment(), autoescape=True)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def measure_rendering(paper: Template, data: Context) -> None:
    source = pack_all(paper.package.parts)
    ours, theirs = [], []
    for _ in range(20):  # interleaved, so that noise falls on both
        ours += [milliseconds(lambda: paper.render(data, when=WHEN)) for _ in range(20)]
        theirs.append(milliseconds(lambda: stock(source, data)))
    way = f"slow: {paper.slow}" if paper.slow else "fast"
    print(f"DOCX     ours {median(ours):8.2f} ms   ({way})")
    print(f"      docxtpl {median(theirs):8.2f} ms   {median(theirs) / median(ours):.0f}x ours")


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

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(print_one, range(8)))  # the engines that are still cold
        each = milliseconds(lambda: list(pool.map(print_one, range(count)))) / count
    share = one / (os.cpu_count() or 1) / each
    print(f"bulk of {count:5} {each:8.0f} ms   {1_000 / each:.1f}/s, {share:.0%} of cores / one")
    return each


def measure_soffice(papers: list[bytes], each: float) -> None:
    """Print as most do, a LibreOffice started for each document, into PDF/A-2b."""
    engine = find_engine(None)
    assert engine is not None
    options = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "atto.docx")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        program = str(engine.soffice.with_name("soffice"))
        command = [program, profile, "--headless", "--convert-to", options, "--outdir", folder]
        times = []
        for docx in papers[:4]:
            paper.write_bytes(docx)
            run = [*command, str(paper)]
            times.append(milliseconds(partial(subprocess.run, run, capture_output=True)))
    # The first makes the profile.
    print(
        f"soffice each  {median(times[1:]):8.0f} ms   {median(times[1:]) / each:.1f}x ours in bulk"
    )


def main(count: int = 60) -> None:
    paper = template()
    measure_rendering(paper, context(1))
    papers = [paper.render(context(number), when=WHEN) for number in range(1, 41)]
    press = open_press()
    try:
        one = measure_one(press, papers)
        each = measure_bulk(press, paper, count, one)
    finally:
        press.close()
    measure_soffice(papers, each)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
