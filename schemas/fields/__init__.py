"""The types of field of the office's forms: what they accept, refuse and show."""

from schemas.fields.blocco import Blocco, Modulo, Tabella
from schemas.fields.campo import Campo, Fault, Given, OneOf, Typed
from schemas.fields.data import Data
from schemas.fields.identificativi import (
    Ateco,
    Cap,
    CodiceFiscale,
    CodiceFiscaleAzienda,
    ComuneVicenza,
    Email,
    Iban,
    PartitaIva,
    Pec,
    Provincia,
    ProvinciaNascita,
    Telefono,
)
from schemas.fields.numeri import Giudizio, Importo, Intero, Percento
from schemas.fields.riferimento import NumeroFascicolo, Riferimento
from schemas.fields.scelta import Dichiarazione, Scelta, Scelte, SiNo
from schemas.fields.testo import Nome, Testo, TestoBreve

__all__ = [
    "Ateco",
    "Blocco",
    "Campo",
    "Cap",
    "CodiceFiscale",
    "CodiceFiscaleAzienda",
    "ComuneVicenza",
    "Data",
    "Dichiarazione",
    "Email",
    "Fault",
    "Giudizio",
    "Given",
    "Iban",
    "Importo",
    "Intero",
    "Modulo",
    "Nome",
    "NumeroFascicolo",
    "OneOf",
    "PartitaIva",
    "Pec",
    "Percento",
    "Provincia",
    "ProvinciaNascita",
    "Riferimento",
    "Scelta",
    "Scelte",
    "SiNo",
    "Tabella",
    "Telefono",
    "Testo",
    "TestoBreve",
    "Typed",
]
