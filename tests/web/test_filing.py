"""Taking things out of the archive, correcting and annulling, from the pages."""

import io
import zipfile

from storage.archive import Query, Visibility
from tests.pages import Pages
from tests.web.conftest import Enter
from tests.web.offices import registered_patto
from web.acts.office import Office


def fascicolo_of(office: Office) -> str:
    return office.archive.fascicoli()[0].numero


def test_a_whole_fascicolo_is_taken_only_with_a_reason(operator: Pages, office: Office) -> None:
    registered_patto(operator)
    page = operator.get(f"/fascicoli/{fascicolo_of(office)}/scarica")

    refused = operator.press(page, "Scarica i file (ZIP)", status=422, motivo="boh")
    given = operator.press(
        page, "Scarica i file (ZIP)", status=200, motivo="Controllo del semestre"
    )

    assert "Testo troppo breve" in refused.text
    assert zipfile.ZipFile(io.BytesIO(given.response.data)).testzip() is None


def test_who_saw_and_took_what_is_noted(operator: Pages, office: Office) -> None:
    number = registered_patto(operator)

    operator.get(f"/documenti/{number}")
    operator.client.get(f"/documenti/{number}/docx")
    operator.get("/documenti/?q=santo")

    noted = [(one.azione, one.oggetto) for one in office.archive.accesses(by="zanella")]
    assert ("vista", number) in noted
    assert ("scaricato", f"{number}.docx") in noted
    assert not any("santo" in oggetto for _, oggetto in noted)
    assert any(azione == "ricerca" for azione, _ in noted)


def test_a_company_takes_no_fascicolo(operator: Pages, office: Office, enter: Enter) -> None:
    registered_patto(operator)

    enter("gasparoni").get(f"/fascicoli/{fascicolo_of(office)}/scarica", status=403)
    enter("berti").get(f"/fascicoli/{fascicolo_of(office)}/scarica", status=404)


def test_what_a_search_finds_is_exported(operator: Pages) -> None:
    number = registered_patto(operator)
    page = operator.get("/documenti/?q=santo")

    given = operator.press(page, "Esporta in CSV", status=200)

    assert number in given.response.data.decode("utf-8-sig")


def test_a_document_is_annulled_with_its_reason(operator: Pages, office: Office) -> None:
    number = registered_patto(operator)
    page = operator.get(f"/documenti/{number}/annulla")

    operator.press(page, "Annulla il documento", status=422, motivo="errore")
    operator.press(page, "Annulla il documento", motivo="Registrato per errore due volte")

    shown = operator.get(f"/documenti/{number}")
    assert "Annullato" in shown.text
    assert "Registrato per errore due volte" in shown.text
    assert (
        office.archive.search(
            Query(Visibility((("patto_di_servizio", ""),)), stati=("annullato",))
        ).total
        == 1
    )


def test_a_correction_shows_what_changes_before_and_after(operator: Pages) -> None:
    number = registered_patto(operator)
    begun = operator.follow(
        operator.press(operator.get(f"/documenti/{number}"), "Correggi con un nuovo documento")
    )
    key = begun.tree.xpath("//form[@data-modulo]/@action")[0].split("/")[2]
    step = operator.get(f"/bozze/{key}/4")
    operator.press(step, "Salva e continua", disponibilita_km="99")

    review = operator.get(f"/bozze/{key}/riepilogo")
    registered = operator.press(review, "Registra il documento").location.split("/")[2]

    assert f"Che cosa cambia di {number}" in review.text
    shown = operator.get(f"/documenti/{registered}")
    assert shown.tree.xpath("//section[@aria-labelledby='modifiche']//td/text()") == ["30", "99"]
    assert "Sostituito" in operator.get(f"/documenti/{number}").text
    assert operator.client.get(f"/documenti/{registered}/addendum.docx").data[:2] == b"PK"
