"""What the office finds on file when it examines the answers of a form."""

from collections.abc import Iterator

import pytest

from storage.archive import Archive
from storage.open import open_archive
from tests.storage.office import register
from web.acts.retrieving import contesto_of


@pytest.fixture
def archive() -> Iterator[Archive]:
    opened = open_archive("memory:")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"azienda": {"partita_iva": " it 03123450243"}}, ["CS-2011-T2-00001"]),
        ({"azienda": {"codice_fiscale": "03123450243"}}, ["CS-2011-T2-00001"]),
        ({"azienda": {"partita_iva": "03987650243"}}, []),
        ({"azienda": {"partita_iva": "0312345"}}, []),
        ({}, []),
    ],
)
def test_the_conventions_of_a_company_are_found_whoever_they_are_for(
    archive: Archive, typed: dict[str, object], found: list[str]
) -> None:
    azienda = {"ragione_sociale": "Meccanica Bertoldi", "partita_iva": "03123450243"}
    register(archive, sigla="CS", kind="convenzione_stage", data={"azienda": azienda})

    contesto = contesto_of(archive, typed)

    numbers = [record.text("numero") for record in contesto.of_kind("convenzione_stage")]
    assert numbers == found
    assert contesto.closed
