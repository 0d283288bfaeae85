"""`fascicolo archive`: find what is registered, verify that it is whole; and the rest of it."""

from datetime import datetime

import click

from schemas.kinds.registry import all_kinds
from schemas.rules.life import STATI_DOCUMENTO
from schemas.rules.numero import TERRITORI
from storage.archive import Query, Results, Visibility
from web.acts.care import verify_archive
from web.cli.accesses import accesses
from web.cli.care import backup, due_documents, rebuild, restore
from web.cli.console import DAY, as_json, office, operator, progress, say, tell
from web.cli.ending import close_year, closings, erase, erasures
from web.cli.giving import daily, export


@click.group()
def archive() -> None:
    """L'archivio."""


for command in (export, daily, accesses, backup, restore, rebuild, due_documents):
    archive.add_command(command)
for command in (close_year, closings, erase, erasures):
    archive.add_command(command)


@archive.command("find")
@click.argument("words", metavar="PAROLE...", nargs=-1, required=True)
@click.option("--kind", multiple=True, help="Solo questo tipo di documento.")
@click.option("--territory", multiple=True, type=click.Choice(TERRITORI), help="Solo qui.")
@click.option("--state", multiple=True, type=click.Choice(list(STATI_DOCUMENTO)), help="Stato.")
@click.option("--from", "dal", type=DAY, help="Dalla data.")
@click.option("--to", "al", type=DAY, help="Fino alla data.")
@as_json
def find(
    words: tuple[str, ...],
    kind: tuple[str, ...],
    territory: tuple[str, ...],
    state: tuple[str, ...],
    dal: datetime | None,
    al: datetime | None,
    machine: bool,
) -> None:
    """Cerca nell'archivio: numero, nome, codice fiscale, parole del testo."""
    everything = Visibility(tuple((name, "") for name in all_kinds()))
    query = Query(
        visible=everything,
        words=" ".join(words),
        kinds=kind,
        territori=territory,
        stati=state,
        dal=dal.date() if dal else None,
        al=al.date() if al else None,
    )
    with office() as opened:
        results = opened.archive.search(query)
    if machine:
        tell(_rows(results))
    else:
        for row in _rows(results):
            click.echo(f"{row['numero']}  {row['data']}  {row['stato']:<12} {row['oggetto']}")
        click.echo(f"{results.total} documenti trovati.")
    raise SystemExit(0 if results.total else 1)


def _rows(results: Results) -> list[dict[str, str]]:
    return [
        {
            "numero": str(hit.document.number),
            "data": f"{hit.document.on:%d/%m/%Y}",
            "tipo": hit.document.kind,
            "stato": hit.document.stato,
            "fascicolo": hit.document.fascicolo,
            "oggetto": hit.document.oggetto,
        }
        for hit in results.hits
    ]


@archive.command("verify")
@click.option("--quick", is_flag=True, help="Controlla che i file ci siano, senza leggerli.")
@as_json
def verify(quick: bool, machine: bool) -> None:
    """Controlla registro, impronte, numeri, file e indice."""
    with office() as opened:
        recovered = list(opened.archive.recovered)
        say("Verifica...")
        report = verify_archive(quick=quick, office=opened, by=operator(), told=progress())
    if machine:
        findings = [
            {"codice": f.code, "oggetto": f.subject, "messaggio": f.message}
            for f in report.findings
        ]
        tell({"controllati": dict(report.checked), "anomalie": findings, "ripresa": recovered})
    else:
        for sentence in recovered:
            click.echo(f"All'apertura: {sentence}")
        for name, count in report.checked.items():
            click.echo(f"{name}: {count}")
        for finding in report.findings:
            click.echo(f"{finding.code} {finding.subject}: {finding.message}")
        click.echo("Nessuna anomalia." if report.clean else f"{len(report.findings)} anomalie.")
    raise SystemExit(0 if report.clean else 1)
