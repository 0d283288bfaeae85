"""What every archive promises to the office, in the order in which the office meets it."""

import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from schemas.rules.numero import Number
from storage.archive import (
    Access,
    AlreadyRegistered,
    ArchiveError,
    ArchiveFault,
    BlobMissing,
    ClockWentBack,
    NotAllowed,
    NotFound,
    Query,
    Stale,
    Visibility,
)
from storage.open import open_archive
from tests.storage.office import ALL, AT, DAY, document, event, fascicolo, found, register


class PrintingFailedError(Exception):
    """The paper could not be made."""


def fail_to_print(*_):
    raise PrintingFailedError


# Numbers.


def test_documents_are_numbered_from_one_for_each_sigla_and_year(archive):
    numbers = [
        register(archive, sigla, on).number
        for sigla, on in [
            ("PS", date(2010, 12, 31)),
            ("PS", date(2010, 12, 31)),
            ("PI", date(2010, 12, 31)),
            ("PS", date(2011, 1, 3)),
        ]
    ]

    assert [str(number) for number in numbers] == [
        "PS-2010-T2-00001",
        "PS-2010-T2-00002",
        "PI-2010-T2-00001",
        "PS-2011-T2-00001",
    ]


def test_the_territorio_is_shown_in_the_number_and_not_counted(archive):
    numbers = [register(archive, territorio=it).number for it in ("T4", "T1", "PR")]

    assert [str(it) for it in numbers] == [
        "PS-2011-T4-00001",
        "PS-2011-T1-00002",
        "PS-2011-PR-00003",
    ]


def test_a_failed_print_gives_the_number_back(archive):
    with pytest.raises(PrintingFailedError), archive.transaction():
        fail_to_print(archive.take_number("PS", DAY, "T2"))

    assert register(archive).number.progressivo == 1


def test_a_number_is_not_given_without_its_document(archive):
    with pytest.raises(ArchiveError), archive.transaction():
        archive.take_number("PS", DAY, "T2")

    assert register(archive).number.progressivo == 1


def test_a_document_is_not_registered_with_a_number_nobody_gave(archive):
    docx = archive.put_blob(b"paper")

    with pytest.raises(ArchiveError):
        archive.add_document(document(Number("PS", 2011, 7, "T2"), docx))

    assert archive.documents() == []


def test_a_number_is_taken_in_a_transaction_only(archive):
    with pytest.raises(ArchiveError):
        archive.take_number("PS", DAY, "T2")


def test_two_documents_of_one_transaction_have_two_numbers(archive):
    with archive.transaction():
        first, second = register(archive), register(archive)

    assert (first.number.progressivo, second.number.progressivo) == (1, 2)


def test_a_day_before_the_last_registration_is_refused(archive):
    register(archive, on=date(2011, 3, 8))

    with pytest.raises(ClockWentBack, match="07/03/2011 precede l'ultima registrazione"):
        register(archive, on=date(2011, 3, 7))

    assert register(archive, on=date(2011, 3, 8)).number.progressivo == 2


# Documents.


def test_a_document_comes_back_as_it_was_registered(archive):
    registered = register(archive, replaces="PS-2010-T2-00009", versione=2)

    assert archive.document(registered.number) == registered


def test_a_document_is_found_whatever_territorio_is_asked(archive):
    registered = register(archive, territorio="T2")

    assert archive.document(replace(registered.number, territorio="T4")) == registered


def test_changing_what_was_returned_changes_nothing(archive):
    registered = register(archive)

    archive.document(registered.number).data["persona"]["nome"] = "Marta"

    assert archive.document(registered.number).data["persona"]["nome"] == "Giulia"


def test_changing_what_was_given_changes_nothing(archive):
    data = {"persona": {"nome": "Giulia"}}
    registered = register(archive, data=data)

    data["persona"]["nome"] = "Marta"

    assert archive.document(registered.number).data == {"persona": {"nome": "Giulia"}}


def test_a_document_that_is_not_there_is_not_found(archive):
    with pytest.raises(NotFound):
        archive.document(Number("PS", 2011, 1, "T2"))


def test_a_document_is_registered_once(archive):
    registered = register(archive)

    with pytest.raises(AlreadyRegistered):
        archive.add_document(registered)


def test_a_document_without_its_paper_is_refused_and_its_number_given_back(archive):
    with pytest.raises(BlobMissing), archive.transaction():
        archive.add_document(document(archive.take_number("PS", DAY, "T2"), "0" * 64))

    assert register(archive).number.progressivo == 1


def test_documents_are_listed_by_fascicolo_person_and_kind_oldest_first(archive):
    mine = [register(archive, fascicolo="F-2011-00002") for _ in range(2)]
    register(archive, fascicolo="F-2011-00003")
    pai = register(archive, "PI", kind="pai", fascicolo="F-2011-00002")

    assert archive.documents(fascicolo="F-2011-00002") == [*mine, pai]
    assert archive.documents(fascicolo="F-2011-00002", kind="pai") == [pai]
    assert len(archive.documents(codice_fiscale="DLSGLI75D58I531V")) == 4
    assert archive.documents(codice_fiscale="MRNLCU87P02A703T") == []
    assert len(archive.documents()) == 4


def test_documents_are_listed_by_who_wrote_them(archive):
    register(archive)
    hers = register(archive, autore="pretto")

    assert archive.documents(autore="pretto") == [hers]
    assert archive.documents(autore="pretto", kind="pai") == []


def test_documents_are_listed_by_the_company_wherever_they_name_it(archive):
    block = {"azienda": {"partita_iva": "02345670246", "codice_fiscale": "BRSLGU60A01L840C"}}
    stage = register(archive, "CS", kind="convenzione_stage", data=block)
    sent = register(archive, "SG", data={"azienda_partita_iva": "02345670246"})
    register(archive, "FB", data={"azienda": None, "partita_iva": "03456780248"})
    register(archive)

    assert archive.documents(azienda="02345670246") == [stage, sent]
    assert archive.documents(azienda="02345670246", kind="convenzione_stage") == [stage]
    assert archive.documents(azienda="BRSLGU60A01L840C") == [stage]
    assert len(archive.documents(azienda="03456780248")) == 1
    assert archive.documents(azienda="01234567890") == []


def test_documents_are_listed_by_who_accompanies_however_the_name_is_written(archive):
    stages = [
        register(archive, "CS", kind="convenzione_stage", data={"assistente": name})
        for name in ("Dall’Ò Andrea", "DALL'O' Andrea", "dall'ò andrea", "Pretto Luca")
    ]

    assert archive.documents(assistente="Dall'Ò Andrea") == [stages[0], stages[2]]


def test_a_block_finds_by_what_it_is_about_to_register(archive):
    with archive.transaction():
        mine = register(archive, data={"azienda_partita_iva": "02345670246"})

        assert archive.documents(azienda="02345670246") == [mine]
        assert archive.documents(azienda="03456780248") == []


# What happens to a document later.


def test_events_lead_a_document_from_state_to_state(archive):
    number = register(archive).number

    states = [
        archive.add_event(number, event(tipo)).stato
        for tipo in ("firma", "protocollo", "archiviazione", "sostituzione")
    ]

    assert states == ["firmato", "protocollato", "archiviato", "sostituito"]
    assert archive.document(number).stato == "sostituito"


def test_a_step_the_state_does_not_admit_is_refused(archive):
    number = register(archive).number
    archive.add_event(number, event("annullamento", motivo="persona sbagliata"))

    with pytest.raises(NotAllowed):
        archive.add_event(number, event("firma"))

    assert [it.tipo for it in archive.document(number).events] == ["annullamento"]
    assert archive.document(number).events[0].dati == {"motivo": "persona sbagliata"}


def test_an_event_of_a_document_that_is_not_there_is_refused(archive):
    with pytest.raises(NotFound):
        archive.add_event(Number("PS", 2011, 1, "T2"), event("firma"))


def test_a_document_waits_for_its_pdf_until_it_is_made(archive):
    first, second = register(archive), register(archive)

    archive.add_event(first.number, event("pdf", sha256=archive.put_blob(b"%PDF")))

    assert archive.without_pdf() == [second.number]
    assert archive.document(first.number).pdf == sha256(b"%PDF").hexdigest()


def test_an_annulled_document_waits_for_no_pdf(archive):
    number = register(archive).number

    archive.add_event(number, event("annullamento"))

    assert archive.without_pdf() == []


def test_a_pdf_that_was_not_filed_is_refused(archive):
    number = register(archive).number

    with pytest.raises(BlobMissing):
        archive.add_event(number, event("pdf", sha256="2" * 64))

    assert archive.without_pdf() == [number]


# Fascicoli.


def test_a_person_has_one_open_fascicolo(archive):
    opened = archive.open_fascicolo(fascicolo, DAY)

    with pytest.raises(AlreadyRegistered, match="F-2011-00001"):
        archive.open_fascicolo(fascicolo, DAY)

    assert opened.numero == "F-2011-00001"
    assert archive.fascicoli(codice_fiscale="DLSGLI75D58I531V") == [opened]


def test_fascicoli_are_found_by_the_beginnings_of_their_words(archive):
    people = {"DLLPTR68E03F464L": ("Dall’Ò", "Pietro"), "MRNLCU87P02A703T": ("Marangoni", "Lucia")}
    for codice_fiscale, (cognome, nome) in people.items():
        archive.open_fascicolo(
            lambda numero, named=(cognome, nome), code=codice_fiscale: replace(
                fascicolo(numero),
                persona={"cognome": named[0], "nome": named[1], "codice_fiscale": code},
            ),
            DAY,
        )

    def called(words: str) -> list[str]:
        return [it.persona["cognome"] for it in archive.fascicoli(words=words)]

    assert called("dall'o") == called("pie dall o") == called("DLLPTR") == ["Dall’Ò"]
    assert called("maran lu") == called("lucia") == ["Marangoni"]
    assert called("f-2011") == called(" ’ ") == ["Dall’Ò", "Marangoni"]
    assert called("angoni") == called("marangoni pietro") == []
    assert archive.fascicoli(words="lucia", territorio="T1") == []


def test_a_person_whose_fascicolo_is_closed_may_open_another(archive):
    archive.open_fascicolo(fascicolo, DAY)
    archive.add_fascicolo_event("F-2011-00001", event("chiuso_inserito"))

    again = archive.open_fascicolo(fascicolo, DAY)

    assert again.numero == "F-2011-00002"
    assert [it.stato for it in archive.fascicoli()] == ["chiuso_inserito", "aperto"]


def test_a_refused_fascicolo_gives_its_number_back(archive):
    archive.open_fascicolo(fascicolo, DAY)
    with pytest.raises(AlreadyRegistered):
        archive.open_fascicolo(fascicolo, DAY)

    other = archive.open_fascicolo(lambda numero: fascicolo(numero, "MRNLCU87P02A703T"), DAY)

    assert other.numero == "F-2011-00002"


def test_a_fascicolo_that_is_not_there_is_not_found(archive):
    with pytest.raises(NotFound):
        archive.fascicolo("F-2011-00009")


def test_fascicoli_are_listed_by_territorio(archive):
    opened = archive.open_fascicolo(fascicolo, DAY)

    assert archive.fascicoli(territorio="T2") == [opened]
    assert archive.fascicoli(territorio="T1") == []


# Transactions.


def test_an_exception_undoes_register_and_working_records_together(archive):
    archive.put("bozze", "b1", {"kind": "pai"})

    with pytest.raises(PrintingFailedError), archive.transaction():
        fail_to_print(
            archive.delete("bozze", "b1"),
            archive.open_fascicolo(fascicolo, DAY),
            register(archive),
        )

    assert archive.get("bozze", "b1").value == {"kind": "pai"}
    assert archive.fascicoli() == []
    assert archive.documents() == []
    assert found(archive) == []


def test_a_block_sees_what_it_wrote(archive):
    with archive.transaction():
        number = register(archive).number
        archive.put("bozze", "b1", {"kind": "pai"})

        assert archive.document(number).number == number
        assert archive.without_pdf() == [number]
        assert archive.find("bozze", kind="pai")[0].key == "b1"
        assert len(archive.documents(fascicolo="F-2011-00001")) == 1


def test_a_refused_step_in_a_block_leaves_the_rest_of_the_block(archive):
    with archive.transaction():
        archive.open_fascicolo(fascicolo, DAY)
        with pytest.raises(AlreadyRegistered):
            archive.open_fascicolo(fascicolo, DAY)
        register(archive)

    assert [it.numero for it in archive.fascicoli()] == ["F-2011-00001"]
    assert len(archive.documents()) == 1


# Papers.


def test_what_is_filed_is_read_back_under_its_sha256(archive):
    digest = archive.put_blob(b"paper")

    assert digest == "382635c9325bf3273d195ff1b8a44e5b11afd7d97addeb8863ea35feb98c1a07"
    assert archive.blob(digest) == b"paper"


def test_filing_the_same_twice_is_harmless(archive):
    assert archive.put_blob(b"paper") == archive.put_blob(b"paper")


@pytest.mark.parametrize("name", ["0" * 64, "", "../../registro-2011.jsonl", "A" * 64])
def test_what_was_not_filed_is_missing(archive, name):
    with pytest.raises(BlobMissing):
        archive.blob(name)


# The lines of the register, and who came to know what.


def test_the_chain_grows_by_one_line_at_each_registration(archive):
    empty = archive.chain_head()
    register(archive)
    first = archive.chain_head()
    archive.put("bozze", "b1", {})

    assert (empty.line, empty.chain) == (0, "")
    assert first.line == 1
    assert re.fullmatch("[0-9a-f]{64}", first.chain)
    assert archive.chain_head() == first


def test_who_keeps_up_with_the_register_hears_what_it_came_to_say_each_thing_once(archive):
    archive.open_fascicolo(fascicolo, DAY)
    before = register(archive).number
    heard = archive.changed_since(0)
    archive.put("bozze", "b1", {})
    assert archive.changed_since(heard.head.line).documents == []

    archive.add_event(before, event("firma"))
    archive.add_event(before, event("protocollo"))
    later = register(archive).number
    archive.add_fascicolo_event("F-2011-00001", event("sospeso"))

    assert [one.number for one in heard.documents] == [before]
    assert [one.numero for one in heard.fascicoli] == ["F-2011-00001"]
    now = archive.changed_since(heard.head.line)
    assert now.head == archive.chain_head()
    assert [(one.number, one.stato) for one in now.documents] == [
        (before, "protocollato"),
        (later, "generato"),
    ]
    assert [one.stato for one in now.fascicoli] == ["sospeso"]


def test_who_kept_what_was_destroyed_reads_all_again(archive):
    number = register(archive).number
    archive.erase(
        [str(number)], at=AT, by="todescan", on=DAY, autorizzazione="Prot. 1", motivo="Prova"
    )

    assert archive.changed_since(0) is None


def test_the_lines_of_a_fascicolo_are_those_that_speak_of_it_and_of_its_documents(archive):
    archive.open_fascicolo(fascicolo, DAY)
    mine = register(archive, fascicolo="F-2011-00001").number
    other = register(archive, fascicolo="F-2011-00002").number
    archive.add_event(other, event("firma"))
    archive.add_event(mine, event("annullamento", motivo="doppione"))

    lines = archive.register_lines("F-2011-00001")

    said = [json.loads(line[130:]) for line in lines]
    assert [payload["n"] for payload in said] == [1, 2, 5]
    assert str(other) not in "".join(lines)
    for line in lines:
        assert sha256(line[130:].encode()).hexdigest() == line[65:129]
    assert lines[-1][:64] == archive.chain_head().chain


def test_of_a_line_that_speaks_of_others_too_only_the_hashes_leave(archive):
    with archive.transaction():
        register(archive, fascicolo="F-2011-00001")
        register(archive, fascicolo="F-2011-00002")

    (line,) = archive.register_lines("F-2011-00001")

    assert re.fullmatch("[0-9a-f]{64} [0-9a-f]{64} -", line)


def test_accesses_are_told_in_order_and_found_by_person_and_by_user(archive):
    seen = Access(AT, "zanella", "OCPI", "vista", "F-2011-00001", "PS-2011-T2-00001")
    asked = Access(AT, "todescan", "GA", "ricerca", oggetto="5f2a")
    taken = Access(AT, "todescan", "GA", "esportazione", "F-2011-00001", "zip", "Controllo")
    for access in (seen, asked, taken):
        archive.log_access(access)

    assert archive.accesses() == [seen, asked, taken]
    assert archive.accesses(fascicolo="F-2011-00001") == [seen, taken]
    assert archive.accesses(by="todescan", fascicolo="F-2011-00001") == [taken]
    assert archive.accesses(by="nessuno") == []
    assert archive.chain_head().line == 0


# Working records.


def test_a_working_record_grows_by_one_version_at_each_change(archive):
    versions = [archive.put("bozze", "b1", {"passo": str(n)}).version for n in range(3)]

    assert versions == [1, 2, 3]
    assert archive.get("bozze", "b1").value == {"passo": "2"}


def test_a_record_that_somebody_else_changed_is_not_overwritten(archive):
    archive.put("bozze", "b1", {"passo": "uno"})
    archive.put("bozze", "b1", {"passo": "due"}, expect=1)

    with pytest.raises(Stale) as refused:
        archive.put("bozze", "b1", {"passo": "tre"}, expect=1)

    assert refused.value.current.value == {"passo": "due"}
    assert archive.get("bozze", "b1").version == 2


def test_a_record_that_must_be_new_is_refused_when_it_is_there(archive):
    archive.put("utenti", "zanella", {}, expect=0)

    with pytest.raises(Stale):
        archive.put("utenti", "zanella", {}, expect=0)


def test_records_are_found_by_their_values_in_order_of_key(archive):
    for key, autore in [("b3", "zanella"), ("b1", "zanella"), ("b2", "pretto")]:
        archive.put("bozze", key, {"autore": autore, "kind": "pai"})

    assert [it.key for it in archive.find("bozze", autore="zanella", kind="pai")] == ["b1", "b3"]
    assert [it.key for it in archive.find("bozze")] == ["b1", "b2", "b3"]
    assert archive.find("sessioni") == []


def test_a_removed_record_is_not_found_and_removing_it_again_is_harmless(archive):
    archive.put("bozze", "b1", {})

    archive.delete("bozze", "b1")
    archive.delete("bozze", "b1")

    with pytest.raises(NotFound):
        archive.get("bozze", "b1")


@pytest.mark.parametrize("table", ["documenti", "fascicoli", "eventi", "contatori"])
def test_the_register_is_not_within_reach_of_working_records(archive, table):
    with pytest.raises(ArchiveError):
        archive.put(table, "PS-2011-00001", {})


def test_what_is_not_json_is_refused(archive):
    with pytest.raises(TypeError):
        archive.put("bozze", "b1", {"il": DAY})


# Search, as every archive has it; how well it finds is told in test_search_finds.py.


def test_what_was_just_registered_is_found_at_once(archive):
    first = register(archive)
    assert found(archive, "dal santo") == [str(first.number)]

    second = register(archive)

    assert found(archive, "dal santo") == [str(first.number), str(second.number)]


def test_what_happened_to_a_document_is_seen_in_searches(archive):
    number = register(archive).number
    register(archive)

    archive.add_event(number, event("firma"))

    assert found(archive, stati=("firmato",)) == [str(number)]


def test_nobody_finds_what_they_may_not_see(archive):
    register(archive, territorio="T1")
    mine = register(archive, territorio="T2")
    register(archive, "PI", territorio="T2", kind="pai")
    visible = Visibility((("patto_di_servizio", "T2"),))
    query = Query(visible, "dal santo", counted=("territorio",))

    results = archive.search(query)

    assert [hit.document for hit in results.hits] == [mine]
    assert results.total == 1
    assert results.counts["territorio"] == {"T2": 1}
    assert archive.search(replace(query, visible=Visibility(()))).total == 0


def test_newest_documents_come_first_then_by_number(archive):
    days = [date(2011, 3, 7), date(2011, 3, 7), date(2011, 3, 9)]
    numbers = [str(register(archive, on=on).number) for on in days]

    assert found(archive) == [numbers[2], numbers[0], numbers[1]]
    assert found(archive, order="numero") == numbers
    assert found(archive, limit=1, offset=1) == [numbers[0]]


def test_results_are_counted_by_facet(archive):
    register(archive)
    register(archive, "PI", kind="pai", autore="pretto")

    counts = archive.search(Query(ALL, counted=("kind", "autore", "cpi"))).counts

    assert counts["kind"] == {"patto_di_servizio": 1, "pai": 1}
    assert counts["autore"] == {"zanella": 1, "pretto": 1}
    assert counts["cpi"] == {"Schio-Thiene": 2}


# Care.


def test_an_archive_in_order_verifies_clean(archive):
    register(archive)
    archive.open_fascicolo(fascicolo, DAY)

    assert archive.verify().clean
    assert archive.verify().checked["documenti"] == 1


# Opening.


@pytest.mark.parametrize("url", ["mysql:///x", "", "tinydb:", "/var/archivio"])
def test_an_archive_of_unknown_kind_is_refused_in_italian(url):
    with pytest.raises(ArchiveFault, match="Archivio non riconosciuto"):
        open_archive(url)
