"""What is declared of who may do what: by the kinds, and by the pages."""

from typing import NoReturn

import pytest
from flask import Blueprint, Flask

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import parse_grant
from tests.web.matrix import spec
from tests.web.matrix.stage import Stage
from tests.web.matrix.tries import (
    DOCUMENTS,
    DRAFTS,
    FASCICOLI,
    IN_THEIR_OWN_WAY,
    OF_EVERYBODY,
    PARTS_OF_EVERYBODY,
    PLACES,
    POSTS,
)
from web.access import FASCICOLO
from web.doors import RouteWithoutRule, require_rules


@pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_declares_its_row_of_the_matrix(kind: Kind) -> None:
    declared = {ruolo: parse_grant(cell) for ruolo, cell in kind.access.items()}

    assert declared == {ruolo: parse_grant(cell) for ruolo, cell in spec.MATRIX[kind.name].items()}


def test_the_row_of_the_fascicolo_is_that_of_who_takes_care_of_people() -> None:
    assert FASCICOLO == spec.FASCICOLO


def test_every_part_that_comes_later_says_who_records_it_and_who_may_not_approve_it() -> None:
    declared = {
        (kind.name, nome): (" ".join(seguito.ruoli), seguito.four_eyes)
        for kind in all_kinds().values()
        for nome, seguito in kind.seguiti.items()
    }

    assert declared == spec.PARTS


def test_every_page_has_a_rule_and_is_walked(stage: Stage) -> None:
    app = stage.app
    require_rules(app)
    tried = {*DOCUMENTS, *FASCICOLI, *DRAFTS, *PLACES, *POSTS, *OF_EVERYBODY, *IN_THEIR_OWN_WAY}
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    of_everybody = {one for one in routes if one.rpartition(".")[0] in PARTS_OF_EVERYBODY}

    assert routes - tried - of_everybody == set()


def test_a_page_that_nobody_said_who_may_use_stops_the_start() -> None:
    app, part = Flask(__name__, static_folder=None), Blueprint("nuova", __name__)

    @part.get("/nuova")
    def show() -> NoReturn:
        raise AssertionError

    app.register_blueprint(part)

    with pytest.raises(RouteWithoutRule, match=r"nuova\.show: say in web/doors\.py"):
        require_rules(app)
