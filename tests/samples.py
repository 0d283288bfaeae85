"""Valid data of any kind, built from its schema: say only what the test is about."""

from collections.abc import Mapping
from functools import singledispatch

from schemas.fields import (
    Blocco,
    Cap,
    CodiceFiscale,
    CodiceFiscaleAzienda,
    ComuneVicenza,
    Data,
    Dichiarazione,
    Email,
    Iban,
    Importo,
    Intero,
    Modulo,
    Nome,
    NumeroFascicolo,
    PartitaIva,
    Provincia,
    ProvinciaNascita,
    Riferimento,
    Scelta,
    Scelte,
    SiNo,
    Tabella,
    Telefono,
    TestoBreve,
)
from schemas.fields.campo import AnyCampo
from schemas.kinds.examine import keep_asked
from schemas.kinds.registry import all_kinds


def sample(name: str, *, full: bool = False, **changes: object) -> dict[str, object]:
    """
    Return JSON data that a document of kind *name* accepts, with *changes* in their place.

    A change may go inside a block: ``persona={"cognome": "Rossi"}``. None takes a field out.
    With *full* the optional fields are filled too, but for references: what an earlier document
    says takes the place of parts of a paper.
    """
    modulo = all_kinds()[name].schema
    return keep_asked(modulo, _merged(_filled(modulo, full), changes))


def _merged(data: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    merged = dict(data)
    for name, value in changes.items():
        inner = merged.get(name)
        if isinstance(inner, dict) and isinstance(value, dict):
            value = _merged(inner, value)
        merged[name] = value
    return merged


def _filled(modulo: type[Modulo], full: bool) -> dict[str, object]:
    campi = modulo.campi()
    data = {
        name: _value(campo, full)
        for name, campo in campi.items()
        if campo.must_fill or (full and not isinstance(campo, Riferimento))
    }
    needed = {
        name: _value(campo, full)
        for name, campo in campi.items()
        if campo.required_when and campo.required_when.holds(data.get(campo.required_when.field))
    }
    return {**needed, **data}


def _value(campo: AnyCampo, full: bool) -> object:
    if campo.example is not None:
        return campo.example
    if isinstance(campo, Blocco):
        return _filled(campo.modulo, full)
    if isinstance(campo, Tabella):
        return [_filled(campo.modulo, full) for _ in range(max(campo.least, 1))]
    return plausible(campo)


@singledispatch
def plausible(campo: AnyCampo) -> object:
    """Return an acceptable value for a field without an example."""
    raise TypeError(f"no sample for {type(campo).__name__}: add one in tests/samples.py")


@plausible.register
def _(campo: TestoBreve) -> object:
    return "Testo di prova abbastanza lungo"


@plausible.register
def _(campo: Nome) -> object:
    return "Zanella Marta"


@plausible.register
def _(campo: Data) -> object:
    return "2011-03-07"


@plausible.register
def _(campo: Intero) -> object:
    return max(campo.least, 1)


@plausible.register
def _(campo: Importo) -> object:
    return "50.00"


@plausible.register
def _(campo: Scelta) -> object:
    return next(iter(campo.choices))


@plausible.register
def _(campo: Scelte) -> object:
    return list(campo.choices)


@plausible.register
def _(campo: SiNo) -> object:
    return False


VALUES: Mapping[type[AnyCampo], str] = {
    Cap: "36015",
    CodiceFiscale: "DLSGLI75D58I531V",
    CodiceFiscaleAzienda: "00496080243",
    ComuneVicenza: "Schio",
    Email: "giulia.dalsanto@example.it",
    Iban: "IT46C0999911800000000123456",
    NumeroFascicolo: "F-2011-00011",
    PartitaIva: "00496080243",
    Provincia: "VI",
    ProvinciaNascita: "VI",
    Telefono: "0445 512345",
}


@plausible.register(Cap)
@plausible.register(CodiceFiscale)
@plausible.register(CodiceFiscaleAzienda)
@plausible.register(ComuneVicenza)
@plausible.register(Email)
@plausible.register(Iban)
@plausible.register(NumeroFascicolo)
@plausible.register(PartitaIva)
@plausible.register(Provincia)
@plausible.register(ProvinciaNascita)
@plausible.register(Telefono)
def _(campo: AnyCampo) -> object:
    return next(VALUES[kind] for kind in type(campo).__mro__ if kind in VALUES)


@plausible.register
def _(campo: Riferimento) -> object:
    return f"{all_kinds()[campo.kind].sigla}-2011-T2-00001"


@plausible.register
def _(campo: Dichiarazione) -> object:
    return True
