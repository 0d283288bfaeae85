"""How the project goes: targets, pace, months and territori, and the documents behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from schemas.rules.andamento import Mese, mesi
from schemas.rules.conteggi import INDICATORI, Unita
from schemas.rules.territorio import TERRITORI
from storage.archive import Fascicolo, NotFound
from web.access import ANDAMENTO, FASCICOLO, require
from web.acts.progress import Figura, figures, periodo_of, told_figures, units
from web.charts import Columns, columns
from web.identity import current_actor
from web.paging import page_of
from web.presenting import cifra, mese_breve, mese_lungo
from web.services import office

bp = Blueprint("progress", __name__, url_prefix="/andamento")

PER_PAGE = 50
# What the project expects of each step from the one before, in percent.
RAPPORTI = (
    ("segnalazioni", "patti_e_pai", "Segnalazioni ogni 100 Patti con PAI"),
    ("inserimenti", "segnalazioni", "Persone inserite ogni 100 segnalazioni"),
    ("inserimenti", "patti_e_pai", "Persone inserite ogni 100 Patti con PAI"),
)


@dataclass(frozen=True)
class Row:
    """A unit of an indicator with whose it is."""

    unit: Unita
    fascicolo: Fascicolo


@dataclass(frozen=True)
class Rapporto:
    """How many of one thing there are for a hundred of another, and how many are expected."""

    words: str
    ora: int | None
    atteso: int


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show each target with its pace, by month and by territorio, as the role may know it."""
    actor = current_actor()
    require(actor, "V", ANDAMENTO, actor.territorio)
    people = actor.ruolo in FASCICOLO
    shown = figures(office(), actor.territorio) if people else told_figures(office())
    return render_template(
        "andamento/andamento.html",
        periodo=periodo_of(office()),
        figure=shown,
        charts={figura.indicatore.nome: _chart(figura) for figura in shown if figura.mesi},
        rapporti=list(_rapporti(shown)),
        persone=people,
        territori=TERRITORI,
        dove=actor.territorio if people else "",
    )


def _chart(figura: Figura) -> Columns:
    """Return the months of the whole project, those to come empty, with the even pace."""
    periodo = periodo_of(office())
    months = sorted({*figura.mesi, *mesi(periodo.dal, periodo.al)})
    even = Decimal(figura.obiettivo) / len(list(mesi(periodo.dal, periodo.al)))
    values = {mese: figura.mesi.get(mese, 0) for mese in months}
    return columns(
        [(f"{mese_lungo(mese)}: {cifra(value)}", value) for mese, value in values.items()],
        [_below(place, mese) for place, mese in enumerate(months)],
        even if figura.passo else None,
    )


def _below(place: int, mese: Mese) -> str:
    """Return what stands under a column: the month, twice a year."""
    return mese_breve(mese) if place % 6 == 0 else ""


def _rapporti(shown: Sequence[Figura]) -> list[Rapporto]:
    by_name = {figura.indicatore.nome: figura for figura in shown}
    return [
        Rapporto(
            words,
            _in_a_hundred(by_name[of].totale, by_name[each].totale),
            100 * by_name[of].obiettivo // by_name[each].obiettivo,
        )
        for of, each, words in RAPPORTI
        if by_name[each].obiettivo
    ]


def _in_a_hundred(part: int | None, whole: int | None) -> int | None:
    return round(100 * part / whole) if part is not None and whole else None


@bp.get("/<nome>")
def behind(nome: str) -> ResponseReturnValue:
    """List what a figure is made of, in a territorio and a month when asked."""
    actor = current_actor()
    require(actor, "V", FASCICOLO, actor.territorio)
    if nome not in INDICATORI:
        raise NotFound
    territorio, mese = actor.territorio or _asked_territorio(), _asked_mese()
    found = units(nome, office(), territorio, mese)[::-1]
    page = page_of(len(found), PER_PAGE)
    archive = office().archive
    return render_template(
        "andamento/dietro.html",
        indicatore=INDICATORI[nome],
        page=page,
        rows=[
            Row(unit, archive.fascicolo(unit.fascicolo))
            for unit in found[page.offset : page.offset + page.size]
        ],
        territorio=territorio,
        mese=mese_lungo(mese) if mese else "",
    )


def _asked_territorio() -> str:
    asked = request.args.get("territorio", "")
    return asked if asked in TERRITORI else ""


def _asked_mese() -> Mese | None:
    year, _, month = request.args.get("mese", "").partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        return None
    return int(year), int(month)
