"""Wiring: from the settings to the office, the same for pages, commands and tests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from generators.press.libreoffice import open_press
from schemas.rules import parameters
from schemas.rules.parameters import Parameter
from storage.archive import Archive, NotFound
from storage.open import open_archive
from web.acts.office import Office, clock
from web.acts.papers import Papers
from web.acts.templates import published_in
from web.settings import Settings

OFFICE_TABLE, OFFICE_KEY = "ufficio", "impostazioni"


@contextmanager
def opened_office(settings: Settings) -> Iterator[Office]:
    """
    Open the office of *settings* and close it in the end.

    Raises:
        ArchiveFault: the archive cannot be used.
        ParametersFault: the file of parameters cannot be used.
    """
    table = parameter_table(settings)
    archive = open_archive(settings.archivio)
    try:
        press = open_press(settings.soffice)
        try:
            office = Office(
                archive, Papers(settings.modelli, published_in(archive)), press, table, clock
            )
            yield replace(
                office,
                table=parameters.replace(table, _demo_parameters(archive)),
                today=settings.oggi or demo_date(archive),
            )
        finally:
            press.close()
    finally:
        archive.close()


def parameter_table(settings: Settings) -> tuple[Parameter, ...]:
    """
    Return the parameters shipped, with those of the office's own file in their place.

    Raises:
        ParametersFault: the office's file cannot be used; the message says why.
    """
    if settings.parametri is None:
        return parameters.shipped()
    own = parameters.parse(settings.parametri.read_text(encoding="utf-8"))
    return parameters.replace(parameters.shipped(), own)


def demo_date(archive: Archive) -> date | None:
    """Return the working date of a demonstration office, or None in a real one."""
    value = _demonstration(archive)
    return date.fromisoformat(str(value["oggi"])) if value else None


def _demo_parameters(archive: Archive) -> tuple[Parameter, ...]:
    """Return the parameters that a demonstration office sets for itself, none in a real one."""
    own = _demonstration(archive).get("parametri")
    values = own.items() if isinstance(own, Mapping) else ()
    return tuple(
        Parameter(chiave, valore, None, None, "ufficio", "ufficio di dimostrazione")
        for chiave, valore in values
    )


def _demonstration(archive: Archive) -> Mapping[str, object]:
    try:
        value = archive.get(OFFICE_TABLE, OFFICE_KEY).value
    except NotFound:
        return {}
    return value if value.get("dimostrazione") else {}
