"""A signed document on its way to rest, from its page: copy, protocol, archive, metadata."""

import json
from datetime import date

import pytest
from lxml import etree

from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import issued_patto
from tests.web.scans import photograph, scanned
from web.acts.filing import archive_document, record_protocol
from web.acts.office import Office
from web.acts.signing import record_signature

PS1 = "PS-2011-T2-00001"
NUMBER = Number.parse(PS1)
TODAY = date(2011, 6, 15)
PRETTO = Actor("pretto", "Pretto Giovanni", "RCPI", "T2", "Schio-Thiene")


@pytest.fixture
def signed(office: Office) -> str:
    """The address of Giulia's Patto, signed today."""
    issued_patto(office)
    record_signature(NUMBER, TODAY, office=office, by=PRETTO)
    return f"/documenti/{PS1}"


def milestone(pages: Pages, address: str, name: str) -> str:
    """Return what the page of a document says of one of its steps."""
    found = pages.get(address).tree.get_element_by_id(name)
    return " ".join(found.text_content().split())


def test_the_page_says_what_is_to_be_done_and_who_may_do_it(
    operator: Pages, enter: Enter, office: Office
):
    issued_patto(office)

    assert milestone(operator, f"/documenti/{PS1}", "firma").startswith("Firma Da fare")
    assert milestone(operator, f"/documenti/{PS1}", "protocollo").startswith(
        "Protocollo Più avanti"
    )
    assert milestone(enter("frison"), f"/documenti/{PS1}", "firma").endswith(
        "Può farlo: Operatore del Centro per l'Impiego, Responsabile del Centro per l'Impiego."
    )


def test_a_scan_is_attached_shown_with_its_pages_and_given_back_as_it_was(
    operator: Pages, signed: str
):
    content = scanned(f"Patto di Servizio {PS1}", "pagina 2")
    page = operator.get(f"{signed}/copia-firmata")

    operator.upload(page, "Allega", {"file": [(content, "firmato.pdf")]})

    assert "Copia firmata 1 PDF, 2 pagine" in milestone(operator, signed, "copia")
    given = operator.client.get(f"{signed}/copia-firmata/1")
    assert (given.data, given.mimetype) == (content, "application/pdf")
    assert operator.client.get(f"{signed}/copia-firmata/2").status_code == 404


def test_a_telephone_attaches_a_photograph_for_each_page(operator: Pages, signed: str):
    page = operator.get(f"{signed}/copia-firmata")
    pages = [(photograph(), "1.jpg"), (photograph(), "2.jpg")]

    operator.upload(page, "Allega", {"file": pages, "foto": [(photograph(), "3.jpg")]})

    assert "3 pagine." in milestone(operator, signed, "copia")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Scegliere il file della copia firmata, o fotografare i fogli."),
        (
            [(b"<html>", "firmato.pdf")],
            "Il file non si può allegare: non è un PDF, un JPEG o un PNG. "
            "Usare un PDF, un JPEG o un PNG.",
        ),
        (
            [(photograph(), "1.jpg"), (b"MZ", "2.jpg")],
            "2.jpg: Il file non si può allegare: non è un PDF, un JPEG o un PNG. "
            "Usare un PDF, un JPEG o un PNG.",
        ),
        (
            [(scanned("Patto di Servizio PS-2011-T2-00007"), "firmato.pdf")],
            "Il file porta il numero PS-2011-T2-00007: è la copia di un altro documento. "
            "Allegarlo alla pagina di quel documento.",
        ),
        ([(photograph() + bytes(20_000_000), "1.jpg")], "Il file supera il massimo di 20 MB."),
    ],
    ids=["none", "no scan", "one of two", "another document", "heavy"],
)
def test_a_file_that_cannot_be_attached_is_refused_at_its_field_and_nothing_is_kept(
    operator: Pages, signed: str, office: Office, files: list[tuple[bytes, str]], said: str
):
    page = operator.get(f"{signed}/copia-firmata")

    refused = operator.upload(page, "Allega", {"file": files}, status=422)

    assert refused.title.startswith("Errore: Copia firmata")
    assert refused.said_at("file") == said
    assert refused.summary == [said]
    assert office.archive.document(NUMBER).events[-1].tipo == "firma"


def test_a_file_too_heavy_to_be_read_is_refused_at_its_field_too(operator: Pages, signed: str):
    page = operator.get(f"{signed}/copia-firmata")

    answer = operator.upload(page, "Allega", {"file": [(bytes(41_000_000), "1.jpg")]})

    refused = operator.get(answer.location, status=422)
    assert refused.said_at("file") == "Il file supera il massimo di 20 MB."


def test_who_has_not_logged_in_sends_no_heavy_file(pages: Pages):
    answer = pages.client.post(
        f"/documenti/{PS1}/copia-firmata",
        data=bytes(3_000_000),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 303
    assert pages.get(answer.location, status=303).location.startswith("/accesso")


def test_the_number_of_the_protocol_is_recorded_and_shown(operator: Pages, signed: str):
    page = operator.get(f"{signed}/protocollo")

    back = operator.press(
        page,
        "Registra il protocollo",
        registro="protocollo",
        protocollo_numero="0012345/2011",
        protocollo_data="15/06/2011",
    )

    assert back.location == f"{signed}#protocollo"
    assert "Protocollo n. 0012345/2011 del 15/06/2011." in milestone(operator, signed, "protocollo")


def test_in_the_repertorio_nothing_more_is_asked(operator: Pages, signed: str):
    page = operator.get(f"{signed}/protocollo")

    operator.press(page, "Registra il protocollo", registro="repertorio")

    assert f"Repertorio {PS1} del 15/06/2011." in milestone(operator, signed, "protocollo")


def test_wrong_protocol_data_are_told_at_their_fields_and_what_was_typed_stays(
    operator: Pages, signed: str
):
    page = operator.get(f"{signed}/protocollo")
    wrong = {"registro": "protocollo", "protocollo_numero": "", "protocollo_data": "31/02/2011"}

    refused = operator.press(page, "Registra il protocollo", status=422, **wrong)
    late = operator.press(
        refused, "Registra il protocollo", status=422,
        protocollo_numero="7/2011", protocollo_data="16/06/2011",
    )  # fmt: skip

    assert refused.said_at("protocollo_numero") == "Campo obbligatorio."
    assert refused.tree.xpath("//input[@id='protocollo_data']/@value") == ["31/02/2011"]
    assert late.summary == ["Data di protocollo: La data non può essere successiva a oggi."]


def test_a_protocolled_document_is_archived_after_what_it_means_is_read(
    operator: Pages, signed: str, office: Office
):
    record_protocol(NUMBER, "", None, office=office, by=PRETTO)
    page = operator.get(f"{signed}/archivia")

    shown = operator.follow(operator.press(page, "Archivia"))

    assert "La copia firmata non è allegata" in page.text
    assert shown.heading.startswith(f"{PS1} Archiviato")
    assert "Annulla il documento" not in shown.text


def test_each_step_out_of_its_time_is_refused(operator: Pages, office: Office):
    issued_patto(office)
    for step in ("copia-firmata", "protocollo", "archivia"):
        operator.get(f"/documenti/{PS1}/{step}", status=409)

    record_signature(NUMBER, TODAY, office=office, by=PRETTO)
    record_protocol(NUMBER, "", None, office=office, by=PRETTO)
    archive_document(NUMBER, office=office, by=PRETTO)

    for step in ("protocollo", "archivia"):
        operator.get(f"/documenti/{PS1}/{step}", status=409)


@pytest.mark.parametrize(
    ("utente", "copy", "protocol"),
    [("pretto", 200, 200), ("todescan", 200, 200), ("cogo", 403, 403), ("berti", 404, 404),
     ("gasparoni", 403, 403), ("rossi", 403, 403)],
)  # fmt: skip
def test_papers_are_filed_by_whom_the_matrix_says(
    signed: str, enter: Enter, utente: str, copy: int, protocol: int
):
    pages = enter(utente)

    pages.get(f"{signed}/copia-firmata", status=copy)
    pages.get(f"{signed}/protocollo", status=protocol)


def test_metadata_and_segnatura_are_given_to_who_keeps_the_archive_and_noted(
    operator: Pages, enter: Enter, signed: str, office: Office
):
    described = operator.client.get(f"{signed}/metadati.json")
    as_xml = operator.client.get(f"{signed}/metadati.xml")
    segnatura = operator.client.get(f"{signed}/segnatura.xml")

    assert PS1 in json.dumps(described.json)
    assert (
        etree.QName(etree.fromstring(as_xml.data)).localname == "DocumentoAmministrativoInformatico"
    )
    assert segnatura.headers["Content-Disposition"] == (
        f'attachment; filename="{PS1}-segnatura.xml"'
    )
    noted = [one.oggetto for one in office.archive.accesses(by="zanella")]
    assert f"{PS1}.segnatura.xml" in noted
    assert enter("cogo").client.get(f"{signed}/metadati.json").status_code == 403
    assert "Dati per la conservazione" not in enter("cogo").get(signed).text
