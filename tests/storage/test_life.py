"""Years of office life at random, against a plain model of what must be on file."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from schemas.rules.numero import Number
from storage.archive import AlreadyRegistered, ClockWentBack, NotAllowed, Stale
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
        self.open_people: set[str] = set()
        self.fascicoli = 0
        self.drafts: dict[str, tuple[int, int]] = {}

    @rule(sigla=st.sampled_from(["PS", "PI"]), territorio=st.sampled_from(["T1", "T4", "PR"]))
    def issue(self, sigla: str, territorio: str) -> None:
        series = (sigla, self.today.year)
        self.counters[series] = self.counters.get(series, 0) + 1

        number = register(self.archive, sigla, self.today, territorio).number

        assert number == Number(sigla, self.today.year, self.counters[series], territorio)
        self.states[number] = "generato"

    @rule()
    def fail_to_issue(self) -> None:
        with pytest.raises(ZeroDivisionError), self.archive.transaction():
            self.archive.take_number("PS", self.today, "T1").progressivo / 0

    @rule(days=st.integers(0, 9))
    def let_days_pass(self, days: int) -> None:
        self.today += timedelta(days)

    @precondition(lambda self: self.states)
    @rule(days=st.integers(1, 400))
    def set_the_clock_back(self, days: int) -> None:
        last = max(it.on for it in self.archive.documents())
        with pytest.raises(ClockWentBack):
            register(self.archive, on=last - timedelta(days))

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
            self.archive.open_fascicolo(lambda numero: fascicolo(numero, person), self.today)
            self.open_people.add(person)
            self.fascicoli += 1

    @precondition(lambda self: self.open_people)
    @rule(data=st.data())
    def close_fascicolo(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.open_people)))
        numero = self.archive.fascicoli(codice_fiscale=person)[-1].numero
        assert self.archive.add_fascicolo_event(numero, event("ritirato")).stato == "ritirato"
        self.open_people.remove(person)

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
        assert len(self.archive.fascicoli()) == self.fascicoli

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
