"""What later papers recall of the stage that a convention has agreed."""

from schemas.fields import Data, Intero, Modulo, Nome, TestoBreve


class StageConvenuto(Modulo):
    """Who follows the stage in the company, its days and work, as they were when recalled."""

    tutor_aziendale = Nome("Tutor aziendale")
    data_inizio = Data("Inizio dello stage")
    data_fine = Data("Fine dello stage")
    mansione = TestoBreve("Attività e profilo")


class StageDaAvviare(StageConvenuto):
    """The same, with the place and the hours that are confirmed when it starts."""

    sede_stage_indirizzo = TestoBreve("Sede: via e numero")
    sede_stage_comune = TestoBreve("Comune della sede")
    ore_settimanali = Intero("Ore settimanali", 1, 48)
    orario = TestoBreve("Articolazione dell'orario")
