"""`fascicolo parameters`: the numbers of the rules, with their validity and source."""

import os
from datetime import date, datetime

import click

from schemas.rules.parameters import Parameter
from web.cli.console import as_json, tell
from web.settings import Settings
from web.wiring import parameter_table


@click.group()
def parameters() -> None:
    """I parametri delle regole."""


@parameters.command("show")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="In vigore a.")
@click.argument("prefix", required=False, default="")
@as_json
def show(on: datetime | None, prefix: str, machine: bool) -> None:
    """Elenca i parametri (quelli che iniziano con PREFIX), con validità, fonte e stato."""
    entries = [
        entry
        for entry in parameter_table(Settings.from_env(os.environ))
        if entry.chiave.startswith(prefix) and (on is None or entry.in_force(on.date()))
    ]
    if machine:
        tell([_row(entry) for entry in entries])
    else:
        for entry in entries:
            row = _row(entry)
            click.echo(f"{row['chiave']} = {row['valore']}  ({row['validita']}; {row['stato']})")
            click.echo(f"    {row['fonte']}")
    raise SystemExit(0 if entries else 1)


def _row(entry: Parameter) -> dict[str, object]:
    return {
        "chiave": entry.chiave,
        "valore": entry.valore,
        "validita": _validity(entry.dal, entry.al),
        "stato": entry.stato.replace("_", " "),
        "fonte": entry.fonte or "fonte non indicata",
    }


def _validity(dal: date | None, al: date | None) -> str:
    begin = f"dal {dal:%d/%m/%Y}" if dal else "da sempre"
    return f"{begin} al {al:%d/%m/%Y}" if al else f"{begin}, senza termine"
