"""What the register is made of: its tables, and what a block of changes says in their terms."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from schemas.rules.life import SEGUITO
from storage.tinydb.journal import ERASED
from storage.tinydb.rows import Changes

# Tables of the register: only the counters are ever changed. All other tables are working ones.
DOCUMENTI, FASCICOLI, EVENTI, CONTATORI = "documenti", "fascicoli", "eventi", "contatori"
REGISTERED = (DOCUMENTI, FASCICOLI, EVENTI, CONTATORI)
PACKED = (DOCUMENTI, FASCICOLI, EVENTI)
INDEXES = {
    DOCUMENTI: ("fascicolo", "kind", "index.codice_fiscale"),
    FASCICOLI: ("persona.codice_fiscale", "territorio"),
    EVENTI: ("di",),
}
LAST_DAY = "giorno"  # the row of CONTATORI with the day of the last registration
SERIES_OF_FASCICOLI = "F"
_ENDS_PRINTING = ("pdf", "annullamento")


def table_of(series: str) -> str:
    """Return the table of the documents or fascicoli whose key begins with *series*."""
    return FASCICOLI if series.startswith(f"{SERIES_OF_FASCICOLI}-") else DOCUMENTI


class Waiting(dict[str, None]):
    """The documents whose PDF is still to be made, by key, oldest first."""

    def follow(self, changes: Changes) -> None:
        """Take note of what is registered."""
        for (table, key), row in changes.items():
            if row and table == DOCUMENTI:
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


def about(changes: Changes) -> Sequence[str]:
    """Return the keys of the documents and fascicoli that *changes* speak of, each once."""
    keys = [
        str(row["di"]) if row and table == EVENTI else key
        for (table, key), row in changes.items()
        if table in (DOCUMENTI, FASCICOLI, EVENTI)
    ]
    return list(dict.fromkeys(keys))


def touched(changes: Changes) -> Sequence[str]:
    """Return the keys of the documents that *changes* speak of, each once."""
    return [key for key in about(changes) if table_of(key) == DOCUMENTI]


def speaking_of(lines: Iterable[tuple[str, Changes]], keys: Collection[str]) -> Iterator[str]:
    """Yield the lines that speak of *keys*; of one that speaks of others too, only the hashes."""
    for text, changes in lines:
        others = [key for key in about(changes) if key not in keys]
        if len(others) < len(about(changes)):
            yield f"{text[:129]} {ERASED}" if others else text
