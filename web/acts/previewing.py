"""Proofs: the paper of a draft, marked as one, and its PDF made before anybody asks for it."""

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from generators.pagediff import pages_together
from generators.press.promise import PressAbsent, PressBusy, PressError
from generators.render import TemplateFault
from schemas.kinds.examine import Examined
from schemas.kinds.kind import Kind
from schemas.rules.parameters import Parameters
from web.acts.drafting import Draft
from web.acts.issuing import date_of
from web.acts.office import Office
from web.acts.papers import PaperMissing, draft_head

log = structlog.get_logger()

KEPT = 32
BROKEN = "il modello Word di questo documento ha un difetto: va corretto da un amministratore"
PASSING = (PressAbsent, PressBusy)
"""Why there is no PDF now, which may be over at the next request."""


@dataclass(frozen=True)
class Proof:
    """A paper marked as not valid for signature: its title, its date and its DOCX."""

    title: str
    on: date
    when: datetime
    docx: bytes


def proof_of(kind: Kind, examined: Examined, *, office: Office) -> Proof:
    """
    Print an examined document without problems as a draft; the same answers give the same bytes.

    Raises:
        TemplateFault, PaperMissing: its template does not work.
    """
    on = date_of(kind, examined)
    head = draft_head(on)
    paper = office.papers.print(kind, examined, head, Parameters(office.table, on))
    return Proof(f"{kind.title} - bozza", on, head.when, paper.docx)


def press_proof(proof: Proof, *, office: Office, bulk: bool = False) -> bytes:
    """
    Return the PDF of *proof*; in *bulk*, who waits goes first.

    Raises:
        PressAbsent, PressBusy, PrintFailed: there is none now.
    """
    parameters = Parameters(office.table, proof.on)
    return office.press.pdf(
        proof.docx,
        title=proof.title,
        author=parameters.text("ente.nome"),
        subject=parameters.text("progetto.titolo"),
        when=proof.when,
        bulk=bulk,
    )


@dataclass(frozen=True)
class Preview:
    """The PDF of a proof, and its pages one below the other as a picture (PNG)."""

    pdf: bytes
    picture: bytes


class PreviewRoom:
    """
    Makes the previews of the drafts being reviewed, one at a time, behind every real print.

    The last previews are kept, one a draft: asked again for the same answers and template, it is
    there; asked for others, what was still waiting is dropped.
    """

    def __init__(self, office: Office, kept: int = KEPT) -> None:
        self._office = office
        self._kept = kept
        self._pool = ThreadPoolExecutor(1, "anteprima")
        self._lock = threading.Lock()
        self._made: OrderedDict[str, tuple[str, Future[Preview]]] = OrderedDict()

    def begin(self, draft: Draft, examined: Examined) -> str:
        """Have the preview of a draft made, if it is not; return why it cannot be, or ""."""
        if not self._office.press.status().engine:
            return str(PressAbsent())
        try:
            future = self._future(draft, examined)
        except (TemplateFault, PaperMissing):
            log.exception("preview_failed", kind=draft.kind.name)
            return BROKEN
        failed = future.exception() if future.done() and not future.cancelled() else None
        return str(failed) if failed else ""

    def wait(self, draft: Draft, examined: Examined, seconds: float) -> Preview:
        """
        Return the preview of a draft, begun if need be.

        Raises:
            PressError: it could not be made.
            TimeoutError: not ready after *seconds* (it goes on), or asked for other answers.
            TemplateFault, PaperMissing: the template does not work.
        """
        try:
            return self._future(draft, examined).result(seconds)
        except CancelledError:
            raise TimeoutError from None

    def _future(self, draft: Draft, examined: Examined) -> Future[Preview]:
        """Return the preview asked last for *draft* if it is of the same paper, else a new one."""
        proof = proof_of(draft.kind, examined, office=self._office)
        mark = hashlib.sha256(proof.docx).hexdigest()
        with self._lock:
            before, future = self._made.pop(draft.key, ("", None))
            if future is None or before != mark or _may_be_over(future):
                if future:
                    future.cancel()
                future = self._pool.submit(self._make, proof)
            self._made[draft.key] = (mark, future)
            while len(self._made) > self._kept:
                _, (_, oldest) = self._made.popitem(last=False)
                oldest.cancel()
        return future

    def _make(self, proof: Proof) -> Preview:
        try:
            pdf = press_proof(proof, office=self._office, bulk=True)
        except PressError as error:
            log.warning("preview_failed", title=proof.title, reason=str(error))
            raise
        return Preview(pdf, pages_together(pdf))


def _may_be_over(future: Future[Preview]) -> bool:
    """Return whether a preview failed for something that may be over by now."""
    return future.cancelled() or (future.done() and isinstance(future.exception(), PASSING))
