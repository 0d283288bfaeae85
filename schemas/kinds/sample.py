"""A document made up from the schema of its kind: to try forms, papers and templates on."""

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
from schemas.kinds.registry import all_kinds


def filled(modulo: type[Modulo], *, full: bool) -> dict[str, object]:
    """
    Return JSON answers to *modulo*, each acceptable by itself; conditions are not looked at.

    With *full* the optional fields are filled too, but for references: what an earlier document
    says takes the place of parts of a paper.
    """
    campi = modulo.campi()
    data = {
        name: _answer(campo, full=full)
        for name, campo in campi.items()
        if campo.must_fill or (full and not isinstance(campo, Riferimento))
    }
    needed = {
        name: _answer(campo, full=full)
        for name, campo in campi.items()
        if campo.required_when and campo.required_when.holds(data.get(campo.required_when.field))
    }
    return {**needed, **data}


def typed_sample(modulo: type[Modulo], *, full: bool) -> Mapping[str, object]:
    """Return the same answers as typed values."""
    return dict(modulo().load(filled(modulo, full=full), partial=True))


def _answer(campo: AnyCampo, *, full: bool) -> object:
    if campo.example is not None:
        return campo.example
    if isinstance(campo, Blocco):
        return filled(campo.modulo, full=full)
    if isinstance(campo, Tabella):
        return [filled(campo.modulo, full=full) for _ in range(max(campo.least, 1))]
    return plausible(campo)


@singledispatch
def plausible(campo: AnyCampo) -> object:
    """
    Return an acceptable answer to a field without an example.

    Raises:
        TypeError: a class of field that nobody taught it.
    """
    raise TypeError(f"no sample for {type(campo).__name__}: add one in schemas/kinds/sample.py")


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
