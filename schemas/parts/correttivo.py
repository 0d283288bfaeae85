"""A row of the table of correctives."""

from schemas.fields import Data, Modulo, Scelta, TestoBreve

DESTINATARIO_CORRETTIVO = {
    "azienda": "Azienda",
    "lavoratore": "Lavoratore",
    "entrambi": "Entrambi",
}


class Correttivo(Modulo):
    """One corrective: for whom, what, by when."""

    destinatario = Scelta("Destinatario", DESTINATARIO_CORRETTIVO, required=True)
    descrizione = TestoBreve("Correttivo proposto", required=True)
    entro_il = Data("Entro il", required=True)
