"""`fascicolo templates`: the Word templates of the office."""

from datetime import datetime
from pathlib import Path

import click

from generators.press.promise import PressError
from web.acts.templates import (
    TemplateRefused,
    Trial,
    check_template,
    paper_names,
    publish_template,
    published,
    try_template,
)
from web.cli.console import DAY, EXISTING_FILE, as_json, misused, office, operator, tell, write_file

PAPER = click.Choice(paper_names())


@click.group()
def templates() -> None:
    """I modelli Word."""


@templates.command("list")
@as_json
def list_templates(machine: bool) -> None:
    """Elenca i modelli, con quelli che l'ufficio ha pubblicato e da quando."""
    with office() as opened:
        rows = [
            {
                "nome": name,
                "pubblicati": [
                    {"dal": one.dal.isoformat(), "sha256": one.sha256, "da": one.da}
                    for one in published(opened.archive, name)
                ],
            }
            for name in paper_names()
        ]
        own = {name: published(opened.archive, name) for name in paper_names()}
    if machine:
        tell(rows)
        return
    for name, ones in own.items():
        said = ", ".join(f"dal {one.dal:%d/%m/%Y} ({one.da})" for one in ones)
        click.echo(f"{name:<28} {said or 'di serie'}")


@templates.command("get")
@click.argument("nome", type=PAPER)
@click.option("--out", required=True, type=EXISTING_FILE, help="File DOCX da scrivere.")
def get(nome: str, out: Path) -> None:
    """Scrive il modello in vigore oggi, da modificare in Word."""
    with office() as opened:
        write_file(out, opened.papers.source(nome, opened.on))
    click.echo(out)


@templates.command("check")
@click.argument("nome", type=PAPER)
@click.argument("file", type=EXISTING_FILE)
@click.option("--out", type=EXISTING_FILE, help="Cartella per le immagini delle pagine cambiate.")
@click.option("--last", default=3, show_default=True, help="Quanti documenti registrati provare.")
@as_json
def check(nome: str, file: Path, out: Path | None, last: int, machine: bool) -> None:
    """Controlla un modello; con --out mostra, pagina per pagina, che cosa cambia."""
    source = _read(file)
    with office() as opened:
        faults = check_template(nome, source, office=opened)
        trials: list[Trial] = []
        if out and not faults:
            try:
                trials = list(try_template(nome, source, last=last, office=opened))
            except PressError as error:
                faults = [str(error)]
    pictures = {trial.title: _write(out, trial) for trial in trials} if out else {}
    if machine:
        tell({"anomalie": faults, "pagine": pictures})
    else:
        for fault in faults:
            click.echo(fault, err=True)
        for title, paths in pictures.items():
            click.echo(f"{title}: {', '.join(paths) or 'nessuna pagina cambia'}")
        click.echo("Da correggere." if faults else "In ordine.")
    raise SystemExit(1 if faults else 0)


def _write(folder: Path, trial: Trial) -> list[str]:
    """Write the pictures of the pages that differ, and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for page in trial.changes:
        for when, picture in (("prima", page.before), ("dopo", page.after)):
            if picture:
                name = f"{trial.title}, pagina {page.number}, {when}.png"
                write_file(folder / name, picture)
                names.append(name)
    return names


@templates.command("publish")
@click.argument("nome", type=PAPER)
@click.argument("file", type=EXISTING_FILE)
@click.option("--from", "dal", required=True, type=DAY, help="Data del primo documento che lo usa.")
def publish(nome: str, file: Path, dal: datetime) -> None:
    """Pubblica un modello per i documenti datati da un giorno in poi."""
    source = _read(file)
    with office() as opened:
        try:
            one = publish_template(nome, source, dal.date(), office=opened, by=operator())
        except TemplateRefused as refused:
            click.echo(str(refused), err=True)
            raise SystemExit(1) from None
    click.echo(f"{one.nome}: dal {one.dal:%d/%m/%Y} vale {one.sha256}.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        misused(f"Il file {path} non esiste o non si può leggere.")
