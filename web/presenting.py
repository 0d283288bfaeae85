"""How pages show things: words for codes, dates, and the attributes of a form's controls."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup

from generators.filters import MESI, data_breve, data_lunga, decimale
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.andamento import Mese
from schemas.rules.importi import in_figures
from schemas.rules.life import NOMI_PASSI, SEGUITO, STATI_DOCUMENTO, STATI_FASCICOLO
from schemas.rules.permissions import RUOLI
from schemas.rules.territorio import TERRITORI
from storage.archive import Event, NotFound
from web import charts, statics
from web.access import (
    ANDAMENTO,
    AZIENDE,
    CURATORI,
    FASCICOLO,
    RISORSE,
    TOTALI,
    UTENTI,
    keeps_register,
    sees_restricted,
)
from web.acts.accounts import USERS
from web.acts.accounts.roles import scope_of
from web.acts.notices import unread
from web.acts.office import ROME
from web.acts.owning import WITH_OWN
from web.acts.preferences import keys_on
from web.identity import current_session, page_token, seconds_left
from web.services import office
from web.wiring import demo_date


class Control(Protocol):
    """What a control of a form tells the page about itself."""

    id: str
    name: str
    short_name: str
    description: str
    errors: list[str]
    render_kw: Mapping[str, object]


def install(app: Flask) -> None:
    """Give templates their words; a name that does not exist is an error, not a blank."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        data_breve=data_breve,
        data_lunga=data_lunga,
        decimale=decimale,
        euro=in_figures,
        euro_testo=lambda amount: in_figures(Decimal(str(amount))),
        giorno=lambda iso: data_breve(date.fromisoformat(iso)),
        ora=ora,
        cifra=cifra,
        mese_lungo=mese_lungo,
        peso=peso,
        a_capo=a_capo,
        stato=lambda code: STATI_DOCUMENTO[code],
        stato_fascicolo=lambda code: STATI_FASCICOLO[code],
        evento=lambda code: NOMI_PASSI.get(code) or STATI_FASCICOLO.get(code, code),
        evento_di=evento_di,
        territorio=lambda code: TERRITORI.get(code, "Provincia"),
        titolo=lambda name: all_kinds()[name].title,
        nome_utente=nome_utente,
        ruolo=lambda code: RUOLI.get(code, code),
        ambito=scope_of,
    )
    app.jinja_env.globals.update(
        asset=statics.asset,
        kit_asset=statics.kit_asset,
        has_kit=statics.has_kit,
        emblem=statics.emblem_address,
        token=page_token,
        attributes=attributes,
        condition=condition,
        press_absent=press_absent,
        share=charts.share,
    )
    app.context_processor(_frame)


def ora(instant: datetime) -> str:
    """Return an instant as day and hour, in Italy."""
    return f"{instant.astimezone(ROME):%d/%m/%Y, ore %H:%M}"


def cifra(value: Decimal | int | None) -> str:
    """Return a figure the Italian way: ``1.124``, ``10,1``; one that is not told is ``<3``."""
    return "<3" if value is None else f"{value:,}".translate(str.maketrans(",.", ".,"))


def mese_lungo(mese: Mese) -> str:
    """Return a month in words: ``giugno 2011``."""
    return f"{MESI[mese[1]]} {mese[0]}"


def mese_breve(mese: Mese) -> str:
    """Return a month in short: ``giu 2011``."""
    return f"{MESI[mese[1]][:3]} {mese[0]}"


def peso(size: int) -> str:
    """Return the size of a file in words: ``84 KB``."""
    return f"{max(1, round(size / 1024))} KB"


def evento_di(event: Event, kind: Kind) -> str:
    """Return what happened to a document of *kind*, in words."""
    seguito = kind.seguiti.get(str(event.dati.get("nome")))
    return seguito.title if event.tipo == SEGUITO and seguito else NOMI_PASSI[event.tipo]


def a_capo(name: str) -> Markup:
    """Return a long name that may go to a new line after its points and dashes."""
    return Markup("<wbr>").join(re.split(r"(?<=[._])", name))


def nome_utente(utente: str) -> str:
    """Return the name of a user, or the user name when there is no such user any more."""
    try:
        return str(office().archive.get(USERS, utente).value["nome"])
    except NotFound:
        return utente


def attributes(control: Control, style: str = "form-control") -> dict[str, object]:
    """
    Return the attributes of a control that tie it to its hint and its error.

    Those in ``data-quando`` stand on the box around the control, not on the control itself.
    """
    described = [
        *([f"{control.id}-aiuto"] if control.description else []),
        *([f"{control.id}-errore"] if control.errors else []),
    ]
    moved = {name: False for name in control.render_kw or {} if name.startswith("data-")}
    return {
        **moved,
        "class": style,
        "aria-describedby": " ".join(described) or False,
        "aria-invalid": "true" if control.errors else False,
    }


def condition(control: Control) -> Markup:
    """Return the attributes of the box of a control that is asked only under a condition."""
    extra = control.render_kw or {}
    if "data-quando" not in extra:
        return Markup()
    other = control.name.removesuffix(control.short_name) + str(extra["data-quando"])
    values = extra["data-quando-valori"]
    return Markup(' data-quando="{}" data-quando-valori="{}"').format(other, values)


def press_absent() -> bool:
    """Return whether PDFs must wait for LibreOffice to be installed."""
    return not office().press.status().engine


def _frame() -> dict[str, object]:
    """Return what every page says around its content."""
    session = current_session()
    actor = session.actor if session else None
    parameters = office().parameters
    return {
        "attore": actor,
        "ruolo": RUOLI[actor.ruolo] if actor else "",
        "avvisi": unread(office(), actor.utente) if actor else 0,
        "cura_aziende": bool(actor and actor.ruolo in AZIENDE),
        "cura_utenti": bool(actor and actor.ruolo in UTENTI),
        "cambia_ruolo": bool(session and len(session.account.roles) > 1),
        "vede_fascicoli": bool(actor and actor.ruolo in FASCICOLO),
        "apre_fascicoli": bool(actor and "C" in FASCICOLO.get(actor.ruolo, "")),
        "legge_andamento": bool(actor and actor.ruolo in ANDAMENTO),
        "ha_suoi": bool(actor and actor.ruolo in WITH_OWN),
        "vede_riservati": bool(actor and sees_restricted(actor)),
        "legge_registro": bool(actor and keeps_register(actor)),
        "cura": bool(actor and actor.ruolo in CURATORI),
        "vede_risorse": bool(actor and actor.ruolo in RISORSE),
        "vede_totali": bool(actor and actor.ruolo in TOTALI),
        "ente": parameters.text("ente.nome"),
        "ente_settore": parameters.text("ente.settore"),
        "ente_indirizzo": parameters.text("ente.indirizzo"),
        "progetto": parameters.text("progetto.titolo"),
        "tasti": bool(actor and keys_on(office().archive, actor.utente)),
        "oggi": office().on,
        "secondi_sessione": seconds_left(),
        "dimostrazione": demo_date(office().archive) is not None,
    }


def day(text: str) -> date | None:
    """Return a day typed as gg/mm/aaaa or aaaa-mm-gg, or None when it is blank or no day."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=ROME).date()
        except ValueError:
            continue
    return None
