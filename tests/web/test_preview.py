"""The review shows the paper as it would be printed, or says why it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generators.press import open_press
from generators.press.finish import page_texts
from generators.press.libreoffice import Limits
from tests.pages import Pages
from tests.web.offices import PASSWORD, begun_patto, filled_patto, hire
from web.acts.office import Office
from web.acts.papers import BOZZA
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings


@pytest.fixture
def equipped(settings: Settings, office: Office, soffice_path: Path) -> Iterator[Pages]:
    """The browser of the operator of an office that has LibreOffice."""
    press = open_press(str(soffice_path), Limits(workers=1))
    having = replace(office, press=press)
    app = create_app(settings, having, PrintRoom(having))
    hire(having, "zanella")
    yield Pages(app.test_client()).log_in("zanella", PASSWORD)
    press.close()


def key_of(address: str) -> str:
    return address.split("/")[2]


def test_the_pages_and_the_pdf_are_those_of_the_draft(equipped: Pages):
    review = filled_patto(equipped)

    pdf = equipped.client.get(review.link("Scarica l'anteprima"))
    [picture] = review.tree.xpath("//section[@class='anteprima']//img/@src")
    drawn = equipped.client.get(picture)

    assert (
        pdf.headers["Content-Disposition"] == 'attachment; filename="Bozza-Patto-di-Servizio.pdf"'
    )
    assert BOZZA in page_texts(pdf.data)[0]
    assert (drawn.status_code, drawn.mimetype) == (200, "image/png")
    assert (
        equipped.client.get(picture, headers={"If-None-Match": drawn.headers["ETag"]}).status_code
        == 304
    )


def test_without_libreoffice_the_review_says_why_there_is_no_preview(operator: Pages):
    review = filled_patto(operator)
    key = key_of(str(review.form("Registra").get("action")))

    assert "LibreOffice non è installato: i PDF saranno prodotti quando ci sarà." in review.text
    assert not review.tree.xpath("//section[@class='anteprima']//img")
    assert operator.client.get(f"/bozze/{key}/anteprima.png").status_code == 503
    back = operator.follow(operator.get(f"/bozze/{key}/anteprima.pdf", status=303))
    assert back.heading == "Riepilogo"
    assert "LibreOffice non è installato" in back.text


def test_what_is_not_complete_has_no_preview(operator: Pages):
    key = key_of(str(begun_patto(operator).form("Salva bozza").get("action")))

    assert "Anteprima" not in operator.get(f"/bozze/{key}/riepilogo").text
    assert operator.client.get(f"/bozze/{key}/anteprima.png").status_code == 404
    assert operator.get(f"/bozze/{key}/anteprima.pdf", status=422).summary
