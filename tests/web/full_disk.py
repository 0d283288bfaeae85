"""
An operator at work when the disk fills up, as a process of its own on a small file system.

`python -m tests.web.full_disk FOLDER` prints as JSON what the pages answered. FOLDER is the mount.
"""

import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from storage.archive import Archive, ArchiveFault
from tests.pages import Pages
from tests.web.offices import PASSWORD, filled_patto, hire
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

TYPED = "Via dell’Artigianato 14/b, presso la zia di perché"


def main(folder: Path) -> None:
    """Fill a Patto, fill the disk, save and register, make space, and do both again."""
    environ = {"FASCICOLO_DATI": str(folder / "dati"), "FASCICOLO_OGGI": "2011-06-15"}
    settings = replace(Settings.from_env(environ), soffice=str(folder / "soffice"))
    with opened_office(settings) as office:
        hire(office, "zanella")
        app = create_app(settings, office, PrintRoom(office))
        pages = Pages(app.test_client()).log_in("zanella", PASSWORD)
        review = filled_patto(pages)
        step = pages.get(str(review.form("Registra").get("action")).replace("registra", "1"))
        fill(folder, office.archive)
        saved = pages.press(step, "Salva bozza", status=503, persona__domicilio_indirizzo=TYPED)
        registered = pages.press(review, "Registra il documento", status=503)
        numbers = [str(it.number) for it in office.archive.documents()]
        (folder / "riempitivo").unlink()
        again = pages.follow(pages.press(review, "Registra il documento"))
        report = office.archive.verify()
    told = {
        "save": saved.text,
        "typed": saved.tree.xpath("//*[@id='persona-domicilio_indirizzo']/@value"),
        "register": registered.heading,
        "meanwhile": numbers,
        "after": again.text.count("PS-2011-T2-00001") > 0,
        "findings": [finding.code for finding in report.findings],
    }
    sys.stdout.write(json.dumps(told))


def fill(folder: Path, archive: Archive) -> None:
    """Write until there is no space left at all, not even in the last page of a journal."""
    fd = os.open(folder / "riempitivo", os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while os.write(fd, b"\0" * 4096):
            pass
    os.close(fd)
    with suppress(ArchiveFault):
        while archive.put("prova", "riempitivo", {}):
            pass


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    main(Path(sys.argv[1]))
