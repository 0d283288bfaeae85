"""A row of the table of de minimis aid already received."""

from schemas.fields import Data, Importo, Modulo, TestoBreve


class AiutoDeMinimis(Modulo):
    """One aid received: from whom, when it was granted, how much."""

    ente = TestoBreve("Ente che lo ha concesso", required=True)
    data = Data("Data della concessione", required=True)
    importo = Importo("Importo", positive=True, required=True)
