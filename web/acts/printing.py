"""Making the PDF of what is registered, outside the register's lock, as often as it takes."""

import threading

import structlog

from generators.press.promise import PressAbsent, PressBusy, PrintFailed
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from storage.archive import Document, Event
from web.acts.office import Office

log = structlog.get_logger()


def print_document(number: Number, *, office: Office, bulk: bool = False) -> Document:
    """
    Make the PDF of a registered document from exactly its DOCX, file it, and return the document.

    A document that has its PDF already is returned as it is; in *bulk*, who waits goes first.

    Raises:
        PressAbsent, PressBusy, PrintFailed: there is no PDF yet; it can be asked for again.
        ArchiveError: the archive could not give the DOCX or keep the PDF.
    """
    document = office.archive.document(number)
    if document.pdf:
        return document
    pdf = office.press.pdf(
        office.archive.blob(document.paper),
        title=f"{all_kinds()[document.kind].title} {document.number}",
        author=office.parameters.text("ente.nome"),
        subject=office.parameters.text("progetto.titolo"),
        when=document.registered_at,
        bulk=bulk,
    )
    dati = {"sha256": office.archive.put_blob(pdf), "byte": len(pdf), "docx": document.paper}
    with office.archive.transaction():
        document = office.archive.document(number)
        if document.pdf is None and document.paper == dati["docx"]:
            event = Event("pdf", office.now, "sistema", dati)
            document = office.archive.add_event(number, event)
    return document


class PrintRoom:
    """
    A thread that makes the PDFs that are missing: a numbered document without PDF *is* the job.

    It looks at the register when told (`hurry`) and every few seconds, so that documents issued
    by another process, or while there was no LibreOffice, are printed without being asked.
    """

    def __init__(self, office: Office, every: float = 5.0) -> None:
        self._office = office
        self._every = every
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._printed = threading.Condition()
        self._failures: dict[Number, str] = {}
        self._thread = threading.Thread(target=self._work, name="stampa", daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def hurry(self) -> None:
        """Look at the register now: something was just issued."""
        self._wake.set()

    def retry(self, number: Number) -> None:
        """Try again a document that failed."""
        self._failures.pop(number, None)
        self.hurry()

    def wait(self, number: Number, seconds: float) -> Document:
        """Return the document as soon as its PDF is there, or as it is after *seconds*."""
        self.hurry()
        with self._printed:
            self._printed.wait_for(lambda: self._is_settled(number), seconds)
        return self._office.archive.document(number)

    def failure(self, number: Number) -> str:
        """Return why the last attempt at a document failed, in Italian, or ""."""
        return self._failures.get(number, "")

    def close(self) -> None:
        """Finish the document in hand and stop."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _is_settled(self, number: Number) -> bool:
        return number in self._failures or bool(self._office.archive.document(number).pdf)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._print_missing()
            except Exception:  # an archive that does not answer now may answer later
                log.exception("print_room_failed")
            self._wake.wait(self._every)
            self._wake.clear()

    def _print_missing(self) -> None:
        for number in self._office.archive.without_pdf():
            if self._stop.is_set():
                return
            if number in self._failures:
                continue
            try:
                print_document(number, office=self._office)
            except (PressAbsent, PressBusy):
                return
            except PrintFailed as failed:
                log.error("print_failed", number=str(number), reason=failed.reason)
                self._failures[number] = failed.reason
            except Exception:
                log.exception("print_failed", number=str(number))
                self._failures[number] = "errore interno"
            with self._printed:
                self._printed.notify_all()
