"""Whatever people type is on the paper, word for word, for every kind of document."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators.press import Press
from generators.text import paper_text
from schemas.fields import Blocco, Modulo, Nome, Tabella, Testo, TestoBreve
from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.messages import Refused
from schemas.rules.parameters import Parameters, shipped
from tests.samples import sample
from tests.schemas.kinds.test_every_kind import contesto_for
from web.acts.papers import Papers, draft_head

PAPERS = Papers(Path(__file__).resolve().parents[2] / "templates" / "docx")
ON = date(2011, 3, 7)
NASTY = (
    "Rossi & C. <b>grassetto</b>",
    "{{ 7*7 }} {% if x %} {# y #}",
    "{_{ 7*7 }_} </w:t></w:r></w:p>",
    "virgolette \" e apostrofi ' ’ \\n $1 100%",
    "emoji 😀👩🏽‍🔧 e ebraico שלום",
    "=SOMMA(A1:A9) +1 -1 @x",
    "parolalunghissima" * 11,
)
every_kind = pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)


def examined(kind: Kind, *, full: bool) -> Examined:
    """Examine the sample of *kind*; with *full* its optional fields are filled too."""
    data = sample(kind.name, full=full)
    return examine(kind, data, contesto_for(data), shipped())


def filled(
    modulo: type[Modulo], data: Mapping[str, object], texts: Iterator[str]
) -> dict[str, object]:
    """Return *data* with a text of *texts* in every free text, and every table at its maximum."""
    out = dict(data)
    for name, campo in modulo.campi().items():
        value = data.get(name)
        if value is None:
            continue
        if isinstance(campo, Blocco) and isinstance(value, Mapping):
            out[name] = filled(campo.modulo, value, texts)
        elif isinstance(campo, Tabella) and isinstance(value, list) and value:
            out[name] = [filled(campo.modulo, value[0], texts) for _ in range(campo.most)]
        elif isinstance(campo, TestoBreve):
            out[name] = next(texts)[: campo.longest]
        elif isinstance(campo, Nome):
            out[name] = "Della Valle-D’Angelo Bartolomeazzi " * 2 + "Montecchi"
    return out


def on_paper(kind: Kind, data: Mapping[str, object]) -> dict[str, object]:
    """Return what the paper of *kind* prints: not the notes for few, nor what it leaves out."""
    campi = kind.schema.campi()
    return {
        name: value
        for name, value in data.items()
        if name in campi and not campi[name].restricted and name not in kind.unprinted
    }


def typed_texts(modulo: type[Modulo], data: Mapping[str, object]) -> Iterator[str]:
    """Yield every free text and name of *data*."""
    for name, campo in modulo.campi().items():
        value = data.get(name)
        if isinstance(campo, Blocco) and isinstance(value, Mapping):
            yield from typed_texts(campo.modulo, value)
        elif isinstance(campo, Tabella) and isinstance(value, list):
            for row in value:
                yield from typed_texts(campo.modulo, row)
        elif isinstance(campo, TestoBreve | Nome) and isinstance(value, str):
            yield value


def printed(kind: Kind, given: Examined, data: Mapping[str, object]) -> bytes:
    """Print *data* on the paper of *kind*."""
    return PAPERS.print(
        kind, replace(given, data=data), draft_head(ON), Parameters(shipped(), ON)
    ).docx


def nasty() -> Iterator[str]:
    """Yield numbered nasty texts without end, so that each is told from the others."""
    count = 0
    while True:
        yield f"{count} {NASTY[count % len(NASTY)]}"
        count += 1


def lines(text: str) -> list[str]:
    """Return the lines of a typed text."""
    return [line.strip() for line in text.split("\n") if line.strip()]


@every_kind
def test_every_text_typed_is_on_the_paper_literally(kind: Kind) -> None:
    given = examined(kind, full=True)
    data = {**given.data, **filled(kind.schema, given.data, nasty())}

    paper = paper_text(printed(kind, given, data))

    for text in typed_texts(kind.schema, on_paper(kind, data)):
        for line in lines(text):
            assert line in paper


@every_kind
def test_the_paper_prints_with_every_optional_field_blank(kind: Kind) -> None:
    given = examined(kind, full=False)
    assert given.problems == ()

    paper = paper_text(printed(kind, given, given.data))

    assert not re.search(r"None|null|nan\b|\{\{|\{%", paper)


@every_kind
def test_four_thousand_characters_are_printed_whole(kind: Kind) -> None:
    given = examined(kind, full=True)
    campi = kind.schema.campi()
    long = [name for name in on_paper(kind, given.data) if isinstance(campi[name], Testo)]
    text = ("Riga di prova con parole di lunghezza diversa.\n" * 90)[:4000]
    data = {**given.data, **dict.fromkeys(long, text)}

    paper = paper_text(printed(kind, given, data))

    assert paper.count("Riga di prova con parole di lunghezza diversa.") >= 85 * len(long)


@every_kind
def test_the_pdf_says_what_was_typed(kind: Kind, one_engine: Press) -> None:
    given = examined(kind, full=True)
    plain = (f"Testo{n} & <b> {{{{ 7*7 }}}} perché così" for n in range(1000))
    data = {**given.data, **filled(kind.schema, given.data, plain)}
    head = draft_head(ON)

    pdf = one_engine.pdf(
        printed(kind, given, data), title="Prova", author="Prova", subject="Prova", when=head.when
    )

    seen = "".join(re.sub(r"\s|\ufffe|\u00ad", "", page_text) for page_text in texts_of(pdf))
    for text in typed_texts(kind.schema, on_paper(kind, data)):
        assert re.sub(r"\s", "", text) in seen


def texts_of(pdf: bytes) -> Iterator[str]:
    """Yield the text of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    for page in document:
        # PDFium reads a hyphen at the end of a line as this control character.
        yield page.get_textpage().get_text_bounded().replace("\x02", "-")
    document.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(min_size=1, max_size=120))
def test_any_text_that_the_form_accepts_prints_literally(text: str) -> None:
    kind = all_kinds()["patto_di_servizio"]
    given = examined(kind, full=False)
    try:
        note = Testo("Note").parse(text)
    except Refused:
        return

    paper = paper_text(printed(kind, given, {**given.data, "note": note}))

    for line in note.split("\n"):
        assert line.strip("\t ") in paper
