"""`fascicolo archive`: copying, restoring and making again; what has been kept long enough."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import click

from storage.archive import ArchiveFault
from storage.open import open_archive, rebuild_register, restore_archive
from web.acts.care import back_up_archive
from web.acts.retention import due
from web.cli.console import DAY, as_json, office, operator, progress, say, tell
from web.settings import Settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("backup")
@click.argument("folder", metavar="DIR", type=FOLDER)
@as_json
def backup(folder: Path, machine: bool) -> None:
    """Copia l'archivio in DIR, anche mentre il servizio lavora; una copia già fatta si aggiorna."""
    say(f"Copia in {folder}...")
    with office() as opened:
        head = opened.archive.chain_head()
        back_up_archive(folder, office=opened, by=operator(), told=progress())
    _done({"cartella": str(folder), "righe_almeno": head.line}, "Copia completa.", machine)


@click.command("restore")
@click.argument("copy", metavar="DIR", type=FOLDER)
@as_json
def restore(copy: Path, machine: bool) -> None:
    """Rifà dalla copia DIR l'archivio delle impostazioni, che non deve esistere, e lo verifica."""
    url = Settings.from_env(os.environ).archivio
    say(f"Ripristino da {copy}...")
    restore_archive(copy, url, progress())
    say("Verifica...")
    archive = open_archive(url)
    try:
        report = archive.verify(told=progress())
    finally:
        archive.close()
    findings = [finding.message for finding in report.findings]
    result = {"controllati": dict(report.checked), "anomalie": findings}
    sentence = "Archivio ripristinato e verificato." if report.clean else "\n".join(findings)
    _done(result, sentence, machine)
    raise SystemExit(0 if report.clean else 1)


def _index() -> int:
    with office() as opened:
        return opened.archive.rebuild_index(progress())


def _sidecars() -> int:
    with office() as opened:
        return opened.archive.rebuild_sidecars(progress())


def _register() -> int:
    return rebuild_register(Settings.from_env(os.environ).archivio, progress())


# What can be made again -> how, and what is counted.
PARTS: dict[str, tuple[Callable[[], int], str]] = {
    "index": (_index, "documenti nell'indice"),
    "sidecars": (_sidecars, "righe aggiunte alle schede"),
    "register": (_register, "righe nel registro"),
}


@click.command("rebuild")
@click.argument("part", metavar="PARTE", type=click.Choice(list(PARTS)))
@as_json
def rebuild(part: str, machine: bool) -> None:
    """Rifà PARTE: index e sidecars dal registro; register dalle schede, a servizio fermo."""
    make, counted = PARTS[part]
    say(f"Rifaccio {part}...")
    try:
        count = make()
    except ArchiveFault as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(1) from None
    _done({"parte": part, "fatti": count}, f"{count} {counted}.", machine)


@click.command("due")
@click.option("--on", "on", type=DAY, help="Alla data; se manca, oggi.")
@as_json
def due_documents(on: datetime | None, machine: bool) -> None:
    """Elenca i documenti il cui termine di conservazione è scaduto; non cancella nulla."""
    with office() as opened:
        found = due(on.date() if on else opened.on, office=opened)
    rows = [
        {
            "numero": str(it.document.number),
            "fascicolo": it.document.fascicolo,
            "fino_al": f"{it.until:%d/%m/%Y}",
            "oggetto": it.document.oggetto,
        }
        for it in found
    ]
    if machine:
        tell(rows)
    else:
        for row in rows:
            click.echo(f"{row['numero']}  fino al {row['fino_al']}  {row['oggetto']}")
        click.echo(f"{len(rows)} documenti. Lo scarto richiede l'autorizzazione archivistica.")
    raise SystemExit(0 if rows else 1)


def _done(result: Mapping[str, object], sentence: str, machine: bool) -> None:
    if machine:
        tell(result)
    else:
        click.echo(sentence)
