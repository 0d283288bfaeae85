"""Issuing a document: number, paper and register line in one operation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.saving import to_json
from schemas.rules.contesto import Contesto
from schemas.rules.messages import Problem
from schemas.rules.numero import Number
from schemas.rules.parameters import Parameters
from schemas.rules.permissions import Actor
from storage.archive import Document, Event
from web.acts.budget import with_resources
from web.acts.office import Office
from web.acts.opening import open_from_scheda
from web.acts.papers import Head, fingerprint
from web.acts.retrieving import contesto_of


@dataclass(frozen=True)
class Issued:
    """The outcome: the registered document, or what must be mended before there can be one."""

    document: Document | None
    examined: Examined

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what must be mended, empty when the document was registered."""
        return self.examined.problems


def issue(
    kind: Kind,
    typed: Mapping[str, object],
    *,
    office: Office,
    by: Actor,
    assumed: Contesto | None = None,
    replaces: Number | None = None,
) -> Issued:
    """
    Register a document of *kind*: one transaction gives the number, the paper and the line.

    *assumed* is taken as on file beside what the archive holds, and what it does not say as
    favourable: for papers whose earlier steps were filed elsewhere. *replaces* is the document
    that this one corrects: it becomes ``sostituito`` in the same transaction.

    The answers are examined inside the transaction, against the archive as it is then, so that
    two desks cannot register what only one may. The number is taken before printing because the
    paper shows it; a paper that fails to print gives the number back.

    Raises:
        ArchiveFault: nothing was registered; the message says what to do.
        NotAllowed: the document to replace is annulled or replaced already.
        TemplateFault: the template asks what the data cannot give; nothing was registered.
    """
    with office.archive.transaction():
        old = office.archive.document(replaces) if replaces else None
        contesto = replace(contesto_of(office.archive, typed), today=office.on)
        if old:
            contesto = contesto.without(str(old.number))
        contesto = with_resources(
            contesto, str(typed.get("fascicolo") or ""), str(replaces or ""), office=office
        )
        if assumed is not None:
            contesto = contesto.joined(assumed)
        examined = examine(kind, typed, contesto, office.table)
        if examined.problems:
            return Issued(None, examined)
        territorio = _territorio(examined, contesto)
        document = _register(kind, examined, territorio, old, office=office, by=by)
    return Issued(document, examined)


def _territorio(examined: Examined, contesto: Contesto) -> str:
    """Return the territory of a document: its own, else its fascicolo's, else provincial (PR)."""
    own = examined.data.get("territorio")
    fascicolo = contesto.fascicolo(str(examined.data.get("fascicolo") or ""))
    return str(own or (fascicolo and fascicolo.text("territorio")) or "PR")


def _register(
    kind: Kind,
    examined: Examined,
    territorio: str,
    old: Document | None,
    *,
    office: Office,
    by: Actor,
) -> Document:
    data = examined.data
    number = office.archive.take_number(kind.sigla, office.on, territorio)
    on = date_of(kind, examined)
    head = Head(str(number), old.versione + 1 if old else 1, on, office.now)
    paper = office.papers.print(kind, examined, head, Parameters(office.table, on))
    columns = {name: _text_at(data, path) for name, path in kind.index.items()}
    fascicolo = str(data.get("fascicolo") or (old.fascicolo if old else ""))
    document = Document(
        number=number,
        kind=kind.name,
        versione=head.versione,
        on=on,
        fascicolo=fascicolo or open_from_scheda(kind, data, on, office=office, by=by),
        territorio=territorio,
        oggetto=_subject(kind, columns),
        autore=by.utente,
        registered_at=head.when,
        data=to_json(kind, data),
        motivi=[{**asdict(reason), "holds": reason.holds} for reason in examined.reasons],
        index=columns,
        docx=office.archive.put_blob(paper.docx),
        template=paper.template,
        impronta=fingerprint(kind, data),
        replaces=str(old.number) if old else "",
    )
    office.archive.add_document(document)
    if old:
        event = Event("sostituzione", head.when, by.utente, {"documento": str(number)})
        office.archive.add_event(old.number, event)
    return document


def date_of(kind: Kind, examined: Examined) -> date:
    """Return the date of an examined document."""
    value = _at(examined.data, kind.date_field)
    if not isinstance(value, date):
        raise TypeError(f"{kind.name}: {kind.date_field} is not a date")
    return value


def _subject(kind: Kind, columns: Mapping[str, str]) -> str:
    names = ("azienda", "cognome", "nome")
    return " - ".join([kind.title, " ".join(filter(None, map(columns.get, names)))]).rstrip(" -")


def _at(data: Mapping[str, object], path: str) -> object:
    value: object = data
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text_at(data: Mapping[str, object], path: str) -> str:
    value = _at(data, path)
    return "" if value is None else str(value)
