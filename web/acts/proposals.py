"""A template edited in Word, kept until it is looked at and published, or put away."""

import base64
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from schemas.rules.permissions import Actor
from storage.archive import NotFound
from web.acts.office import Office
from web.acts.templates import CORNICE, TemplateRefused, Trial, check_template, try_template

TABLE = "modelli_proposti"
LAST = 3
"""Documents of the archive that a template is tried on, besides the specimen."""
_KEPT = 4


@dataclass(frozen=True)
class Proposal:
    """A template that keeps its contract and is not published: its bytes, by whom and when."""

    nome: str
    source: bytes
    da: str
    il: datetime

    @property
    def sha256(self) -> str:
        """Return the hash of the file."""
        return hashlib.sha256(self.source).hexdigest()


def propose_template(name: str, source: bytes, *, office: Office, by: Actor) -> Proposal:
    """
    Keep *source* as the proposed template *name*, in the place of an earlier proposal.

    Raises:
        TemplateRefused: it breaks its contract or is unsafe; nothing is kept.
    """
    faults = check_template(name, source, office=office)
    if faults:
        raise TemplateRefused(faults)
    proposal = Proposal(name, source, by.utente, office.now)
    value = {
        "base64": base64.b64encode(source).decode(),
        "da": proposal.da,
        "il": proposal.il.isoformat(),
    }
    office.archive.put(TABLE, name, value)
    return proposal


def proposal_of(name: str, *, office: Office) -> Proposal | None:
    """Return the template proposed for a paper, or None."""
    try:
        value = office.archive.get(TABLE, name).value
    except NotFound:
        return None
    source = base64.b64decode(str(value["base64"]))
    return Proposal(name, source, str(value["da"]), datetime.fromisoformat(str(value["il"])))


def put_away(name: str, *, office: Office) -> None:
    """Forget the template proposed for a paper; forgetting one that is not there is harmless."""
    office.archive.delete(TABLE, name)


class Trials:
    """The last trials made, so that their pictures are not printed again one by one."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str, str], list[Trial]] = OrderedDict()
        self._alone = threading.Lock()

    def of(self, proposal: Proposal, *, office: Office) -> list[Trial]:
        """
        Return what *proposal* changes, specimen first; a letterhead is tried on specimens alone.

        Raises:
            PressError: a PDF could not be made.
        """
        in_force = hashlib.sha256(office.papers.source(proposal.nome, office.on)).hexdigest()
        key = (proposal.nome, proposal.sha256, in_force)
        with self._alone:
            if key not in self._made:
                last = 0 if proposal.nome == CORNICE else LAST
                trials = try_template(proposal.nome, proposal.source, last=last, office=office)
                self._made[key] = list(trials)
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
            return self._made[key]
