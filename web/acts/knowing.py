"""Who is known already: by the code of their health card, or by what is typed to begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.kinds.examine import judge_fields
from schemas.parts.apertura import Apertura
from schemas.rules.identificativi import check_codice_fiscale
from schemas.rules.life import CHIUSI
from schemas.rules.messages import Refused
from schemas.rules.somiglianza import are_close, likeness
from storage.archive import Fascicolo
from web.acts.office import Office

# The first characters of a code, that come from surname and name: who differs there is another.
_OF_THE_NAME = 6


@dataclass(frozen=True)
class Known:
    """A fascicolo that may be of the same person, and why."""

    fascicolo: Fascicolo
    why: str

    @property
    def closed(self) -> bool:
        """Return whether the path of the fascicolo is over."""
        return self.fascicolo.stato in CHIUSI

    @property
    def pair(self) -> tuple[str, str]:
        """Return the number of the fascicolo, and why it may be of the same person."""
        return self.fascicolo.numero, self.why


def code_in(words: str) -> str:
    """Return the codice fiscale that *words* are, as a reader of health cards types it, or ""."""
    try:
        return check_codice_fiscale(words)
    except Refused:
        return ""


def known_by_code(code: str, *, office: Office, territorio: str) -> Fascicolo | None:
    """Return the latest fascicolo of a codice fiscale in a territorio ("" for all), or None."""
    found = _visible(office.archive.fascicoli(codice_fiscale=code), territorio)
    return found[-1] if found else None


def close_to_code(code: str, *, office: Office, territorio: str) -> Sequence[Fascicolo]:
    """Return the fascicoli whose code a slip could have made of *code*."""
    alike = _visible(office.archive.fascicoli(words=code[:_OF_THE_NAME]), territorio)
    return [one for one in alike if are_close(one.codice_fiscale, code)]


def who_may_be(typed: Mapping[str, object], *, office: Office, territorio: str) -> Sequence[Known]:
    """
    Return the people known in a territorio ("" for all) who may be the one being typed.

    *typed* are the answers to `schemas.parts.apertura.Apertura`; nobody is like somebody whose
    answers are still wrong. An open fascicolo of the same code is refused elsewhere (F-1).
    """
    _, data, problems = judge_fields(Apertura, typed)
    if problems:
        return []
    code = str(data["codice_fiscale"])
    archive = office.archive
    found = [
        *archive.fascicoli(codice_fiscale=code),
        *archive.fascicoli(words=f"{data['cognome']} {data['nome']}"),
        *archive.fascicoli(words=code[:_OF_THE_NAME]),
    ]
    each_once = {one.numero: one for one in _visible(found, territorio)}
    likely = [Known(one, likeness(data, one.persona)) for one in each_once.values()]
    return [one for one in likely if one.why]


def _visible(found: Sequence[Fascicolo], territorio: str) -> list[Fascicolo]:
    return [one for one in found if territorio in ("", one.territorio)]
