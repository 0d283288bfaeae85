"""A row of the table of actions of the PAI."""

from schemas.fields import Data, Intero, Modulo, Nome, Scelta, TestoBreve

TIPO_AZIONE = {
    "orientamento": "Orientamento",
    "bilancio_competenze": "Bilancio di competenze",
    "formazione_interna": "Formazione interna assistita",
    "formazione_cfp": "Formazione presso il CFP",
    "stage": "Stage",
    "ricerca_attiva": "Ricerca attiva di lavoro",
    "segnalazione": "Segnalazione alle aziende",
    "accompagnamento": "Accompagnamento",
    "altro": "Altro",
}
SOGGETTO = {
    "cpi": "Centro per l'Impiego",
    "esperto": "Esperto",
    "cfp": "CFP",
    "consulente": "Consulente",
    "azienda": "Azienda",
}


class Azione(Modulo):
    """One action: what, who carries it out and answers for it, from when to when, how long."""

    tipo = Scelta("Tipo", TIPO_AZIONE, required=True)
    descrizione = TestoBreve("Descrizione", required=True)
    soggetto = Scelta("A cura di", SOGGETTO, required=True)
    responsabile = Nome("Responsabile", required=True, hint="Cognome e nome.")
    data_inizio = Data("Dal", required=True)
    data_fine = Data("Al", required=True)
    ore = Intero("Ore", 0, 1200, required=True, hint="0 se non sono stabilite.")
