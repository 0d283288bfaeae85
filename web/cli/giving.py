"""`fascicolo archive`: what leaves the archive, a whole fascicolo or the register of a day."""

from datetime import datetime
from pathlib import Path

import click

from generators.press.promise import PressError
from schemas.rules.numero import parse_fascicolo
from storage.archive import NotFound
from web.acts.daily import daily_csv, daily_register, print_daily
from web.acts.dossier import Retrieved, retrieve_bag, retrieve_pdf
from web.acts.office import Office
from web.cli.console import (
    DAY,
    EXISTING_FILE,
    as_json,
    misused,
    office,
    operator,
    refused,
    tell,
    write_file,
)

FORMS = {".pdf": retrieve_pdf, ".zip": retrieve_bag}


@click.command("export")
@click.argument("numero", metavar="FASCICOLO")
@click.option("--out", required=True, type=EXISTING_FILE, help="File da scrivere: .pdf o .zip.")
@click.option(
    "--motivo",
    default="Estrazione dalla riga di comando",
    help="Perché: resta nel registro degli accessi.",
)
@as_json
def export(numero: str, out: Path, motivo: str, machine: bool) -> None:
    """Estrae un fascicolo intero: un PDF con copertina e indice, o uno ZIP BagIt con tutto."""
    if out.suffix not in FORMS:
        misused(f"Il file {out} deve finire in .pdf o .zip.")
    with office() as opened:
        retrieved = _retrieved(numero, motivo, out.suffix, opened)
    if retrieved.problems:
        refused(retrieved.problems, machine=machine)
    write_file(out, retrieved.content)
    if machine:
        tell({"file": str(out), "byte": len(retrieved.content)})
    else:
        click.echo(out)


def _retrieved(numero: str, motivo: str, form: str, opened: Office) -> Retrieved:
    click.echo(f"Preparo il fascicolo {numero}...", err=True)
    try:
        known = opened.archive.fascicolo(parse_fascicolo(numero)).numero
        return FORMS[form](known, motivo, office=opened, by=operator())
    except (ValueError, NotFound):
        click.echo(f"Il fascicolo {numero} non esiste.", err=True)
    except PressError as error:
        click.echo(f"PDF non prodotto: {error}.", err=True)
    raise SystemExit(1)


@click.command("daily")
@click.option("--on", "on", type=DAY, help="Il giorno; se manca, oggi.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Cartella in cui scrivere il PDF e il CSV.",
)
@as_json
def daily(on: datetime | None, out: Path, machine: bool) -> None:
    """Scrive il registro giornaliero: registrazioni, annullamenti, catena del registro."""
    with office() as opened:
        register = daily_register(on.date() if on else opened.on, office=opened)
        name = f"registro-{register.on:%Y-%m-%d}"
        out.mkdir(parents=True, exist_ok=True)
        written = {"csv": write_file(out / f"{name}.csv", daily_csv(register))}
        try:
            pdf = print_daily(register, office=opened)
        except PressError as error:
            click.echo(f"PDF non prodotto: {error}.", err=True)
        else:
            written["pdf"] = write_file(out / f"{name}.pdf", pdf)
    if machine:
        counts = {"registrazioni": len(register.registered), "variazioni": len(register.changed)}
        tell({**written, **counts, "catena": register.head.chain})
    else:
        for path in written.values():
            click.echo(path)
    raise SystemExit(0 if "pdf" in written else 1)
