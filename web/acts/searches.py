"""Saved searches: the name that a person gave to a search, and what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.rules.comparison import folded
from schemas.rules.messages import Problem
from schemas.rules.permissions import Actor
from storage.archive import Working
from web.acts.office import Office

TABLE = "ricerche"
LONGEST = 60  # characters of a name
MOST = 20  # searches of one person

Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class SavedSearch:
    """A search that a person gave a name to: what it *asked* for, as the page's address has it."""

    nome: str
    asked: Asked


def save_search(nome: str, asked: Asked, *, office: Office, by: Actor) -> Problem | None:
    """
    Keep a search under *nome*, in place of one of that name; return what is wrong with the name.

    What is kept is the question, not what was found: it is asked again each time, within what the
    person may see then.
    """
    nome = " ".join(nome.split())
    with office.archive.transaction():
        names = {folded(saved.nome) for saved in saved_searches(office=office, by=by)}
        if problem := _fault(nome, names):
            return problem
        value = {"utente": by.utente, "nome": nome, "chiede": dict(asked)}
        office.archive.put(TABLE, _key(nome, by), value)
    return None


def _fault(nome: str, names: set[str]) -> Problem | None:
    if not nome:
        return Problem("nome", "obbligatorio")
    if len(nome) > LONGEST:
        return Problem("nome", "lunghezza_max", {"max": str(LONGEST)})
    if len(names | {folded(nome)}) > MOST:
        return Problem("nome", "ricerche_massime", {"n": str(MOST)})
    return None


def saved_searches(*, office: Office, by: Actor) -> list[SavedSearch]:
    """Return the searches that the person saved, by name."""
    saved = map(_from, office.archive.find(TABLE, utente=by.utente))
    return sorted(saved, key=lambda search: folded(search.nome))


def forget_search(nome: str, *, office: Office, by: Actor) -> None:
    """Forget a search that the person saved; one that is not there is forgotten already."""
    office.archive.delete(TABLE, _key(nome, by))


def _key(nome: str, by: Actor) -> str:
    return f"{by.utente}/{folded(nome)}"


def _from(record: Working) -> SavedSearch:
    asked = record.value["chiede"]
    kept = asked if isinstance(asked, Mapping) else {}
    return SavedSearch(str(record.value["nome"]), {name: list(it) for name, it in kept.items()})
