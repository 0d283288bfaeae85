"""The administrator changes a template from the pages: it is refused in words, or published."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from generators.package import pack_all, read_package
from generators.press import open_press
from generators.text import paper_text
from tests.generators.word import with_part
from tests.pages import Page, Pages
from tests.web.conftest import Enter
from tests.web.offices import PASSWORD, hire, issued_patto
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings

PATTO = "/modelli/patto_di_servizio"


@pytest.fixture
def administrator(enter: Enter) -> Pages:
    """The browser of the administrator."""
    return enter("rossi")


def taken(pages: Pages) -> bytes:
    """Return the template in force, as the administrator downloads it."""
    return pages.client.get(f"{PATTO}/modello.docx").data


def rewritten(docx: bytes, old: str, new: str) -> bytes:
    """Return a template with something written in the place of something else, as in Word."""
    parts = dict(read_package(docx).parts)
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new, 1).encode()
    return pack_all(parts)


def upload(pages: Pages, docx: bytes, *, status: int = 303) -> Page:
    """Upload an edited template of the Patto."""
    page = pages.get(PATTO)
    return pages.upload(
        page, "Controlla il modello", {"file": [(docx, "modello.docx")]}, status=status
    )


WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a misspelt field": (
        lambda docx: rewritten(docx, "{{ persona.telefono }}", "{{ persona.telfono }}"),
        "`persona.telfono` non esiste; forse `persona.telefono`?",
    ),
    "a field taken out": (
        lambda docx: rewritten(docx, "{{ persona.codice_fiscale }}", ""),
        "persona.codice_fiscale",
    ),
    "a filter that there is not": (
        lambda docx: rewritten(docx, "|data_lunga", "|data_lunghissima"),
        "data_lunghissima",
    ),
    "braces left open": (
        lambda docx: rewritten(docx, "{{ persona.telefono }}", "{{ persona.telefono }"),
        "Patto di Servizio",
    ),
    "code": (
        lambda docx: rewritten(docx, "{{ persona.telefono }}", "{{ persona.telefono.mro() }}"),
        "`persona.telefono` è un valore solo, non ha «mro»",
    ),
    "a macro": (
        lambda docx: with_part(docx, "word/vbaProject.bin", b"x", kind="vbaProject"),
        "macro",
    ),
    "an OLE object": (
        lambda docx: with_part(docx, "word/ole.bin", b"x", kind="oleObject"),
        "oggetto OLE",
    ),
    "a picture elsewhere": (
        lambda docx: with_part(docx, "", b"", kind="image", external="http://127.0.0.1:9/x.png"),
        "contenuto esterno",
    ),
    "a document to import": (
        lambda docx: with_part(docx, "word/pezzo.html", b"<p/>", kind="aFChunk"),
        "altChunk",
    ),
    "no Word document": (lambda docx: b"%PDF-1.7", "non è un documento Word leggibile"),
}


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG)
def test_a_template_edited_wrongly_is_refused_at_its_field_in_words(
    administrator: Pages, spoil: Callable[[bytes], bytes], said: str
) -> None:
    refused = upload(administrator, spoil(taken(administrator)), status=422)

    assert refused.title.startswith("Errore: Modello")
    assert said in refused.said_at("file")
    assert said in " ".join(refused.summary)
    administrator.get(f"{PATTO}/prova", status=404)


def test_no_file_and_one_too_heavy_are_refused_at_the_field(administrator: Pages) -> None:
    page = administrator.get(PATTO)

    none = administrator.upload(page, "Controlla il modello", {"file": []}, status=422)
    heavy = upload(administrator, bytes(5_100_000))

    assert none.said_at("file") == "Scegliere il file del modello, un documento Word (.docx)."
    assert administrator.get(heavy.location, status=422).said_at("file") == (
        "Il file supera il massimo di 5 MB."
    )


def test_a_right_template_waits_until_it_is_published_from_a_day_and_can_be_taken_back(
    administrator: Pages, office: Office
) -> None:
    edited = rewritten(taken(administrator), "La persona si impegna a", "La persona promette di")
    look = administrator.follow(upload(administrator, edited))
    assert "LibreOffice" in look.text
    assert "Modifica da pubblicare" in administrator.get("/modelli/").text

    past = administrator.press(look, "Pubblica il modello", status=422, dal="01/03/2011")
    none = administrator.press(look, "Pubblica il modello", status=422, dal="domani")
    shown = administrator.follow(administrator.press(look, "Pubblica il modello", dal="20/06/2011"))

    assert "non si pubblica da un giorno passato" in past.said_at("dal")
    assert none.said_at("dal") == "Data non valida: usare il formato GG/MM/AAAA."
    assert "Dal 20/06/2011 In programma" in shown.text
    given = administrator.client.get(f"{PATTO}/2011-06-20.docx").data
    assert "La persona promette di" in paper_text(given)
    assert "La persona si impegna a" in paper_text(taken(administrator))

    back = administrator.follow(administrator.press(shown, "Ritira la pubblicazione"))

    assert "In programma" not in back.text
    assert administrator.client.get(f"{PATTO}/2011-06-20.docx").status_code == 404


def test_what_holds_from_today_is_in_force_and_cannot_be_taken_back(administrator: Pages) -> None:
    edited = rewritten(taken(administrator), "La persona si impegna a", "La persona promette di")
    look = administrator.follow(upload(administrator, edited))

    shown = administrator.follow(administrator.press(look, "Pubblica il modello", dal="15/06/2011"))

    assert "Dal 15/06/2011 In vigore" in shown.text
    assert "Ritira" not in shown.text
    assert "La persona promette di" in paper_text(taken(administrator))


def test_a_change_is_put_away_and_nothing_is_changed(administrator: Pages) -> None:
    look = administrator.follow(upload(administrator, taken(administrator)))

    shown = administrator.follow(administrator.press(look, "Metti da parte la modifica"))

    assert "non è cambiato nulla" in administrator.get("/modelli/").text or "Modello" in shown.title
    administrator.get(f"{PATTO}/prova", status=404)


@pytest.mark.parametrize("utente", ["zanella", "todescan", "frison", "gasparoni"])
def test_templates_are_for_administrators_alone(enter: Enter, utente: str) -> None:
    pages = enter(utente)

    for address in ("/modelli/", PATTO, f"{PATTO}/modello.docx", f"{PATTO}/prova"):
        assert pages.client.get(address).status_code == 403


def test_a_paper_that_there_is_not_leads_nowhere(administrator: Pages) -> None:
    administrator.get("/modelli/pippo", status=404)
    administrator.get(f"{PATTO}/2011-06-20.docx", status=404)


@pytest.fixture
def with_press(settings: Settings, office: Office, soffice_path: Path) -> Iterator[Flask]:
    """The pages of the same office, with its LibreOffice."""
    press = open_press(str(soffice_path))
    printing = replace(office, press=press)
    yield create_app(settings, printing, PrintRoom(printing))
    press.close()


def test_each_page_that_changes_is_shown_before_and_after_but_not_that_of_a_person(
    with_press: Flask, office: Office
) -> None:
    hire(office, "rossi")
    number = issued_patto(office)
    administrator = Pages(with_press.test_client()).log_in("rossi", PASSWORD)
    edited = rewritten(taken(administrator), "La persona si impegna a", "La persona promette di")

    look = administrator.follow(upload(administrator, edited))

    pictures = look.tree.xpath("//img/@src")
    assert [address.rsplit("/", 2)[1:] for address in pictures] == [
        ["0", "2-prima.png"],
        ["0", "2-dopo.png"],
    ]
    given = [administrator.client.get(address) for address in pictures]
    assert [(it.mimetype, it.data[:4]) for it in given] == [("image/png", b"\x89PNG")] * 2
    assert given[0].data != given[1].data
    assert f"Patto di Servizio {number}" in look.text
    assert "le pagine non si mostrano a chi amministra" in look.text
    assert administrator.client.get(pictures[0].replace("/0/", "/1/")).status_code == 404
