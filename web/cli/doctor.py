"""`fascicolo doctor`: what works here, what does not, and how to mend it."""

import os

import click

from web.acts.health import examine_health
from web.cli.console import as_json, tell
from web.settings import Settings
from web.wiring import opened_office


@click.command()
@as_json
def doctor(machine: bool) -> None:
    """Controlla che tutto ciò che serve sia al suo posto."""
    settings = Settings.from_env(os.environ)
    with opened_office(settings) as office:
        checks = examine_health(office, uikit=settings.uikit, dati=settings.dati)
    if machine:
        tell([{"nome": c.name, "esito": c.outcome, "dettaglio": c.detail} for c in checks])
    else:
        for check in checks:
            click.echo(f"{check.outcome:<9} {check.name}: {check.detail}")
    raise SystemExit(1 if any(check.outcome == "guasto" for check in checks) else 0)
