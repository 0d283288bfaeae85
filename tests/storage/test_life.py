"""Years of office life at random, against a plain model of what must be on file."""

import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from schemas.rules.numero import Number
from storage.archive import (
    AlreadyRegistered,
    ClockWentBack,
    NotAllowed,
    Stale,
    YearClosed,
    YearNotOver,
)
from storage.tinydb.archive import TinyArchive
from storage.tinydb.copying import restore
from storage.tinydb.remaking import rebuild_register
from tests.storage.office import event, fascicolo, found, register

# As the office's papers have them, written out: the machine must not borrow the code's own table.
STEPS = {
    ("generato", "firma"): "firmato",
    ("firmato", "protocollo"): "protocollato",
    ("protocollato", "archiviazione"): "archiviato",
    ("generato", "annullamento"): "annullato",
    ("firmato", "annullamento"): "annullato",
    ("protocollato", "annullamento"): "annullato",
    ("generato", "sostituzione"): "sostituito",
    ("firmato", "sostituzione"): "sostituito",
    ("protocollato", "sostituzione"): "sostituito",
    ("archiviato", "sostituzione"): "sostituito",
}
TIPI = ["firma", "protocollo", "archiviazione", "annullamento", "sostituzione"]


class Office(RuleBasedStateMachine):
    """What people do, in any order, on one archive."""

    @initialize()
    def open_office(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.folder = self.root / "archivio"
        self.archive = TinyArchive(self.folder)
        self.today = date(2010, 12, 20)
        self.states: dict[Number, str] = {}
        self.printed: set[Number] = set()
        self.counters: dict[tuple[str, int], int] = {}
        self.open_people: dict[str, str] = {}  # person -> number of the fascicolo
        self.last = date.min  # day of the last registration
        self.destroyed: list[str] = []
        self.closed: dict[int, dict[str, int]] = {}
        self.fascicoli: dict[str, str] = {}  # number -> person
        self.drafts: dict[str, tuple[int, int]] = {}

    @rule(sigla=st.sampled_from(["PS", "PI"]), territorio=st.sampled_from(["T1", "T4", "PR"]))
    def issue(self, sigla: str, territorio: str) -> None:
        series = (sigla, self.today.year)
        self.counters[series] = self.counters.get(series, 0) + 1

        number = register(self.archive, sigla, self.today, territorio).number

        assert number == Number(sigla, self.today.year, self.counters[series], territorio)
        self.states[number], self.last = "generato", self.today

    @rule()
    def fail_to_issue(self) -> None:
        with pytest.raises(ZeroDivisionError), self.archive.transaction():
            self.archive.take_number("PS", self.today, "T1").progressivo / 0

    @rule(days=st.integers(0, 9))
    def let_days_pass(self, days: int) -> None:
        self.today += timedelta(days)

    @rule()
    def let_the_year_end(self) -> None:
        self.today = self.today.replace(year=self.today.year + 1, month=1, day=2)

    @precondition(lambda self: self.last > date.min)
    @rule(days=st.integers(1, 400))
    def set_the_clock_back(self, days: int) -> None:
        with pytest.raises((ClockWentBack, YearClosed)) as refused:
            register(self.archive, on=self.last - timedelta(days))
        assert refused.type is (
            YearClosed if (self.last - timedelta(days)).year in self.closed else ClockWentBack
        )

    @precondition(lambda self: self.counters)
    @rule(data=st.data())
    def close_a_year(self, data: st.DataObject) -> None:
        anno = data.draw(st.sampled_from(sorted({anno for _, anno in self.counters})))
        by = {"at": datetime(2031, 1, 1, tzinfo=UTC), "by": "pretto", "on": self.today}
        if anno >= self.today.year or anno in self.closed:
            with pytest.raises((YearNotOver, YearClosed)):
                self.archive.close_year(anno, **by)
        else:
            registered = {s: count for (s, year), count in self.counters.items() if year == anno}
            assert self.archive.close_year(anno, **by).registrati == registered
            self.closed[anno], self.last = registered, self.today

    @precondition(lambda self: self.states or self.fascicoli)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        numero = data.draw(st.sampled_from([*map(str, sorted(self.states)), *self.fascicoli]))
        act = {"at": datetime(2031, 1, 1, tzinfo=UTC), "on": self.today, "by": "pretto"}
        proofs = self.archive.erase([numero], **act, autorizzazione="nota 1", motivo="termine")
        self.last = self.today
        for proof in proofs:
            self.destroyed.append(proof.numero)
            person = self.fascicoli.pop(proof.numero, "")
            if self.open_people.get(person) == proof.numero:
                del self.open_people[person]
            gone = next((it for it in self.states if str(it) == proof.numero), None)
            self.states.pop(gone, None)
            self.printed.discard(gone)

    @precondition(lambda self: self.states)
    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self.states)))
        if (self.states[old], "sostituzione") not in STEPS:
            return
        series = (old.sigla, self.today.year)
        with self.archive.transaction():
            new = register(self.archive, old.sigla, self.today, replaces=str(old)).number
            self.archive.add_event(old, event("sostituzione", documento=str(new)))
        self.counters[series] = self.counters.get(series, 0) + 1
        assert new.progressivo == self.counters[series]
        self.states[old], self.states[new], self.last = "sostituito", "generato", self.today

    @precondition(lambda self: self.states)
    @rule(data=st.data(), tipo=st.sampled_from(TIPI))
    def take_a_step(self, data: st.DataObject, tipo: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.states)))
        if (leads_to := STEPS.get((self.states[number], tipo))) is None:
            with pytest.raises(NotAllowed):
                self.archive.add_event(number, event(tipo))
        else:
            assert self.archive.add_event(number, event(tipo)).stato == leads_to
            self.states[number] = leads_to

    @precondition(lambda self: self.states)
    @rule(data=st.data())
    def print_pdf(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.states)))
        pdf = self.archive.put_blob(f"%PDF {number}".encode())
        self.archive.add_event(number, event("pdf", sha256=pdf))
        self.printed.add(number)

    @rule(person=st.sampled_from(["RSSMRA80A01L840U", "DLSGLI75D58I531V"]))
    def open_fascicolo(self, person: str) -> None:
        if person in self.open_people:
            with pytest.raises(AlreadyRegistered):
                self.archive.open_fascicolo(lambda numero: fascicolo(numero, person), self.today)
        else:
            opened = self.archive.open_fascicolo(
                lambda numero: fascicolo(numero, person), self.today
            )
            self.open_people[person] = opened.numero
            self.fascicoli[opened.numero] = person
            series, self.last = ("F", self.today.year), self.today
            self.counters[series] = self.counters.get(series, 0) + 1
            assert opened.numero == f"F-{self.today.year}-{self.counters[series]:05d}"

    @precondition(lambda self: self.open_people)
    @rule(data=st.data())
    def close_fascicolo(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.open_people)))
        numero = self.open_people.pop(person)
        assert self.archive.add_fascicolo_event(numero, event("ritirato")).stato == "ritirato"

    @rule(key=st.sampled_from(["b1", "b2"]), expect=st.none() | st.integers(0, 3))
    def save_draft(self, key: str, expect: int | None) -> None:
        version, value = self.drafts.get(key, (0, 0))
        if expect is not None and expect != version:
            with pytest.raises(Stale):
                self.archive.put("bozze", key, {"n": value + 1}, expect=expect)
        else:
            self.archive.put("bozze", key, {"n": value + 1}, expect=expect)
            self.drafts[key] = (version + 1, value + 1)

    @rule(key=st.sampled_from(["b1", "b2"]))
    def delete_draft(self, key: str) -> None:
        self.archive.delete("bozze", key)
        self.drafts.pop(key, None)

    @rule()
    def restart(self) -> None:
        self.archive.close()
        self.archive = TinyArchive(self.folder)
        assert self.archive.recovered == []

    @rule()
    def compact(self) -> None:
        self.archive.journals.compact()

    @rule()
    def rebuild(self) -> None:
        self.archive.close()
        before = [path.read_bytes() for path in sorted(self.folder.glob("registro-????.jsonl"))]
        rebuild_register(self.folder)
        shutil.rmtree(self.folder / "indice")
        after = [path.read_bytes() for path in sorted(self.folder.glob("registro-????.jsonl"))]
        assert [it for it in after if it] == [it for it in before if it]
        self.archive = TinyArchive(self.folder)

    @rule()
    def move_house(self) -> None:
        copy, new = (Path(tempfile.mkdtemp(dir=self.root)) for _ in range(2))
        self.archive.backup(copy)
        self.archive.close()
        restore(copy, new)
        self.folder, self.archive = new, TinyArchive(new)

    @invariant()
    def everything_promised_is_on_file(self) -> None:
        assert {it.number: it.stato for it in self.archive.documents()} == self.states
        waiting = {
            number
            for number, stato in self.states.items()
            if stato != "annullato" and number not in self.printed
        }
        assert set(self.archive.without_pdf()) == waiting
        drafts = {it.key: (it.version, it.value["n"]) for it in self.archive.find("bozze")}
        assert drafts == self.drafts
        assert [it.numero for it in self.archive.fascicoli()] == list(self.fascicoli)
        assert [it.numero for it in self.archive.erasures()] == self.destroyed
        assert {it.anno: it.registrati for it in self.archive.closings()} == self.closed

    def teardown(self) -> None:
        documents = self.archive.documents()
        assert sorted(found(self.archive, "dal santo", limit=1000)) == sorted(
            str(it.number) for it in documents
        )
        assert self.archive.verify().findings == ()
        self.archive.close()
        shutil.rmtree(self.root)


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
