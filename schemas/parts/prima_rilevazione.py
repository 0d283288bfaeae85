"""What a final questionnaire recalls of the first one, to show what changed."""

from schemas.fields import Data, Giudizio, Importo, Modulo, TestoBreve
from schemas.rules.monitoraggio import SODDISFAZIONE, VALUTAZIONI


class PrimaRilevazione(Modulo):
    """Number, date and judgements of the first questionnaire, as they were when recalled."""

    numero = TestoBreve("Numero")
    data = Data("Data")
    val_puntualita = Giudizio(VALUTAZIONI["val_puntualita"])
    val_mansioni = Giudizio(VALUTAZIONI["val_mansioni"])
    val_relazioni = Giudizio(VALUTAZIONI["val_relazioni"])
    val_autonomia = Giudizio(VALUTAZIONI["val_autonomia"])
    val_formazione = Giudizio(VALUTAZIONI["val_formazione"])
    val_tutor = Giudizio(VALUTAZIONI["val_tutor"])
    media_valutazioni = Importo("Media delle sei valutazioni")
    soddisfazione_lavoratore = Giudizio(SODDISFAZIONE["soddisfazione_lavoratore"])
    soddisfazione_azienda = Giudizio(SODDISFAZIONE["soddisfazione_azienda"])
