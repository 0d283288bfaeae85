"""The companies as the office knows them: from the papers that name them."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from storage.archive import Document, NotFound
from web.access import may_on
from web.acts.reading import reading_of
from web.identity import current_actor
from web.services import office
from web.views.own import LATEST, papers_of_company

bp = Blueprint("companies", __name__, url_prefix="/aziende")

# The papers by which the office knows a company, the one that says most first.
KNOWN_BY = ("convenzione_stage", "richiesta_incentivo", "segnalazione_azienda")


@dataclass(frozen=True)
class Known:
    """A company on file: its name and how many papers name it."""

    partita_iva: str
    nome: str
    papers: int


@bp.get("/")
def find() -> ResponseReturnValue:
    """List the companies named in the papers that the person may see."""
    names: dict[str, str] = {}
    papers: dict[str, int] = {}
    for kind in KNOWN_BY:
        for document in reading_of(office().archive).in_force(kind):
            code = document.index.get("partita_iva", "")
            if code and may_on(current_actor(), "V", document):
                names.setdefault(code, document.index.get("azienda", code))
                papers[code] = papers.get(code, 0) + 1
    found = [Known(code, nome, papers[code]) for code, nome in names.items()]
    found.sort(key=lambda one: one.nome.casefold())
    return render_template("aziende/elenco.html", found=found)


@bp.get("/<partita_iva>")
def show(partita_iva: str) -> ResponseReturnValue:
    """Show a company: its requests, the profiles it was told of, its stages, its papers."""
    documents = _documents(partita_iva)
    if not documents:
        raise NotFound
    return render_template(
        "aziende/azienda.html",
        partita_iva=partita_iva,
        nome=documents[-1].index.get("azienda", partita_iva),
        documents=documents[: -LATEST - 1 : -1],
        total=len(documents),
        **papers_of_company(documents),
    )


def _documents(partita_iva: str) -> list[Document]:
    """Return the documents of a company that the person may see, oldest first."""
    found = office().archive.documents(azienda=partita_iva)
    return [
        document
        for document in found
        if document.index.get("partita_iva") == partita_iva
        and may_on(current_actor(), "V", document)
    ]
