"""Every role before every page about a document: read, taken, signed, corrected, filed."""

from functools import cache

import pytest
from werkzeug.test import TestResponse

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import RUOLI
from tests.web.matrix.spec import BLIND, MATRIX, allowed
from tests.web.matrix.stage import HERE, THERE, Stage, told, where
from tests.web.matrix.tries import DOCUMENTS, address, said, sent

KINDS = sorted(all_kinds())


@pytest.mark.parametrize("endpoint", DOCUMENTS)
@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_page_about_a_document(stage: Stage, ruolo: str, endpoint: str) -> None:
    """Allowed, it does what it is for; denied, it does nothing and tells nothing."""
    for kind in KINDS:
        # Who sees nobody is kept out at the door: in which territory makes no difference.
        for territorio in (HERE,) if ruolo in BLIND else (HERE, THERE):
            tried(stage, ruolo, endpoint, kind, territorio)
    stage.forget_drafts()


def tried(stage: Stage, ruolo: str, endpoint: str, kind: str, territorio: str) -> None:
    trial, row = DOCUMENTS[endpoint], MATRIX[kind]
    document = stage.document(territorio, kind, trial.stato)
    here = where(ruolo, document)
    before = stage.state() if trial.form is not None else None

    answer = asked(stage, ruolo, endpoint, document.number)

    case = f"{ruolo} {endpoint} {document.number}: {answer.status_code}"
    changed = trial.form is not None and stage.state() != before
    if trial.admits(ruolo, row, here):
        assert answer.status_code in (200, 303), case
        assert changed == (trial.form is not None and trial.changes), case
        return
    assert not changed, case
    assert answer.status_code in (403, 404), case
    assert told(said(answer)[1], territorio, document.number) == [], case
    if not allowed(ruolo, "V", row, here):
        # Nor is it told whether there is such a document at all.
        assert said(answer) == said_of_nothing(stage, ruolo, endpoint, kind), case


@cache
def said_of_nothing(stage: Stage, ruolo: str, endpoint: str, kind: str) -> tuple[int, str]:
    """Return what is answered about a document that there is not."""
    return said(asked(stage, ruolo, endpoint, Number(all_kinds()[kind].sigla, 2011, 9999, HERE)))


def asked(stage: Stage, ruolo: str, endpoint: str, number: Number) -> TestResponse:
    """Knock as a role at a page about a document."""
    trial = DOCUMENTS[endpoint]
    at = address(stage.app, endpoint, number=number, **trial.rest)
    return sent(stage.clients[ruolo], at, trial.form, stage.tokens[ruolo])
