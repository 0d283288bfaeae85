"""`fascicolo archive accesses`: who came to know what, for whoever must answer for it."""

import click

from schemas.rules.numero import parse_fascicolo
from storage.archive import Access
from web.acts.accesses import searched
from web.acts.office import ROME, Office
from web.cli.console import as_json, misused, office, tell


@click.command("accesses")
@click.option("--fascicolo", default="", help="Solo gli accessi a questo fascicolo.")
@click.option("--user", default="", help="Solo gli accessi di questo utente.")
@click.option("--search", default="", help="Solo chi ha cercato proprio queste parole.")
@as_json
def accesses(fascicolo: str, user: str, search: str, machine: bool) -> None:
    """Elenca chi ha visto, scaricato, cercato ed esportato, dal più vecchio."""
    with office() as opened:
        found = opened.archive.accesses(fascicolo=_numero(fascicolo), by=user)
        rows = [_row(access) for access in found if _is_of(access, search, opened)]
    if machine:
        tell(rows)
    else:
        for row in rows:
            click.echo("  ".join(filter(None, row.values())))
    raise SystemExit(0 if rows else 1)


def _numero(fascicolo: str) -> str:
    try:
        return parse_fascicolo(fascicolo) if fascicolo else ""
    except ValueError:
        misused(f"«{fascicolo}» non è il numero di un fascicolo, es. F-2011-00042.")


def _is_of(access: Access, search: str, opened: Office) -> bool:
    return not search or access.oggetto == f"ricerca {searched(search, opened)}"


def _row(access: Access) -> dict[str, str]:
    return {
        "quando": f"{access.at.astimezone(ROME):%d/%m/%Y %H:%M:%S}",
        "utente": access.by,
        "ruolo": access.ruolo,
        "azione": access.azione,
        "fascicolo": access.fascicolo,
        "oggetto": access.oggetto,
        "motivo": access.motivo,
    }
