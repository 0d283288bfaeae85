"""The dossier: a whole fascicolo taken out of the archive, as one PDF or as a bag; and noted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from generators.bag import bag
from generators.contract import Contract
from generators.copies import pages_of
from generators.dossier import Binding, Leaf, bind, count_pages
from generators.offline import offline_index
from generators.values import BLANK
from schemas.kinds.registry import all_kinds
from schemas.rules.life import CHIUSI, NOMI_PASSI, STATI_DOCUMENTO, STATI_FASCICOLO
from schemas.rules.messages import Problem
from schemas.rules.parameters import Parameters, shipped
from schemas.rules.permissions import RUOLI, Actor
from schemas.rules.territorio import TERRITORI
from storage.archive import Document, Event, Fascicolo
from web.acts.accesses import note_retrieval
from web.acts.describing import metadata_of, metadata_of_fascicolo
from web.acts.motives import motive_fault
from web.acts.office import ROME, Office
from web.acts.papers import Head, frame
from web.acts.printing import print_document
from web.acts.specimens import HEAD

COVER = "copertina_fascicolo"


@dataclass(frozen=True)
class Retrieved:
    """The outcome: a file to give, with its name; or what must be mended before."""

    name: str
    content: bytes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Retrieval:
    """One retrieval: of what, by whom, why, with which tools."""

    fascicolo: Fascicolo
    documents: list[Document]
    motivo: str
    office: Office
    by: Actor


def retrieve_pdf(numero: str, motivo: str, *, office: Office, by: Actor) -> Retrieved:
    """
    Give a fascicolo as one PDF: cover with the index, the papers in order, bookmarks.

    Whoever calls has made sure that *by* may see the fascicolo (rule P-5). A paper that has no PDF
    yet is printed now. The retrieval is noted before anything is given.

    Raises:
        NotFound: no such fascicolo.
        PressAbsent, PressBusy, PrintFailed: something could not be printed.
        ArchiveFault: the retrieval could not be noted.
    """
    return _retrieved(numero, motivo, "pdf", office, by)


def retrieve_bag(numero: str, motivo: str, *, office: Office, by: Actor) -> Retrieved:
    """
    Give a fascicolo as a ZIP with every file, its metadata, its lines of the register, an index.

    It follows BagIt (RFC 8493), so that whoever receives it can check it without us. Otherwise as
    `retrieve_pdf`, but that a PDF still to be made is left out.

    Raises:
        NotFound: no such fascicolo.
        BlobAltered, BlobMissing: a file is not as it was registered: nothing is given.
        ArchiveFault: the retrieval could not be noted.
    """
    return _retrieved(numero, motivo, "zip", office, by)


def _retrieved(numero: str, motivo: str, form: str, office: Office, by: Actor) -> Retrieved:
    fascicolo = office.archive.fascicolo(numero)
    motivo = motivo.strip()
    problem = motive_fault(motivo)
    if problem:
        return Retrieved("", b"", (problem,))
    documents = list(office.archive.documents(fascicolo=numero))
    retrieval = _Retrieval(fascicolo, documents, motivo, office, by)
    content = _bound(retrieval) if form == "pdf" else _bagged(retrieval)
    note_retrieval(numero, form, motivo, office=office, by=by)
    return Retrieved(f"{numero}.{form}", content)


# One PDF.


def _bound(retrieval: _Retrieval) -> bytes:
    office, fascicolo = retrieval.office, retrieval.fascicolo
    bundles = [_leaves(document, office) for document in retrieval.documents]
    binding = Binding(
        foot=f"fascicolo {fascicolo.numero}",
        title=f"Fascicolo {fascicolo.numero}",
        author=office.parameters.text("ente.nome"),
        when=office.now,
    )
    return bind(_cover(retrieval, bundles), list(chain.from_iterable(bundles)), binding)


def _leaves(document: Document, office: Office) -> list[Leaf]:
    """Return the paper of a document, and the scans of the signed one after it."""
    annulled = document.stato == "annullato"
    scans = [
        pages_of(
            office.archive.blob(str(event.dati["sha256"])),
            str(event.dati["formato"]),
            when=event.at,
        )
        for event in _scans(document)
    ]
    title = f"{document.number} copia firmata"
    return [_leaf(document, office), *(Leaf(title, scan, annulled) for scan in scans)]


def _scans(document: Document) -> list[Event]:
    return [event for event in document.events if event.tipo == "copia_firmata"]


def _leaf(document: Document, office: Office) -> Leaf:
    if document.pdf is None:
        document = print_document(document.number, office=office)
    pdf = office.archive.blob(str(document.pdf))
    title = f"{document.number} {all_kinds()[document.kind].title}"
    return Leaf(title, pdf, document.stato == "annullato")


def _cover(retrieval: _Retrieval, bundles: list[list[Leaf]]) -> bytes:
    """Print the cover, again if it takes more pages than its own index took it to have."""
    lengths = [sum(count_pages(leaf.pdf) for leaf in bundle) for bundle in bundles]
    taken = 1
    while True:
        cover = _printed_cover(retrieval, _first_pages(taken, lengths))
        if (pages := count_pages(cover)) == taken:
            return cover
        taken = pages


def _first_pages(before: int, lengths: list[int]) -> list[int]:
    return [before + 1 + sum(lengths[:position]) for position in range(len(lengths))]


def _printed_cover(retrieval: _Retrieval, pages: list[int]) -> bytes:
    office, numero = retrieval.office, retrieval.fascicolo.numero
    head = Head(numero, 1, office.on, office.now)
    around = frame("Fascicolo", retrieval.fascicolo.territorio, "", head, office.parameters)
    rows = zip(retrieval.documents, pages, strict=True)
    context = {
        **around,
        "fascicolo": _about(retrieval.fascicolo),
        "documenti": [{**_row(document), "pagina": page} for document, page in rows],
        "estrazione": _extraction(retrieval),
    }
    return office.press.pdf(
        office.papers.compiled(COVER, office.on).render(context, when=office.now),
        title=f"Fascicolo {numero}",
        author=office.parameters.text("ente.nome"),
        subject=office.parameters.text("progetto.titolo"),
        when=office.now,
    )


# A bag.


def _bagged(retrieval: _Retrieval) -> bytes:
    office, fascicolo = retrieval.office, retrieval.fascicolo
    info = {
        "Source-Organization": office.parameters.text("ente.nome"),
        "External-Identifier": fascicolo.numero,
        "External-Description": f"Fascicolo {fascicolo.numero}, copia per consultazione",
        "Bag-Software-Agent": "Fascicolo",
    }
    return bag(fascicolo.numero, dict(_payload(retrieval)), info, when=office.now)


def _payload(retrieval: _Retrieval) -> Iterator[tuple[str, bytes]]:
    office, documents = retrieval.office, retrieval.documents
    for document in documents:
        for name, sha256 in _files(document).items():
            yield f"documenti/{name}", office.archive.blob(sha256)
        for name, content in metadata_of(document, office=office).items():
            yield f"metadati/{name}", content
    described = metadata_of_fascicolo(retrieval.fascicolo, documents, office=office)
    for name, content in described.items():
        yield f"metadati/{name}", content
    lines = office.archive.register_lines(retrieval.fascicolo.numero)
    yield "registro.jsonl", "".join(map(_line, lines)).encode()
    yield "indice.html", _index(retrieval)


def _files(document: Document) -> dict[str, str]:
    """Return the files of a document, each with its SHA-256."""
    files = {f"{document.number}.docx": document.docx}
    for position, event in enumerate(document.seguiti, start=1):
        files[f"{document.number}-proseguito-{position}.docx"] = str(event.dati["sha256"])
    if document.pdf:
        files[f"{document.number}.pdf"] = document.pdf
    for position, event in enumerate(_scans(document), start=1):
        name = f"{document.number}-firmato-{position}.{event.dati['formato']}"
        files[name] = str(event.dati["sha256"])
    return files


def _line(text: str) -> str:
    """Return a line of the register as JSON: the payload as it is hashed, or nothing."""
    chain, digest, payload = text.split(" ", 2)
    said = {"catena": chain, "impronta": digest, "contenuto": None if payload == "-" else payload}
    return json.dumps(said, ensure_ascii=False) + "\n"


def _index(retrieval: _Retrieval) -> bytes:
    office, fascicolo = retrieval.office, retrieval.fascicolo
    head = Head(fascicolo.numero, 1, office.on, office.now)
    around = frame("Fascicolo", fascicolo.territorio, "", head, office.parameters)
    reached = office.archive.chain_head()
    about = {**_about(fascicolo), "metadati": f"metadati/{fascicolo.numero}"}
    return offline_index(
        {
            "ente": around["ente"],
            "progetto": around["progetto"],
            "fascicolo": about,
            "documenti": [_row_with_files(document) for document in retrieval.documents],
            "eventi": list(_history(retrieval)),
            "estrazione": _extraction(retrieval),
            "catena": {"righe": reached.line, "valore": reached.chain},
        }
    )


def _row_with_files(document: Document) -> dict[str, object]:
    names = _files(document)
    files = [{"percorso": f"documenti/{name}", "nome": _label(name)} for name in names]
    described = {"percorso": f"metadati/{document.number}.xml", "nome": "Metadati"}
    return {**_row(document), "file": [*files, described]}


def _label(name: str) -> str:
    form = name.rpartition(".")[2].upper()
    return f"Copia firmata ({form})" if "-firmato-" in name else form


def _history(retrieval: _Retrieval) -> Iterator[dict[str, str]]:
    fascicolo = retrieval.fascicolo
    opened = Event("aperto", fascicolo.opened_at, fascicolo.autore)
    happened = [(event, fascicolo.numero) for event in (opened, *fascicolo.events)]
    for document in retrieval.documents:
        registered = Event("registrazione", document.registered_at, document.autore)
        happened += [(event, str(document.number)) for event in (registered, *document.events)]
    for event, of in sorted(happened, key=lambda pair: pair[0].at):
        words = {"registrazione": "Registrazione", **NOMI_PASSI, **STATI_FASCICOLO}[event.tipo]
        reason = event.dati.get("motivo")
        yield {
            "quando": f"{event.at.astimezone(ROME):%d/%m/%Y %H:%M}",
            "che_cosa": f"{words}: {reason}" if reason else words,
            "di": of,
            "chi": event.by,
        }


# What both show.


def _about(fascicolo: Fascicolo) -> dict[str, object]:
    closed = [event for event in fascicolo.events if event.tipo in CHIUSI]
    return {
        "numero": fascicolo.numero,
        **{name: str(fascicolo.persona[name]) for name in ("cognome", "nome", "codice_fiscale")},
        "cpi": fascicolo.cpi,
        "territorio_nome": TERRITORI[fascicolo.territorio],
        "stato": STATI_FASCICOLO[fascicolo.stato],
        "data_apertura": fascicolo.on,
        "data_chiusura": closed[-1].at.astimezone(ROME).date() if closed else BLANK,
    }


def cover_contract() -> Contract:
    """Return what the paper of the cover may ask."""
    person = dict.fromkeys(("cognome", "nome", "codice_fiscale", "cpi", "territorio_nome"), "x")
    row = {"numero": HEAD.numero, "titolo": "Atto", "data": HEAD.on, "stato": "firmato"}
    about: dict[str, object] = {"numero": "F-2011-00001", "stato": "aperto", **person}
    about |= {"data_apertura": HEAD.on, "data_chiusura": HEAD.on}
    context = {
        **frame("Fascicolo", "T2", "", HEAD, Parameters(shipped(), HEAD.on)),
        "fascicolo": about,
        "documenti": [{**row, "annullato": False, "pagina": 2}],
        "estrazione": {"data": HEAD.on, "nome": "x", "ruolo": "x", "motivo": "x"},
    }
    return Contract("Copertina del fascicolo", full=context, sparse={**context, "documenti": []})


def _row(document: Document) -> dict[str, object]:
    return {
        "numero": str(document.number),
        "titolo": all_kinds()[document.kind].title,
        "data": document.on,
        "stato": STATI_DOCUMENTO[document.stato],
        "annullato": document.stato == "annullato",
    }


def _extraction(retrieval: _Retrieval) -> dict[str, object]:
    by = retrieval.by
    return {
        "data": retrieval.office.on,
        "nome": by.nome,
        "ruolo": RUOLI[by.ruolo],
        "motivo": retrieval.motivo,
    }
