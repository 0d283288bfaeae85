"""Every role before the drafts: of who began them, of who may change them, and of nobody else."""

from functools import cache

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import RUOLI
from storage.archive import NotFound
from tests.web.matrix.spec import MATRIX, PARTS, Where, allowed
from tests.web.matrix.stage import HERE, PEOPLE, THERE, Stage, told, where
from tests.web.matrix.tries import DRAFTS, address, said, sent
from web.acts.drafting import Draft, load_draft
from web.acts.following import NotNow, obstacle_to, record_seguito

KINDS = sorted(all_kinds())
NOBODY = "altrui"
# Every page of a draft is knocked at on the first that each role may open and the first that they
# may not; on the others these are enough.
SOME = ("steps.show", "steps.save", "review.register")


def knocked(stage: Stage, ruolo: str, draft: Draft, endpoint: str, key: str) -> tuple[int, str]:
    """Knock at a page of a draft, as if its key were *key*; return status and words."""
    rest = {"position": 1} if "steps." in endpoint or "take_typed" in endpoint else {}
    rest = {"position": 1} if endpoint == "conflicts.choose" else rest
    form = DRAFTS[endpoint]
    version = {} if form is None else {"versione": str(_version(stage, draft)), **form}
    at = address(stage.app, endpoint, key=key, **rest)
    client, token = stage.clients[ruolo], stage.tokens[ruolo]
    return said(sent(client, at, None if form is None else version, token))


@cache
def said_of_nothing(stage: Stage, ruolo: str, endpoint: str) -> tuple[int, str]:
    """Return what is answered of a draft that there is not."""
    return knocked(stage, ruolo, stage.draft("pai", HERE, NOBODY), endpoint, "inesistente")


def _version(stage: Stage, draft: Draft) -> int:
    try:
        return load_draft(draft.key, office=stage.office).version
    except NotFound:
        return 0


def walked(stage: Stage, ruolo: str, draft: Draft, *, admitted: bool, whole: bool) -> None:
    """Knock at the pages of a draft: all open, or all as if there were no such draft."""
    for endpoint in DRAFTS if whole else SOME:
        before = _version(stage, draft)
        status, text = knocked(stage, ruolo, draft, endpoint, draft.key)
        case = f"{ruolo} {endpoint} {draft.key}: {status}"
        # The picture of a preview that there is not yet is missing without a page.
        opened = status not in (403, 404) or (status == 404 and text == "")
        assert opened == admitted, case
        if not admitted:
            assert _version(stage, draft) == before, case
            assert told(text, draft.territorio, draft.fascicolo or "F-2011-0") == [], case
            assert (status, text) == said_of_nothing(stage, ruolo, endpoint), case
    if admitted and whole:
        assert _version(stage, draft) == 0, "the last page throws it away"


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_draft_is_opened_by_who_began_it_or_may_change_it(stage: Stage, ruolo: str) -> None:
    whole = {True, False}
    for kind in KINDS:
        for territorio in (HERE, THERE):
            for autore in (PEOPLE[ruolo][0], NOBODY):
                own = autore != NOBODY
                azione = "C" if own else "M"
                here = Where(territorio == HERE, own=own)
                admitted = allowed(ruolo, azione, MATRIX[kind], here)
                draft = stage.draft(kind, territorio, autore)
                walked(stage, ruolo, draft, admitted=admitted, whole=admitted in whole)
                whole.discard(admitted)
    stage.forget_drafts()


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_part_that_comes_later_is_opened_by_who_records_it(stage: Stage, ruolo: str) -> None:
    whole = {True, False}
    for (kind, nome), (ruoli, _) in PARTS.items():
        for territorio in (HERE, THERE):
            # That they began it themselves, in another role, changes nothing.
            model = stage.models[territorio, kind]
            sees = allowed(ruolo, "V", MATRIX[kind], where(ruolo, model))
            admitted = ruolo in ruoli.split() and sees
            draft = stage.draft(kind, territorio, PEOPLE[ruolo][0], nome)
            walked(stage, ruolo, draft, admitted=admitted, whole=admitted in whole)
            whole.discard(admitted)
    stage.forget_drafts()


@pytest.mark.parametrize("ruolo", RUOLI)
def test_the_act_refuses_a_part_to_who_does_not_record_it(stage: Stage, ruolo: str) -> None:
    """The page is not the only guard: the act asks again when it records."""
    for (kind, nome), (ruoli, _) in PARTS.items():
        for territorio in (HERE, THERE):
            document = stage.document(territorio, kind, "firmato")
            sees = allowed(ruolo, "V", MATRIX[kind], where(ruolo, document))
            if ruolo in ruoli.split() and sees:
                continue
            draft = stage.draft(kind, territorio, PEOPLE[ruolo][0], nome)
            with pytest.raises(NotNow):
                record_seguito(draft, office=stage.office, by=stage.actors[ruolo])
    stage.forget_drafts()


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_part_is_begun_from_the_page_of_its_document_by_nobody_else(
    stage: Stage, ruolo: str
) -> None:
    for kind, nome in PARTS:
        for territorio in (HERE, THERE):
            document = stage.document(territorio, kind, "firmato")
            sees = allowed(ruolo, "V", MATRIX[kind], where(ruolo, document))
            by = stage.actors[ruolo]
            free = sees and not obstacle_to(document, nome, stage.office.archive, by)
            at = address(stage.app, "following.begin", number=document.number, nome=nome)
            before = stage.state()

            answer = sent(stage.clients[ruolo], at, {}, stage.tokens[ruolo])

            assert (stage.state() != before) == free, f"{ruolo} {kind} {nome} {territorio}"
            assert (answer.status_code == 303) == sees
            assert not free or ruolo in PARTS[kind, nome][0].split()
    stage.forget_drafts()


@pytest.mark.parametrize(("kind", "nome"), [part for part, (_, eyes) in PARTS.items() if eyes])
def test_who_wrote_a_document_does_not_approve_it(stage: Stage, kind: str, nome: str) -> None:
    """P-4, though they hold the role that approves."""
    document = stage.document(HERE, kind, "firmato")
    ruolo = PARTS[kind, nome][0]
    author = stage.actors[ruolo].__class__(document.autore, "Chi l'ha scritto", ruolo)
    archive = stage.office.archive

    assert obstacle_to(document, nome, archive, author) in (
        "chi ha redatto il documento non può approvarlo",
        # The part that comes first is recorded by somebody too, and that is looked at before.
        *(f"prima va registrato: {one.title}" for one in all_kinds()[kind].seguiti.values()),
    )
