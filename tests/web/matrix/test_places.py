"""Every role before the pages that are about nobody in particular, and before those of a person."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import RUOLI
from tests.web.matrix.spec import FASCICOLO, MATRIX, Where, allowed
from tests.web.matrix.stage import HERE, THERE, TODAY, WITHOUT_FASCICOLO, Stage, told
from tests.web.matrix.tries import (
    FASCICOLI,
    PLACES,
    POSTS,
    SEEING,
    Form,
    address,
    said,
    sent,
)
from web.acts.advancing import Step, advance

NOBODY = "F-2011-09999"
REST = {"utente": "pasin", "nome": "pai", "iso": f"{TODAY}", "form": "csv"}


def rules(app: Flask, endpoint: str) -> Iterator[tuple[Rule, str]]:
    """Yield each rule of a route with a method that it answers to."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == endpoint:
            yield rule, "POST" if "POST" in (rule.methods or ()) else "GET"


@pytest.mark.parametrize("ruolo", RUOLI)
def test_each_opens_the_places_of_their_role_and_no_other(stage: Stage, ruolo: str) -> None:
    client = stage.clients[ruolo]
    opened = set()
    for endpoint in PLACES:
        wanted = next(rules(stage.app, endpoint))[0].arguments
        rest = REST | ({} if endpoint.startswith("templates.") else {"nome": "segnalazioni"})
        at = address(stage.app, endpoint, **{name: rest[name] for name in wanted})
        answer = client.get(at)
        _, text = said(answer)
        if answer.status_code != 403:
            opened.add(endpoint)
        if ruolo in ("GLT", "COM", "AZ", "TUT", "ASS", "ESP", "CFP"):
            assert told(text, THERE) == [], endpoint
        if ruolo in RUOLI.keys() - SEEING:
            assert told(text, HERE) + told(text, THERE) == [], endpoint

    assert opened == {endpoint for endpoint, ruoli in PLACES.items() if ruolo in ruoli}


@pytest.mark.parametrize("ruolo", RUOLI)
def test_nobody_else_does_the_work_of_who_looks_after_the_office(stage: Stage, ruolo: str) -> None:
    before = stage.office.archive.find("utenti")
    for endpoint in (one for one, ruoli in POSTS.items() if ruolo not in ruoli):
        for rule, method in rules(stage.app, endpoint):
            at = str(rule.rule).replace("<utente>", "zanella").replace("<nome>", "pai")
            at = at.replace("<numero>", stage.fascicoli[HERE])
            at = at.replace("<sha256>", "0" * 64).replace("<iso>", "2011-01-01")
            at = at.replace("<int:trial>", "0").replace("<int:page>", "1")
            at = at.replace("<any(prima,dopo):when>", "prima")
            form: Form | None = {} if method == "POST" else None

            answer = sent(stage.clients[ruolo], at, form, stage.tokens[ruolo])

            assert answer.status_code == 403, f"{ruolo} {endpoint}"
    assert stage.office.archive.find("utenti") == before


@pytest.mark.parametrize("endpoint", FASCICOLI)
@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_page_about_a_person(stage: Stage, ruolo: str, endpoint: str) -> None:
    trial, client, token = FASCICOLI[endpoint], stage.clients[ruolo], stage.tokens[ruolo]
    for territorio in (HERE, THERE):
        here = Where(territorio == HERE, own=False)
        at = address(stage.app, endpoint, numero=stage.fascicoli[territorio])
        accesses = len(stage.office.archive.accesses(by=stage.actors[ruolo].utente))

        answer = sent(client, at, trial.form, token)

        if trial.admits(ruolo, FASCICOLO, here):
            assert answer.status_code == 200, f"{endpoint} {territorio}"
            # Looking is noted, and so is asking who looked; the form that asks why is not.
            noted = len(stage.office.archive.accesses(by=stage.actors[ruolo].utente)) - accesses
            assert noted == (0 if endpoint == "filing.ask_retrieval" else 1), endpoint
            continue
        assert told(said(answer)[1], territorio, stage.fascicoli[territorio]) == []
        missing = sent(client, address(stage.app, endpoint, numero=NOBODY), trial.form, token)
        if not allowed(ruolo, "V", FASCICOLO, here):
            assert said(answer) == said(missing)
        assert answer.status_code in (403, 404)


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_step_is_taken_by_who_sees_the_person_and_is_of_the_cpi(stage: Stage, ruolo: str) -> None:
    for territorio in (HERE, THERE):
        numero = stage.fascicoli[territorio]
        before = stage.office.archive.fascicolo(numero).stato
        form = {"passo": "sospeso", "data": "06/12/2011", "motivo": "In malattia per un mese."}
        at = address(stage.app, "fascicoli.take_step", numero=numero)

        answer = sent(stage.clients[ruolo], at, form, stage.tokens[ruolo])

        moved = stage.office.archive.fascicolo(numero).stato == "sospeso"
        assert moved == (ruolo in ("OCPI", "RCPI") and territorio == HERE)
        sees = allowed(ruolo, "V", FASCICOLO, Where(territorio == HERE, own=False))
        assert (answer.status_code in (303, 422)) == sees
        if moved:
            back = advance(numero, Step(before, TODAY), office=stage.office, by=stage.actors[ruolo])
            assert back.fascicolo.stato == before


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_document_is_begun_by_who_fills_its_kind(stage: Stage, ruolo: str) -> None:
    client, token = stage.clients[ruolo], stage.tokens[ruolo]
    for kind, row in ((kind, MATRIX[kind]) for kind in sorted(all_kinds())):
        for territorio in (HERE, THERE):
            # One's own is the person whom an assistant accompanies.
            mine = ruolo == "ASS" and territorio == HERE
            at = address(
                stage.app,
                "fascicoli.begin",
                numero=stage.fascicoli[territorio],
                kind=all_kinds()[kind],
            )
            before = stage.state()

            answer = sent(client, at, {}, token)

            may_begin = allowed(ruolo, "C", row, Where(territorio == HERE, own=mine))
            assert (answer.status_code == 303) == may_begin, f"{ruolo} {kind} {territorio}"
            assert (stage.state() != before) == may_begin
            if not may_begin:
                nobody = at.replace(stage.fascicoli[territorio], NOBODY)
                assert said(answer) == said(sent(client, nobody, {}, token))
    stage.forget_drafts()


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_document_before_any_fascicolo_is_begun_by_whose_own_it_is(
    stage: Stage, ruolo: str
) -> None:
    begun = set()
    for kind in all_kinds().values():
        at = address(stage.app, "own.begin", kind=kind)
        answer = sent(stage.clients[ruolo], at, {}, stage.tokens[ruolo])
        assert answer.status_code in (303, 403)
        if answer.status_code == 303:
            begun.add(kind.name)
    stage.forget_drafts()

    mine = {kind for kind in MATRIX if "C" in MATRIX[kind].get(ruolo, "") and kind in all_kinds()}
    assert begun == (mine if ruolo in ("AZ", "TUT") else mine & WITHOUT_FASCICOLO)
