"""The health of the office: each part, whether it works, what it means if it does not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.kinds.registry import all_kinds
from web.acts import outbox
from web.acts.binding import all_faults
from web.acts.care import Care, last_backup, last_verification
from web.acts.office import ROME, Office

LONGEST_DAYS = 7
ROOM_GB = 5.0
COMMANDS = {"Ultima verifica": "verify", "Ultima copia": "backup DIR"}


@dataclass(frozen=True)
class Check:
    """One part: *outcome* is ``bene``, ``avviso`` (works with less) or ``guasto``."""

    name: str
    outcome: str
    detail: str


def examine_health(office: Office, *, uikit: Path, dati: Path) -> list[Check]:
    """Return the state of every part, the most important first; *dati* is the data folder."""
    return list(_checks(office, uikit, dati))


def _checks(office: Office, uikit: Path, dati: Path) -> Iterator[Check]:
    report = office.archive.verify(quick=True)
    detail = ", ".join(
        f"{name.replace('_', ' di ')} {count}" for name, count in report.checked.items()
    )
    if not report.clean:
        detail = f"{len(report.findings)} anomalie: eseguire «fascicolo archive verify»"
    yield Check("Archivio", "bene" if report.clean else "guasto", detail)
    yield _care("Ultima verifica", last_verification(office), office)
    yield _care("Ultima copia", last_backup(office), office)
    yield _disk(dati)
    yield _kinds(office)
    yield _press(office)
    waiting = len(office.archive.without_pdf())
    yield Check("PDF in attesa", "avviso" if waiting else "bene", str(waiting))
    yield _mail(office)
    styles = (uikit / "css" / "bootstrap-italia.min.css").is_file()
    missing = "assente: le pagine usano solo lo stile proprio; eseguire ./avvia --solo-prepara"
    yield Check(
        "Bootstrap Italia", "bene" if styles else "avviso", "presente" if styles else missing
    )
    fixed = office.today is not None
    yield Check("Data di lavoro", "bene", f"{office.on:%d/%m/%Y}{' (fissata)' if fixed else ''}")


def _care(name: str, last: Care | None, office: Office) -> Check:
    """Tell when the archive was last verified or copied: too long ago is a warning."""
    if last is None:
        return Check(name, "avviso", f"mai; eseguire «fascicolo archive {COMMANDS[name]}»")
    when = f"{last.at.astimezone(ROME):%d/%m/%Y, ore %H:%M}"
    if last.findings:
        return Check(name, "guasto", f"{when}: {last.findings} anomalie")
    late = (office.now - last.at).days > LONGEST_DAYS
    return Check(name, "avviso" if late else "bene", f"{when}{', ' + last.detail}".rstrip(", "))


def _disk(dati: Path) -> Check:
    """Tell how much room there is where the data are, or will be."""
    there = next(folder for folder in (dati, *dati.parents) if folder.exists())
    free = shutil.disk_usage(there).free / 1e9
    outcome = "bene" if free > ROOM_GB else "avviso" if free > ROOM_GB / 5 else "guasto"
    return Check("Spazio su disco", outcome, f"{free:.1f} GB liberi".replace(".", ","))


def _mail(office: Office) -> Check:
    """Tell of the letters that did not leave: those given up will never reach anybody."""
    letters = outbox.waiting(office)
    lost = [letter for letter in letters if letter.lost]
    if lost:
        return Check("Posta", "avviso", f"{len(lost)} non consegnate: {lost[-1].failure}")
    late = [letter for letter in letters if letter.tries]
    detail = f"{len(letters)} in attesa{f': {late[-1].failure}' if late else ''}"
    return Check("Posta", "avviso" if late else "bene", detail)


def _kinds(office: Office) -> Check:
    faults = [fault for faults in all_faults(office.papers, office.on).values() for fault in faults]
    if faults:
        return Check("Tipi di documento", "guasto", "; ".join(faults))
    return Check("Tipi di documento", "bene", f"{len(all_kinds())} in ordine")


def _press(office: Office) -> Check:
    engine = office.press.status().engine
    if engine:
        return Check("Stampa PDF", "bene", engine)
    return Check(
        "Stampa PDF",
        "avviso",
        "LibreOffice assente: i DOCX si stampano, i PDF restano in attesa; "
        "installare libreoffice-writer-nogui e python3-uno",
    )
