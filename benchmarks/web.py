"""
Measure the pages: people at work on an office of 20.000 documents, on loopback.

    .venv/bin/python -m benchmarks.web                 # 200 people, 20.000 documents
    .venv/bin/python -m benchmarks.web --documents 2000 --people 20 --seconds 20

Each person reads, searches, fills and registers, with some seconds of thought between two pages.
Times are milliseconds as a browser would count them, p50 / p95 / p99 for each route: first one
person alone, then all of them, then all of them while PDFs are printed in bulk. The people run on
the same cores as the server, so the times hold their cost too.
"""

import argparse
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

from schemas.rules.identificativi import compose_codice_fiscale
from storage.archive import Document, Event, Fascicolo
from web.acts.accounts import add_user
from web.acts.demo import PASSWORD, SURNAMES, prepare_demonstration
from web.acts.office import Office
from web.settings import Settings
from web.wiring import opened_office

OPERATORS, CPI = 25, ("Vicenza", "Bassano del Grappa", "Schio-Thiene", "Arzignano")
TO_PRINT = 300  # documents whose PDF is still to be made, for the last measure
THOUGHT = (2.0, 8.0)  # seconds between two pages
BUDGETS = {"GET": "8 / - / 40", "POST": "15 / - / 60"}
CONTROL = re.compile(r"<input ([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


# The office.


def prepare(settings: Settings, documents: int) -> None:
    """Fill an office: the demonstration, its Patti again and again for other people, operators."""
    with opened_office(settings) as office:
        prepare_demonstration(office)
        patterns = office.archive.documents(kind="patto_di_servizio")
        today = replace(office, today=None)
        done = len(patterns)
        while done < documents:
            with office.archive.transaction():
                for _ in range(min(100, documents - done)):
                    pattern = patterns[done % len(patterns)]
                    _copy(pattern, done, today, printed=done < documents - TO_PRINT)
                    done += 1
        for position in range(OPERATORS):
            add_user(
                office.archive,
                utente=f"operatore{position}",
                nome=f"{SURNAMES[position]} Operatore",
                ruolo="OCPI",
                password=PASSWORD,
                cpi=CPI[position % len(CPI)],
            )


def _copy(pattern: Document, position: int, office: Office, *, printed: bool) -> None:
    """Register the Patto of *pattern* for another person; unless *printed*, its PDF waits."""
    archive, on = office.archive, max(office.on, pattern.on)
    first = archive.fascicolo(pattern.fascicolo)
    surname = f"{SURNAMES[position % len(SURNAMES)]} {_letters(position)}"
    born = date(1940, 1, 1) + timedelta(position % 18_000)
    sesso = "FM"[position // 18_000 % 2]
    code = compose_codice_fiscale(surname, "Maria", sesso, born, "L840")
    persona = {**first.persona, "cognome": surname, "nome": "Maria", "codice_fiscale": code}
    opened = archive.open_fascicolo(
        lambda numero: Fascicolo(
            numero, on, first.territorio, first.cpi, first.autore, office.now, persona, first.events
        ),
        on,
    )
    number = archive.take_number("PS", on, pattern.territorio)
    filled = {**_mapping(pattern.data["persona"]), **persona}
    archive.add_document(
        replace(
            pattern,
            number=number,
            on=on,
            fascicolo=opened.numero,
            oggetto=f"Patto di Servizio - {surname} Maria",
            registered_at=office.now,
            data={**pattern.data, "fascicolo": opened.numero, "persona": filled},
            index={**pattern.index, "cognome": surname, "nome": "Maria", "codice_fiscale": code},
            docx=archive.put_blob(archive.blob(pattern.docx) + str(number).encode()),
            events=(),
        )
    )
    if printed:
        paper = archive.document(number).docx
        dati = {"sha256": paper, "docx": paper, "byte": 0}
        archive.add_event(number, Event("pdf", office.now, "sistema", dati))


def _letters(position: int) -> str:
    return "".join(chr(97 + position // 26**place % 26) for place in range(4)).title()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


# The people.


@dataclass
class Tally:
    """What was measured: milliseconds by route, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, route: str, milliseconds: float) -> None:
        with self.lock:
            self.taken[route].append(milliseconds)


class Person(threading.Thread):
    """Somebody at work until told to stop, in a browser of their own."""

    def __init__(self, port: int, utente: str, seed: int, tally: Tally) -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.utente, self.tally, self.chance = utente, tally, random.Random(seed)
        self.cookies: dict[str, str] = {}
        self.stop = threading.Event()
        self.thought = THOUGHT

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self.work()
        except (OSError, ValueError) as error:
            self.tally.errors.append(f"{self.utente}: {error!r}")

    def enter(self) -> None:
        page, _ = self.ask("GET", "/accesso", "entrare")
        typed = {"utente": self.utente, "password": PASSWORD, "csrf_token": token(page)}
        self.ask("POST", "/accesso", "entrare", typed)

    def work(self) -> None:
        """Look for somebody, read their papers, and fill some pages of a new one."""
        self.ask("GET", "/", "scrivania")
        word = quote(self.chance.choice(SURNAMES).split()[0].lower())
        found, _ = self.ask("GET", f"/documenti/?q={word}&stato=generato", "ricerca")
        numbers = re.findall(r'href="(/documenti/PS-[^"/]+)"', found)
        if not numbers:
            return
        paper, _ = self.ask("GET", self.chance.choice(numbers), "documento")
        fascicolo = re.search(r'href="(/fascicoli/F-[^"]+)"', paper)
        if not fascicolo:
            return
        shown, _ = self.ask("GET", fascicolo[1], "fascicolo")
        begin = {"csrf_token": token(shown)}
        _, place = self.ask("POST", f"{fascicolo[1]}/patto_di_servizio/nuovo", "bozza nuova", begin)
        for position in range(1, 4):
            address = place.rsplit("/", 1)[0] + f"/{position}"
            form, _ = self.ask("GET", address, "pagina del modulo")
            self.ask("POST", address, "salvataggio", typed_in(form) | {"vai": "bozza"})
        self.ask("GET", place.rsplit("/", 1)[0] + "/riepilogo", "riepilogo")

    def ask(
        self, method: str, address: str, route: str, typed: Mapping[str, str] | None = None
    ) -> tuple[str, str]:
        """Fetch a page, think, and return its text and where it sends."""
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request(method, address, urlencode(typed) if typed else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        self.tally.note(f"{method} {route}", (time.perf_counter() - started) * 1e3)
        if answer.status >= 400:
            self.tally.errors.append(f"{answer.status} {method} {address}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        self.stop.wait(self.chance.uniform(*self.thought))
        return text, answer.headers.get("Location") or ""


def typed_in(page: str) -> dict[str, str]:
    """Return what the boxes of a page hold, and which choices are made."""
    typed = {}
    for control in CONTROL.findall(page):
        known = dict(ATTRIBUTE.findall(control))
        if known.get("type") not in ("radio", "checkbox") or " checked" in control:
            typed[unescape(known.get("name", ""))] = unescape(known.get("value", ""))
    return typed


def token(page: str) -> str:
    """Return the token that the forms of a page carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found[1] if found else ""


# The measure.


def measure(title: str, people: list[Person], seconds: float, pid: int) -> None:
    """Let *people* work for *seconds* and print what it took."""
    tally = Tally()
    for person in people:
        person.tally = tally
    before = memory(pid)
    time.sleep(seconds)
    print(f"\n{title}: {seconds:.0f} s, {sum(map(len, tally.taken.values()))} pages")
    print(f"  {'route':<28}{'pages':>7}{'p50':>9}{'p95':>9}{'p99':>9}   budget p50 / - / p99")
    for route, taken in sorted(tally.taken.items()):
        taken.sort()
        parts = "".join(f"{taken[int(len(taken) * share)]:9.1f}" for share in (0.5, 0.95, 0.99))
        print(f"  {route:<28}{len(taken):>7}{parts}   {BUDGETS[route.split()[0]]}")
    print(f"  errors {len(tally.errors)}; memory of the server {before} -> {memory(pid)} MB")
    for error in tally.errors[:5]:
        print(f"    {error}")


def memory(pid: int) -> int:
    """Return the resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]  # Linux


def main() -> None:
    """Prepare, serve, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fascicolo-web-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environ = {"FASCICOLO_DATI": str(folder), "FASCICOLO_PORTA": str(port)}
    try:
        started = time.perf_counter()
        prepare(Settings.from_env(environ), asked.documents)
        print(f"{asked.documents} documents prepared in {time.perf_counter() - started:.0f} s")
        serve(environ, port, asked.people, asked.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def serve(environ: Mapping[str, str], port: int, people: int, seconds: float) -> None:
    """Serve the office and measure: one person, all of them, all of them while PDFs are made."""
    # Without LibreOffice at first: the PDFs of the whole office wait to be printed.
    program = Path(sys.executable).with_name("fascicolo")
    none = Path(environ["FASCICOLO_DATI"]) / "senza-libreoffice"
    none.touch()
    for title, soffice in (("", str(none)), (" while PDFs are printed", "")):
        extra = {"FASCICOLO_SOFFICE": soffice} if soffice else {}
        server = subprocess.Popen(
            [program, "serve"],
            env=os.environ | environ | extra,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until_answering(port, server)
            if not title:
                alone = [Person(port, "operatore0", 0, Tally())]
                alone[0].thought = (0.0, 0.05)
                begin(alone)
                measure("one person alone", alone, seconds / 2, server.pid)
                end(alone)
            crowd = [
                Person(port, f"operatore{place % OPERATORS}", place, Tally())
                for place in range(people)
            ]
            begin(crowd)
            measure(f"{people} people{title}", crowd, seconds, server.pid)
            end(crowd)
        finally:
            server.terminate()
            server.wait()


def until_answering(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait for the address to answer."""
    while server.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SystemExit("the server did not start")


def begin(people: list[Person]) -> None:
    """Let everybody enter, then work."""
    for person in people:
        thought, person.thought = person.thought, (0.0, 0.0)
        person.enter()
        person.thought = thought
    for person in people:
        person.start()


def end(people: list[Person]) -> None:
    """Send everybody home."""
    for person in people:
        person.stop.set()
    for person in people:
        person.join()


if __name__ == "__main__":
    main()
