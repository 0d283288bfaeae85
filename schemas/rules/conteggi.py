"""What counts towards the targets of the project, and where and when: rules R-CNT-1 to R-CNT-4."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Atto:
    """
    What counting looks at in a registered document.

    Args:
        numero: Its number.
        tipo: Name of its kind.
        data: Its day.
        fascicolo: Number of the fascicolo.
        persona: Codice fiscale of whose fascicolo it is.
        territorio: That of the fascicolo.
        firmato_il: The day on which it was signed; None while it is not, or once it is annulled.
        sostituisce: Number of the document that it replaces, or "".
        azienda: Partita IVA of the company that it names, or "".
        inserimento: Number of the placement that it speaks of, or "".
        inizio: First day of the placement that it agrees, or None.
        presenza: Whether it says that the person came to the placement.
    """

    numero: str
    tipo: str
    data: date
    fascicolo: str
    persona: str
    territorio: str
    firmato_il: date | None = None
    sostituisce: str = ""
    azienda: str = ""
    inserimento: str = ""
    inizio: date | None = None
    presenza: bool = False


@dataclass(frozen=True, slots=True)
class Unita:
    """One unit of an indicator: its day and territory, whose it is, the documents that prove it."""

    on: date
    territorio: str
    fascicolo: str
    documenti: tuple[str, ...]


def patti_e_pai(atti: Sequence[Atto]) -> Iterator[Unita]:
    """
    Yield the fascicoli with both Patto and PAI signed, each on the day of the second signature.

    A Patto without PAI does not count; one written again counts from its first signature.

    Source: project document, targets; rule R-CNT-1.
    """
    patti = _first(atti, "patto_di_servizio", _fascicolo)
    for fascicolo, (on, pai) in _first(atti, "pai", _fascicolo).items():
        if fascicolo in patti:
            first, patto = patti[fascicolo]
            yield Unita(max(first, on), pai.territorio, fascicolo, (patto.numero, pai.numero))


def segnalazioni(atti: Sequence[Atto]) -> Iterator[Unita]:
    """
    Yield the segnalazioni sent: those of one person to one company on one day are one.

    Source: project document, targets; rule R-CNT-1.
    """
    sent = [atto for atto in atti if atto.tipo == "segnalazione_azienda"]
    corrected = {atto.sostituisce for atto in sent if atto.firmato_il}
    standing = [atto for atto in sent if atto.numero not in corrected]
    for on, atto in _first(standing, "segnalazione_azienda", _invio).values():
        yield Unita(on, atto.territorio, atto.fascicolo, (atto.numero,))


def inserimenti(atti: Sequence[Atto]) -> Iterator[Unita]:
    """
    Yield the people placed, each once, on the first day of their first placement.

    A placement counts when it is signed and a colloquio iniziale says that the person came.

    Source: project document, targets; rule R-CNT-3.
    """
    came = {
        atto.inserimento: atto.numero
        for atto in atti
        if atto.tipo == "colloquio_iniziale" and atto.firmato_il and atto.presenza
    }
    confirmed = [atto for atto in atti if atto.numero in came]
    for on, stage in _first(confirmed, "convenzione_stage", _persona, _inizio).values():
        documenti = (stage.numero, came[stage.numero])
        yield Unita(on, stage.territorio, stage.fascicolo, documenti)


@dataclass(frozen=True)
class Indicatore:
    """
    A figure that the project is measured by.

    Args:
        nome: As in ``obiettivo.<nome>``, the parameter of its target.
        titolo: What is counted.
        breve: The same in a word or two, for the head of a column.
        regola: What counts and what does not, in a sentence.
        conta: Yields its units.
    """

    nome: str
    titolo: str
    breve: str
    regola: str
    conta: Callable[[Sequence[Atto]], Iterable[Unita]]


INDICATORI: Mapping[str, Indicatore] = {
    indicatore.nome: indicatore
    for indicatore in (
        Indicatore(
            "patti_e_pai",
            "Patti di Servizio con PAI",
            "Patti e PAI",
            "I fascicoli in cui sono firmati sia il Patto di Servizio sia il Piano di Azione "
            "Individuale, dal giorno della seconda firma.",
            patti_e_pai,
        ),
        Indicatore(
            "segnalazioni",
            "Segnalazioni alle aziende",
            "Segnalazioni",
            "Le segnalazioni firmate e inviate; quelle della stessa persona alla stessa azienda "
            "nello stesso giorno contano una volta.",
            segnalazioni,
        ),
        Indicatore(
            "inserimenti",
            "Persone inserite",
            "Inserimenti",
            "Le persone con almeno uno stage firmato e iniziato davvero, dal primo giorno dello "
            "stage; più stage della stessa persona contano una volta.",
            inserimenti,
        ),
    )
}
# The kinds of document that are counted.
CONTATI = (
    *("patto_di_servizio", "pai", "segnalazione_azienda"),
    *("convenzione_stage", "colloquio_iniziale"),
)


def _fascicolo(atto: Atto) -> str:
    return atto.fascicolo


def _persona(atto: Atto) -> str:
    return atto.persona


def _invio(atto: Atto) -> tuple[str, str, date]:
    return atto.persona, atto.azienda, atto.data


def _inizio(atto: Atto) -> date | None:
    return atto.inizio or atto.data


def _firma(atto: Atto) -> date | None:
    return atto.firmato_il


def _first(
    atti: Iterable[Atto],
    tipo: str,
    of: Callable[[Atto], K],
    day: Callable[[Atto], date | None] = _firma,
) -> dict[K, tuple[date, Atto]]:
    """Return the first signed document of a kind for each value *of* it, by *day*, with the day."""
    found: dict[K, tuple[date, Atto]] = {}
    for atto in atti:
        on = day(atto)
        if atto.tipo != tipo or not atto.firmato_il or on is None:
            continue
        known = found.get(of(atto))
        if known is None or (on, atto.numero) < (known[0], known[1].numero):
            found[of(atto)] = (on, atto)
    return found
