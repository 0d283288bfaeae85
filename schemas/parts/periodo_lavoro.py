"""A row of the table of work periods."""

from schemas.fields import Data, Modulo, Scelta, SiNo, TestoBreve

TIPO_RAPPORTO = {
    "tempo_indeterminato": "Tempo indeterminato",
    "tempo_determinato": "Tempo determinato",
    "apprendistato": "Apprendistato",
    "somministrazione": "Somministrazione",
    "collaborazione": "Collaborazione",
    "lavoro_autonomo": "Lavoro autonomo",
    "accessorio": "Lavoro accessorio",
    "altro": "Altro",
}


class PeriodoLavoro(Modulo):
    """One period of work: with whom, from when, until when."""

    datore = TestoBreve("Datore di lavoro", required=True)
    dal = Data("Dal", required=True, example="2009-03-02")
    al = Data("Al", hint="Vuoto se il rapporto è ancora in corso.", example="2010-01-31")
    tipo_rapporto = Scelta("Tipo di rapporto", TIPO_RAPPORTO, required=True)
    retribuito = SiNo("Retribuito", required=True)
