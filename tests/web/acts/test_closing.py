"""Closing a year: the list that it vouches for can be checked by anybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from schemas.kinds.registry import all_kinds
from storage.archive import NotFound, YearNotOver
from tests.web.acts.conftest import OPERATORE
from web.acts.closing import close_year, closed_listing
from web.acts.issuing import issue
from web.acts.office import Office

Answers = Callable[..., dict[str, object]]


def test_a_year_is_closed_by_whom_and_when_with_the_list_of_its_documents(
    office: Office, patto: Answers
) -> None:
    document = issue(
        all_kinds()["patto_di_servizio"], patto(), office=office, by=OPERATORE
    ).document
    assert document
    with pytest.raises(YearNotOver):
        close_year(2011, office=office, by=OPERATORE)
    with pytest.raises(NotFound):
        closed_listing(2011, office=office)
    january = replace(office, today=date(2012, 1, 9))

    closing = close_year(2011, office=january, by=OPERATORE)

    listed = closed_listing(2011, office=january)
    assert (closing.by, closing.at.date()) == ("zanella", date(2012, 1, 9))
    assert closing.registrati == {"F": 1, "PS": 1}
    assert listed == f"{document.number} {document.docx}\n".encode()
    assert sha256(listed).hexdigest() == closing.impronta
