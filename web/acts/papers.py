"""The papers: the template of each kind, compiled once, filled with the data of a document."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from generators.compile import compile_template
from generators.context import context_for
from generators.render import Template
from schemas.kinds.examine import Examined
from schemas.kinds.kind import Kind
from schemas.kinds.saving import to_json
from schemas.rules.case import Reason
from schemas.rules.parameters import Parameters
from schemas.rules.territorio import TERRITORI

BOZZA = "BOZZA - non valida per la firma"
ANNULLATO = "ANNULLATO"


class PaperMissing(RuntimeError):
    """A kind has no Word template where templates are kept."""


@dataclass(frozen=True)
class Paper:
    """A paper printed: its DOCX bytes, and the SHA-256 of the template it comes from."""

    docx: bytes
    template: str


@dataclass(frozen=True)
class Head:
    """What stands at the head and foot of a paper and is not typed: number, version, date, mark."""

    numero: str
    versione: int
    on: date
    when: datetime
    filigrana: str = ""


def draft_head(on: date) -> Head:
    """Return the head of a draft: no number, marked as not valid for signature."""
    return Head("", 1, on, datetime.combine(on, time(), ZoneInfo("Europe/Rome")), BOZZA)


def none_published(name: str, on: date) -> bytes | None:
    """Return None: no template but those shipped."""
    return None


class Papers:
    """
    The Word templates: those the office published, else those in the folder shipped.

    A template edited in the folder is compiled again when next used.
    """

    def __init__(
        self, folder: Path, published: Callable[[str, date], bytes | None] = none_published
    ) -> None:
        self._folder = folder
        self._published = published
        self._compiled: dict[tuple[bytes, bytes], Template] = {}

    def template(self, kind: Kind, on: date | None = None) -> Template:
        """Return the compiled template of *kind*; raises as `compiled` does."""
        return self.compiled(kind.name, on)

    def compiled(self, name: str, on: date | None = None) -> Template:
        """
        Return a compiled template, under the common letterhead.

        Args:
            name: Of a kind, or of another paper.
            on: The day whose templates are wanted; None for those shipped.

        Raises:
            PaperMissing: there is no such template, or no letterhead.
        """
        source, cornice = self.source(name, on), self.source("cornice", on)
        key = (source, cornice)
        if key not in self._compiled:
            self._compiled[key] = compile_template(source, cornice)
        return self._compiled[key]

    def source(self, name: str, on: date | None = None) -> bytes:
        """
        Return the DOCX of a template, as it is edited in Word.

        Raises:
            PaperMissing: there is no such template.
        """
        own = self._published(name, on) if on else None
        if own is not None:
            return own
        try:
            return (self._folder / f"{name}.docx").read_bytes()
        except FileNotFoundError as error:
            raise PaperMissing(f"templates/docx/{name}.docx is missing") from error

    def print(self, kind: Kind, examined: Examined, head: Head, parameters: Parameters) -> Paper:
        """
        Print a document of *kind* on its paper: the same data and head give the same bytes.

        Raises:
            PaperMissing: the kind has no template.
            TemplateFault: the template asks for something that the data cannot give.
        """
        template = self.template(kind, head.on)
        context = paper_context(kind, examined, head, parameters)
        return Paper(template.render(context, when=head.when), template.sha256)


def paper_context(
    kind: Kind, examined: Examined, head: Head, parameters: Parameters
) -> dict[str, object]:
    """Return all that the paper of a document of *kind* may print."""
    data = examined.data
    territorio, impronta = str(data.get("territorio") or ""), fingerprint(kind, data)
    around = frame(kind.title, territorio, impronta, head, parameters)
    act = {**around["atto"], **_of_this_act(kind, examined)}
    return context_for(kind, data, {**around, "atto": act})


def fingerprint(kind: Kind, data: Mapping[str, object]) -> str:
    """Return the SHA-256 of *data* in canonical JSON: the *impronta* printed in the foot."""
    canonical = json.dumps(
        to_json(kind, data), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def frame(
    title: str, territorio: str, impronta: str, head: Head, parameters: Parameters
) -> dict[str, dict[str, object]]:
    """Return what stands around every paper: ``atto``, ``progetto``, ``ente``."""
    atto: dict[str, object] = {
        "titolo": title,
        "numero": head.numero,
        "versione": head.versione,
        "data": head.on,
        "territorio": territorio,
        "territorio_nome": TERRITORI.get(territorio, ""),
        "stato": "generato" if head.numero else "bozza",
        "impronta": impronta[:12],
        "filigrana": head.filigrana,
    }
    return {"atto": atto, "progetto": _progetto(parameters), "ente": _ente(parameters)}


def _of_this_act(kind: Kind, examined: Examined) -> dict[str, object]:
    declared = examined.data.get(kind.index.get("categoria", ""))
    return {
        "cpi": str(examined.data.get("cpi") or ""),
        "motivi": list(examined.reasons),
        "motivo_principale": _about(examined.reasons, declared),
    }


def _about(reasons: Sequence[Reason], subject: object) -> Reason | None:
    return next((reason for reason in reasons if reason.subject == subject), None)


def _progetto(parameters: Parameters) -> dict[str, object]:
    return {
        "titolo": parameters.text("progetto.titolo"),
        "data_inizio": parameters.day("progetto.data_inizio"),
        "data_fine": parameters.day("progetto.data_fine"),
    }


def _ente(parameters: Parameters) -> dict[str, object]:
    names = ("nome", "dipartimento", "settore", "indirizzo", "codice_fiscale")
    ente: dict[str, object] = {name: parameters.text(f"ente.{name}") for name in names}
    return {**ente, "responsabile_privacy": parameters.text("ente.responsabile_privacy")}
