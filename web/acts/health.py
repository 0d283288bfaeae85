"""The health of the office: each part, whether it works, what it means if it does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.kinds.registry import all_kinds
from web.acts.binding import all_faults
from web.acts.office import Office


@dataclass(frozen=True)
class Check:
    """One part: *outcome* is ``bene``, ``avviso`` (works with less) or ``guasto``."""

    name: str
    outcome: str
    detail: str


def examine_health(office: Office, *, uikit: Path) -> list[Check]:
    """Return the state of every part, the most important first."""
    return list(_checks(office, uikit))


def _checks(office: Office, uikit: Path) -> Iterator[Check]:
    report = office.archive.verify(quick=True)
    detail = ", ".join(f"{name} {count}" for name, count in report.checked.items())
    if not report.clean:
        detail = f"{len(report.findings)} anomalie: eseguire «fascicolo archive verify»"
    yield Check("Archivio", "bene" if report.clean else "guasto", detail)
    yield _kinds(office)
    yield _press(office)
    waiting = len(office.archive.without_pdf())
    yield Check("PDF in attesa", "avviso" if waiting else "bene", str(waiting))
    styles = (uikit / "css" / "bootstrap-italia.min.css").is_file()
    missing = "assente: le pagine usano solo lo stile proprio; eseguire ./avvia --solo-prepara"
    yield Check(
        "Bootstrap Italia", "bene" if styles else "avviso", "presente" if styles else missing
    )
    fixed = office.today is not None
    yield Check("Data di lavoro", "bene", f"{office.on:%d/%m/%Y}{' (fissata)' if fixed else ''}")


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
