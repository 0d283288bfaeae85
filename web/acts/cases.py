"""Acceptance cases: data to accept and to refuse, written by the office in JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto
from schemas.rules.messages import CATALOGUE, Problem, text_of
from schemas.rules.parameters import Parameter


class CasesFault(ValueError):
    """A file of cases is not written as one; the message says what is wrong, in Italian."""


@dataclass(frozen=True)
class Verdict:
    """What came of one case: its id and description, and the differences (none = agreement)."""

    id: str
    descrizione: str
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Return whether the program says what the case expects."""
        return not self.differences


def check_cases(content: object, table: tuple[Parameter, ...]) -> Iterator[Verdict]:
    """
    Run every case of a file and say where the program differs from what it expects.

    Args:
        content: The parsed JSON: tipo_documento, contesto_comune, casi.
        table: The parameters.

    Raises:
        CasesFault: the content is not a file of cases, or its kind does not exist.
    """
    file = _mapping(content, "il file")
    kind = _kind(file)
    common = _mapping(file.get("contesto_comune", {}), "contesto_comune")
    casi = file.get("casi")
    if not isinstance(casi, list):
        raise CasesFault("manca l'elenco «casi»")
    for position, case in enumerate(casi, start=1):
        yield _verdict(kind, _mapping(case, f"il caso {position}"), common, table)


def _kind(file: Mapping[str, object]) -> Kind:
    name = str(file.get("tipo_documento", ""))
    try:
        return all_kinds()[name]
    except KeyError:
        raise CasesFault(f"tipo di documento «{name}» sconosciuto") from None


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise CasesFault(f"{what} non è un oggetto JSON")
    return value


def _verdict(
    kind: Kind,
    case: Mapping[str, object],
    common: Mapping[str, object],
    table: tuple[Parameter, ...],
) -> Verdict:
    own = _mapping(case.get("contesto") or {}, "contesto")
    try:
        contesto = Contesto.from_json(common, own)
    except ValueError:
        raise CasesFault("il contesto contiene un elenco che non è di oggetti") from None
    examined = examine(kind, _mapping(case.get("dati"), "dati"), contesto, table)
    match case.get("esito"):
        case "accettato":
            differences = tuple(_unexpected(examined)) + tuple(_unlike(kind, examined, case))
        case "rifiutato":
            differences = tuple(_against(examined.problems, case))
        case other:
            raise CasesFault(f"esito «{other}» sconosciuto: scrivere accettato o rifiutato")
    return Verdict(str(case.get("id", "")), str(case.get("descrizione", "")), differences)


def _unexpected(examined: Examined) -> Iterator[str]:
    for problem in examined.problems:
        yield f"rifiutato: {problem.path} {problem.code} ({problem.message})"


def _unlike(kind: Kind, examined: Examined, case: Mapping[str, object]) -> Iterator[str]:
    if examined.problems:
        return
    for name, expected in _mapping(case.get("atteso") or {}, "atteso").items():
        found = examined.data.get(name)
        if _plain(found) != _plain(expected):
            yield f"{name}: atteso {_plain(expected)}, calcolato {_plain(found)}"


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return "sì" if value else "no"
    return str(value)


def _against(problems: tuple[Problem, ...], case: Mapping[str, object]) -> Iterator[str]:
    expected = case.get("errori_attesi")
    if not isinstance(expected, list):
        raise CasesFault("un caso rifiutato deve avere l'elenco «errori_attesi»")
    values = {name: str(value) for name, value in _filled(case).items()}
    wanted = {str(error["campo"]): str(error["codice"]) for error in expected}
    found = {problem.path: problem for problem in problems}
    for path in wanted.keys() - found.keys():
        yield f"{path}: atteso {wanted[path]}, nessun errore"
    for path, problem in found.items():
        if path not in wanted:
            yield f"{path}: nessun errore atteso, trovato {problem.code}"
        elif problem.code != wanted[path]:
            yield f"{path}: atteso {wanted[path]}, trovato {problem.code}"
        elif values and problem.message != text_of(wanted[path], values):
            yield f"{path}: atteso «{text_of(wanted[path], values)}», trovato «{problem.message}»"
    for error in expected:
        yield from _wrong_template(error)


def _filled(case: Mapping[str, object]) -> Mapping[str, object]:
    return _mapping(case.get("parametri_messaggio") or {}, "parametri_messaggio")


def _wrong_template(error: Mapping[str, object]) -> Iterator[str]:
    code, sentence = str(error["codice"]), error.get("messaggio")
    if sentence is not None and CATALOGUE.get(code) != sentence:
        yield f"{code}: il messaggio del catalogo è «{CATALOGUE.get(code, 'assente')}»"
