"""One month of the grant of a stage, as it was paid."""

from schemas.fields import Data, Dichiarazione, Importo, Intero, Modulo, Scelta
from schemas.rules.borse import MODALITA


class Mensilita(Modulo):
    """The month, the attendance that gives right to it, the payment."""

    mese = Data("Mese", required=True, hint="Il primo giorno del mese.", example="2011-06-01")
    giorni_previsti = Intero("Giorni previsti", 1, 31, required=True, example=22)
    giorni_presenza = Intero("Giorni di presenza", 0, 31, required=True, example=22)
    registro_firmato = Dichiarazione(
        "Il registro delle presenze è firmato dal tutor e dalla persona",
        required=True,
        example=True,
    )
    importo = Importo("Importo pagato", positive=True, required=True, example="450.00")
    data_pagamento = Data("Data del pagamento", required=True, example="2011-07-11")
    modalita = Scelta("Modalità", MODALITA, required=True, example="bonifico")
