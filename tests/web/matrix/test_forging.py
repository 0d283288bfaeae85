"""What somebody inside would forge: numbers, fields, bodies, names; and what it gets them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO

import pytest

from forms.builder.build import as_typed
from forms.builder.layout import asked_steps
from schemas.fields import Riferimento, TestoBreve
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from tests.samples import sample
from tests.web.acts.walking import case
from tests.web.matrix.spec import MATRIX
from tests.web.matrix.stage import HERE, IVA, OTHER_IVA, PEOPLE, THERE, Stage, told
from tests.web.matrix.tries import sent
from web.acts.drafting import Draft, load_draft, store_draft
from web.acts.registering import register_draft

KINDS = [all_kinds()[name] for name in sorted(all_kinds())]
IN_A_FASCICOLO = [kind for kind in KINDS if "fascicolo" in kind.schema.campi()]
FILLERS = [
    (kind, ruolo)
    for kind in IN_A_FASCICOLO
    for ruolo, cell in MATRIX[kind.name].items()
    if "C" in cell and ruolo != "AZ"
]


def kind_and_role(value: object) -> str:
    return value.name if isinstance(value, Kind) else str(value)


def posted(stage: Stage, ruolo: str, draft: Draft, typed: Mapping[str, object]) -> list[int]:
    """Post *typed* on every page of a draft, whatever they ask; return what was answered."""
    codes = []
    for position in range(1, len(draft.steps) + 1):
        version = str(load_draft(draft.key, office=stage.office).version)
        form = {**typed, "vai": "bozza", "versione": version}
        at = f"/bozze/{draft.key}/{position}"
        codes.append(sent(stage.clients[ruolo], at, form, stage.tokens[ruolo]).status_code)
    return codes


def answers(stage: Stage, draft: Draft) -> Mapping[str, object]:
    return load_draft(draft.key, office=stage.office).answers


@pytest.mark.parametrize(("kind", "ruolo"), FILLERS, ids=kind_and_role)
def test_a_number_of_another_person_shows_nothing_of_them(
    stage: Stage, kind: Kind, ruolo: str
) -> None:
    draft = stage.draft(kind.name, HERE, PEOPLE[ruolo][0])
    references = {
        name: str(stage.models[THERE, campo.kind].number)
        for name, campo in kind.schema.campi().items()
        if isinstance(campo, Riferimento) and (THERE, campo.kind) in stage.models
    }

    codes = posted(stage, ruolo, draft, {**references, "fascicolo": stage.fascicoli[THERE]})

    assert set(codes) == {303}
    assert answers(stage, draft)["fascicolo"] == stage.fascicoli[HERE]
    client = stage.clients[ruolo]
    pages = [f"/bozze/{draft.key}/{position}" for position, _ in enumerate(draft.steps, start=1)]
    for at in (*pages, f"/bozze/{draft.key}/riepilogo", f"/bozze/{draft.key}/bozza.json"):
        assert told(client.get(at).text, THERE) == [], at


def test_a_file_brings_a_draft_into_no_other_fascicolo(stage: Stage) -> None:
    mine, other = stage.fascicoli[HERE], stage.fascicoli[THERE]
    file = {"formato": "bozza-fascicolo-1", "tipo": "pai", "valori": [["fascicolo", other]]}
    token, client = stage.tokens["OCPI"], stage.clients["OCPI"]

    def brought(fascicolo: str) -> str:
        content = json.dumps({**file, "fascicolo": fascicolo}).encode()
        form = {"csrf_token": token, "file": (BytesIO(content), "../../bozza.json")}
        return client.post("/bozze/carica", data=form).location or ""

    assert brought(other) == ""
    key = brought(mine).split("/")[2]
    assert load_draft(key, office=stage.office).answers["fascicolo"] == mine


@pytest.mark.parametrize("kind", KINDS, ids=kind_and_role)
def test_a_page_saves_the_fields_that_it_asks_and_no_other(stage: Stage, kind: Kind) -> None:
    ruolo = next(role for role, cell in MATRIX[kind.name].items() if "C" in cell)
    draft = stage.draft(kind.name, HERE, PEOPLE[ruolo][0])
    asked = asked_steps(kind)[0].fields
    others = kind.schema.campi().keys() - set(asked)
    forged = dict.fromkeys((*others, *kind.computed.campi(), *kind.carries), "si")
    before = dict(answers(stage, draft))

    for at, form in (
        (f"/bozze/{draft.key}/1", {**forged, "vai": "bozza", "versione": "1"}),
        (f"/bozze/{draft.key}/1/concilia", {"mia": json.dumps(forged), "versione": "2"}),
        (f"/bozze/{draft.key}/1/concilia", {"mia": json.dumps(forged), "versione": "1"}),
    ):
        sent(stage.clients[ruolo], at, form, stage.tokens[ruolo])

    after = answers(stage, draft)
    # Nor the parts that others fill later: an outcome, a decision, a payment.
    assert {name for name in forged if after.get(name) != before.get(name)} <= {"fascicolo"}


def test_who_may_not_see_an_answer_does_not_write_it_either(stage: Stage) -> None:
    """The notes of the office in a segnalazione, from an expert (who fills it)."""
    kind = all_kinds()["segnalazione_azienda"]
    (name,) = (name for name, campo in kind.schema.campi().items() if campo.restricted)
    draft = stage.draft(kind.name, HERE, PEOPLE["ESP"][0])
    draft = store_draft(
        replace(draft, answers={name: "Scritto dal CPI"}), expect=draft.version, office=stage.office
    )

    posted(stage, "ESP", draft, {name: "Riscritto"})
    mia = {"mia": json.dumps({name: "Riscritto"}), "versione": "1"}
    for position, _ in enumerate(draft.steps, start=1):
        at = f"/bozze/{draft.key}/{position}/concilia"
        sent(stage.clients["ESP"], at, mia, stage.tokens["ESP"])

    assert answers(stage, draft)[name] == "Scritto dal CPI"


def test_a_company_files_for_itself_alone(stage: Stage) -> None:
    kind, ruolo = all_kinds()["richiesta_incentivo"], "AZ"
    company = stage.models[HERE, "convenzione_stage"].data["azienda"]
    assert isinstance(company, dict)
    found = {}
    for iva in (IVA, OTHER_IVA):
        azienda = {**company, "partita_iva": iva, "codice_fiscale": iva}
        request = case(kind.name, "RI-V01") | {"azienda": azienda}
        request |= {"fascicolo": stage.fascicoli[HERE]}
        draft = stage.draft(kind.name, HERE, PEOPLE[ruolo][0])
        typed = as_typed(kind, kind.schema(partial=True).load(request))
        draft = store_draft(
            replace(draft, fascicolo="", answers=typed), expect=draft.version, office=stage.office
        )
        outcome = register_draft(
            draft.key, draft.version, office=stage.office, by=stage.actors[ruolo]
        )
        problems = outcome.examined.problems if outcome.examined else ()
        found[iva] = [problem.path for problem in problems if problem.code == "azienda_altrui"]

    assert found == {IVA: [], OTHER_IVA: ["azienda.partita_iva"]}


# Bodies that no page of ours posts.

DEEP = "[" * 2000 + "]" * 2000
BODIES = (
    *("[1]", "{", "null", '"testo"', '{"persona": 5}', '{"persona": [[[]]]}', '{"data_pai": {}}'),
    *('{"azioni": {"a": 1}}', '{"azioni": [1, null, "x"]}', '{"fascicolo": null}', DEEP),
    *('{"persona": {"cognome": {"a": [1]}}}', '{"azioni": [{"tipo": [1]}]}', '{"a\\u0000": 1}'),
)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_made_by_hand_breaks_no_page(stage: Stage, body: str) -> None:
    draft = stage.draft("pai", HERE, PEOPLE["OCPI"][0])
    client, token = stage.clients["OCPI"], stage.tokens["OCPI"]

    for position, _ in enumerate(draft.steps, start=1):
        version = str(load_draft(draft.key, office=stage.office).version)
        for form in ({"mia": body, "base": body, "versione": version}, {"mia": body, "base": "{"}):
            at = f"/bozze/{draft.key}/{position}/concilia"
            assert sent(client, at, form, token).status_code in (303, 400, 409)

    for at in (*range(1, len(draft.steps) + 1), "riepilogo", "bozza.json"):
        assert client.get(f"/bozze/{draft.key}/{at}").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        *({"aggiungi": "nulla"}, {"aggiungi": "azioni-x"}, {"togli": "azioni:-1"}),
        *({"togli": "azioni:99999999999"}, {"togli": ":"}, {"togli": "persona:0"}),
        *({"versione": "x"}, {"versione": "-1"}, {"vai": "altrove"}, {"azioni-99999-tipo": "x"}),
    ],
    ids=str,
)
def test_a_button_that_is_not_there_breaks_no_page(stage: Stage, typed: dict[str, str]) -> None:
    draft = stage.draft("pai", HERE, PEOPLE["OCPI"][0])
    table = next(n for n, step in enumerate(draft.steps, start=1) if "azioni" in step.fields)
    for position in (1, table):
        at = f"/bozze/{draft.key}/{position}"
        answer = sent(stage.clients["OCPI"], at, {"vai": "bozza", **typed}, stage.tokens["OCPI"])
        assert answer.status_code in (303, 400, 404, 409, 422)
        assert stage.clients["OCPI"].get(at).status_code == 200


def test_what_weighs_too_much_is_not_read(stage: Stage) -> None:
    draft = stage.draft("pai", HERE, PEOPLE["OCPI"][0])
    form = {"note": "a" * 3_000_000, "vai": "bozza"}

    answer = sent(stage.clients["OCPI"], f"/bozze/{draft.key}/1", form, stage.tokens["OCPI"])

    assert answer.status_code == 413
    assert load_draft(draft.key, office=stage.office).version == draft.version


# Names that lead elsewhere.


@pytest.mark.parametrize("way", ["../doors.py", "..%2fdoors.py", "%2e%2e/doors.py", "/etc/passwd"])
@pytest.mark.parametrize("part", ["static", "kit", "aiuto/figure", "aiuto"])
def test_no_address_of_a_file_leads_out_of_its_folder(stage: Stage, part: str, way: str) -> None:
    answer = stage.clients["OCPI"].get(f"/{part}/{way}")

    assert answer.status_code in (301, 308, 404)
    assert b"root:" not in answer.data
    assert b"Door" not in answer.data


def test_no_word_that_was_typed_ends_a_header(stage: Stage) -> None:
    client, token = stage.clients["OCPI"], stage.tokens["OCPI"]
    split = "x%0d%0aSet-Cookie:%20a=b"

    for answer in (
        sent(client, f"/documenti/ricerche/salva?q={split}", {"nome": "a\r\nb"}, token),
        sent(client, f"/stampe/?q={split}", {}, token),
        client.get(f"/fascicoli/?q={split}"),
        client.get(f"/sedute/T2%0d%0aX/{split}/elenco.docx"),
        stage.app.test_client().get(f"/documenti/?q={split}"),
    ):
        assert all("a=b" not in value for value in answer.headers.getlist("Set-Cookie"))
        assert all("\n" not in value for _, value in answer.headers)
    sent(client, "/documenti/ricerche/elimina", {"nome": "a b"}, token)


# Words that a browser, or a spreadsheet, would run.

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def poisoned(kind: Kind, data: Mapping[str, object]) -> dict[str, object]:
    """Return *data* with evil words in each text that a person writes freely."""
    return dict(_poisoned(kind, data))


def _poisoned(kind: Kind, data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    campi = kind.schema.campi()
    for name, value in data.items():
        free = type(campi.get(name)).__mro__
        yield name, EVIL if TestoBreve in free and isinstance(value, str) else value


def is_safe(text: str) -> bool:
    """Return whether a page shows the evil words as words."""
    return "<script>alert" not in text and "<img src=x" not in text


@pytest.mark.parametrize("kind", KINDS, ids=kind_and_role)
def test_what_was_typed_is_shown_and_never_run(stage: Stage, kind: Kind) -> None:
    ruolo = next(role for role, cell in MATRIX[kind.name].items() if "C" in cell)
    client = stage.clients[ruolo]
    typed = as_typed(kind, kind.schema(partial=True).load(sample(kind.name, full=True)))
    draft = stage.draft(kind.name, HERE, PEOPLE[ruolo][0])
    everywhere = {name: EVIL if isinstance(one, str) else one for name, one in typed.items()}
    store_draft(replace(draft, answers=everywhere), expect=draft.version, office=stage.office)

    for at in (*range(1, len(draft.steps) + 1), "riepilogo"):
        for asked in ("", "?controlla=si"):
            page = client.get(f"/bozze/{draft.key}/{at}{asked}")
            assert page.status_code == 200
            assert is_safe(page.text), f"{at}{asked}"
    assert "&lt;script&gt;" in client.get(f"/bozze/{draft.key}/riepilogo").text


def test_what_is_filed_is_shown_and_never_run(stage: Stage) -> None:
    archive, client = stage.office.archive, stage.clients["GCP"]
    for kind in KINDS:
        model = stage.models[HERE, kind.name]
        with archive.transaction():
            number = archive.take_number(kind.sigla, stage.office.on, HERE)
            index = {**model.index, "cognome": EVIL, "azienda": "=1+1", "nome": "@SUM(A1)"}
            data = poisoned(kind, model.data)
            archive.add_document(
                replace(model, number=number, oggetto=EVIL, data=data, index=index, replaces="")
            )
        page = client.get(f"/documenti/{number}")
        assert page.status_code == 200
        assert is_safe(page.text)
    for at in ("/", "/documenti/", "/documenti/?q=script", f"/fascicoli/{stage.fascicoli[HERE]}"):
        assert is_safe(client.get(at).text), at
    at = "/documenti/esporta?q=script"
    table = sent(client, at, {"forma": "csv"}, stage.tokens["GCP"]).text
    assert ";'=1+1;" in table
    assert ";'@SUM(A1);" in table
    assert not any(
        cell[:1] in "=+-@" for row in table.splitlines() for cell in row.split(";") if cell
    )
