"""`fascicolo kinds`: the kinds of document, and whether each is whole."""

import os

import click

from schemas.kinds.registry import KindFault, all_kinds
from web.acts.binding import all_faults
from web.acts.papers import Papers
from web.cli.console import as_json, tell
from web.matrix import as_markdown
from web.settings import Settings


@click.group()
def kinds() -> None:
    """I tipi di documento."""


@kinds.command("list")
@as_json
def list_kinds(machine: bool) -> None:
    """Elenca i tipi di documento."""
    rows = [
        {"nome": kind.name, "sigla": kind.sigla, "titolo": kind.title}
        for kind in all_kinds().values()
    ]
    if machine:
        tell(rows)
    else:
        for row in rows:
            click.echo(f"{row['sigla']}  {row['nome']:<26} {row['titolo']}")


@kinds.command("check")
@as_json
def check(machine: bool) -> None:
    """Controlla che ogni tipo abbia schema, modulo e modello Word che si corrispondono."""
    papers = Papers(Settings.from_env(os.environ).modelli)
    try:
        faults = all_faults(papers)
    except KindFault as fault:
        faults = {"": [str(fault)]}
    if machine:
        tell(faults)
    else:
        for name, sentences in faults.items():
            click.echo(f"{name}: {'; '.join(sentences) or 'in ordine'}")
    raise SystemExit(1 if any(faults.values()) else 0)


@kinds.command("permissions")
def permissions() -> None:
    """Stampa la matrice dei permessi, come la dichiarano i tipi di documento."""
    click.echo(as_markdown(), nl=False)
