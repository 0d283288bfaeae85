"""What holds for every kind of document, the day its files are there."""

import json

import pytest

from schemas.kinds.examine import examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import from_json, to_json
from schemas.rules.contesto import Contesto, Record
from schemas.rules.parameters import shipped
from schemas.rules.permissions import RUOLI, parse_grant
from tests.samples import sample

KINDS = list(all_kinds().values())


def contesto_for(data: object) -> Contesto:
    """Return an open contesto where every document named in *data* exists."""
    numbers = [word for word in json.dumps(data).split('"') if word[2:3] == "-" and len(word) == 16]
    return Contesto(documenti=tuple(Record({"numero": number}) for number in numbers))


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind in turn."""
    return request.param


def test_the_sample_of_a_kind_is_accepted(kind: Kind) -> None:
    data = sample(kind.name)

    examined = examine(kind, data, contesto_for(data), shipped())

    assert examined.problems == ()


def test_what_is_registered_is_read_back_as_it_was(kind: Kind) -> None:
    data = sample(kind.name)
    examined = examine(kind, data, contesto_for(data), shipped())

    kept = json.loads(json.dumps(to_json(kind, examined.data)))

    assert from_json(kind, kept) == {
        name: value for name, value in examined.data.items() if value is not None
    }


def test_an_empty_form_is_asked_for_each_compulsory_field_and_nothing_else(kind: Kind) -> None:
    examined = examine(kind, {}, Contesto(), shipped())

    codes = {problem.code for problem in examined.problems}
    assert codes <= {"obbligatorio", "dichiarazione_mancante"}
    assert kind.date_field in {problem.path for problem in examined.problems}


def test_an_unknown_name_is_refused_by_name(kind: Kind) -> None:
    data = sample(kind.name, campo_inventato="x")

    examined = examine(kind, data, contesto_for(data), shipped())

    assert [(problem.path, problem.code) for problem in examined.problems] == [
        ("campo_inventato", "campo_sconosciuto")
    ]
    assert "campo_inventato" in examined.problems[0].message


def test_each_kind_has_its_row_of_the_permission_matrix(kind: Kind) -> None:
    assert kind.access.keys() <= RUOLI.keys()
    assert any("C" in parse_grant(cell).azioni for cell in kind.access.values())


def test_every_label_is_words_for_people(kind: Kind) -> None:
    for name, campo in kind.schema.campi().items():
        assert campo.label[:1].isupper(), name
        assert "_" not in campo.label, name
