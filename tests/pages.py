"""
The client of every test of a page: it reads the page as a browser would, and refuses a bad one.

A page without title, language or its one heading, a control without label, a form without action
or token, an id used twice, a link to nowhere in the page, a script or a style written inline: each
fails the test that fetched it, whatever the test is about.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag

from flask.testing import FlaskClient
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

CONTROLS = "//input[not(@type='hidden' or @type='submit')] | //select | //textarea"
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Page:
    """A page, read."""

    response: TestResponse

    @cached_property
    def tree(self) -> HtmlElement:
        """Return the page as a tree."""
        return html.document_fromstring(self.response.get_data(as_text=True))

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """Return where the answer sends the browser, or ""."""
        return self.response.headers.get("Location", "")

    @property
    def title(self) -> str:
        """Return the title of the window."""
        return words(self.tree.find(".//title"))

    @property
    def heading(self) -> str:
        """Return the main heading."""
        return words(self.tree.find(".//h1"))

    @property
    def text(self) -> str:
        """Return the words of the main part, blanks made one."""
        return words(self.tree.get_element_by_id("contenuto"))

    @property
    def summary(self) -> list[str]:
        """Return the lines of the summary of errors."""
        return [words(link) for link in self.tree.xpath("//*[@id='errori']//li/a")]

    def said_at(self, control: str) -> str:
        """Return the error said beside the control with that id, or ""."""
        found = self.tree.xpath(f"//*[@id='{control}-errore']")
        return words(found[0]).removeprefix("Errore: ") if found else ""

    def link(self, text: str) -> str:
        """Return the address of the first link whose words contain *text*."""
        for link in self.tree.xpath("//a[@href]"):
            if text in words(link):
                return str(link.get("href"))
        raise AssertionError(f"no link «{text}» in {self.title}")

    def form(self, button: str) -> FormElement:
        """Return the form that has a button with those words."""
        for form in self.tree.forms:
            if any(button in words(found) for found in form.xpath(".//button")):
                return form
        raise AssertionError(f"no button «{button}» in {self.title}")


def words(element: HtmlElement | None) -> str:
    """Return the words of an element, blanks made one."""
    return "" if element is None else " ".join(element.text_content().split())


class Pages:
    """A browser without JavaScript."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, *, status: int = 200) -> Page:
        """Fetch a page, and fail if it is not as every page must be."""
        return self._checked(self.client.get(urldefrag(address).url), status)

    def follow(self, page: Page) -> Page:
        """Fetch the page an answer sends to."""
        return self.get(page.location)

    def press(
        self, page: Page, button: str, *, status: int = 303, **typed: str | Sequence[str]
    ) -> Page:
        """
        Fill the form that has *button* with what was typed over what it holds, and press it.

        A name with a dash is written with two underscores: ``persona__cognome``.
        """
        changes = {name.replace("__", "-"): value for name, value in typed.items()}
        return self.send(page, button, changes, status=status)

    def send(
        self,
        page: Page,
        button: str,
        changes: Mapping[str, str | Sequence[str]],
        *,
        status: int = 303,
    ) -> Page:
        """Press *button* after changing the controls named in *changes*."""
        form = page.form(button)
        values = values_of(form)
        for name, value in changes.items():
            values[name] = [value] if isinstance(value, str) else list(value)
        buttons = form.xpath(".//button[not(@type='button')]")
        pressed = next(found for found in buttons if button in words(found))
        if pressed.get("name"):
            values[pressed.get("name")] = [pressed.get("value", "")]
        response = self.client.open(
            pressed.get("formaction") or form.get("action"),
            method=form.method,
            **{"data" if form.method == "POST" else "query_string": values},
        )
        return self._checked(response, status)

    def upload(
        self,
        page: Page,
        button: str,
        files: Mapping[str, Sequence[tuple[bytes, str]]],
        *,
        status: int = 303,
        **typed: str,
    ) -> Page:
        """Press *button* having chosen *files*, bytes and name, in the controls so named."""
        form = page.form(button)
        chosen = {
            name: [FileStorage(io.BytesIO(content), called) for content, called in some]
            for name, some in files.items()
        }
        values = {name: found for name, found in values_of(form).items() if name not in chosen}
        data = {**values, **{name: [value] for name, value in typed.items()}, **chosen}
        boundary, body = encode_multipart(data)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._checked(
            self.client.post(form.get("action"), data=body, content_type=kind), status
        )

    def log_in(self, utente: str, password: str) -> "Pages":
        """Enter as a user."""
        self.press(self.get("/accesso"), "Accedi", utente=utente, password=password)
        return self

    @staticmethod
    def _checked(response: TestResponse, status: int) -> Page:
        page = Page(response)
        assert page.status == status, f"{page.status}, not {status}: {response.text[:2000]}"
        if response.mimetype == "text/html" and not page.location:
            assert not (faults := list(faults_of(page.tree))), "\n".join(faults)
        return page


def values_of(form: FormElement) -> Values:
    """Return what a browser would send for a form, buttons excepted."""
    values: Values = {}
    for control in form.xpath(".//input | .//select | .//textarea"):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or (kind in ("radio", "checkbox") and control.get("checked") is None):
            continue
        values.setdefault(name, []).append(_sent(control))
    return values


def _sent(control: HtmlElement) -> str:
    """Return the value a browser sends: line breaks as CRLF, without the first of a text area."""
    match control.tag:
        case "select":
            return control.value or ""
        case "textarea":
            text = (control.value or "").replace("\r\n", "\n").removeprefix("\n")
            return text.replace("\n", "\r\n")
    return control.get("value", "")


def faults_of(tree: HtmlElement) -> Iterator[str]:
    """Yield what is wrong with a page, whatever it is about."""
    yield from _frame_faults(tree)
    yield from _id_faults(tree)
    yield from _control_faults(tree)
    yield from _form_faults(tree)
    yield from _inline_faults(tree)


def _frame_faults(tree: HtmlElement) -> Iterator[str]:
    if tree.get("lang") != "it":
        yield "the page does not say its language"
    if len(words(tree.find(".//title"))) < 10:
        yield "the page has no title of its own"
    headings = tree.xpath("//h1")
    if len(headings) != 1 or not words(headings[0]):
        yield f"the page has {len(headings)} main headings"


def _id_faults(tree: HtmlElement) -> Iterator[str]:
    ids = tree.xpath("//@id")
    yield from (f"the id {one} is used twice" for one in set(ids) if ids.count(one) > 1)
    for link in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        if link[1:] not in ids:
            yield f"the link {link} leads nowhere"
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for named in tree.xpath(f"//@{attribute}"):
            yield from (f"{attribute}: no {one}" for one in named.split() if one not in ids)


def _control_faults(tree: HtmlElement) -> Iterator[str]:
    labelled = set(tree.xpath("//label/@for"))
    for control in tree.xpath(CONTROLS):
        if control.get("id") not in labelled and not control.get("aria-label"):
            yield f"the control {control.get('name')} has no label"
    for button in tree.xpath("//button"):
        if not words(button) and not button.get("aria-label"):
            yield "a button has no words"
    for group in tree.xpath("//fieldset[not(legend)]"):
        yield f"the group {group.get('id')} has no legend"


def _form_faults(tree: HtmlElement) -> Iterator[str]:
    for form in tree.xpath("//form"):
        if not form.get("action"):
            yield "a form has no action"
        if form.method == "POST" and not form.xpath(".//input[@name='csrf_token']/@value"):
            yield f"the form to {form.get('action')} has no token"


def _inline_faults(tree: HtmlElement) -> Iterator[str]:
    if tree.xpath("//script[not(@src)] | //style"):
        yield "a script or a style is written in the page"
    for element in tree.iter(html.etree.Element):
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"<{element.tag} {name}> is written in the page"
    for picture in tree.xpath("//img[not(@alt)]"):
        yield f"the picture {picture.get('src')} has no words"
