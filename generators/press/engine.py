"""One LibreOffice at work: found, started in a cage, spoken to, ended without traces."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generators.press.office_profile import write_profile
from generators.press.promise import PrintFailed

WORKER = Path(__file__).with_name("worker.py")
PLACES = ("/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice")
PYTHONS = ("/usr/bin/python3", "/usr/local/bin/python3")
LIBRARIES = Path("/usr")
JEMALLOC = ("lib/*-linux-gnu/libjemalloc.so.2", "lib64/libjemalloc.so.2", "lib/libjemalloc.so.2")
TUNABLES = "glibc.malloc.tcache_count=20000:glibc.malloc.tcache_max=4000:glibc.malloc.mxfast=0"
"""Keep what is freed at hand: a seventh of LibreOffice's time goes in asking for memory."""
PREFIX = "fascicolo-press-"
FRAME = struct.Struct(">Ic")
START_SECONDS = 60.0
CLEARING_SECONDS = 3.0


class EngineDied(Exception):
    """LibreOffice or its worker ended, or does not answer: another must be started."""


class EngineHung(EngineDied):
    """The document took longer than it may; its engine was killed."""


@dataclass(frozen=True)
class Engine:
    """Where a LibreOffice is, and the Python that can speak with it."""

    soffice: Path
    python: Path


def find_engine(setting: str | None) -> Engine | None:
    """
    Find LibreOffice: *setting* if given, else PATH, the distribution's place, ``/opt``.

    Returns None when there is none, or no Python that can drive it.
    """
    opt = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    for place in [setting] if setting else ["soffice", *PLACES, *map(str, opt)]:
        if found := shutil.which(place):
            program = Path(found).resolve()
            if python := _python_beside(program):
                binary = program.with_name("soffice.bin")
                return Engine(binary if binary.exists() else program, python)
    return None


def _python_beside(soffice: Path) -> Path | None:
    """Return LibreOffice's own Python, else one of the system that can import ``uno``."""
    own = soffice.with_name("python")
    if own.exists():
        return own
    return next((Path(python) for python in PYTHONS if _has_uno(python)), None)


def _has_uno(python: str) -> bool:
    if not os.path.exists(python):
        return False
    return subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0


@functools.cache
def without_network() -> tuple[str, ...]:
    """Return the command that takes the network away from what follows, if we may use it."""
    for command in (("unshare", "-n"), ("unshare", "--map-current-user", "-n")):
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
                return command
    return ()


class Held:
    """A folder held by this process, until it lets it go or dies."""

    def __init__(self, folder: Path) -> None:
        """
        Hold *folder*.

        Raises:
            OSError: it is not there, is not ours, or somebody holds it.
        """
        self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go; twice does no harm."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class Worker:
    """
    A warm LibreOffice in a process group of its own, for one document at a time.

    Attributes:
        version: Name and version of the program.
        printed: Documents printed by it.
        megabytes: Memory it took after the last one.
    """

    def __init__(self, engine: Engine) -> None:
        """
        Start *engine* in an empty folder of its own and wait until it is ready.

        Raises:
            EngineDied: it did not start.
        """
        self.printed = self.megabytes = 0
        memory = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir())
        sweep(memory)
        self.home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=memory))
        self._held = Held(self.home)
        write_profile(self.home / "profile")
        pipe = f"fascicolo{secrets.token_hex(8)}"
        self._traces = _traces(self.home, pipe)
        command = [*without_network(), str(engine.python), "-B", str(WORKER)]
        arguments = map(str, (engine.soffice, self.home, pipe, *self._traces))
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*command, *arguments],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.home,
                env=_environment(self.home),
                start_new_session=True,
            )
        self.version = self._exchange(None, START_SECONDS).decode()

    def pdf(self, docx: bytes, seconds: float) -> bytes:
        """
        Return what LibreOffice exports of *docx*.

        Raises:
            PrintFailed: it refuses the document; it is still good for the next.
            EngineHung: not done in *seconds*; it was killed.
            EngineDied: it ended while printing.
        """
        answer = self._exchange(docx, seconds)
        self.printed += 1
        self.megabytes = int.from_bytes(answer[:4], "big")
        return answer[4:]

    def _exchange(self, docx: bytes | None, seconds: float) -> bytes:
        """Send *docx*, if any, and return the content of the answer, within *seconds*."""
        deadline = time.monotonic() + seconds
        try:
            self._socket.settimeout(seconds)
            if docx is not None:
                self._socket.sendall(FRAME.pack(len(docx), b"D") + docx)
            length, kind = FRAME.unpack(self._receive(FRAME.size, deadline))
            content = self._receive(length, deadline)
        except TimeoutError:
            self.stop()
            raise EngineHung from None
        except OSError as error:
            self.stop()
            raise EngineDied(str(error)) from error
        if kind == b"E":
            raise PrintFailed(content.decode(errors="replace"))
        return content

    def _receive(self, length: int, deadline: float) -> bytes:
        """
        Return *length* bytes.

        Raises:
            TimeoutError: not all of them came before *deadline*.
            OSError: the worker is gone.
        """
        received = bytearray()
        while len(received) < length:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            piece = self._socket.recv(min(length - len(received), 1 << 20))
            if not piece:
                raise ConnectionError("the worker is gone")
            received += piece
        return bytes(received)

    @property
    def alive(self) -> bool:
        """Whether it can print another document."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Kill LibreOffice and its worker and remove all they left; twice does no harm."""
        with contextlib.suppress(OSError):
            # Wakes who waits for an answer, and tells the worker to clear up and end.
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(CLEARING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._socket.close()
        self._held.close()
        shutil.rmtree(self.home, ignore_errors=True)
        for trace in self._traces:
            trace.unlink(missing_ok=True)


@functools.cache
def allocator(root: Path) -> dict[str, str]:
    """Return what makes LibreOffice use jemalloc if it is under *root*, else a tuned malloc."""
    found = next((path for place in JEMALLOC for path in root.glob(place)), None)
    return {"LD_PRELOAD": str(found)} if found else {"GLIBC_TUNABLES": TUNABLES}


def sweep(folder: Path) -> None:
    """
    Remove from *folder* the homes of engines that were killed together with their server.

    Whoever starts an engine holds its home as long as it lives; one just made may not be held
    yet.
    """
    for home in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), Held(home):
            if time.time() - home.stat().st_mtime > START_SECONDS:
                shutil.rmtree(home, ignore_errors=True)
                _single(home).unlink(missing_ok=True)


def _environment(home: Path) -> dict[str, str]:
    """Return the whole environment of the worker: nothing of ours reaches a document."""
    return {
        **allocator(LIBRARIES),
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _traces(home: Path, pipe: str) -> list[Path]:
    """
    Return the sockets that a killed LibreOffice leaves in ``/tmp``.

    One is the pipe we asked for; the other it makes to find a copy of itself, named by the MD5
    of its profile's address, each byte in hexadecimal without padding.
    """
    return [_pipe(pipe), _single(home)]


def _single(home: Path) -> Path:
    profile = f"file://{home}/profile".encode("utf-16-le")
    digest = hashlib.md5(profile, usedforsecurity=False).digest()
    return _pipe("SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest))


def _pipe(name: str) -> Path:
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}")
