"""What the verifica finale recalls of the final questionnaire."""

from schemas.fields import Data, Modulo, Nome, TestoBreve


class RilevazioneFinale(Modulo):
    """Day of the questionnaire, who made it, and how it found the path ended."""

    assistente = Nome("Assistente")
    data = Data("Data della rilevazione")
    esito_percorso = TestoBreve("Esito del percorso")
    data_interruzione = Data("Data di interruzione")
