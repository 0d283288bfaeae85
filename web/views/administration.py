"""Administration: the parts of the office, the numbers and the places that its rules stand on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.comparison import folded
from schemas.rules.parameters import Parameter
from schemas.rules.permissions import RUOLI, Actor
from schemas.rules.territorio import COMUNI, CPI, TERRITORI
from web import matrix
from web.access import CURATORI, SCARTO, UTENTI, Denied, keeps_register
from web.acts.care import last_backup, last_verification
from web.identity import current_actor
from web.presenting import day
from web.services import office

bp = Blueprint("administration", __name__, url_prefix="/amministrazione")

CERTAINTY: Mapping[str, str] = {
    "progetto": "Dal progetto",
    "norma_verificata": "Norma verificata",
    "norma_non_verificata": "Norma da verificare",
    "assunzione": "Assunto, da confermare",
    "ufficio": "Deciso dall'ufficio",
}


@dataclass(frozen=True)
class Place:
    """A place of the administration: its words, what one finds there, its address."""

    title: str
    words: str
    address: str


@bp.before_request
def only_caretakers() -> None:
    """Keep out whoever does not look after the office."""
    if current_actor().ruolo not in CURATORI:
        raise Denied


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show where things are, and how the archive is."""
    return render_template(
        "amministrazione/inizio.html",
        places=list(_places(current_actor())),
        verification=last_verification(office()),
        backup=last_backup(office()),
        waiting=len(office().archive.without_pdf()),
    )


def _places(actor: Actor) -> Iterator[Place]:
    yield Place(
        "Stato del sistema",
        "Archivio, stampa, spazio su disco, PDF in attesa.",
        url_for("health.stato"),
    )
    if actor.ruolo in UTENTI:
        yield Place("Utenti", "Chi entra, con quali ruoli.", url_for("users.find"))
    if actor.ruolo == "ADM":
        yield Place(
            "Modelli Word",
            "Scaricarli, cambiarli, pubblicarli da un giorno.",
            url_for("templates.find"),
        )
    if keeps_register(actor):
        yield Place(
            "Registro giornaliero",
            "Che cosa è stato registrato ogni giorno.",
            url_for("registry.show"),
        )
    if actor.ruolo in SCARTO:
        yield Place(
            "Conservazione e scarto",
            "Che cosa si può scartare, e che cosa va trattenuto.",
            url_for("retention.show"),
        )
    yield Place(
        "Registro degli accessi", "Chi ha visto che cosa, e quando.", url_for("access_log.find")
    )
    yield Place("Parametri", "I numeri delle regole, con la loro fonte.", url_for(".parameters"))
    yield Place("Territori", "Centri per l'Impiego e Comuni.", url_for(".places"))
    yield Place("Ruoli e permessi", "Chi può fare che cosa.", url_for(".permissions"))


@dataclass(frozen=True)
class Value:
    """A parameter: the entry in force on the day asked, or None, and all that it ever was."""

    chiave: str
    now: Parameter | None
    history: Sequence[Parameter]


@bp.get("/parametri")
def parameters() -> ResponseReturnValue:
    """Show the numbers of the rules in force on a day, with their history."""
    typed, words = request.args.get("data", ""), request.args.get("q", "")
    on = day(typed) if typed else office().on
    values = list(_values(words)) if on else []
    page = render_template(
        "amministrazione/parametri.html",
        values=values,
        typed=typed or f"{office().on:%d/%m/%Y}",
        words=words,
        fault="" if on else "Data non valida: usare il formato GG/MM/AAAA.",
        certainty=CERTAINTY,
        shown=shown,
    )
    return Response(page, 200 if on else 422)


def _values(words: str) -> Iterator[Value]:
    on = day(request.args.get("data", "")) or office().on
    table = sorted(office().table, key=lambda entry: entry.chiave)
    for chiave, entries in groupby(table, key=lambda entry: entry.chiave):
        history = list(entries)
        text = folded(" ".join((chiave, *(entry.fonte for entry in history))))
        if folded(words) in text:
            now = next((entry for entry in history if entry.in_force(on)), None)
            yield Value(chiave, now, history)


def shown(value: object) -> str:
    """Return the value of a parameter in words."""
    match value:
        case bool():
            return "Sì" if value else "No"
        case list():
            return ", ".join(map(shown, value)) or "Nessuno"
        case dict():
            return "; ".join(f"{name}: {shown(inner)}" for name, inner in value.items())
        case None:
            return "Non indicato"
    return str(value)


@bp.get("/territori")
def places() -> ResponseReturnValue:
    """Show each territorio with its CPI and its Comuni."""
    found = [
        (
            codice,
            nome,
            [cpi for cpi, territorio in CPI.items() if territorio == codice],
            [comune for comune in COMUNI if comune.territorio == codice],
        )
        for codice, nome in TERRITORI.items()
    ]
    return render_template("amministrazione/territori.html", territori=found, total=len(COMUNI))


@bp.get("/permessi")
def permissions() -> ResponseReturnValue:
    """Show who may do what: the matrix as the kinds declare it."""
    return render_template(
        "amministrazione/permessi.html",
        rows=matrix.rows(),
        roles=matrix.roles(),
        names=RUOLI,
        in_words=matrix.in_words,
    )
