"""A row of the table of who sat in the Gruppo di Lavoro Territoriale."""

from schemas.fields import Modulo, Nome, Scelta, SiNo
from schemas.rules.presa_in_carico import PARTI


class Componente(Modulo):
    """One member of the group: whom they sit for, who they are, whether they came."""

    ruolo = Scelta("Per", PARTI, required=True)
    nome = Nome("Cognome e nome", required=True)
    presente = SiNo("Presente", required=True)
