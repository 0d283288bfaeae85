"""What the register is made of: its tables, and what a block of changes says in their terms."""

import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import takewhile

from schemas.rules.azienda import CODICI_AZIENDA
from schemas.rules.comparison import folded
from schemas.rules.life import SEGUITO
from storage.tinydb.journal import ERASED
from storage.tinydb.lookup import Begun, Indexed
from storage.tinydb.rows import Changes

# Tables of the register: only the counters are ever changed, and only an authorised erasure, which
# leaves its proof in SCARTI, removes a row. All other tables are working ones.
DOCUMENTI, FASCICOLI, EVENTI, CONTATORI = "documenti", "fascicoli", "eventi", "contatori"
CHIUSURE, SCARTI = "chiusure", "scarti"
REGISTERED = (DOCUMENTI, FASCICOLI, EVENTI, CONTATORI, CHIUSURE, SCARTI)
ERASABLE = (DOCUMENTI, FASCICOLI, EVENTI)
_SAID_OF_SOMETHING = frozenset(REGISTERED) - {CONTATORI}
PACKED = (DOCUMENTI, FASCICOLI, EVENTI)
DI_AZIENDA = Indexed("azienda", tuple(f"data.{path}" for path in CODICI_AZIENDA))
DI_ASSISTENTE = Indexed("assistente", ("data.assistente",), folded)
PAROLE_FASCICOLO = Begun(
    "parole",
    ("numero", "persona.cognome", "persona.nome", "persona.codice_fiscale"),
    folded,
)
INDEXES: Mapping[str, Sequence[str | Indexed]] = {
    DOCUMENTI: (
        "fascicolo",
        "kind",
        "autore",
        "index.codice_fiscale",
        DI_AZIENDA,
        DI_ASSISTENTE,
    ),
    FASCICOLI: ("persona.codice_fiscale", "territorio", PAROLE_FASCICOLO),
    EVENTI: ("di",),
}
LAST_DAY = "giorno"  # the row of CONTATORI with the day of the last registration
SERIES_OF_FASCICOLI = "F"
_REMEMBERED = 4096  # lines
_ENDS_PRINTING = ("pdf", "annullamento")


def table_of(series: str) -> str:
    """Return the table of what has a key that begins with *series*; a closing has its year."""
    if series.isdecimal():
        return CHIUSURE
    return FASCICOLI if series.startswith(f"{SERIES_OF_FASCICOLI}-") else DOCUMENTI


def year_of(changes: Changes) -> int | None:
    """Return the year of the register that takes *changes*, or None when they name no day."""
    day = changes.get((CONTATORI, LAST_DAY))
    return date.fromisoformat(str(day["giorno"])).year if day else None


class Waiting(dict[str, None]):
    """The documents whose PDF is still to be made, by key, oldest first."""

    def follow(self, changes: Changes) -> None:
        """Take note of what is registered."""
        for (table, key), row in changes.items():
            if table == DOCUMENTI and row is None:
                self.pop(key, None)
            elif table == DOCUMENTI:
                self.setdefault(key)
            elif row and table == EVENTI and row["tipo"] == SEGUITO:
                self.setdefault(str(row["di"]))
            elif row and table == EVENTI and row["tipo"] in _ENDS_PRINTING:
                self.pop(str(row["di"]), None)

    def after(self, changes: Changes) -> "Waiting":
        """Return what will be waiting once *changes* are registered as well."""
        later = Waiting(self)
        later.follow(changes)
        return later


class Recent:
    """What the last lines of the register speak of, for who keeps up with it."""

    def __init__(self) -> None:
        self._lines: deque[tuple[int, Sequence[str]]] = deque(maxlen=_REMEMBERED)

    def follow(self, line: int, keys: Sequence[str]) -> None:
        """Take note that *line* speaks of what has those *keys*; the first begins all again."""
        if line == 1:
            self._lines.clear()
        self._lines.append((line, keys))

    def since(self, line: int) -> Sequence[str] | None:
        """Return the keys of what is spoken of after *line*, each once; None if it is forgotten."""
        newer = list(takewhile(lambda one: one[0] > line, reversed(self._lines)))
        if newer and newer[-1][0] != line + 1:
            return None
        return list(dict.fromkeys(key for _, keys in reversed(newer) for key in keys))


def subject_of(table: str, key: str) -> str:
    """Return the key of what a row is about: an event is about its document or fascicolo."""
    return key.rpartition("/")[0] if table == EVENTI else key


def about(changes: Changes) -> Sequence[str]:
    """Return the keys of what *changes* speak of, documents, fascicoli and closings, each once."""
    keys = [subject_of(table, key) for table, key in changes if table in _SAID_OF_SOMETHING]
    return list(dict.fromkeys(keys))


def touched(changes: Changes) -> Sequence[str]:
    """Return the keys of the documents that *changes* speak of, each once."""
    return [key for key in about(changes) if table_of(key) == DOCUMENTI]


def speaking_of(lines: Iterable[tuple[str, Changes]], keys: AbstractSet[str]) -> Iterator[str]:
    """Yield the lines that speak of *keys*; of one that speaks of others too, only the hashes."""
    for text, changes in lines:
        said = {at: row for at, row in changes.items() if row is not None}
        others = [key for key in about(said) if key not in keys]
        if not keys.isdisjoint(about(changes)):
            yield f"{text[:129]} {ERASED}" if others else text


def without(changes: Changes, gone: Collection[str]) -> Changes:
    """
    Return *changes* with nothing in the place of the rows of what has the keys *gone*.

    The rest stays: counters are not taken back, and what is said of others is kept.
    """
    return {
        (table, key): None if table in ERASABLE and subject_of(table, key) in gone else row
        for (table, key), row in changes.items()
    }


def left_of(number: int, changes: Changes) -> str:
    """Return what stands in the line of that *number* when only *changes* are left of it."""
    operations = [(table, key, row) for (table, key), row in changes.items()]
    left = {"n": number, "op": operations}
    return ERASED + json.dumps(left, ensure_ascii=False, separators=(",", ":"), default=dict)
