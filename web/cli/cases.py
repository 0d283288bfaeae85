"""`fascicolo cases`: acceptance cases written by the office."""

import os
from pathlib import Path

import click

from web.acts.cases import CasesFault, Verdict, check_cases
from web.cli.console import EXISTING_FILE, as_json, misused, read_json, tell
from web.settings import Settings
from web.wiring import parameter_table


@click.group()
def cases() -> None:
    """I casi di prova dell'ufficio."""


@cases.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@as_json
def check(files: tuple[Path, ...], machine: bool) -> None:
    """Prova i casi dei FILE e dice, per ciascuno, se il programma concorda o in che differisce."""
    table = parameter_table(Settings.from_env(os.environ))
    verdicts: list[Verdict] = []
    for file in files:
        try:
            verdicts += check_cases(read_json(file), table)
        except CasesFault as fault:
            misused(f"{file}: {fault}.")
    if machine:
        tell([{"id": v.id, "concorda": v.agrees, "differenze": v.differences} for v in verdicts])
    else:
        for verdict in verdicts:
            _print(verdict)
        agreeing = sum(verdict.agrees for verdict in verdicts)
        click.echo(f"{agreeing} casi su {len(verdicts)} concordano.")
    raise SystemExit(0 if all(verdict.agrees for verdict in verdicts) else 1)


def _print(verdict: Verdict) -> None:
    mark = "concorda" if verdict.agrees else "DIFFERISCE"
    click.echo(f"{verdict.id:<8} {mark:<10} {verdict.descrizione}")
    for difference in verdict.differences:
        click.echo(f"         {difference}")
