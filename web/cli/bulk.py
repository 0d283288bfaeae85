"""`fascicolo documents bulk`: a document for each line of a file."""

import sys
from pathlib import Path

import click

from schemas.rules.contesto import Contesto
from web.acts.bulk import AT_ONCE, Order, do_in_bulk
from web.acts.lots import FATTO, Journal, LotFault, Outcome, Row, read_rows
from web.cli.console import (
    EXISTING_FILE,
    as_json,
    kind_named,
    misused,
    office,
    operator,
    read_json,
    tell,
)


@click.command("bulk")
@click.argument("kind")
@click.argument("rows", metavar="FILE.jsonl", type=EXISTING_FILE)
@click.option("--out", required=True, type=EXISTING_FILE, help="Cartella dei documenti fatti.")
@click.option("--register", is_flag=True, help="Registra; altrimenti stampa in BOZZA.")
@click.option("--pdf", is_flag=True, help="Fa anche i PDF.")
@click.option("--unito", is_flag=True, help="Unisce i PDF in un file solo, da stampare.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=AT_ONCE,
    help="Quanti insieme; di suo, uno più dei processori.",
)
@click.option("--context", type=EXISTING_FILE, help="JSON con ciò che l'archivio deve sapere.")
@as_json
def bulk(
    kind: str,
    rows: Path,
    out: Path,
    register: bool,
    pdf: bool,
    unito: bool,
    jobs: int,
    context: Path | None,
    machine: bool,
) -> None:
    """Fa un documento per ogni riga; interrotto, riprende da dove era arrivato."""
    assumed = Contesto.from_json(read_json(context)) if context else None
    order = Order(kind_named(kind), register, pdf or unito, jobs, assumed)
    try:
        journal = Journal(out, order.head)
        left = journal.left(read_rows(_read(rows)))
    except LotFault as fault:
        misused(str(fault))
    before = len(journal.done)
    outcomes = _work(order, left, journal, quiet=machine)
    together = journal.put_together() if unito else None
    _tell(outcomes, before, together, machine=machine)
    raise SystemExit(0 if all(outcome.esito == FATTO for outcome in outcomes) else 1)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        misused(f"Il file {path} non esiste o non si può leggere.")


def _work(order: Order, rows: list[Row], journal: Journal, *, quiet: bool) -> list[Outcome]:
    """Do the rows, with a bar on a terminal."""
    with office() as opened:
        done = do_in_bulk(order, rows, journal, office=opened, by=operator())
        if quiet:
            return list(done)
        with click.progressbar(done, len(rows), "Documenti", file=sys.stderr) as bar:
            return list(bar)


def _tell(outcomes: list[Outcome], before: int, together: Path | None, *, machine: bool) -> None:
    missed = [outcome for outcome in outcomes if outcome.esito != FATTO]
    result = {
        "gia_fatti": before,
        "fatti": len(outcomes) - len(missed),
        "non_fatti": [
            {"riga": one.riga, "esito": one.esito, "errori": list(one.errori)} for one in missed
        ],
        "unito": str(together) if together else None,
    }
    if machine:
        tell(result)
        return
    for one in missed:
        for error in one.errori:
            place = f"{error['campo']}: " if error["campo"] else ""
            click.echo(
                f"Riga {one.riga}: {place}{error['messaggio']} [{error['codice']}]", err=True
            )
    click.echo(f"Fatti {result['fatti']}, già fatti {before}, non fatti {len(missed)}.")
    if together:
        click.echo(together)
