"""Who came to know what about whom: for who must answer for it. Looking is noted too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from schemas.rules.numero import Number, parse_fascicolo
from storage.archive import Access
from web.access import CURATORI, FASCICOLO, Denied
from web.acts.accesses import note_log, searched
from web.acts.office import ROME
from web.acts.owning import RETRIEVING
from web.identity import current_actor
from web.paging import page_of
from web.presenting import day
from web.services import office
from web.views.fascicoli import fascicolo_of

bp = Blueprint("access_log", __name__)

PER_PAGE = 100
AZIONI = {
    "vista": "Ha visto",
    "scaricato": "Ha scaricato",
    "ricerca": "Ha cercato",
    "esportazione": "Ha esportato",
    "utenza": "Ha cambiato un'utenza",
}
WRONG_DAY = "Data non valida: usare il formato GG/MM/AAAA."
WRONG_FASCICOLO = "Il numero di fascicolo ha la forma F-AAAA-NNNNN, es. F-2011-00042."


@dataclass(frozen=True)
class Asked:
    """What is looked for in the journal; blank fields do not filter. *faults* are by field."""

    fascicolo: str
    utente: str
    azione: str
    parole: str
    dal: date | None
    al: date | None
    faults: dict[str, str]

    def admits(self, access: Access, hashed: str) -> bool:
        """Return whether an access is looked for; *hashed* is how its searches are kept."""
        on = access.at.astimezone(ROME).date()
        return (
            self.azione in ("", access.azione)
            and (not self.parole or access.oggetto == hashed)
            and (self.dal is None or self.dal <= on)
            and (self.al is None or on <= self.al)
        )


@bp.get("/accessi")
def find() -> ResponseReturnValue:
    """List the accesses, latest first, of all or of one person, user, kind, words, time."""
    if current_actor().ruolo not in CURATORI:
        raise Denied
    asked = _asked()
    note_log(asked.fascicolo, office=office(), by=current_actor())
    found = [] if asked.faults else _found(asked)
    page = page_of(len(found), PER_PAGE)
    rendered = render_template(
        "amministrazione/accessi.html",
        asked=asked,
        azioni=AZIONI,
        page=page,
        accesses=found[page.offset : page.offset + page.size],
        address_of=address_of,
    )
    return Response(rendered, 422 if asked.faults else 200)


def _asked() -> Asked:
    given = {name: text.strip() for name, text in request.args.items()}
    faults = dict(_faults(given))
    numero = given.get("fascicolo", "")
    return Asked(
        parse_fascicolo(numero) if numero and "fascicolo" not in faults else "",
        given.get("utente", ""),
        given.get("azione", "") if given.get("azione") in AZIONI else "",
        given.get("parole", ""),
        day(given.get("dal", "")),
        day(given.get("al", "")),
        faults,
    )


def _faults(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    try:
        parse_fascicolo(given.get("fascicolo") or "F-2011-1")
    except ValueError:
        yield "fascicolo", WRONG_FASCICOLO
    for name in ("dal", "al"):
        if given.get(name) and day(given[name]) is None:
            yield name, WRONG_DAY


def _found(asked: Asked) -> list[Access]:
    hashed = f"ricerca {searched(asked.parole, office())}" if asked.parole else ""
    accesses = office().archive.accesses(fascicolo=asked.fascicolo, by=asked.utente)
    return [access for access in reversed(accesses) if asked.admits(access, hashed)]


def address_of(access: Access) -> str:
    """Return the address of the document or fascicolo of an access, if who asks may go there."""
    if current_actor().ruolo not in FASCICOLO or not access.fascicolo:
        return ""
    try:
        return url_for("documents.show", number=Number.parse(access.oggetto.split(".")[0]))
    except ValueError:
        return url_for("fascicoli.show", numero=access.fascicolo)


@bp.get("/fascicoli/<numero>/accessi")
def of_fascicolo(numero: str) -> ResponseReturnValue:
    """Show who came to know what of one person (rule P-5)."""
    fascicolo, actor = fascicolo_of(numero), current_actor()
    if actor.ruolo not in RETRIEVING:
        raise Denied
    note_log(numero, office=office(), by=actor)
    found = list(reversed(office().archive.accesses(fascicolo=numero)))
    page = page_of(len(found), PER_PAGE)
    return render_template(
        "fascicoli/accessi.html",
        fascicolo=fascicolo,
        azioni=AZIONI,
        page=page,
        accesses=found[page.offset : page.offset + page.size],
        address_of=address_of,
    )
