"""What an assistant and a company find at their desk: placements by what is due, requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.kinds.registry import all_kinds
from schemas.rules.istruttoria import STATI, stato_richiesta
from schemas.rules.life import EFFICACE
from schemas.rules.percorso import PASSI
from schemas.rules.permissions import Actor
from storage.archive import Document, Fascicolo
from web.acts.deadlines import Deadline, day_of, deadlines
from web.acts.office import Office
from web.acts.owning import followed

# Where a placement is being prepared, goes on, or waits for its final check.
LIVE = frozenset({"abbinato", "in_inserimento", "in_verifica"})


@dataclass(frozen=True)
class Placement:
    """
    A placement that an assistant follows.

    Args:
        stage: The convention.
        fascicolo: Whose.
        due: The days that matter, the nearest first.
        kinds: Names of the kinds that the path waits for from an assistant.
    """

    stage: Document
    fascicolo: Fascicolo
    due: Sequence[Deadline]
    kinds: Sequence[str]

    @property
    def person(self) -> str:
        """Return surname and name of the person."""
        return f"{self.fascicolo.persona['cognome']} {self.fascicolo.persona['nome']}"

    @property
    def azienda(self) -> Mapping[str, object]:
        """Return the company, as the convention has it."""
        block = self.stage.answers.get("azienda")
        return block if isinstance(block, Mapping) else {}

    @property
    def until(self) -> date | None:
        """Return the last day of the stage."""
        return day_of(self.stage, "data_fine")


def placements(by: Actor, *, office: Office) -> list[Placement]:
    """Return the placements that an assistant follows now, by what is due first."""
    days: dict[str, list[Deadline]] = {}
    for one in deadlines(by, office=office):
        days.setdefault(one.fascicolo.numero, []).append(one)
    found = []
    for numero, stage in followed(by, office.archive).items():
        fascicolo = office.archive.fascicolo(numero)
        if fascicolo.stato in LIVE and stage.stato in EFFICACE:
            kinds = _waited(fascicolo.stato, by)
            found.append(Placement(stage, fascicolo, days.get(numero, []), kinds))
    return sorted(found, key=lambda it: (it.due[0].on if it.due else date.max, it.person))


def _waited(stato: str, by: Actor) -> list[str]:
    """Return the kinds that take the next steps from *stato* and that the role may fill."""
    kinds = [carta.kind for passo in PASSI if stato in passo.da for carta in passo.carte]
    return [
        name for name in dict.fromkeys(kinds) if "C" in all_kinds()[name].access.get(by.ruolo, "")
    ]


@dataclass(frozen=True)
class Request:
    """A request of the company, and in words where it stands and what was decided."""

    document: Document

    @property
    def stato(self) -> str:
        """Return where it stands."""
        return STATI[stato_richiesta(self.document.stato, self.document.answers)]

    @property
    def motivazione(self) -> str:
        """Return why it was not admitted, or what is missing; "" when there is nothing to say."""
        return str(self.document.answers.get("motivazione") or "")

    @property
    def importo(self) -> object:
        """Return the amount granted, or else the one asked."""
        said = self.document.answers
        return said.get("importo_concesso") or said.get("importo_richiesto")


def requests_of(documents: Sequence[Document]) -> list[Request]:
    """Return the requests of incentive among the documents of a company, latest first."""
    found = [one for one in documents if one.kind == "richiesta_incentivo"]
    return [Request(one) for one in reversed(found)]
