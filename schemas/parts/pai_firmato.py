"""What later papers recall of the PAI they stand on."""

from schemas.fields import Data, Importo, Modulo, Scelta
from schemas.rules.pai import PERCORSI, STRUMENTI


class PaiFirmato(Modulo):
    """Date, path, instrument and grant of a PAI, as they were when it was recalled."""

    data = Data("Data del PAI")
    percorso = Scelta("Percorso", PERCORSI)
    strumento = Scelta("Strumento", STRUMENTI)
    borsa_importo_mensile = Importo("Importo mensile della borsa")
