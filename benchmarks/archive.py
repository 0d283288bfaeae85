"""
Measure the archive beside stock TinyDB and SQLite FTS5, on the same documents in the same run.

    .venv/bin/python -m benchmarks.archive            # 1.000 and 10.000 documents
    .venv/bin/python -m benchmarks.archive --large    # 100.000 as well: about a quarter of an hour

Times are in milliseconds, p50 / p99, first by the clock and then of the processor alone, which
says what it costs when others use the machine as well. A register is as the office does it:
number, 8 KB paper made durable, line made durable, sidecar, its share of the index. An archive is
filled as an office would: each document in a block of its own, then its PDF, and three in five are
signed; only there nothing is synced, so that it is over sooner. Searches count the facets that the
page shows.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tinydb import TinyDB, where

from schemas.rules.numero import Number
from storage.archive import Document, Event, Query, Visibility
from storage.records import row_of
from storage.tinydb.archive import TinyArchive
from storage.words import texts_of

ALL = Visibility((("patto_di_servizio", ""),))
SHOWN = ("kind", "stato", "territorio")
CASES = Path(__file__).parents[1] / "tests" / "cases"
SURNAMES = ("Rossi", "Zanella", "Bressan", "Marangoni", "Pretto", "Faggion", "Lovato", "Rigoni")
CODE = "AAAAAA07A10L000A"
ENDINGS = ("", "n", "to", "tti", "lin", "rolo", "ato")
PAPER = 8 << 10
WORDS = 120

OPENING = """
import resource, sys, time
before = time.perf_counter()
from storage.tinydb.archive import TinyArchive
imported = time.perf_counter()
from pathlib import Path
archive = TinyArchive(Path(sys.argv[1]))
opened = time.perf_counter() - imported
rss = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
sys.stderr.write(f"{opened} {rss}")
"""


class Corpus:
    """Documents made up, always the same: words of the real cases, as often as words come."""

    def __init__(self) -> None:
        self.chance = random.Random(2011)
        texts = [text for path in sorted(CASES.glob("*.json")) for text in _texts(path)]
        self.words = sorted({word for text in texts for word in text.split() if word.isalpha()})
        self.weights = [1 / place for place in range(1, len(self.words) + 1)]
        self.chance.shuffle(self.words)

    def document(self, number: Number, docx: str, on: date) -> Document:
        """Return a document of about 2 KB with that number."""
        surname = self.chance.choice(SURNAMES) + self.chance.choice(ENDINGS)
        text = " ".join(self.chance.choices(self.words, self.weights, k=WORDS))
        hundreds, rest = divmod(number.progressivo, 100)
        code = f"AAAAAA{rest:02d}A{number.anno % 100:02d}L{hundreds % 1000:03d}A"
        return Document(
            number=number,
            kind="patto_di_servizio",
            versione=1,
            on=on,
            fascicolo=f"F-2011-{number.progressivo:05d}",
            territorio=number.territorio,
            oggetto=f"Patto di Servizio di {surname}",
            autore=self.chance.choice(["zanella", "pretto", "bressan"]),
            registered_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
            data={
                "persona": {"cognome": surname},
                "note": text,
                "passi": [{"n": n} for n in range(9)],
            },
            motivi=[],
            index={"cognome": surname, "nome": "Giulia", "codice_fiscale": code, "cpi": "Schio"},
            docx=docx,
            template="0" * 64,
            impronta="1" * 64,
        )


def _texts(path: Path) -> Iterator[str]:
    return texts_of(json.loads(path.read_text()))


def timed(act: Callable[[], object], times: int) -> str:
    """Return p50 / p99 of *act* in milliseconds, by the clock and of the processor alone."""
    clock, processor = [], []
    for _ in range(times):
        before, busy = time.perf_counter(), time.thread_time()
        act()
        processor.append((time.thread_time() - busy) * 1e3)
        clock.append((time.perf_counter() - before) * 1e3)
    return f"{_spread(clock)}   {_spread(processor)}"


def _spread(taken: list[float]) -> str:
    taken.sort()
    return f"{statistics.median(taken):9.3f} / {taken[int(len(taken) * 0.99)]:9.3f}"


def say(what: str, measured: str) -> None:
    print(f"  {what:<44}{measured}", flush=True)


class Filling:
    """Registers documents, one day after another."""

    def __init__(self, archive: TinyArchive, corpus: Corpus) -> None:
        self.archive, self.corpus, self.done = archive, corpus, 0

    def register(self) -> Document:
        """Register the next document."""
        on = date(2010, 6, 1) + timedelta(self.done // 400)
        territorio = f"T{self.done % 4 + 1}"
        with self.archive.transaction():
            number = self.archive.take_number("PS", on, territorio)
            docx = self.archive.put_blob(f"{number}".encode() + self.corpus.chance.randbytes(PAPER))
            document = self.corpus.document(number, docx, on)
            self.archive.add_document(document)
        self.done += 1
        return document

    def fill(self, count: int) -> None:
        """Register documents, with what happens to them, until there are *count*."""
        with unsynced():
            while self.done < count:
                document = self.register()
                self._add(document, "pdf", {"sha256": document.docx})
                if self.done % 5 < 3:
                    self._add(document, "firma", {"data": document.on.isoformat()})

    def _add(self, document: Document, tipo: str, dati: dict[str, object]) -> None:
        event = Event(tipo, document.registered_at, "zanella", dati)
        self.archive.add_event(document.number, event)


@contextmanager
def unsynced() -> Iterator[None]:
    """Let the disk take its time."""
    really, os.fsync = os.fsync, lambda fd: None
    try:
        yield
    finally:
        os.fsync = really


def measure(count: int, root: Path) -> None:
    """Print what an archive of *count* documents costs."""
    load = os.getloadavg()[0]
    print(f"\n{count:,} documents (load of the machine {load:.1f})".replace(",", ".", 1))
    archive, corpus = TinyArchive(root / "archivio"), Corpus()
    filling = Filling(archive, corpus)
    filling.fill(count)
    start = time.perf_counter()
    say("register one", timed(filling.register, 1000))
    say("registered a second", f"{1000 / (time.perf_counter() - start):9.0f}")
    chance, last = random.Random(7), archive.documents()[-1].number.anno

    def number() -> Number:
        return Number("PS", last, chance.randint(1, _last(archive, last)), "T1")

    say("get by number", timed(lambda: archive.document(number()), 2000))
    say("list by codice fiscale", timed(lambda: archive.documents(codice_fiscale=CODE), 2000))
    start = time.perf_counter()
    archive.rebuild_index()
    say(
        "build the index, documents a second",
        f"{filling.done / (time.perf_counter() - start):9.0f}",
    )
    say("index, MB", f"{_size(root / 'archivio' / 'indice'):9.1f}")
    searches(archive, corpus)
    start = time.perf_counter()
    report = archive.verify()
    everything = _size(root / "archivio") - _size(root / "archivio" / "indice")
    say("verify, MB a second", f"{everything / (time.perf_counter() - start):9.0f}")
    assert report.clean, report.findings[:3]
    start = time.perf_counter()
    archive.verify(quick=True)
    say("verify --quick, seconds", f"{time.perf_counter() - start:9.2f}")
    documents = archive.documents()
    archive.close()
    opened, rss = min(_opening(root / "archivio") for _ in range(3))
    say("start, seconds (best of three)", f"{opened:9.2f}")
    say("memory after the start, MB", f"{rss / 1024:9.0f}")
    stock(documents, root)
    fts(documents, corpus, root)


def _last(archive: TinyArchive, anno: int) -> int:
    row = archive.journals.row("contatori", f"PS-{anno}")
    return int(str(row["ultimo"])) if row else 1


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _opening(folder: Path) -> tuple[float, float]:
    said = subprocess.run(
        [sys.executable, "-c", OPENING, str(folder)], capture_output=True, text=True, check=True
    ).stderr.split()
    return float(said[-2]), float(said[-1])


def searches(archive: TinyArchive, corpus: Corpus) -> None:
    """Print what each kind of search costs, counts by facet included."""
    common = [word for word in corpus.words[:6] if len(word) > 3]
    chance = random.Random(11)

    def ask(words: Callable[[], str], **filters: object) -> Callable[[], object]:
        query = replace(Query(ALL, limit=20, counted=SHOWN), **filters)
        return lambda: archive.search(replace(query, words=words()))

    filters = {"territori": ("T1", "T2"), "stati": ("firmato",), "dal": date(2010, 7, 1)}
    say("search: a word", timed(ask(lambda: chance.choice(corpus.words)), 300))
    by_worth = ask(lambda: chance.choice(corpus.words), order="rilevanza")
    say("search: a word, most pertinent first", timed(by_worth, 300))
    say("search: two common words", timed(ask(lambda: " ".join(common[:2])), 100))
    say(
        "search: a word and filters",
        timed(ask(lambda: chance.choice(corpus.words), **filters), 300),
    )
    say("search: a number", timed(ask(lambda: f"PS-2010-T1-{chance.randint(1, 999)}"), 300))
    say("search: a codice fiscale", timed(ask(lambda: CODE), 300))
    say("search: a beginning", timed(ask(lambda: chance.choice(corpus.words)[:4]), 300))
    say("search: a surname with a typo", timed(ask(lambda: "zanelato"), 100))
    say("search: a list, newest first", timed(ask(lambda: "", **filters), 100))


def stock(documents: list[Document], root: Path) -> None:
    """Print what TinyDB as it comes costs on the same rows."""
    rows = [row_of(document) for document in documents]
    db = TinyDB(root / "stock.json")
    db.insert_multiple(rows)
    # It reads and writes the whole file each time: more would take minutes and say the same.
    times = 3 if len(rows) > 50_000 else 10
    say("stock TinyDB: insert", timed(lambda: db.insert(rows[0]), times))
    say("stock TinyDB: get by id", timed(lambda: db.get(doc_id=7), times))
    number = str(documents[7].number)
    say("stock TinyDB: find by number", timed(lambda: db.get(where("number") == number), times))
    db.close()


def fts(documents: list[Document], corpus: Corpus, root: Path) -> None:
    """Print what SQLite with FTS5 costs on the same texts, accents folded."""
    db = sqlite3.connect(root / "fts.sqlite")
    db.executescript(
        "pragma journal_mode=wal; pragma synchronous=full;"
        "create virtual table testi using fts5(testo, tokenize='unicode61 remove_diacritics 2',"
        " prefix='3 4');"
        "create table atti(id integer primary key, numero text, giorno text, territorio text,"
        " dati text);"
    )

    def insert(document: Document) -> None:
        row = (str(document.number), str(document.on), document.territorio)
        data = json.dumps(row_of(document), ensure_ascii=False)
        made = db.execute("insert into atti values (null, ?, ?, ?, ?)", (*row, data)).lastrowid
        db.execute("insert into testi(rowid, testo) values (?, ?)", (made, _text(document)))

    start = time.perf_counter()
    for document in documents:
        insert(document)
    db.commit()
    say("FTS5: build, documents a second", f"{len(documents) / (time.perf_counter() - start):9.0f}")
    say("FTS5: MB", f"{(root / 'fts.sqlite').stat().st_size / 1e6:9.1f}")

    def insert_one() -> None:
        insert(documents[0])
        db.commit()

    say("FTS5: insert one (no paper, no chain)", timed(insert_one, 300))

    def ask(words: str) -> None:
        matching = "from testi join atti on atti.id = testi.rowid where testi match ?"
        db.execute(f"select atti.id {matching} order by giorno desc limit 20", (words,)).fetchall()
        db.execute(f"select territorio, count(*) {matching} group by 1", (words,)).fetchall()

    chance, common = random.Random(11), [word for word in corpus.words[:6] if len(word) > 3]
    say("FTS5: a word", timed(lambda: ask(f'"{chance.choice(corpus.words)}"'), 300))
    say("FTS5: two common words", timed(lambda: ask(f'"{common[0]}" "{common[1]}"'), 30))
    say("FTS5: a beginning", timed(lambda: ask(f'"{chance.choice(corpus.words)[:4]}"*'), 100))
    db.close()


def _text(document: Document) -> str:
    return " ".join([document.oggetto, *texts_of(document.data)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--large", action="store_true", help="100.000 documents as well")
    sizes = [1_000, 10_000] + [100_000] * parser.parse_args().large
    for count in sizes:
        root = Path(tempfile.mkdtemp(prefix="fascicolo-"))
        try:
            measure(count, root)
        finally:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
