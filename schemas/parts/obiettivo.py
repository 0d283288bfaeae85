"""Rows of the tables of objectives: as they are set, as they are found, as they are checked."""

from schemas.fields import Data, Modulo, Scelta, Testo, TestoBreve

STATO_OBIETTIVO = {
    "non_avviato": "Non avviato",
    "in_corso": "In corso",
    "raggiunto": "Raggiunto",
    "non_raggiunto": "Non raggiunto",
}
RAGGIUNTO = {"si": "Sì", "parziale": "In parte", "no": "No"}


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


class ObiettivoConcordato(Modulo):
    """One objective as tutor and Assistente agree it at the start of the placement."""

    descrizione = TestoBreve("Obiettivo", required=True)
    indicatore = TestoBreve(
        "Indicatore", required=True, hint="Da che cosa si vede che è stato raggiunto."
    )
    entro_il = Data("Entro il", required=True)


class ObiettivoVerificato(Modulo):
    """One objective at the end: whether it was reached, and what shows it."""

    obiettivo = TestoBreve("Obiettivo", required=True)
    raggiunto = Scelta("Raggiunto", RAGGIUNTO, required=True)
    evidenza = TestoBreve(
        "Evidenza", shortest=5, required=True, hint="Da che cosa risulta: una prova, un dato."
    )
