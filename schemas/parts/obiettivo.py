"""A row of the table of objectives: as the PAI sets it."""

from schemas.fields import Data, Modulo, TestoBreve


class Obiettivo(Modulo):
    """One objective: what is to be reached, how it is seen, by when."""

    descrizione = TestoBreve("Obiettivo", required=True)
    indicatore = TestoBreve(
        "Indicatore", required=True, hint="Da che cosa si vede che è stato raggiunto."
    )
    scadenza = Data("Entro il", required=True)
