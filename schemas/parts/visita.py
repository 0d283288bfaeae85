"""A row of the plan of visits."""

from schemas.fields import Data, Modulo


class Visita(Modulo):
    """One visit of the Assistente to the placement: when."""

    data = Data("Data", required=True)
