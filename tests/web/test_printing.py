"""Several papers printed together, each in a copy for each party."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from generators.press import open_press
from generators.press.finish import page_texts
from generators.press.libreoffice import Limits
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import issued_patto
from web.acts.office import Office
from web.acts.print_runs import MOST, TABLE, TooMany, ask_print_run, holders_of, print_runs_of
from web.acts.printing import print_document

ANNA = Actor("zanella", "Zanella Marta", "OCPI", "T2", "Schio-Thiene")


@pytest.fixture
def printed(office: Office, soffice_path: Path) -> Iterator[str]:
    """The number of a Patto that has its PDF."""
    number = issued_patto(office)
    press = open_press(str(soffice_path), Limits(workers=1))
    print_document(Number.parse(number), office=replace(office, press=press))
    yield number
    press.close()


@pytest.mark.parametrize(
    ("kind", "holders"),
    [
        ("patto_di_servizio", ("la persona", "il Centro per l'Impiego")),
        ("convenzione_stage", ("il Centro per l'Impiego", "l'azienda", "la persona")),
        ("questionario_monitoraggio", ("",)),
    ],
)
def test_there_is_a_copy_for_each_party(kind: str, holders: tuple[str, ...]):
    assert holders_of(all_kinds()[kind]) == holders


def test_each_kind_has_as_many_holders_as_copies():
    assert {len(holders_of(kind)) - kind.copies for kind in all_kinds().values()} == {0}


def test_the_papers_chosen_in_the_list_are_one_file_with_whose_copy_each_is(
    operator: Pages, printed: str
):
    chosen = operator.press(
        operator.get("/documenti/"), "Stampa i documenti scelti", numero=printed, fronte_retro="si"
    )
    page = operator.follow(chosen)

    assert page.heading == "Stampa di un documento"
    assert "2 copie in un file solo, da stampare fronte e retro" in page.text
    assert "2: per la persona, per il Centro per l'Impiego" in page.text
    answer = operator.client.get(page.link("Scarica le copie"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Copie-{printed}.pdf"'
    shown = page_texts(answer.data)
    first = shown.index(next(text for text in shown if "Copia per il Centro" in text))
    assert first % 2 == 0
    assert all("Copia per la persona" in text for text in shown[:first] if text.strip())


def test_who_took_the_copies_is_noted(operator: Pages, office: Office, printed: str):
    page = operator.get(f"/documenti/{printed}")
    page = operator.follow(operator.press(page, "Prepara le 2 copie da firmare"))
    operator.client.get(page.link("Scarica le copie"))

    noted = [(one.by, one.azione, one.oggetto) for one in office.archive.accesses()]
    assert ("zanella", "scaricato", f"{printed}.pdf") in noted


def test_what_has_no_pdf_yet_is_told_and_nothing_is_given(operator: Pages, office: Office):
    number = issued_patto(office)
    chosen = operator.send(
        operator.get("/documenti/"), "Stampa i documenti scelti", {"numero": number}
    )
    page = operator.follow(chosen)

    assert "Pronti 0 PDF su 1. LibreOffice non è disponibile" in page.text
    assert "In preparazione" in page.text
    assert operator.client.get(f"{chosen.location}/copie.pdf").status_code == 404
    listed = operator.get("/stampe/")
    assert "Pronti 0 PDF su 1" in listed.text


def test_nothing_chosen_is_said_on_the_list_as_it_was(operator: Pages, office: Office):
    issued_patto(office)
    listed = operator.get("/documenti/?tipo=patto_di_servizio")

    back = operator.press(listed, "Stampa i documenti scelti")

    assert back.location == "/documenti/?tipo=patto_di_servizio"
    assert "Scegli almeno un documento" in operator.follow(back).text


def test_a_run_is_of_who_asked_and_of_papers_they_may_see(
    operator: Pages, enter: Enter, office: Office
):
    number = issued_patto(office)
    run = ask_print_run([Number.parse(number)], duplex=False, office=office, by=ANNA)

    assert enter("pasin").client.get(f"/stampe/{run.key}").status_code == 404
    assert "Nessuna stampa" in enter("pasin").get("/stampe/").text
    stranger = enter("gasparoni")
    token = stranger.get("/stampe/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "numero": number}
    assert stranger.client.post("/stampe/", data=form).status_code == 403
    form["numero"] = "PS-niente"
    assert stranger.client.post("/stampe/", data=form).status_code == 404


def test_old_runs_are_forgotten_and_a_parcel_is_refused(office: Office):
    number = Number.parse(issued_patto(office))
    ask_print_run([number], duplex=False, office=office, by=ANNA)
    later = replace(office, today=office.on + timedelta(days=8))
    kept = ask_print_run([number, number], duplex=True, office=later, by=ANNA)

    assert print_runs_of(ANNA, office=later) == [kept]
    assert kept.numbers == (number,)
    assert len(office.archive.find(TABLE)) == 1
    with pytest.raises(TooMany, match="Al massimo 200 documenti"):
        ask_print_run([number] * (MOST + 1), duplex=False, office=later, by=ANNA)
