"""The guide for who uses the pages: its texts in Markdown, read once and made pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from web.settings import CHECKOUT

FOLDER = CHECKOUT / "docs" / "guida"
PICTURES = FOLDER / "figure"
# Every page of the guide in the order of the index, and the roles that it is written for.
PAGINE: Mapping[str, frozenset[str]] = {
    "cominciare": frozenset(),
    "sportello-del-comune": frozenset({"COM"}),
    "operatore-cpi": frozenset({"OCPI"}),
    "responsabile-cpi": frozenset({"RCPI"}),
    "glt": frozenset({"GLT"}),
    "gcp": frozenset({"GCP"}),
    "gruppo-amministrativo": frozenset({"GA"}),
    "azienda": frozenset({"AZ"}),
    "tutor": frozenset({"TUT"}),
    "assistente": frozenset({"ASS"}),
    "esperto": frozenset({"ESP"}),
    "totali": frozenset({"CI", "FON", "PS", "ULSS", "CFP"}),
    "amministratore": frozenset({"ADM"}),
    "glossario": frozenset(),
}
# Text only: what a page of the guide writes as HTML is shown, not obeyed.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class GuidePage:
    """
    A page of the guide.

    Args:
        name: As it stands in addresses, and its file without ``.md``.
        title: Its heading.
        summary: Its first paragraph, as plain text: what the index says of it.
        body: The rest of it, as HTML.
    """

    name: str
    title: str
    summary: str
    body: Markup


def guide_pages() -> list[GuidePage]:
    """Return every page of the guide, in the order of the index."""
    return [guide_page(name) for name in PAGINE]


@cache
def guide_page(name: str) -> GuidePage:
    """
    Return a page of the guide, read from its file the first time that it is asked.

    Its first heading and its first paragraph are the title and the summary.

    Raises:
        KeyError: there is none by that name.
    """
    if name not in PAGINE:
        raise KeyError(name)
    tokens = _markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    title, summary = (token.content for token in tokens[:6] if token.type == "inline")
    body = tokens[6:]
    _adapt(body)
    html = _markdown.renderer.render(body, _markdown.options, {})
    return GuidePage(name, title, summary, Markup(html))


def _adapt(tokens: Sequence[Token]) -> None:
    """Give each picture its size, and each link between files the address of its page."""
    for token in _all(tokens):
        if token.type == "image":
            width, height = _size(FOLDER / str(token.attrs["src"]))
            token.attrs |= {"width": width, "height": height, "loading": "lazy"}
        elif token.type == "link_open":
            token.attrs["href"] = str(token.attrs["href"]).removesuffix(".md")


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.type == "inline":
            yield from token.children or ()


def _size(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size
