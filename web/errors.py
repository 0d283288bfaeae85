"""The one table from what can go wrong to the page that says so."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from generators.press.promise import PressError
from generators.render import TemplateFault
from storage.archive import (
    AlreadyRegistered,
    ArchiveFault,
    BlobAltered,
    BlobMissing,
    ClockWentBack,
    NotAllowed,
    NotFound,
    Stale,
)
from web.access import Denied
from web.acts.accounts.tickets import TicketSpent
from web.acts.binding import KindBroken
from web.acts.papers import PaperMissing
from web.acts.standing import FascicoloChiuso
from web.identity import ForeignForm, NotLoggedIn

log = structlog.get_logger()


@dataclass(frozen=True)
class Trouble:
    """
    What a page of error says: its status, what happened, what to do.

    *serious* asks for a code that ties the page to the log; *kept* offers what was put aside.
    """

    status: int
    title: str
    words: str
    serious: bool = False
    kept: bool = False


_MISSING = Trouble(
    404,
    "Pagina non trovata",
    "L'indirizzo non porta a nulla, oppure porta a un documento che non ti è assegnato. "
    "Controlla il numero o cercalo dalla Scrivania.",
)
_FAULT = Trouble(
    500,
    "Qualcosa non ha funzionato",
    "La colpa è del programma, non tua. Quello che era salvato è al sicuro: riprova, e se "
    "succede ancora comunica il codice qui sotto a chi amministra il sistema.",
    serious=True,
)

TABLE: dict[type[Exception], Trouble] = {
    NotLoggedIn: Trouble(
        401, "La sessione è terminata", "Per motivi di sicurezza occorre accedere di nuovo."
    ),
    Denied: Trouble(
        403,
        "Accesso non consentito",
        "Il tuo ruolo non permette questa operazione. Se pensi che debba permetterla, rivolgiti "
        "al responsabile del tuo Centro per l'Impiego.",
    ),
    ForeignForm: Trouble(
        403,
        "La pagina era aperta da prima dell'accesso",
        "Per sicurezza il modulo non è stato salvato. Quello che hai scritto è stato messo da "
        "parte: lo ritrovi in «Riprendi».",
        kept=True,
    ),
    NotFound: _MISSING,
    TicketSpent: Trouble(
        410,
        "Il collegamento non vale più",
        "Un collegamento funziona una volta sola e per un tempo breve: chiedine uno nuovo.",
    ),
    NotAllowed: Trouble(
        409,
        "Lo stato del documento non lo permette",
        "Nel frattempo il documento è cambiato. Riapri la sua pagina per vedere com'è ora.",
    ),
    FascicoloChiuso: Trouble(
        409,
        "Il fascicolo è chiuso",
        "Si può leggere e scaricare, ma non riceve più documenti, correzioni né passaggi.",
    ),
    KindBroken: Trouble(
        503,
        "Questo documento non si può compilare",
        "Il suo modello Word ha un difetto: per non far scrivere a vuoto, resta chiuso finché chi "
        "amministra il sistema non corregge il modello.",
        serious=True,
    ),
    AlreadyRegistered: Trouble(
        409, "È già registrato", "Cercalo dalla Scrivania: non occorre registrarlo di nuovo."
    ),
    Stale: Trouble(
        409,
        "La bozza è cambiata nel frattempo",
        "Un'altra finestra o un'altra persona l'ha salvata dopo che avevi aperto questa pagina. "
        "Riapri la bozza e controlla prima di proseguire.",
    ),
    BlobMissing: Trouble(
        503,
        "Il file non è disponibile",
        "Il documento è registrato ma il suo file non si trova: avvisa chi amministra il sistema.",
        serious=True,
    ),
    BlobAltered: Trouble(
        503,
        "Il file è stato alterato",
        "Il file conservato non corrisponde a quello registrato e non viene mostrato: avvisa chi "
        "amministra il sistema.",
        serious=True,
    ),
    ArchiveFault: Trouble(
        503,
        "L'archivio non è disponibile",
        "Nulla è stato registrato a metà. Riprova tra qualche minuto; se continua, avvisa chi "
        "amministra il sistema.",
        serious=True,
    ),
    ClockWentBack: Trouble(
        503,
        "La data di lavoro non è giusta",
        "Oggi risulta precedente all'ultima registrazione: l'orologio del computer va corretto "
        "prima di registrare. Nulla è andato perso; avvisa chi amministra il sistema.",
        serious=True,
    ),
    PressError: Trouble(
        503,
        "La stampa non è disponibile",
        "Il documento è al sicuro: il PDF si può chiedere più tardi.",
        serious=True,
    ),
    PaperMissing: _FAULT,
    TemplateFault: _FAULT,
}
HTTP: dict[int, Trouble] = {
    404: _MISSING,
    405: Trouble(405, "Operazione non prevista", "Questa pagina non si usa in questo modo."),
    413: Trouble(413, "Il file è troppo grande", "Il limite è di 2 MB."),
}


def install(app: Flask) -> None:
    """Give every exception of the table its page, and any other the page of our faults."""
    for kind, trouble in TABLE.items():
        app.register_error_handler(kind, _answer(trouble))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _answer(_FAULT))


def _answer(trouble: Trouble) -> Callable[[Exception], ResponseReturnValue]:
    def handler(error: Exception) -> ResponseReturnValue:
        return _page(trouble, error)

    return handler


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    generic = Trouble(code, "Richiesta non valida", "Torna alla Scrivania e riprova.")
    return _page(HTTP.get(code, generic if code < 500 else _FAULT), error)


def _page(trouble: Trouble, error: Exception) -> ResponseReturnValue:
    code = ""
    if trouble.serious:
        code = secrets.token_hex(4).upper()
        log.error("request_failed", code=code, path=request.path, exc_info=error)
    page = render_template("errore.html", trouble=trouble, code=code, error=error)
    return page, trouble.status
