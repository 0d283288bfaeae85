"""A draft that is not lost: it saves itself, waits for its turn, travels as a file, and ends."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.builder.build import posted_pairs
from schemas.rules.permissions import Actor
from storage.archive import NotFound
from tests.pages import Page, Pages, values_of
from tests.web.conftest import Enter
from tests.web.offices import PATTO, answers_by_step, begun_patto, opened_fascicolo
from web.acts.beginning import start_draft
from web.acts.drafting import drop_expired, load_draft
from web.acts.lost import lost_by
from web.acts.office import ROME, Office


def key_of(page: Page) -> str:
    form = page.form("Salva e continua")
    return str(form.get("action")).split("/")[2]


def saved_by_itself(pages: Pages, page: Page, status: int, **typed: str) -> object:
    """Save *page* as its script does while the person types."""
    form = page.form("Salva e continua")
    values = {control.get("name"): control.get("value", "") for control in form.xpath(".//input")}
    values = {name: value for name, value in values.items() if name} | typed
    answer = pages.client.post(form.get("action"), data=values | {"vai": "da-sola"})
    assert answer.status_code == status
    return answer.get_json()


class TestADraftSavesItself:
    def test_and_tells_the_page_what_to_save_the_next_time_upon(
        self, operator: Pages, office: Office
    ) -> None:
        page = begun_patto(operator)

        said = saved_by_itself(operator, page, 200, **{"persona-telefono": "0445 300100"})

        draft = load_draft(key_of(page), office=office)
        assert isinstance(said, dict)
        assert said["versione"] == draft.version == 2
        assert said["alle"] == "10:42"
        assert json.loads(said["base"])["persona"]["telefono"] == "0445 300100"

    def test_and_changes_nothing_when_another_window_saved_meanwhile(
        self, operator: Pages, office: Office
    ) -> None:
        page = begun_patto(operator)
        operator.press(page, "Salva bozza", persona__telefono="0445 1")

        saved_by_itself(operator, page, 409, **{"persona-telefono": "0445 2"})

        persona = load_draft(key_of(page), office=office).answers["persona"]
        assert isinstance(persona, dict)
        assert persona["telefono"] == "0445 1"


class TestWhileSomebodyElseIsAtWork:
    def test_a_draft_is_read_only_and_says_who_holds_it(
        self, operator: Pages, enter: Enter, office: Office
    ) -> None:
        page = begun_patto(operator)
        operator.press(page, "Salva bozza")

        seen = enter("pasin").get(f"/bozze/{key_of(page)}/1")

        assert (
            "In modifica da Zanella Marta, che l'ha salvata il 15/06/2011, ore 10:42" in seen.text
        )
        assert seen.tree.xpath("//fieldset[@disabled]//input[@id='persona-cognome']")
        assert not operator.get(f"/bozze/{key_of(page)}/1").tree.xpath("//fieldset[@disabled]")

    def test_it_opens_to_others_a_quarter_of_an_hour_later(
        self, operator: Pages, enter: Enter, office: Office
    ) -> None:
        page = begun_patto(operator)
        operator.press(page, "Salva bozza")
        quarter = datetime(2011, 6, 15, 10, 57, tzinfo=ROME)
        operator.client.application.extensions["fascicolo"] = replace(
            operator.client.application.extensions["fascicolo"],
            office=replace(office, clock=lambda: quarter),
        )

        seen = enter("pasin").get(f"/bozze/{key_of(page)}/1")

        assert "In modifica da" not in seen.text

    def test_beginning_or_opening_a_draft_holds_nothing(
        self, operator: Pages, enter: Enter
    ) -> None:
        page = begun_patto(operator)

        seen = enter("pasin").get(f"/bozze/{key_of(page)}/1")

        assert "In modifica da" not in seen.text


def brought(pages: Pages, content: bytes) -> Page:
    """Bring the file of a draft."""
    form = pages.get("/bozze/carica").form("Carica la bozza")
    token = form.xpath(".//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "file": (BytesIO(content), "Bozza.json")}
    return Page(pages.client.post(form.get("action"), data=sent))


CHANGED = ("persona-telefono", "persona-email", "persona-domicilio_indirizzo")
# Which of two windows acts, and what it does: opens the page again, or saves a field changed.
ACTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from((None, *CHANGED))), min_size=1, max_size=9
)


class TestTwoWindowsOnOneDraft:
    @settings(
        max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(acts=ACTS)
    def test_lose_no_field_in_whatever_order_they_open_and_save(
        self, operator: Pages, office: Office, acts: list[tuple[str, str | None]]
    ) -> None:
        fascicolo = next(iter(office.archive.fascicoli()), None)
        numero = fascicolo.numero if fascicolo else opened_fascicolo(operator)
        started = start_draft(
            PATTO,
            {},
            office.archive.fascicolo(numero),
            office=office,
            by=Actor("zanella", "Zanella Marta", "OCPI", "T2", "Schio-Thiene"),
        )
        address = f"/bozze/{started.key}/1"
        seen = {window: operator.get(address) for window in "AB"}
        for turn, (window, field) in enumerate(acts):
            before = stored(office, started.key)
            if field is None:
                seen[window] = operator.get(address)
                continue
            value = f"{window}{turn}"
            page = seen[window]
            answer = operator.client.post(
                address, data=values_of(page.form("Salva bozza")) | {field: value, "vai": "bozza"}
            )
            after = stored(office, started.key)
            if answer.status_code == 409:
                assert after == before
                assert value in answer.get_data(as_text=True)
            else:
                assert answer.status_code == 303
                assert after == before | {field: value}
            seen[window] = operator.get(address)


def stored(office: Office, key: str) -> dict[str, str]:
    """Return what a draft holds, as a page posts it."""
    return dict(posted_pairs(load_draft(key, office=office).answers))


class TestADraftAsAFile:
    def test_holds_what_stands_on_the_page_even_if_it_was_not_saved_and_becomes_a_draft_again(
        self, operator: Pages, office: Office
    ) -> None:
        page = begun_patto(operator)
        typed = answers_by_step("F-2011-00001")[0] | {"persona-telefono": "0445 999"}

        file = operator.send(page, "Scarica la bozza", typed, status=200)
        answer = brought(operator, file.response.data)

        assert file.response.headers["Content-Disposition"] == (
            'attachment; filename="Bozza-Patto-di-Servizio.json"'
        )
        again = operator.follow(answer)
        assert key_of(again) != key_of(page)
        assert again.tree.xpath("//input[@id='persona-telefono']/@value") == ["0445 999"]
        before, after = (load_draft(key_of(one), office=office).answers for one in (page, again))
        assert before["persona"] != after["persona"]
        assert {**before, **after} == after

    def test_of_one_page_that_could_not_be_saved_is_offered_again_as_it_was(
        self, operator: Pages, office: Office
    ) -> None:
        page = begun_patto(operator)
        form = page.form("Salva e continua")
        pairs = [
            [control.get("name"), control.get("value", "")]
            for control in form.xpath(".//input[@name]")
            if control.get("name") != "csrf_token" and control.get("type") not in ("radio",)
        ]
        said = {
            "formato": "bozza-fascicolo-1",
            "tipo": "patto_di_servizio",
            "fascicolo": "F-2011-00001",
            "pagina": form.get("action"),
            "valori": [*pairs, ["persona-telefono", "0445 777"]],
        }

        answer = brought(operator, json.dumps(said).encode())

        assert answer.location == "/riprendi"
        lost = lost_by("zanella", office=office)
        assert lost is not None
        assert ("persona-telefono", "0445 777") in lost.pairs

    def test_that_is_something_else_is_refused_at_its_field(self, operator: Pages) -> None:
        opened_fascicolo(operator)
        for content in (b"", b"{}", b"PK\x03\x04", b'{"tipo": "patto_di_servizio"}', b"[1]"):
            refused = brought(operator, content)

            assert refused.status == 422
            assert refused.said_at("file").startswith("Il file non è una bozza di Fascicolo")

    def test_of_another_territory_is_refused(self, operator: Pages, enter: Enter) -> None:
        page = begun_patto(operator)
        file = operator.send(page, "Scarica la bozza", {}, status=200).response.data

        refused = brought(enter("berti"), file)

        assert refused.said_at("file") == (
            "Non puoi compilare documenti del fascicolo F-2011-00001."
        )


class TestADraftLeftToItself:
    def test_is_announced_and_then_thrown_away_with_its_personal_data(
        self, operator: Pages, office: Office
    ) -> None:
        key = key_of(begun_patto(operator))

        day_90 = replace(office, today=office.on + timedelta(days=90))
        day_91 = replace(office, today=office.on + timedelta(days=91))

        assert drop_expired(office=day_90) == 0
        assert load_draft(key, office=office).key == key
        assert drop_expired(office=day_91) == 1
        with pytest.raises(NotFound):
            load_draft(key, office=office)


class TestAWarning:
    def test_asks_who_registers_for_a_reason_that_stays_with_the_document(
        self, operator: Pages, office: Office
    ) -> None:
        page = begun_patto(operator)
        fascicolo = page.tree.xpath("//input[@id='fascicolo']/@value")[0]
        for answers in answers_by_step(fascicolo):
            typed = dict(answers)
            if "persona-domicilio_cap" in typed:
                typed["persona-domicilio_cap"] = "36100"
            page = operator.follow(operator.send(page, "Salva e continua", typed))

        refused = operator.press(page, "Conferma e registra", status=422, motivo="  boh  ")
        shown = operator.press(
            refused, "Conferma e registra", motivo="La casella postale è in città."
        )

        assert refused.summary == [
            "Motivo della conferma: Testo troppo breve: almeno 10 caratteri."
        ]
        assert refused.tree.xpath("//textarea[@id='motivo']")[0].text.strip() == "boh"
        assert shown.location.endswith("/registrato")
        document = operator.get(shown.location.removesuffix("/registrato"))
        assert "Avvisi confermati" in document.text
        assert "La casella postale è in città." in document.text
