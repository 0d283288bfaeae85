"""`fascicolo users`: who may enter."""

import click

from schemas.rules.permissions import RUOLI
from web.acts.accounts import UserRefused, add_user, list_users
from web.cli.console import as_json, office, tell


@click.group()
def users() -> None:
    """Gli utenti."""


@users.command("add")
@click.argument("utente")
@click.option("--nome", required=True, help="Cognome e nome.")
@click.option("--ruolo", required=True, type=click.Choice(list(RUOLI)), help="Il ruolo.")
@click.option("--cpi", default="", help="Centro per l'Impiego, o territorio (T1-T4).")
@click.option("--azienda", default="", help="Partita IVA, per chi agisce per un'azienda.")
@click.password_option(help="La password; se manca viene chiesta.")
def add(utente: str, nome: str, ruolo: str, cpi: str, azienda: str, password: str) -> None:
    """Aggiunge un utente."""
    with office() as opened:
        try:
            actor = add_user(
                opened.archive,
                utente=utente,
                nome=nome,
                ruolo=ruolo,
                password=password,
                cpi=cpi,
                azienda=azienda,
            )
        except UserRefused as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None
    click.echo(f"Aggiunto {actor.utente}: {actor.nome}, {RUOLI[actor.ruolo]}.")


@users.command("list")
@as_json
def list_all(machine: bool) -> None:
    """Elenca gli utenti."""
    with office() as opened:
        rows = [
            {
                "utente": actor.utente,
                "nome": actor.nome,
                "ruolo": actor.ruolo,
                "cpi": actor.cpi or actor.territorio,
            }
            for actor in list_users(opened.archive)
        ]
    if machine:
        tell(rows)
    else:
        for row in rows:
            click.echo(f"{row['utente']:<24} {row['ruolo']:<5} {row['cpi']:<20} {row['nome']}")
