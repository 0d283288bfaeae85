"""
Drives one LibreOffice; runs under LibreOffice's own Python and imports nothing of ours.

Started as ``python worker.py SOFFICE HOME PIPE [TRACE...]``. Standard input is a socket to the
press, on which frames travel both ways: four bytes of length, one of kind, the content.

    R  to the press: ready; the version of LibreOffice
    D  from the press: a DOCX
    P  to the press: its PDF, after four bytes with the megabytes LibreOffice takes
    E  to the press: why there is no PDF

The modules beside this file can be imported by mistake for those of the standard library that
have the same name: here there may be none.

When the socket closes, for whatever reason, LibreOffice is killed and HOME removed, with the
TRACEs it leaves elsewhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.io import XOutputStream

FRAME = struct.Struct(">Ic")
RESTART_ASKED = 81
"""How soffice ends when its profile has just been made: it wants to be started again."""
PR_SET_PDEATHSIG = 1

EXPORT = {
    "SelectPdfVersion": 2,  # PDF/A-2b, which the press finishes into 2a
    "PDFUACompliance": True,
    "UseTaggedPDF": True,
    # JPEG would blur QR codes and is tried on every picture: without, a third faster.
    "UseLosslessCompression": True,
    "ReduceImageResolution": False,
    "ExportBookmarks": True,
    "ExportFormFields": False,
    "ExportNotes": False,
}


NOWHERE = "file:///documento.docx"
"""
The address given to documents, which are read from memory all the same.

It is no trusted place, so the files that a document names are not read; a document at
``private:stream`` would be trusted, and a picture it links from the disk would be embedded.
"""


class Sink(unohelper.Base, XOutputStream):  # type: ignore[misc]  # UNO is not typed
    """An output stream of UNO that keeps what is written in memory."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def writeBytes(self, data: uno.ByteSequence) -> None:
        """Keep *data*."""
        self.written.append(data.value)

    def flush(self) -> None:
        """Do nothing: memory needs no flushing."""

    def closeOutput(self) -> None:
        """Do nothing: memory needs no closing."""


def properties(**values: object) -> tuple[PropertyValue, ...]:
    """Return *values* as UNO wants named arguments."""
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Office:
    """One warm LibreOffice and the way to talk with it."""

    def __init__(
        self, soffice: str, home: str, pipe: str, started: list[subprocess.Popen[bytes]]
    ) -> None:
        self.command = [
            soffice, "--headless", "--invisible", "--nologo", "--nodefault", "--norestore",
            "--nolockcheck", "--nofirststartwizard",
            f"-env:UserInstallation=file://{home}/profile",
            f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip
        self.url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.started = started
        self.process = self.start()
        self.context = self.connect()
        self.services = self.context.ServiceManager
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def start(self) -> subprocess.Popen[bytes]:
        """Start soffice so that it cannot outlive this process."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            self.command, stdin=quiet, stdout=quiet, stderr=quiet, preexec_fn=die_with_parent
        )
        self.started.append(process)
        return process

    def connect(self) -> uno.pyuno:
        """
        Return the context of soffice, waiting until it answers.

        Raises:
            RuntimeError: soffice ended.
        """
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        while True:
            # UNO has no narrower exception for "nobody listens yet" than its root.
            with contextlib.suppress(uno.getClass("com.sun.star.uno.Exception")):
                return resolver.resolve(self.url)
            ended = self.process.poll()
            if ended == RESTART_ASKED:
                self.process = self.start()
            elif ended is not None:
                raise RuntimeError(f"soffice ended with {ended}")
            time.sleep(0.02)

    def service(self, name: str) -> uno.pyuno:
        """Return a new instance of the UNO service *name*."""
        return self.services.createInstanceWithContext(name, self.context)

    def answers(self) -> bool:
        """Tell whether LibreOffice is still there."""
        try:
            return bool(self.version())
        except uno.getClass("com.sun.star.uno.Exception"):
            return False

    def version(self) -> str:
        """Return the name and version of the program."""
        access = self.service("com.sun.star.configuration.ConfigurationProvider")
        node = properties(nodepath="/org.openoffice.Setup/Product")
        product = access.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", node
        )
        return f"{product.ooName} {product.ooSetupVersionAboutBox}"

    def pdf(self, docx: bytes) -> bytes:
        """
        Return the PDF/A-2b of *docx*, read from memory and written to memory.

        Raises:
            ValueError: LibreOffice does not read it as a document.
        """
        stream = self.service("com.sun.star.io.SequenceInputStream")
        stream.initialize((uno.ByteSequence(docx),))
        how = properties(
            InputStream=stream, Hidden=True, ReadOnly=True, FilterName="MS Word 2007 XML",
            MacroExecutionMode=0, UpdateDocMode=0,
        )  # fmt: skip
        document = self.desktop.loadComponentFromURL(NOWHERE, "_blank", 0, how)
        if document is None:
            raise ValueError("LibreOffice non riesce a leggerlo")
        try:
            return self.export(document)
        finally:
            document.close(True)

    def export(self, document: uno.pyuno) -> bytes:
        """Return the PDF/A-2b of an open document."""
        sink = Sink()
        options = uno.Any("[]com.sun.star.beans.PropertyValue", properties(**EXPORT))
        how = properties(FilterName="writer_pdf_Export", OutputStream=sink, FilterData=options)
        document.storeToURL("private:stream", how)
        return b"".join(sink.written)

    def megabytes(self) -> int:
        """Return the resident memory of soffice, 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
        except OSError:
            return 0


def die_with_parent() -> None:
    """Ask Linux to kill this process when the one that started it ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def receive(press: socket.socket) -> tuple[bytes, bytes] | None:
    """Return the kind and content of the next frame, or None when the press is gone."""
    head = receive_exactly(press, FRAME.size)
    if head is None:
        return None
    length, kind = FRAME.unpack(head)
    content = receive_exactly(press, length)
    return None if content is None else (kind, content)


def receive_exactly(press: socket.socket, length: int) -> bytes | None:
    """Return *length* bytes, or None when the press is gone before."""
    received = bytearray()
    while len(received) < length:
        try:
            piece = press.recv(min(length - len(received), 1 << 20))
        except OSError:
            return None
        if not piece:
            return None
        received += piece
    return bytes(received)


def send(press: socket.socket, kind: bytes, content: bytes) -> None:
    """Send one frame."""
    press.sendall(FRAME.pack(len(content), kind) + content)


@dataclass
class Remains:
    """What must not be left behind: processes, and folders or files."""

    processes: list[subprocess.Popen[bytes]]
    traces: list[str]

    def clear(self) -> None:
        """Kill and reap the processes, remove the traces, and end this process at once."""
        for process in self.processes:
            process.kill()
            process.wait()
        for trace in self.traces:
            shutil.rmtree(trace, ignore_errors=True)
            with contextlib.suppress(OSError):
                os.unlink(trace)
        os._exit(0)


def listen(press: socket.socket, documents: queue.Queue[bytes], remains: Remains) -> None:
    """Queue what the press sends; when it is gone, end everything at once."""
    while (frame := receive(press)) is not None:
        documents.put(frame[1])
    remains.clear()


def follow(soffice: subprocess.Popen[bytes], remains: Remains) -> None:
    """End everything when LibreOffice ends, so that the press does not count on it."""
    soffice.wait()
    remains.clear()


def main(soffice: str, home: str, pipe: str, remains: Remains) -> None:
    """Print what arrives until the press is gone or LibreOffice dies."""
    press = socket.socket(fileno=0)
    documents: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=listen, args=(press, documents, remains), daemon=True).start()
    office = Office(soffice, home, pipe, remains.processes)
    threading.Thread(target=follow, args=(office.process, remains), daemon=True).start()
    send(press, b"R", office.version().encode())
    while True:
        try:
            pdf = office.pdf(documents.get())
        except (ValueError, uno.getClass("com.sun.star.uno.Exception")) as error:
            # A bridge that breaks says so in many ways: ask again whether anybody is there.
            if not office.answers():
                return
            send(press, b"E", str(error).encode(errors="replace"))
        else:
            send(press, b"P", struct.pack(">I", office.megabytes()) + pdf)


if __name__ == "__main__":
    _, given_soffice, given_home, given_pipe, *others = sys.argv
    left = Remains([], [given_home, *others])
    try:
        main(given_soffice, given_home, given_pipe, left)
    finally:
        left.clear()
