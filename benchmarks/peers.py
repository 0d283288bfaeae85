"""Other ways from a template to a PDF, measured beside ours when they are at hand."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from generators.press.engine import find_engine

OPTIONS = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
DOCXTEMPLATER = """
const [PizZip, Docxtemplater, fs] = [require("pizzip"), require("docxtemplater"), require("fs")];
const source = fs.readFileSync(process.argv[1], "binary");
const data = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const times = [];
for (let i = 0; i < 120; i++) {
  const start = process.hrtime.bigint();
  const options = { paragraphLoop: true, delimiters: { start: "{{", end: "}}" } };
  const paper = new Docxtemplater(new PizZip(source), options);
  paper.render(data);
  paper.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
}
console.log(times.slice(20).sort((a, b) => a - b)[50]);
"""


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def command(folder: str) -> list[str]:
    """Return the call of LibreOffice that writes PDF/A-2b into *folder*."""
    engine = find_engine(None)
    assert engine is not None
    program = str(engine.soffice.with_name("soffice"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    return [program, profile, "--headless", "--convert-to", OPTIONS, "--outdir", folder]


def soffice_each(papers: Sequence[bytes]) -> float:
    """Return the median milliseconds of one LibreOffice for each of *papers*."""
    with tempfile.TemporaryDirectory() as folder:
        files = written(folder, papers)
        runs = [partial(subprocess.run, [*command(folder), f], capture_output=True) for f in files]
        return median([milliseconds(run) for run in runs][1:])  # the first makes the profile


def soffice_once(papers: Sequence[bytes]) -> float:
    """Return the milliseconds a document of one LibreOffice for all *papers*."""
    with tempfile.TemporaryDirectory() as folder:
        files = written(folder, papers)
        run = [*command(folder), *files]
        return milliseconds(partial(subprocess.run, run, capture_output=True)) / len(papers)


def unoserver(python: str, papers: Sequence[bytes]) -> float:
    """
    Return the median milliseconds of a warm unoserver, asked in process as its authors advise.

    *python* is that of an environment that has unoserver and LibreOffice's bridge.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = json.dumps(written(folder, papers))
        client = f"""
import json, time, statistics
from unoserver.client import UnoClient
client, times = UnoClient(port="2913"), []
options = ["SelectPdfVersion=2"]
for path in json.loads({files!r}):
    data, start = open(path, "rb").read(), time.perf_counter()
    client.convert(indata=data, convert_to="pdf", filter_options=options)
    times.append((time.perf_counter() - start) * 1000)
print(statistics.median(times[3:]))
"""
        serve = [python, "-m", "unoserver.server", "--port", "2913", "--uno-port", "2914"]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(serve, stdout=quiet, stderr=quiet) as server:
            try:
                wait_for(2913)
                done = subprocess.run([python, "-c", client], capture_output=True, check=True)
            finally:
                server.terminate()
        return float(done.stdout)


def wait_for(port: int) -> None:
    """Wait until somebody listens at *port*, at most a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)


def docxtemplater(modules: str, template: bytes, data: dict[str, str]) -> float:
    """Return the median milliseconds of docxtemplater in Node; *modules* is its node_modules."""
    with tempfile.TemporaryDirectory() as folder:
        source, values = Path(folder, "modello.docx"), Path(folder, "dati.json")
        source.write_bytes(template)
        values.write_text(json.dumps(data), encoding="utf-8")
        run = ["node", "-e", DOCXTEMPLATER, str(source), str(values)]
        environment = {**os.environ, "NODE_PATH": modules}
        done = subprocess.run(run, capture_output=True, check=True, env=environment)
        return float(done.stdout)


def written(folder: str, papers: Sequence[bytes]) -> list[str]:
    """Write *papers* into *folder* and return their paths."""
    paths = [Path(folder, f"atto{number:03}.docx") for number in range(len(papers))]
    for path, paper in zip(paths, papers, strict=True):
        path.write_bytes(paper)
    return list(map(str, paths))
