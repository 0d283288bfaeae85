"""Caring for the archive: verified and copied, with the day on which it last was."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from schemas.rules.permissions import Actor
from storage.archive import ArchiveFault, NotFound
from storage.care import Progress, Report, unheard
from web.acts.office import Office

TABLE, VERIFICATION, BACKUP = "ufficio", "ultima_verifica", "ultima_copia"


@dataclass(frozen=True)
class Care:
    """When something was last done for the archive, by whom, what it was, what it found wrong."""

    at: datetime
    by: str
    detail: str
    findings: int = 0


def verify_archive(*, quick: bool, office: Office, by: Actor, told: Progress = unheard) -> Report:
    """
    Verify the archive, and remember when it was and what it found.

    *told* hears how far it has come.
    """
    report = office.archive.verify(quick=quick, told=told)
    detail = "veloce" if quick else "completa"
    with suppress(ArchiveFault):  # an archive that cannot be written is told of all the same
        _remember(VERIFICATION, detail, len(report.findings), office, by)
    return report


def back_up_archive(folder: Path, *, office: Office, by: Actor, told: Progress = unheard) -> None:
    """
    Copy the archive into *folder*, and remember when; *told* hears how far it has come.

    Raises:
        ArchiveFault: *folder* holds something else, or there is nothing on disk to copy.
    """
    office.archive.backup(folder, told)
    _remember(BACKUP, str(folder), 0, office, by)


def last_verification(office: Office) -> Care | None:
    """Return when the archive was last verified, or None."""
    return _last(VERIFICATION, office)


def last_backup(office: Office) -> Care | None:
    """Return when the archive was last copied, or None."""
    return _last(BACKUP, office)


def _remember(key: str, detail: str, findings: int, office: Office, by: Actor) -> None:
    at = office.now.isoformat()
    value = {"il": at, "da": by.utente, "che": detail, "anomalie": findings}
    office.archive.put(TABLE, key, value)


def _last(key: str, office: Office) -> Care | None:
    try:
        value = office.archive.get(TABLE, key).value
    except NotFound:
        return None
    at = datetime.fromisoformat(str(value["il"]))
    return Care(at, str(value["da"]), str(value["che"]), int(str(value["anomalie"])))
