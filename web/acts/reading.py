"""What the register says, read once for everybody until it says something else."""

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary

from schemas.rules.life import EFFICACE
from storage.archive import Archive, Document, Fascicolo
from storage.care import ChainHead


class Reading:
    """The fascicoli and the documents in force, as they were at one line of the register."""

    def __init__(self, archive: Archive, head: ChainHead) -> None:
        self._archive, self.head = archive, head
        self._of_kind: dict[str, Sequence[Document]] = {}
        self._by_fascicolo: dict[str, dict[str, list[Document]]] = {}

    @cached_property
    def fascicoli(self) -> dict[str, Fascicolo]:
        """Return every fascicolo, by number, oldest first."""
        return {one.numero: one for one in self._archive.fascicoli()}

    def in_force(self, kind: str) -> Sequence[Document]:
        """Return the documents of a kind that bind, oldest first."""
        if kind not in self._of_kind:
            found = self._archive.documents(kind=kind)
            self._of_kind[kind] = [one for one in found if one.stato in EFFICACE]
        return self._of_kind[kind]

    def of_fascicolo(self, kind: str, numero: str) -> Sequence[Document]:
        """Return the documents of a kind that bind in one fascicolo, oldest first."""
        if kind not in self._by_fascicolo:
            grouped: dict[str, list[Document]] = {}
            for document in self.in_force(kind):
                grouped.setdefault(document.fascicolo, []).append(document)
            self._by_fascicolo[kind] = grouped
        return self._by_fascicolo[kind].get(numero, [])


_READINGS: WeakKeyDictionary[Archive, Reading] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()


def reading_of(archive: Archive) -> Reading:
    """Return the register as it is now; while nothing is registered it is read only once."""
    head = archive.chain_head()
    with _ONE_AT_A_TIME:
        found = _READINGS.get(archive)
        if found is None or found.head != head:
            found = _READINGS[archive] = Reading(archive, head)
        return found
