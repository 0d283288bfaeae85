"""The press that prints with LibreOffice: a pool of warm engines and a queue before them."""

from __future__ import annotations

import bisect
import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from generators.press.engine import Engine, EngineDied, EngineHung, Worker, find_engine
from generators.press.finish import Imprint, finish
from generators.press.inspection import inspected
from generators.press.promise import Press, PressAbsent, PressBusy, PressStatus, PrintFailed


@dataclass(frozen=True)
class Limits:
    """
    What a press spends.

    Attributes:
        workers: Engines at most, one for each core by custom.
        queue: Documents that may wait; the next is refused with ``PressBusy``.
        seconds: Longest time for one document; after it the engine is killed.
        documents: An engine is replaced after so many.
        megabytes: An engine is replaced when it takes more memory than this.
    """

    workers: int = os.cpu_count() or 1
    queue: int = 64
    seconds: float = 20.0
    documents: int = 1_000
    megabytes: int = 450


DEFAULT_LIMITS = Limits()


def open_press(soffice: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Press:
    """
    Open the press of this machine; engines start with the first document.

    Args:
        soffice: The path of LibreOffice's ``soffice``; None looks for it. When there is none,
            printing raises ``PressAbsent`` until there is.
        limits: What it may spend.
    """
    return LibreOfficePress(soffice, limits)


class LibreOfficePress:
    """
    Prints with as many LibreOffice as there are cores; see ``Press``.

    The caller's own thread waits for a free engine and talks with it, so a press has no
    threads of its own and nothing to stop but the engines.
    """

    def __init__(self, soffice: str | None, limits: Limits) -> None:
        self._setting = soffice
        self._limits = limits
        self._engine: Engine | None = None
        self._version = ""
        self._closed = False
        self._turn = threading.Condition()
        # Those who wait, by precedence: first who has somebody waiting, then who came first.
        self._queue: list[tuple[bool, int]] = []
        self._arrivals = itertools.count()
        self._idle: list[Worker] = []
        self._working: set[Worker] = set()
        self._starting = 0
        self._printed = self._restarts = 0

    def pdf(
        self,
        docx: bytes,
        *,
        title: str,
        author: str,
        subject: str,
        when: datetime,
        bulk: bool = False,
    ) -> bytes:
        """Return *docx* as a checked PDF/A-2a and PDF/UA-1: see ``Press.pdf``."""
        paper = inspected(docx)
        self._present()
        exported = self._exported(docx, bulk=bulk)
        made = finish(exported, paper, Imprint(title, author, subject, when))
        with self._turn:
            self._printed += 1
        return made

    def status(self) -> PressStatus:
        """Return how the press is doing, without waiting for it."""
        present = self._look() is not None
        with self._turn:
            busy = len(self._working)
            return PressStatus(
                engine=(self._version or "LibreOffice") if present else "",
                alive=busy + len(self._idle),
                busy=busy,
                waiting=len(self._queue),
                printed=self._printed,
                restarts=self._restarts,
            )

    def close(self) -> None:
        """Stop every engine, those at work too; who waits is told that the press is closed."""
        with self._turn:
            self._closed = True
            workers = [*self._idle, *self._working]
            self._idle.clear()
            self._turn.notify_all()
        for worker in workers:
            worker.stop()

    def _look(self) -> Engine | None:
        """Return the engine, looked for again only as long as there is none."""
        if self._engine is None or not self._engine.soffice.exists():
            self._engine = find_engine(self._setting)
        return self._engine

    def _present(self) -> Engine:
        """
        Return the engine.

        Raises:
            PressAbsent: there is none, yet.
        """
        engine = self._look()
        if engine is None:
            raise PressAbsent
        return engine

    def _exported(self, docx: bytes, *, bulk: bool) -> bytes:
        """
        Return what LibreOffice makes of *docx*.

        An engine that dies is replaced and the document tried once more: it may have been
        killed from outside. One that hangs is not, for the document would hang the next too.
        """
        for last in (False, True):
            try:
                with self._worker(bulk=bulk) as worker:
                    return worker.pdf(docx, self._limits.seconds)
            except EngineHung:
                raise PrintFailed("LibreOffice non ha finito entro il tempo concesso") from None
            except EngineDied as error:
                if last or self._closed:
                    raise PrintFailed("LibreOffice si è interrotto") from error
        raise AssertionError("the second attempt returns or raises")

    @contextmanager
    def _worker(self, *, bulk: bool) -> Iterator[Worker]:
        """Lend a worker, started if need be, and take it back if it is still good."""
        worker = self._take(bulk=bulk) or self._start()
        try:
            yield worker
        except EngineDied:
            with self._turn:
                self._restarts += 1
            raise
        finally:
            self._give_back(worker)

    def _take(self, *, bulk: bool) -> Worker | None:
        """
        Wait for our turn; return an idle worker, or None with the right to start one.

        Raises:
            PressBusy: too many wait already.
            PrintFailed: the press was closed.
        """
        with self._turn:
            if len(self._queue) >= self._limits.queue:
                raise PressBusy(len(self._queue))
            ticket = (bulk, next(self._arrivals))
            bisect.insort(self._queue, ticket)
            self._turn.wait_for(
                lambda: self._closed or (self._queue[0] == ticket and self._has_room())
            )
            self._queue.remove(ticket)
            self._turn.notify_all()
            if self._closed:
                raise PrintFailed("la stampa è stata chiusa")
            worker = self._warmest()
            if worker:
                self._working.add(worker)
            else:
                self._starting += 1
            return worker

    def _warmest(self) -> Worker | None:
        """Return the idle worker that worked last, without those that were killed meanwhile."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._restarts += 1
            worker.stop()
        return None

    def _has_room(self) -> bool:
        running = len(self._working) + self._starting
        return bool(self._idle) or running < self._limits.workers

    def _start(self) -> Worker:
        """Start a worker, with the right that `_take` gave."""
        worker = None
        try:
            worker = Worker(self._present())
            return worker
        finally:
            with self._turn:
                self._starting -= 1
                if worker:
                    self._working.add(worker)
                    self._version = worker.version
                self._turn.notify_all()

    def _give_back(self, worker: Worker) -> None:
        """Put *worker* among the idle ones, or stop it when it is spent."""
        spent = worker.printed >= self._limits.documents
        spent = spent or worker.megabytes > self._limits.megabytes
        with self._turn:
            self._working.discard(worker)
            keep = worker.alive and not spent and not self._closed
            if keep:
                self._idle.append(worker)
            self._turn.notify_all()
        if not keep:
            worker.stop()
