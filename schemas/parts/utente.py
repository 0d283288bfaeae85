"""What is asked of a user: who they are, and the roles in which they act."""

from schemas.fields import (
    CodiceFiscale,
    Email,
    Modulo,
    Nome,
    OneOf,
    PartitaIva,
    Scelta,
    TestoBreve,
)
from schemas.rules.permissions import DI_AZIENDA, RUOLI, TERRITORIALI
from schemas.rules.territorio import CPI, TERRITORI

SEDI = {
    **{cpi: f"Centro per l'Impiego di {cpi}" for cpi in CPI},
    **{codice: f"Territorio {codice}, {nome}" for codice, nome in TERRITORI.items()},
}


class DatiUtente(Modulo):
    """Who a user is."""

    nome = Nome("Cognome e nome", required=True, hint="Come si stampano sui documenti.")
    email = Email("Posta elettronica", hint="Per gli avvisi e per scegliere una nuova password.")
    codice_fiscale = CodiceFiscale(
        "Codice fiscale", hint="Serve per entrare con SPID o con la carta d'identità elettronica."
    )


class RuoloUtente(Modulo):
    """A role, and where it holds."""

    ruolo = Scelta("Ruolo", dict(RUOLI), required=True)
    cpi = Scelta(
        "Centro per l'Impiego o territorio",
        SEDI,
        required=True,
        when=OneOf("ruolo", *sorted(TERRITORIALI)),
    )
    azienda = PartitaIva(
        "Partita IVA dell'azienda", required=True, when=OneOf("ruolo", *sorted(DI_AZIENDA))
    )


class NuovoUtente(RuoloUtente, DatiUtente):
    """A new user, with their first role."""

    utente = TestoBreve(
        "Nome utente", required=True, hint="Lettere, cifre, punti e trattini: maria.rossi."
    )
