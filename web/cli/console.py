"""What the commands share: the office of the environment, JSON in, results out."""

import getpass
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.messages import Problem
from schemas.rules.permissions import Actor
from storage.care import Progress
from web.acts.office import Office
from web.settings import Settings
from web.wiring import opened_office

Command = TypeVar("Command", bound=Callable[..., object])

EXISTING_FILE = click.Path(path_type=Path)
EVERY = 2.0  # seconds between two words on long work
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


def as_json(command: Command) -> Command:
    """Give a command the option ``--json``."""
    option = click.option("--json", "machine", is_flag=True, help="Stampa il risultato in JSON.")
    return option(command)


@contextmanager
def office() -> Iterator[Office]:
    """Open the office that the environment describes."""
    with opened_office(Settings.from_env(os.environ)) as opened:
        yield opened


def operator() -> Actor:
    """Return who acts from the command line: the user of the machine, as an administrator."""
    utente = getpass.getuser()
    return Actor(f"cli.{utente}", utente, "ADM")


def kind_named(name: str) -> Kind:
    """
    Return the kind *name*.

    Raises:
        click.BadParameter: there is none; the message lists those there are.
    """
    try:
        return all_kinds()[name]
    except KeyError:
        known = ", ".join(all_kinds())
        raise click.BadParameter(f"tipo «{name}» sconosciuto; ci sono: {known}") from None


def read_json(path: Path) -> Mapping[str, object]:
    """Return the JSON object in a file; anything else is misuse: one sentence, exit 2."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except OSError:
        misused(f"Il file {path} non esiste o non si può leggere.")
    except ValueError:
        misused(f"Il file {path} non è JSON.")
    if not isinstance(content, dict):
        misused(f"Il file {path} non contiene un oggetto JSON.")
    return content


def write_file(path: Path, content: bytes) -> str:
    """Write a file and return its path; a disk that refuses is misuse: one sentence, exit 2."""
    try:
        path.write_bytes(content)
    except OSError as error:
        misused(f"Non si può scrivere {path}: {error.strerror}.")
    return str(path)


def misused(sentence: str) -> NoReturn:
    """Say what is wrong with the call and exit 2."""
    click.echo(sentence, err=True)
    raise SystemExit(2)


def refused(problems: tuple[Problem, ...], *, machine: bool) -> NoReturn:
    """Tell the problems, one a line or as JSON, and exit 1."""
    if machine:
        rows = [
            {"campo": problem.path, "codice": problem.code, "messaggio": problem.message}
            for problem in problems
        ]
        tell({"esito": "rifiutato", "errori": rows})
    else:
        for problem in problems:
            click.echo(f"{problem.path}: {problem.message} [{problem.code}]", err=True)
    raise SystemExit(1)


def tell(result: object) -> None:
    """Print a result as JSON."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def say(sentence: str) -> None:
    """Say to the person at the terminal what is being done."""
    click.echo(sentence, err=True)


def progress() -> Progress:
    """Return a listener that says how far long work has come, every few seconds."""
    said_at = time.monotonic()

    def told(what: str, done: int, of: int) -> None:
        nonlocal said_at
        if (now := time.monotonic()) - said_at >= EVERY:
            said_at = now
            say(f"{what}: {in_italian(done)}" + (f" di {in_italian(of)}" if of else ""))

    return told


def in_italian(number: int) -> str:
    """Return a whole number as it is written in Italy: 12.345."""
    return f"{number:,}".replace(",", ".")
