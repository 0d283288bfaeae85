"""What later papers recall of the stage that a convention has agreed."""

from schemas.fields import Data, Modulo, Nome, TestoBreve


class StageConvenuto(Modulo):
    """Who follows the stage in the company, its days and work, as they were when recalled."""

    tutor_aziendale = Nome("Tutor aziendale")
    data_inizio = Data("Inizio dello stage")
    data_fine = Data("Fine dello stage")
    mansione = TestoBreve("Attività e profilo")
