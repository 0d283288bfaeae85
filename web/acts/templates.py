"""The Word templates belong to the office: taken out, tried, published from a day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from generators.compile import compile_template
from generators.pagediff import PageChange, changed_pages
from generators.press.inspection import inspected
from generators.press.promise import PrintFailed
from generators.render import Template
from schemas.kinds.examine import Examined
from schemas.kinds.registry import all_kinds
from schemas.rules.parameters import Parameters
from schemas.rules.permissions import Actor
from storage.archive import Archive, Document, Query, Visibility, Working
from web.acts.binding import BESIDE, contract_named, template_faults
from web.acts.office import Office
from web.acts.papers import Head, paper_context
from web.acts.retrieving import data_of
from web.acts.specimens import HEAD, specimen
from web.recap import reasons_of

TABLE = "modelli"
CORNICE = "cornice"
HEAVIEST = 1_000_000
"""Bytes of a template, unpacked: LibreOffice reads them again for each document."""


class TemplateRefused(ValueError):
    """A template cannot be published; *faults* say why, a sentence each, in Italian."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Published:
    """A template of the office: which paper, from which day, its SHA-256, by whom and when."""

    nome: str
    dal: date
    sha256: str
    da: str
    il: datetime


@dataclass(frozen=True)
class Trial:
    """
    A paper printed with the old and the new template: its title, the pages that differ.

    *document* is the registered document that was printed again, None for a specimen.
    """

    title: str
    changes: Sequence[PageChange]
    document: Document | None = None


def paper_names() -> list[str]:
    """Return the names of all the papers: the kinds, those beside them, the letterhead."""
    return sorted({*all_kinds(), *BESIDE, CORNICE})


def paper_title(name: str) -> str:
    """Return what a paper is called."""
    return "Carta intestata" if name == CORNICE else contract_named(name).title


def published(archive: Archive, name: str) -> list[Published]:
    """Return the templates that the office published for a paper, oldest day first."""
    return sorted(map(_from, archive.find(TABLE, nome=name)), key=lambda one: one.dal)


def _from(record: Working) -> Published:
    text = {name: str(value) for name, value in record.value.items()}
    dal, il = date.fromisoformat(text["dal"]), datetime.fromisoformat(text["il"])
    return Published(text["nome"], dal, text["sha256"], text["da"], il)


def published_in(archive: Archive) -> Callable[[str, date], bytes | None]:
    """Return what gives the office's own template of a paper on a day, or None without one."""

    def source(name: str, on: date) -> bytes | None:
        in_force = [one for one in published(archive, name) if one.dal <= on]
        return archive.blob(in_force[-1].sha256) if in_force else None

    return source


def check_template(name: str, source: bytes, *, office: Office) -> list[str]:
    """
    Return why the DOCX *source* cannot become the template *name*; none when it can.

    A letterhead is tried under every paper.
    """
    try:
        package = inspected(source)
    except PrintFailed as failed:
        return [f"{name}: {failed.reason}"]
    weight = sum(map(len, package.parts.values()))
    if weight > HEAVIEST:
        return [
            f"{name}: pesa {weight // 1000} KB, al massimo {HEAVIEST // 1000}: togliere stili e "
            "immagini che non servono"
        ]
    names = [name] if name != CORNICE else [one for one in paper_names() if one != CORNICE]
    faults = [
        fault
        for one in names
        for fault in template_faults(one, partial(_under, name, source, one, office))
    ]
    return list(dict.fromkeys(faults))


def _under(name: str, source: bytes, paper: str, office: Office) -> Template:
    """Return the paper *paper* compiled with *source* in the place of the template *name*."""
    if name == CORNICE:
        return compile_template(office.papers.source(paper, office.on), source)
    return compile_template(source, office.papers.source(CORNICE, office.on))


def try_template(name: str, source: bytes, *, last: int, office: Office) -> Iterator[Trial]:
    """
    Yield what changes on a specimen and on the last documents registered, page by page.

    Papers that are no kind of document have nothing to be tried on.

    Raises:
        PressError: a PDF could not be made.
    """
    kinds = [kind for kind in all_kinds() if name in (kind, CORNICE)]
    for kind in kinds:
        new = _under(name, source, kind, office)
        old = office.papers.compiled(kind, office.on)
        yield _trial(kind, specimen(all_kinds()[kind], full=True), HEAD, (old, new), office)
        for document in _last_documents(kind, last, office):
            trial = _trial(kind, *_as_registered(document), (old, new), office)
            yield replace(trial, document=document)


def _as_registered(document: Document) -> tuple[Examined, Head]:
    """Return the data, the reasons and the head with which a document was printed."""
    reasons = tuple(reasons_of(document.motivi))
    head = Head(str(document.number), document.versione, document.on, document.registered_at)
    return Examined({}, data_of(document)[1], (), reasons=reasons), head


def _last_documents(kind: str, count: int, office: Office) -> list[Document]:
    query = Query(Visibility(((kind, ""),)), kinds=(kind,), limit=count)
    return [hit.document for hit in office.archive.search(query).hits] if count else []


def _trial(
    name: str, examined: Examined, head: Head, templates: tuple[Template, Template], office: Office
) -> Trial:
    kind, parameters = all_kinds()[name], Parameters(office.table, head.on)
    context = paper_context(kind, examined, head, parameters)
    old, new = (
        office.press.pdf(
            template.render(context, when=head.when),
            title=kind.title,
            author=parameters.text("ente.nome"),
            subject=parameters.text("progetto.titolo"),
            when=head.when,
        )
        for template in templates
    )
    title = f"{kind.title} {head.numero}" if head is not HEAD else f"{kind.title}, facsimile"
    return Trial(title, changed_pages(old, new))


def publish_template(
    name: str, source: bytes, dal: date, *, office: Office, by: Actor
) -> Published:
    """
    Make *source* the template *name* of the documents dated from *dal* on.

    What was registered before keeps its paper, and names the template it came from.

    Raises:
        TemplateRefused: it breaks its contract or is unsafe, or *dal* is past.
    """
    faults = check_template(name, source, office=office)
    if dal < office.on:
        faults.append(f"{name}: non si pubblica da un giorno passato ({dal:%d/%m/%Y})")
    if faults:
        raise TemplateRefused(faults)
    one = Published(name, dal, office.archive.put_blob(source), by.utente, office.now)
    value = {
        "nome": one.nome,
        "dal": one.dal.isoformat(),
        "sha256": one.sha256,
        "da": one.da,
        "il": one.il.isoformat(),
    }
    office.archive.put(TABLE, f"{name}.{dal.isoformat()}", value)
    return one


def withdraw_template(name: str, dal: date, *, office: Office) -> bool:
    """
    Take back a template published from a day that has not come yet; return whether there was one.

    What holds already was printed with: it can only be followed by another.
    """
    if dal <= office.on or dal not in {one.dal for one in published(office.archive, name)}:
        return False
    office.archive.delete(TABLE, f"{name}.{dal.isoformat()}")
    return True
