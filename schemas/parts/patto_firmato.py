"""What later papers recall of the Patto di Servizio they stand on."""

from schemas.fields import Data, Modulo, TestoBreve


class PattoFirmato(Modulo):
    """Date, office, category and validity of a Patto, as they were when it was recalled."""

    data = Data("Data del Patto")
    cpi = TestoBreve("Centro per l'Impiego")
    # A paper that recalls the Patto goes to companies too (rule P-3).
    categoria_principale = TestoBreve("Categoria di destinatario", restricted=True)
    validita_fino_al = Data("Validità del Patto, fino al")
