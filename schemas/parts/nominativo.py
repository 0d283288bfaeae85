"""What papers that a company sees recall of a person: who they are, and nothing of their case."""

from schemas.fields import CodiceFiscale, Data, Modulo, Nome


class Nominativo(Modulo):
    """Name, birth and codice fiscale of a person, as they were when recalled (P-3)."""

    cognome = Nome("Cognome")
    nome = Nome("Nome")
    data_nascita = Data("Data di nascita")
    codice_fiscale = CodiceFiscale("Codice fiscale")
