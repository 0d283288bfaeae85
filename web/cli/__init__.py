"""The command line: `fascicolo NOUN VERB`. Each command parses, calls one act, prints."""

import sys

import click

from schemas.rules.parameters import ParametersFault
from storage.archive import ArchiveFault
from web.cli.archive import archive
from web.cli.bulk import bulk
from web.cli.cases import cases
from web.cli.doctor import doctor
from web.cli.documents import documents
from web.cli.kinds import kinds
from web.cli.parameters import parameters
from web.cli.serve import serve
from web.cli.templates import templates
from web.cli.users import users
from web.settings import SettingsFault


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aiuto"]})
@click.version_option(package_name="fascicolo", prog_name="fascicolo")
def fascicolo() -> None:
    """Moduli, documenti e archivio dei servizi per l'impiego."""


for command in (serve, doctor, kinds, users, cases, documents, archive, parameters, templates):
    fascicolo.add_command(command)

documents.add_command(bulk)


def main() -> None:
    """Run the command line; a fault that the office can mend is told in one sentence, exit 2."""
    try:
        fascicolo()
    except (SettingsFault, ParametersFault, ArchiveFault) as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
