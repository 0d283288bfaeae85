"""How well the search finds: a small archive, what is typed, what must and must not come out."""

from datetime import date

import pytest

from schemas.rules.numero import Number
from storage.archive import Query, Visibility
from storage.records import document_key
from storage.search import Search
from tests.storage.office import document

ALL = Visibility((("patto_di_servizio", ""), ("pai", ""), ("convenzione_stage", "")))


def paper(
    number: str,
    cognome: str = "",
    nome: str = "",
    codice_fiscale: str = "",
    azienda: str = "",
    partita_iva: str = "",
    text: str = "",
    **changes: object,
):
    index = {
        "cognome": cognome,
        "nome": nome,
        "codice_fiscale": codice_fiscale,
        "azienda": azienda,
        "partita_iva": partita_iva,
        "cpi": "Schio-Thiene",
        "comune": "Schio",
    }
    plain = {"oggetto": "Atto", "data": {"testo": text, "si": True}, "index": index}
    return document(Number.parse(number), "0" * 64, **{**plain, **changes})


PAPERS = {
    "rossi": paper("PS-2011-T1-00001", "Rossi", "Mario", "RSSMRA80A01L840U"),
    "rosso": paper("PS-2011-T1-00002", "Rosso", "Anna", "RSSNNA85B41L840F"),
    "dangelo": paper("PS-2011-T2-00003", "D’Angelo", "Lucia", "DNGLCU79C52A703K"),
    "angelo": paper("PS-2011-T2-00004", "Bianchi", "Angelo", "BNCNGL70D12L840P"),
    "dallo": paper("PS-2011-T3-00005", "Dall’Ò", "Pietro", "DLLPTR68E03F464L"),
    "osto": paper("PS-2011-T3-00006", "Dall'Osto", "Carla", "DLLCRL90H50L840H"),
    "santo": paper(
        "PS-2011-T4-00042",
        "Dal Santo",
        "Giulia",
        "DLSGLI75D58I531V",
        text="La qualità dell’azienda è più che buona; gruppo di lavoro in tessitura",
        fascicolo="F-2011-00011",
        on=date(2011, 3, 9),
        territorio="T4",
    ),
    "muller": paper("PS-2011-T1-00007", "Müller", "Zoë", text="disponibilità part-time"),
    "kovac": paper("PS-2011-T1-00008", "Kovačević", "Đorđe", text="perché no"),
    "maio": paper("PS-2010-T1-00042", "Di Maio", "Salvatore", on=date(2010, 12, 15)),
    "bressan": paper(
        "CS-2011-T1-00001",
        "Zanella",
        "Marta",
        azienda="Officine Meccaniche Bressan & C. s.n.c.",
        partita_iva="02345670246",
        kind="convenzione_stage",
        text="Aziende del settore legno, importo 1234.56, dal 2011-04-18; lavori di gruppo",
    ),
    "brenta": paper(
        "CS-2011-T2-00002",
        "Pretto",
        "Giovanni",
        azienda="Mobili Brenta sas",
        partita_iva="03456780248",
        kind="convenzione_stage",
        text="Tirocini e tirocinanti; 100% tempo_pieno; nota (riservata) a.b*c <b>grassetto</b>",
    ),
    "pai": paper(
        "PI-2011-T4-00001",
        "Dal Santo",
        "Giulia",
        "DLSGLI75D58I531V",
        kind="pai",
        text="Formazione e orientamento: corso di saldatura presso l’ente",
        fascicolo="F-2011-00011",
    ),
}

CASES = [
    # typed, must be found, must not be found
    ("rossi", "rossi", "rosso"),
    ("ROSSI", "rossi", "rosso"),
    ("Rossi Mario", "rossi", "rosso angelo"),
    ("mario rossi", "rossi", "rosso"),
    ("rosso", "rosso", "rossi"),
    ("ross", "rossi rosso", "bressan"),
    ("rossi anna", "rosso", "rossi"),
    ("D’Angelo", "dangelo", ""),
    ("d'angelo", "dangelo", ""),
    ("d angelo", "dangelo", ""),
    ("dangelo lucia", "", "rossi"),
    ("D`Angelo Lucia", "dangelo", "angelo"),
    ("d'angelo lucia", "dangelo", "angelo"),
    ("dall'o", "dallo", "santo osto"),
    ("dall'ò", "dallo", "santo"),
    ("Dall’Ò Pietro", "dallo", "osto"),
    ("dall o pietro", "dallo", "osto"),
    ("dall'osto", "osto", "dallo"),
    ("dal santo", "santo pai", "osto"),
    ("santo giulia", "santo pai", "rossi"),
    ('"dal santo"', "santo pai", "osto"),
    ("di maio", "maio", "rossi"),
    ("maio", "maio", "rossi"),
    ("muller", "muller", "rossi"),
    ("Müller", "muller", "rossi"),
    ("zoe", "muller", "rossi"),
    ("kovacevic", "kovac", "rossi"),
    ("Kovačević", "kovac", "rossi"),
    # Italian.
    ("qualita", "santo", "rossi"),
    ("qualità", "santo", "rossi"),
    ("QUALITÀ", "santo", "rossi"),
    ("dell'azienda", "santo bressan", "rossi"),
    ("aziende", "santo bressan", "rossi"),
    ("l’azienda", "santo bressan", "rossi"),
    ("disponibilita", "muller", "rossi"),
    ("part time", "muller", "rossi"),
    ("part-time", "muller", "rossi"),
    ("perche", "kovac", "rossi"),
    ("tirocinio", "brenta", "rossi"),
    ("tirocinante", "brenta", "rossi"),
    ("corsi di saldatura", "pai", "santo"),
    ("la formazione", "pai", "santo"),
    ("orientamenti", "pai", "santo"),
    ("lavoro gruppo", "santo bressan", "pai"),
    ('"gruppo di lavoro"', "santo", "bressan"),
    ("“gruppo di lavoro”", "santo", "bressan"),
    ('"lavoro gruppo"', "", "santo bressan"),
    ('"gruppo di lavoro', "santo", "pai"),
    ("form", "pai", "santo"),
    # Numbers and codes.
    ("PS-2011-T4-42", "santo", "maio"),
    ("PS-2011-T4-00042", "santo", "maio"),
    ("ps-2011-t4-42", "santo", "maio"),
    ("PS-2011-42", "santo", "maio"),
    ("ps 2011 42", "santo", "maio"),
    ("PS 2011 T4 00042", "santo", "maio"),
    ("PS2011T442", "santo", "maio"),
    ("ps/2011/42", "santo", "maio"),
    ("PS.2011.T4.42", "santo", "maio"),
    ("42/2011", "santo", "maio"),
    ("42/2010", "maio", "santo"),
    ("F 2011 11", "santo pai", "rossi"),
    ("f/2011/00011", "santo pai", "rossi"),
    ("PS-2010-T1-42", "maio", "santo"),
    ("PS-2011-T4-43", "", "santo"),
    ("42", "santo maio", "rossi"),
    ("F-2011-11", "santo pai", "rossi"),
    ("F-2011-00011", "santo pai", "rossi"),
    ("DLSGLI75D58I531V", "santo pai", "rossi"),
    ("dlsgli75d58i531v", "santo pai", "rossi"),
    ("DLS GLI 75D58 I531V", "santo pai", "rossi"),
    ("02345670246", "bressan", "brenta"),
    ("IT02345670246", "bressan", "brenta"),
    ("IT 02345670246", "bressan", "brenta"),
    ("DLSGLI75D58I531V saldatura", "pai", "santo"),
    ("bressan", "bressan", "brenta"),
    ("officine bressan", "bressan", "brenta"),
    ("bressan snc", "", "brenta"),
    ("bressan & c.", "bressan", "brenta"),
    ("mobile brenta", "brenta", "bressan"),
    ("1.234,56", "bressan", "brenta"),
    ("18/04/2011", "bressan", "brenta"),
    # One letter wrong, when nothing is written so.
    ("rosssi", "rossi", "angelo"),
    ("marngoni", "", "rossi"),
    ("bresan", "bressan", "rossi"),
    ("officine bresan", "bressan", "brenta"),
    ("zanela", "bressan", "rossi"),
    ("giuila", "santo pai", "rossi"),
    ("saldaturra", "pai", "santo"),
    ("roxxi", "", "rossi rosso"),
    # No character means anything else.
    ("100%", "brenta", "rossi"),
    ("%", "", "brenta"),
    ("*", "", "brenta"),
    ("ro*", "rossi rosso", "angelo"),
    ("r.ssi", "", "rossi"),
    ("(riservata)", "brenta", "rossi"),
    ("(", "", "brenta"),
    ("testo:qualita", "", "santo"),
    ("rossi OR angelo", "", "rossi angelo"),
    ("-rossi", "rossi", "rosso"),
    ("rossi~1", "", "rosso"),
    ("tempo_pieno", "brenta", "rossi"),
    ("il", "", "rossi"),
]


@pytest.fixture(scope="module")
def find():
    search = Search()
    papers = {document_key(it.number): it for it in PAPERS.values()}
    names = {document_key(it.number): name for name, it in PAPERS.items()}
    search.follow(papers, 1)

    def found(words: str, **filters: object) -> set[str]:
        results = search.find(Query(ALL, words, **filters), papers.get)
        return {names[document_key(hit.document.number)] for hit in results.hits}

    return found


@pytest.mark.parametrize("order", ["rilevanza", "data"])
@pytest.mark.parametrize(("typed", "yes", "no"), CASES, ids=[case[0] for case in CASES])
def test_the_search_finds_what_it_must_and_nothing_it_must_not(find, typed, yes, no, order):
    found = find(typed, order=order)

    assert found >= set(yes.split())
    assert not found & set(no.split())


@pytest.mark.parametrize("typed", [case[0] for case in CASES])
def test_the_order_changes_nothing_of_what_is_found(find, typed):
    assert find(typed, order="rilevanza") == find(typed, order="data")


def test_blanks_alone_list_everything(find):
    assert find("  ") == set(PAPERS)


def test_signs_alone_find_nothing(find):
    assert find("%%% ???") == set()


def test_filters_narrow_what_words_find(find):
    assert find("dal santo", kinds=("pai",)) == {"pai"}
    assert find("", territori=("T4",), kinds=("patto_di_servizio",)) == {"santo"}
    assert find("", fascicolo="F-2011-00011") == {"santo", "pai"}
    assert find("", codice_fiscale="dlsgli75d58i531v") == {"santo", "pai"}
    assert find("", dal=date(2011, 3, 8)) == {"santo"}
    assert find("", al=date(2010, 12, 31)) == {"maio"}
    assert find("", dal=date(2010, 12, 15), al=date(2010, 12, 15)) == {"maio"}
    assert find("", cpi=("Bassano",)) == set()


def test_a_name_weighs_more_than_a_word_of_the_text():
    search, papers = Search(), {}
    for it in (
        paper("PS-2011-T1-00001", "Bianchi", text="indicata da Zanella, da Zanella e da Zanella"),
        paper("PS-2011-T1-00002", "Zanella", text="nessun altro " * 20),
    ):
        papers[document_key(it.number)] = it
    search.follow(papers, 1)

    results = search.find(Query(ALL, "zanella", order="rilevanza"), papers.get)

    assert [hit.document.number.progressivo for hit in results.hits] == [2, 1]


def snippet(typed: str, **said: object) -> str:
    it = paper("PS-2011-T1-00001", **{"text": "", **said})
    search = Search()
    search.follow([document_key(it.number)], 1)

    (hit,) = search.find(Query(ALL, typed), lambda key: it).hits
    return hit.snippet


def test_the_words_found_are_marked_and_everything_else_is_escaped():
    text = "<script>alert(1)</script> la qualità & il resto"

    assert snippet("qualita", text=text) == (
        "&lt;script&gt;alert(1)&lt;/script&gt; la <b>qualità</b> &amp; il resto"
    )


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("corso saldature", "un <b>corso</b> di <b>saldatura</b>"),
        ("saldaturra", "un corso di <b>saldatura</b>"),
        ("saladtura", "un corso di <b>saldatura</b>"),
        ("salda", "un corso di <b>saldatura</b>"),
        ('"corso di saldatura"', "un <b>corso</b> di <b>saldatura</b>"),
    ],
)
def test_a_word_is_marked_as_it_was_found(typed, marked):
    assert snippet(typed, text="un corso di saldatura") == marked


def test_what_is_around_the_words_is_shown_and_no_word_is_cut():
    text = "parole prima " * 20 + "la formazione in officina " + "parole dopo " * 20

    shown = snippet("formazione", text=text)

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "parole prima la <b>formazione</b> in officina parole dopo" in shown
    assert len(shown) < 180
    assert set(shown.strip("…").split()) == {*text.split(), "<b>formazione</b>"} - {"formazione"}


def test_only_what_a_person_wrote_is_shown():
    data = {
        "orario": "tempo_pieno",
        "inizio": "2011-04-18",
        "durata": 15,
        "progetto": "Tempo pieno per 15 settimane dal 18 aprile",
    }

    assert snippet("tempo", data=data) == "<b>Tempo</b> pieno per 15 settimane dal 18 aprile"


def test_answers_kept_to_few_are_neither_found_nor_shown():
    answers = {"profilo": "Addetta al magazzino", "note": "Richiamare in magazzino lunedì"}
    letter = paper("SG-2011-T2-00001", kind="segnalazione_azienda", data=answers)
    search = Search()
    search.follow([document_key(letter.number)], 1)

    def asked(words: str):
        query = Query(Visibility((("segnalazione_azienda", ""),)), words)
        return search.find(query, lambda key: letter).hits

    assert asked("lunedì") == ()
    assert [hit.snippet for hit in asked("magazzino")] == ["Addetta al <b>magazzino</b>"]


def test_what_the_subject_says_already_is_not_said_again():
    said = {"oggetto": "Patto di Servizio di Rossi Mario", "data": {"cognome": "Rossi"}}

    assert snippet("rossi", cognome="Rossi", **said) == ""


def test_words_that_are_in_several_places_are_shown_in_two_of_them():
    data = {"a": "Formazione", "b": "Corso di formazione e formazione", "c": "La formazione"}

    assert snippet("formazione", data=data) == (
        "Corso di <b>formazione</b> e <b>formazione</b> · <b>Formazione</b>"
    )
