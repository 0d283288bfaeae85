"""The pages of the guide, for anybody who has entered."""

from flask import Blueprint, Response, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from storage.archive import NotFound
from web.guide import PAGINE, PICTURES, guide_page, guide_pages
from web.identity import current_actor

bp = Blueprint("guide", __name__, url_prefix="/aiuto")


@bp.get("")
def find() -> ResponseReturnValue:
    """List the pages of the guide, those for the role of the person at the desk first."""
    ruolo = current_actor().ruolo
    pages = guide_pages()
    yours = [page for page in pages if ruolo in PAGINE[page.name]]
    return render_template("guida/elenco.html", pages=pages, yours=yours)


@bp.get("/<pagina>")
def show(pagina: str) -> ResponseReturnValue:
    """Show a page of the guide."""
    if pagina not in PAGINE:
        raise NotFound(pagina)
    return render_template("guida/pagina.html", page=guide_page(pagina))


@bp.get("/figure/<nome>")
def picture(nome: str) -> Response:
    """Serve a picture of the guide."""
    response = send_from_directory(PICTURES, nome, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
