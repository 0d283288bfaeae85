"""The files that pages need."""

import gzip
from dataclasses import replace
from pathlib import Path

from tests.pages import Pages
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings


def test_a_page_asks_for_files_under_names_that_change_with_them(pages: Pages):
    page = pages.get("/accesso")

    styles = page.tree.xpath("//link[@rel='stylesheet']/@href")
    assert styles[-1].startswith("/static/fascicolo.css?v=")
    answer = pages.client.get(styles[-1], buffered=True)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_without_its_mark_is_kept_for_an_hour_only(pages: Pages):
    answer = pages.client.get("/static/fascicolo.css", buffered=True)

    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_texts_travel_compressed_and_are_the_same(pages: Pages):
    plain = pages.client.get("/static/fascicolo.css", buffered=True)
    packed = pages.client.get("/static/fascicolo.css", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.mimetype == "text/css"
    assert gzip.decompress(packed.data) == plain.data


def test_nothing_outside_the_folder_is_served(pages: Pages):
    for address in ("/static/../app.py", "/static/%2e%2e/app.py", "/kit/../../requisiti-ui.txt"):
        for headers in ({}, {"Accept-Encoding": "gzip"}):
            assert pages.client.get(address, headers=headers).status_code == 404


def test_without_bootstrap_italia_pages_keep_their_own_style(
    settings: Settings, office: Office, tmp_path: Path
):
    app = create_app(replace(settings, uikit=tmp_path), office, PrintRoom(office))

    page = Pages(app.test_client()).get("/accesso")

    styles = page.tree.xpath("//link[@rel='stylesheet']/@href")
    assert [style.partition("?")[0] for style in styles] == ["/static/fascicolo.css"]
    assert "/kit/" not in page.response.text


def test_the_emblem_of_the_office_stands_in_the_head_and_never_a_broken_one(
    settings: Settings, office: Office, tmp_path: Path
):
    emblem = tmp_path / "stemma.svg"
    emblem.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings = replace(settings, emblema=emblem)
    pages = Pages(create_app(settings, office, PrintRoom(office)).test_client())

    (picture,) = pages.get("/accesso").tree.xpath("//header//img")

    assert (picture.get("src")[:11], picture.get("alt")) == ("/emblema?v=", "")
    answer = pages.client.get(picture.get("src"), buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")

    emblem.unlink()

    assert pages.get("/accesso").tree.xpath("//header//img") == []


def test_without_an_emblem_our_own_mark_stands_there(pages: Pages):
    page = pages.get("/accesso")

    assert page.tree.xpath("//header//img") == []
    assert len(page.tree.xpath("//header//svg[@aria-hidden='true']")) == 1
    assert pages.client.get("/emblema").status_code == 404
    (icon,) = page.tree.xpath("//link[@rel='icon']/@href")
    assert pages.client.get(icon, buffered=True).status_code == 200
