"""What TinyDB's own tables do, ours do: stock, in memory and over the journal."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from storage.tinydb.durable import JournalStorage
from storage.tinydb.rows import RowStorage
from storage.tinydb.tables import KeyedTable, RowDB

INDEXES = {"_default": ("char",)}


def journals(folder: Path) -> JournalStorage:
    return JournalStorage(
        folder,
        registered=("registro",),
        year=lambda changes: 2011,
        indexes=INDEXES,
        applied=lambda changes: None,
        registered_line=lambda number, line, changes: None,
    )


@pytest.fixture(params=["stock", "rows", "journal", "registered"])
def db(request, tmp_path) -> Iterator[TinyDB]:
    match request.param:
        case "stock":
            db = TinyDB(storage=MemoryStorage)
        case "rows":
            db = RowDB(RowStorage(INDEXES))
        case _:
            db = RowDB(journals(tmp_path))
            if request.param == "registered":
                db.default_table_name = "registro"
    db.insert_multiple({"int": 1, "char": letter} for letter in "abc")
    yield db
    db.close()


def rows(db: TinyDB) -> dict[int, dict]:
    return {row.doc_id: dict(row) for row in db}


def test_tinydb_is_the_version_whose_inside_we_know():
    assert version("tinydb").startswith("4.9.")


def test_insert_gives_ids_in_order(db):
    assert db.insert({"int": 2}) == 4
    assert db.insert_multiple([{"int": 3}, {"int": 4}]) == [5, 6]
    assert len(db) == 6


def test_insert_takes_the_id_of_a_document(db):
    assert db.insert(Document({"int": 9}, doc_id=40)) == 40
    assert db.insert({"int": 10}) == 41


def test_insert_multiple_takes_the_ids_of_documents(db):
    given = [Document({"int": 9}, doc_id=40), Document({"int": 8}, doc_id=12)]

    assert db.insert_multiple(given) == [40, 12]
    assert db.get(doc_id=12) == {"int": 8}


@pytest.mark.parametrize("wrong", [[], {1, 2}, 7])
def test_what_is_not_a_mapping_is_refused(db, wrong):
    with pytest.raises((ValueError, TypeError)):
        db.insert(wrong)
    with pytest.raises((ValueError, TypeError)):
        db.insert_multiple([wrong])
    assert len(db) == 3


def test_update_changes_all_some_or_those_named(db):
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.update({"int": 3}, doc_ids=[2, 99]) == [2]
    assert db.update({"note": "x"}) == [1, 2, 3]
    assert rows(db) == {
        1: {"int": 2, "char": "a", "note": "x"},
        2: {"int": 3, "char": "b", "note": "x"},
        3: {"int": 1, "char": "c", "note": "x"},
    }


def test_update_takes_operations(db):
    db.update(increment("int"), where("char") == "b")
    db.update(delete("int"), doc_ids=[3])

    assert rows(db) == {1: {"int": 1, "char": "a"}, 2: {"int": 2, "char": "b"}, 3: {"char": "c"}}


def test_update_multiple_applies_each_change_to_what_matches(db):
    changed = db.update_multiple(
        [({"int": 2}, where("char") == "a"), (delete("int"), where("char") == "b")]
    )

    assert changed == [1, 2]
    assert rows(db) == {1: {"int": 2, "char": "a"}, 2: {"char": "b"}, 3: {"int": 1, "char": "c"}}


def test_upsert_changes_what_matches_or_inserts(db):
    assert db.upsert({"int": 5, "char": "a"}, where("char") == "a") == [1]
    assert db.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert db.upsert(Document({"int": 3}, doc_id=2)) == [2]
    assert db.upsert(Document({"int": 4}, doc_id=7)) == [7]
    with pytest.raises(ValueError, match="search query"):
        db.upsert({"int": 1})


def test_remove_takes_away_what_matches_or_those_named(db):
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[3, 99]) == [3]
    assert rows(db) == {1: {"int": 1, "char": "a"}}
    with pytest.raises(RuntimeError):
        db.remove()


def test_truncate_empties_the_table_and_ids_begin_again(db):
    db.truncate()

    assert len(db) == 0
    assert db.insert({}) == 1


def test_search_finds_by_any_query(db):
    assert [it.doc_id for it in db.search(where("char") == "b")] == [2]
    assert [it.doc_id for it in db.search((where("char") == "b") & (where("int") == 1))] == [2]
    assert [it.doc_id for it in db.search((where("char") == "b") | (where("char") == "a"))] == [
        1,
        2,
    ]
    assert [it.doc_id for it in db.search(~(where("char") == "b"))] == [1, 3]
    assert db.search(where("char") == "z") == []
    assert db.search(where("none") == "b") == []
    assert db.count(where("int") == 1) == 3


def test_search_sees_what_was_changed_since(db):
    assert db.search(where("char") == "x") == []
    db.update({"char": "x"}, doc_ids=[1])

    assert [it.doc_id for it in db.search(where("char") == "x")] == [1]
    assert db.search(where("char") == "a") == []


def test_get_and_contains_find_one(db):
    assert db.get(where("char") == "c").doc_id == 3
    assert db.get(doc_id=2) == {"int": 1, "char": "b"}
    assert [it.doc_id for it in db.get(doc_ids=[1, 3, 9])] == [1, 3]
    assert db.get(doc_id=9) is None
    assert db.get(where("char") == "z") is None
    assert db.contains(where("char") == "c")
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=9)
    with pytest.raises(RuntimeError):
        db.get()


def test_tables_are_apart_and_can_be_dropped(db):
    db.table("altra").insert({"int": 7})

    assert db.tables() == {db.default_table_name, "altra"}
    db.drop_table("altra")
    assert db.tables() == {db.default_table_name}
    db.drop_tables()
    assert len(db) == 0


def test_a_failed_update_changes_nothing(db):
    def fail(row: dict) -> None:
        row["int"] = 0
        raise KeyError("no")

    with pytest.raises(KeyError):
        db.update(fail, where("char") == "a")

    if db.storage.__class__ is not MemoryStorage:  # TinyDB's own keeps half of it
        assert rows(db)[1] == {"int": 1, "char": "a"}


def test_what_is_handed_out_is_a_copy(tmp_path):
    db = RowDB(journals(tmp_path))
    db.insert({"lista": [1]})

    db.get(doc_id=1)["lista"].append(2)
    db.all()[0]["lista"].append(2)
    db.search(where("lista").exists())[0]["lista"].append(2)

    assert db.get(doc_id=1) == {"lista": [1]}
    db.close()


def test_a_row_is_read_back_after_opening_again(tmp_path):
    db = RowDB(journals(tmp_path))
    db.insert({"cognome": "Dall’Ò", "n": 1, "si": True, "niente": None, "righe": [{"a": 1.5}]})
    db.close()

    db = RowDB(journals(tmp_path))

    assert db.all() == [
        {"cognome": "Dall’Ò", "n": 1, "si": True, "niente": None, "righe": [{"a": 1.5}]}
    ]
    db.close()


def test_a_stock_table_works_over_the_journal_too(tmp_path):
    db = TinyDB(storage=lambda: journals(tmp_path))
    db.insert_multiple([{"n": 1}, {"n": 2}])
    db.update({"n": 3}, where("n") == 2)
    db.close()

    db = TinyDB(storage=lambda: journals(tmp_path))

    assert rows(db) == {1: {"n": 1}, 2: {"n": 3}}
    db.close()


def test_changes_of_many_tables_are_one_block(tmp_path):
    storage = journals(tmp_path)
    people, papers = KeyedTable(storage, "persone"), KeyedTable(storage, "registro")

    with storage.transaction():
        people.save("zanella", {"nome": "Marta"})
        papers.save("PS-1", {"autore": "zanella"})
        people.discard("nessuno")

    assert (tmp_path / "lavoro.jsonl").read_bytes().count(b"\n") == 1
    assert (tmp_path / "registro-2011.jsonl").read_bytes().count(b"\n") == 1
    storage.close()


def test_an_undone_inner_block_leaves_the_outer_one(tmp_path):
    storage = journals(tmp_path)
    people = KeyedTable(storage, "persone")

    def fail() -> None:
        with storage.transaction():
            people.save("pretto", {})
            people.save("zanella", {"nome": "altro"})
            raise LookupError

    with storage.transaction():
        people.save("zanella", {"nome": "Marta"})
        with pytest.raises(LookupError):
            fail()

    assert people.row("zanella") == {"nome": "Marta"}
    assert "pretto" not in people
    storage.close()
