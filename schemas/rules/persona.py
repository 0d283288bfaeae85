"""The block «persona»: birth, codice fiscale, stay permit, domicile."""

from collections.abc import Iterator
from datetime import date

from schemas.rules.calendario import not_future
from schemas.rules.case import Case, Rule, rule, warning
from schemas.rules.comparison import folded
from schemas.rules.date import age
from schemas.rules.identificativi import (
    CodiceFiscale,
    decode_codice_fiscale,
    letters_of_name,
    letters_of_surname,
)
from schemas.rules.luoghi import codice_stato, codici_comune, codici_stato
from schemas.rules.messages import Problem

_CAP_VICENZA = "36100"
_ITALIANA = frozenset({"italiana", "italiano", "italia"})
_IDENTITY = (
    "persona.cognome",
    "persona.nome",
    "persona.sesso",
    "persona.data_nascita",
    "persona.codice_fiscale",
)
_BIRTHPLACE = (
    "persona.luogo_nascita_tipo",
    "persona.comune_nascita",
    "persona.provincia_nascita",
    "persona.stato_nascita",
)


def born_by_eta_minima(path: str) -> Rule:
    """
    Make the rule that who was born on the date at *path* is of the age of access to work.

    Source:
        L. 296/2006 art. 1 c. 622; rule R-PS-5.
    """

    @rule(path)
    def has_eta_minima(case: Case) -> Iterator[Problem]:
        birth = case.day(path)
        eta = case.parameters.whole("persona.eta_minima")
        if birth and case.on and age(birth, case.on) < eta:
            yield Problem(path, "eta_minima", {"eta": str(eta)})

    return has_eta_minima


@rule("persona.luogo_nascita_tipo", "persona.stato_nascita")
def stato_nascita_exists(case: Case) -> Iterator[Problem]:
    """Refuse a State of birth that has no code; States that no longer exist have one."""
    stato = case.text("persona.stato_nascita")
    if stato and not codici_stato(stato):
        yield Problem("persona.stato_nascita", "scelta_non_valida")


@rule(*_IDENTITY, *_BIRTHPLACE, "persona.cf_forzato", "persona.cf_forzato_motivo")
def cf_matches_persona(case: Case) -> Iterator[Problem]:
    """
    Refuse a codice fiscale that is not that of the person, naming what does not match.

    Only the tax office issues codes and real ones may differ: ``cf_forzato`` accepts them.

    Source:
        D.M. 23/12/1976; rules R-ID-4 and R-ID-5.
    """
    code, birth = case.text("persona.codice_fiscale"), case.day("persona.data_nascita")
    if not code or birth is None or case["persona.cf_forzato"] is True:
        return
    elementi = ", ".join(_mismatches(case, decode_codice_fiscale(code), birth))
    if elementi:
        yield Problem("persona.codice_fiscale", "cf_incoerente", {"elementi": elementi})


@warning(*_IDENTITY, *_BIRTHPLACE)
def cf_has_comune_nascita(case: Case) -> Iterator[Problem]:
    """
    Point out a codice fiscale with the code of another Comune than that of birth.

    Source:
        Rule R-ID-5.
    """
    code, birth = case.text("persona.codice_fiscale"), case.day("persona.data_nascita")
    if not code or birth is None or not _born_in_italy(case):
        return
    luogo = decode_codice_fiscale(code).luogo
    nome, provincia = case.text("persona.comune_nascita"), case.text("persona.provincia_nascita")
    if not luogo.startswith("Z") and luogo not in codici_comune(nome, provincia, birth):
        yield Problem("persona.comune_nascita", "avviso_luogo_nascita")


@rule("persona.cittadinanza", "persona.permesso_soggiorno", "persona.permesso_scadenza")
def may_stay(case: Case) -> Iterator[Problem]:
    """
    Refuse an expired permit, and a citizen of a third country without any.

    Source:
        D.Lgs. 286/1998 art. 22; rule R-PS-8.
    """
    scadenza = case.day("persona.permesso_scadenza")
    if scadenza and case.on and scadenza < case.on:
        yield Problem("persona.permesso_scadenza", "permesso_scaduto")
    if case["persona.permesso_soggiorno"] == "non_richiesto" and not is_free_to_stay(case):
        yield Problem("persona.permesso_soggiorno", "scelta_non_valida")


@warning("persona.domicilio_cap", "persona.domicilio_comune")
def cap_is_not_generic(case: Case) -> Iterator[Problem]:
    """
    Point out the CAP of the city of Vicenza given to another Comune.

    Source:
        Rule R-ID-9.
    """
    elsewhere = case["persona.domicilio_comune"] not in (None, "Vicenza")
    if case["persona.domicilio_cap"] == _CAP_VICENZA and elsewhere:
        yield Problem("persona.domicilio_cap", "avviso_cap_generico")


def is_free_to_stay(case: Case) -> bool:
    """
    Return whether the person needs no stay permit: Italian, of the Union or assimilated.

    Source:
        D.Lgs. 30/2007; parameter ``persona.cittadinanze_senza_permesso``.
    """
    cittadinanza = case.text("persona.cittadinanza")
    free = case.parameters.texts("persona.cittadinanze_senza_permesso")
    return folded(cittadinanza) in _ITALIANA or codice_stato(cittadinanza) in free


def _mismatches(case: Case, cf: CodiceFiscale, birth: date) -> Iterator[str]:
    """Yield the Italian names of what the codice fiscale says otherwise."""
    yield from other_than(cf, case.text("persona.cognome"), case.text("persona.nome"), birth)
    if cf.sesso != case["persona.sesso"]:
        yield "sesso"
    if _wrong_country(case, cf.luogo):
        yield "luogo di nascita"


def other_than(cf: CodiceFiscale, cognome: str, nome: str, birth: date) -> Iterator[str]:
    """
    Yield which of surname, name and day of birth a codice fiscale says otherwise, in Italian.

    Source:
        Rule R-ID-4.
    """
    if cf.cognome != letters_of_surname(cognome):
        yield "cognome"
    if cf.nome != letters_of_name(nome):
        yield "nome"
    if (cf.anno, cf.mese, cf.giorno) != (birth.year % 100, birth.month, birth.day):
        yield "data di nascita"


def _wrong_country(case: Case, luogo: str) -> bool:
    """Tell whether *luogo* is not in the country of birth; between Comuni it is a warning."""
    if _born_in_italy(case):
        return luogo.startswith("Z")
    return luogo not in codici_stato(case.text("persona.stato_nascita"))


def _born_in_italy(case: Case) -> bool:
    return case["persona.luogo_nascita_tipo"] == "italia"


def iniziali(*names: str) -> str:
    """Return the initials of a person: «D. S. G.» for Dal Santo Giulia."""
    return " ".join(f"{word[0].upper()}." for name in names for word in name.split())


RULES = (
    not_future("persona.data_nascita"),
    born_by_eta_minima("persona.data_nascita"),
    stato_nascita_exists,
    cf_matches_persona,
    cf_has_comune_nascita,
    may_stay,
    cap_is_not_generic,
)
