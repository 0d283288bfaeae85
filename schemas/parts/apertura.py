"""What is asked to open a fascicolo and take the person in charge."""

from schemas.fields import CodiceFiscale, Data, Modulo, Nome, Scelta
from schemas.rules import territorio


class Apertura(Modulo):
    """The person, who takes them in charge, and since when."""

    cognome = Nome("Cognome", required=True, hint="Quello di nascita.")
    nome = Nome("Nome", required=True)
    codice_fiscale = CodiceFiscale(
        "Codice fiscale", required=True, hint="I 16 caratteri della tessera sanitaria."
    )
    cpi = Scelta("Centro per l'Impiego", {cpi: cpi for cpi in territorio.CPI}, required=True)
    data_presa_in_carico = Data(
        "Data della presa in carico",
        required=True,
        hint="Il giorno in cui il Gruppo di Lavoro Territoriale ha preso in carico la persona.",
    )
