"""Closing a year: what was registered in it is counted once for all, and nothing is added."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from storage.archive import Archive, NotFound, YearClosed, YearNotOver
from storage.care import ChainHead, Closing
from storage.tinydb.archive import TinyArchive
from storage.tinydb.remaking import rebuild_register
from tests.storage.office import DAY, event, fascicolo, register

AT = datetime(2012, 1, 9, 8, 0, tzinfo=UTC)
ON = date(2012, 1, 9)


def close_year(archive: Archive, anno: int = 2011, on: date = ON) -> Closing:
    return archive.close_year(anno, at=AT, by="pretto", on=on)


@pytest.fixture
def year(archive: Archive) -> Archive:
    """A year with a fascicolo and three documents, of which one annulled."""
    archive.open_fascicolo(fascicolo, DAY)
    first = register(archive, fascicolo="F-2011-00001")
    register(archive, "PI", kind="pai", fascicolo="F-2011-00001")
    register(archive)
    archive.add_event(first.number, event("annullamento", motivo="doppione"))
    return archive


def test_a_closing_says_who_what_and_how_many(year):
    head = year.chain_head()

    closing = close_year(year)

    papers = "".join(
        f"{number} {sha256(f'paper of {number}'.encode()).hexdigest()}\n"
        for number in ("PI-2011-T2-00001", "PS-2011-T2-00001", "PS-2011-T2-00002")
    )
    assert closing == Closing(
        anno=2011,
        at=AT,
        by="pretto",
        registrati={"F": 1, "PI": 1, "PS": 2},
        annullati=("PS-2011-T2-00001",),
        head=ChainHead(5, head.chain),
        impronta=sha256(papers.encode()).hexdigest(),
    )
    assert year.closings() == [closing]
    assert year.verify().clean


def test_nothing_more_is_registered_in_a_closed_year(year):
    close_year(year)

    with pytest.raises(YearClosed, match="dell'anno 2011 è chiuso"):
        register(year, on=date(2011, 12, 31))
    with pytest.raises(YearClosed):
        year.open_fascicolo(lambda numero: fascicolo(numero, "MRNLCU87P02A703T"), DAY)

    assert register(year, on=ON).number.progressivo == 1
    assert len(year.documents()) == 4


def test_a_year_is_closed_once_when_it_is_over_and_had_something(year):
    with pytest.raises(YearNotOver):
        close_year(year, on=date(2011, 12, 31))
    with pytest.raises(YearNotOver):
        close_year(year, 2012)
    with pytest.raises(NotFound):
        close_year(year, 2010)

    close_year(year)
    with pytest.raises(YearClosed):
        close_year(year)

    assert len(year.closings()) == 1


def test_a_year_may_be_closed_after_the_next_has_begun(year):
    end = year.chain_head()
    register(year, on=date(2012, 1, 2))

    closing = close_year(year)

    assert closing.head == end
    assert closing.registrati == {"F": 1, "PI": 1, "PS": 2}


def test_what_happens_later_to_a_document_of_a_closed_year_is_registered_in_its_own(year):
    closing = close_year(year)
    last = year.documents()[-1].number

    year.add_event(last, event("annullamento", motivo="errore"))

    assert year.closings() == [closing]
    assert year.document(last).stato == "annullato"
    assert year.verify().clean


def test_a_register_that_is_not_the_one_closed_is_found(folder):
    archive = TinyArchive(folder)
    register(archive)
    close_year(archive)
    row = archive.journals._rows["chiusure"]["2011"]
    row["registrati"] = {"PS": 2}

    assert [it.code for it in archive.verify().findings] == ["chiusura"]
    archive.close()


def test_the_closing_is_in_the_register_made_again_from_the_sidecars(folder):
    archive = TinyArchive(folder)
    register(archive)
    closing = close_year(archive)
    archive.close()
    before = {path.name: path.read_bytes() for path in folder.glob("registro-????.jsonl")}
    for name in before:
        (folder / name).unlink()

    assert rebuild_register(folder) == 2

    assert {path.name: path.read_bytes() for path in folder.glob("registro-????.jsonl")} == before
    assert sorted(before) == ["registro-2011.jsonl", "registro-2012.jsonl"]
    said = json.loads((folder / "chiusure" / "2011.jsonl").read_text()[130:])
    assert [(table, key) for table, key, _ in said["op"]] == [
        ("contatori", "giorno"),
        ("chiusure", "2011"),
    ]
    again = TinyArchive(folder)
    assert again.closings() == [closing]
    assert again.verify().clean
    again.close()
