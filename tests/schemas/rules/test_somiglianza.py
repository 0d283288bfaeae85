"""Who may be known already: the same code, the same name, a slip of the pen."""

import pytest

from schemas.rules.somiglianza import (
    CODICE_VICINO,
    STESSA_NASCITA,
    STESSO_CODICE,
    STESSO_NOME,
    are_close,
    likeness,
)

GIULIA = {"cognome": "Dal Santo", "nome": "Giulia", "codice_fiscale": "DLSGLI75D58I531V"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"cognome": "Dal Sànto"}, STESSO_CODICE, id="the same code, name apart"),
        pytest.param({"codice_fiscale": "DLSGLI75D58L157E"}, STESSA_NASCITA, id="another place"),
        pytest.param({"codice_fiscale": "DLSGLI75D58IRPMU"}, STESSA_NASCITA, id="omocodia"),
        pytest.param({"codice_fiscale": "DLSGLI80A41I531S"}, STESSO_NOME, id="another birth"),
        pytest.param(
            {"cognome": "GIULIA", "nome": "dal santo", "codice_fiscale": "DLSGLI80A41I531S"},
            STESSO_NOME,
            id="name and surname exchanged",
        ),
        pytest.param(
            {"cognome": "Dalsanto", "codice_fiscale": "DLSGLI75D59I531X"},
            CODICE_VICINO,
            id="one character and its control letter",
        ),
        pytest.param({"nome": "Marta", "codice_fiscale": "DLSMRT80A41I531N"}, "", id="a sister"),
    ],
)
def test_people_are_like_each_other_for_a_reason_that_is_said(changes: dict[str, str], why: str):
    assert likeness(GIULIA, GIULIA | changes) == why
    assert likeness(GIULIA | changes, GIULIA) == why


def test_codes_two_slips_apart_are_not_close():
    assert are_close("DLSGLI75D58I531V", "DLSGLI75D59I531X")
    assert not are_close("DLSGLI75D58I531V", "DLSGLI75D69I531Y")
