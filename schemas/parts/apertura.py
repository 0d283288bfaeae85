"""What is asked to open a fascicolo, and whether the person was taken in charge before."""

from schemas.fields import CodiceFiscale, Data, Modulo, Nome, Scelta
from schemas.rules import territorio


class Apertura(Modulo):
    """The person, their CPI, and since when they are in charge if a paper of before says so."""

    cognome = Nome("Cognome", required=True, hint="Quello di nascita.")
    nome = Nome("Nome", required=True)
    codice_fiscale = CodiceFiscale(
        "Codice fiscale", required=True, hint="I 16 caratteri della tessera sanitaria."
    )
    cpi = Scelta("Centro per l'Impiego", {cpi: cpi for cpi in territorio.CPI}, required=True)
    data_presa_in_carico = Data(
        "Data della presa in carico",
        hint="Solo se il Gruppo di Lavoro Territoriale l'ha già decisa con un verbale su carta.",
    )
