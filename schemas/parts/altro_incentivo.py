"""A row of the table of other incentives for the same hire."""

from schemas.fields import Importo, Modulo, TestoBreve


class AltroIncentivo(Modulo):
    """An incentive that the company declares: under which law, what, how much."""

    norma = TestoBreve("Norma", required=True)
    descrizione = TestoBreve("Descrizione")
    importo = Importo("Importo")
