"""What becomes of a request of incentive: its examination, the decision, the payment."""

from schemas.fields import Data, Dichiarazione, Importo, Modulo, Nome, Scelta, Testo
from schemas.fields.campo import Given, OneOf
from schemas.rules.istruttoria import (
    AMMESSA,
    ESITI,
    ESITI_VERIFICA,
    INTEGRAZIONE,
    RESPINTA,
)

ISTRUITA = Given("istruttore")
AMMESSA_ESITO = OneOf("esito", AMMESSA)
PAGATA = Given("data_pagamento")
DECISA = Given("data_esito")


class Istruttoria(Modulo):
    """What GA and GCP add to a request, in the order in which they do."""

    istruttore = Nome("Istruttore", hint="Chi esamina la richiesta per il Gruppo amministrativo.")
    data_istruttoria = Data("Data dell'istruttoria", required=True, when=ISTRUITA)
    relazione = Testo(
        "Relazione istruttoria",
        shortest=20,
        required=True,
        when=ISTRUITA,
        hint="Requisiti, costi e aiuti verificati, con la proposta al GCP.",
    )

    data_esito = Data("Data dell'esito")
    esito = Scelta("Esito", ESITI, required=True, when=DECISA)
    importo_concesso = Importo(
        "Importo concesso",
        positive=True,
        required=True,
        when=AMMESSA_ESITO,
        hint="Non più di quello richiesto, né della disponibilità del capitolo.",
    )
    motivazione = Testo(
        "Motivazione",
        shortest=20,
        required=True,
        when=OneOf("esito", RESPINTA, INTEGRAZIONE),
        hint="Le ragioni di fatto e di diritto, oppure che cosa manca (L. 241/1990, art. 3).",
    )

    data_integrazione = Data("Data dell'integrazione")
    integrazione = Testo(
        "Che cosa si integra",
        shortest=20,
        required=True,
        when=Given("data_integrazione"),
        hint="I dati o i documenti chiesti dal Gruppo di Coordinamento Provinciale.",
    )

    data_pagamento = Data("Data del pagamento")
    importo_liquidato = Importo(
        "Importo lordo liquidato", positive=True, required=True, when=PAGATA
    )
    durc_data = Data(
        "Data del DURC regolare",
        required=True,
        when=PAGATA,
        hint="Il documento di regolarità contributiva valido il giorno del pagamento.",
    )
    verifica_48bis_data = Data(
        "Data della verifica sugli inadempienti",
        when=PAGATA,
        hint="Per importi sopra la soglia dell'art. 48-bis del D.P.R. 602/1973.",
    )
    verifica_48bis_esito = Scelta(
        "Esito della verifica",
        ESITI_VERIFICA,
        required=True,
        when=Given("verifica_48bis_data"),
    )
    contratto_in_essere = Dichiarazione(
        "Il rapporto di lavoro risulta in essere il giorno del pagamento",
        required=True,
        when=PAGATA,
        example=True,
    )

    data_revoca = Data("Data della revoca")
    motivo_revoca = Testo(
        "Motivo della revoca", shortest=20, required=True, when=Given("data_revoca")
    )
