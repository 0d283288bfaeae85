"""What is asked of who will act for a company: the company, the person, by what title."""

from schemas.fields import (
    CodiceFiscale,
    Dichiarazione,
    Email,
    Modulo,
    Nome,
    OneOf,
    PartitaIva,
    Scelta,
    TestoBreve,
)
from schemas.rules.territorio import CPI

TITOLI = {"legale_rappresentante": "Legale rappresentante", "delegato": "Persona delegata"}


class AccessoAzienda(Modulo):
    """A company acts only through its legal representative, or somebody they delegated."""

    partita_iva = PartitaIva("Partita IVA", required=True, hint="Le 11 cifre.")
    ragione_sociale = TestoBreve("Ragione sociale", required=True)
    cpi = Scelta(
        "Centro per l'Impiego di riferimento",
        {cpi: cpi for cpi in CPI},
        required=True,
        hint="Quello della sede in cui lavorano le persone.",
    )
    rappresentante = Nome("Chi agirà per l'azienda", required=True, hint="Cognome e nome.")
    codice_fiscale = CodiceFiscale("Codice fiscale di chi agirà", required=True)
    titolo = Scelta("A quale titolo", TITOLI, required=True)
    atto_delega = TestoBreve(
        "Atto di delega",
        required=True,
        when=OneOf("titolo", "delegato"),
        hint="Che cos'è, di che giorno, chi l'ha firmato.",
    )
    email = Email(
        "Posta elettronica di chi agirà", required=True, hint="Riceve il collegamento e gli avvisi."
    )


class RegistrazioneAzienda(AccessoAzienda):
    """The same, asked by the company itself."""

    dichiarazione = Dichiarazione(
        "Dichiaro di poter agire per l'azienda al titolo indicato.", required=True
    )
