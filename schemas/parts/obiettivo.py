"""Rows of the tables of objectives: as the PAI sets them, as the monitoring finds them."""

from schemas.fields import Data, Modulo, Scelta, Testo, TestoBreve

STATO_OBIETTIVO = {
    "non_avviato": "Non avviato",
    "in_corso": "In corso",
    "raggiunto": "Raggiunto",
    "non_raggiunto": "Non raggiunto",
}


class Obiettivo(Modulo):
    """One objective: what is to be reached, how it is seen, by when."""

    descrizione = TestoBreve("Obiettivo", required=True)
    indicatore = TestoBreve(
        "Indicatore", required=True, hint="Da che cosa si vede che è stato raggiunto."
    )
    scadenza = Data("Entro il", required=True)


class ObiettivoRilevato(Modulo):
    """One objective as it is found during the placement."""

    obiettivo = TestoBreve("Obiettivo", required=True)
    stato = Scelta("Stato", STATO_OBIETTIVO, required=True)
    commento = Testo("Commento")
