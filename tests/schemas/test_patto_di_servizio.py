"""The Patto di Servizio: the cases that the office wrote, and the examples of its paper."""

import json
from pathlib import Path

import pytest

from schemas.rules.parameters import shipped
from web.acts.cases import Verdict, check_cases

CASES = json.loads(Path("tests/cases/patto_di_servizio.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(CASES, shipped()))


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()
