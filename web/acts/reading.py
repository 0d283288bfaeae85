"""What the register says, read once for everybody and kept up with what changes."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from schemas.rules.life import EFFICACE
from storage.archive import Archive, Document, Fascicolo
from storage.care import ChainHead

# What is kept of the kinds that are many and long; of the others, everything but the reasons.
KEPT = {"patto_di_servizio": ("data_prossimo_colloquio", "validita_fino_al", "persona")}
PERSONA = ("permesso_scadenza",)


class Reading:
    """The fascicoli and the documents in force, as they were at one line of the register."""

    def __init__(
        self,
        archive: Archive,
        head: ChainHead,
        fascicoli: dict[str, Fascicolo],
        kinds: dict[str, dict[str, Document]],
    ) -> None:
        self._archive, self.head = archive, head
        self.fascicoli, self._kinds = fascicoli, kinds
        self._by_fascicolo: dict[str, dict[str, list[Document]]] = {}

    def in_force(self, kind: str) -> Sequence[Document]:
        """Return the documents of a kind that bind, oldest first."""
        if kind not in self._kinds:
            found = self._archive.documents(kind=kind)
            self._kinds[kind] = {
                str(one.number): _slim(one) for one in found if one.stato in EFFICACE
            }
        return list(self._kinds[kind].values())

    def of_fascicolo(self, kind: str, numero: str) -> Sequence[Document]:
        """Return the documents of a kind that bind in one fascicolo, oldest first."""
        if kind not in self._by_fascicolo:
            grouped: dict[str, list[Document]] = {}
            for document in self.in_force(kind):
                grouped.setdefault(document.fascicolo, []).append(document)
            self._by_fascicolo[kind] = grouped
        return self._by_fascicolo[kind].get(numero, [])

    def kept_up(self) -> "Reading":
        """Return the register as it is now: only what changed is read again."""
        changed = self._archive.changed_since(self.head.line)
        if changed is None:
            return read(self._archive)
        fascicoli = {**self.fascicoli, **{one.numero: one for one in changed.fascicoli}}
        kinds = {kind: dict(known) for kind, known in self._kinds.items()}
        for document in changed.documents:
            known = kinds.get(document.kind)
            if known is not None and document.stato in EFFICACE:
                known[str(document.number)] = _slim(document)
            elif known is not None:
                known.pop(str(document.number), None)
        return Reading(self._archive, changed.head, fascicoli, kinds)


def _slim(document: Document) -> Document:
    """Return a document without what no queue looks at: they are kept in memory, and many."""
    names = KEPT.get(document.kind)
    if names is None:
        return replace(document, motivi=())
    data = {name: document.data[name] for name in names if name in document.data}
    persona = data.get("persona")
    if isinstance(persona, dict):
        data["persona"] = {name: persona[name] for name in PERSONA if name in persona}
    return replace(document, motivi=(), data=data)


def read(archive: Archive) -> Reading:
    """Return the register as it is now, its kinds still to be read."""
    # First the line: what is registered while the rest is read will be read again.
    head = archive.chain_head()
    return Reading(archive, head, {one.numero: one for one in archive.fascicoli()}, {})


_READINGS: WeakKeyDictionary[Archive, Reading] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()


def reading_of(archive: Archive) -> Reading:
    """Return the register as it is now; what was read before is not read again."""
    with _ONE_AT_A_TIME:
        known = _READINGS.get(archive)
        if known is None or known.head != archive.chain_head():
            known = _READINGS[archive] = known.kept_up() if known else read(archive)
        return known
