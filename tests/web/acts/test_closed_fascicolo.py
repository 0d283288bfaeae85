"""A closed fascicolo is read, and takes no change (invariant F-4)."""

from datetime import date

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from tests.web.acts.walking import GLT, OPERATORE, RESPONSABILE, Walk, case
from web.acts.advancing import Step, advance, possible_steps
from web.acts.beginning import start_correction, start_draft
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.signing import annul, record_signature
from web.acts.standing import FascicoloChiuso

LATER = "2011-03-10"


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who withdrew with a Patto still to be signed."""
    walk = Walk(office)
    walk.to_presa_in_carico()
    walk.paper("patto_di_servizio", case("patto_di_servizio", "PS-V01"), "2011-03-07")
    gone = Step("ritirato", date(2011, 3, 8), "Ha trovato lavoro da sola.")
    advance(walk.numero, gone, office=walk.at("2011-03-08"), by=OPERATORE)
    return walk


@pytest.fixture
def patto(walk: Walk) -> Number:
    """The Patto that nobody signed."""
    return walk.office.archive.documents(kind="patto_di_servizio")[0].number


def test_no_step_leads_out_of_it(walk: Walk) -> None:
    assert possible_steps(walk.fascicolo, RESPONSABILE) == []
    asked = Step("preso_in_carico", date(2011, 3, 9))
    advanced = advance(walk.numero, asked, office=walk.at(LATER), by=RESPONSABILE)
    assert [problem.code for problem in advanced.problems] == ["passo_non_ammesso"]


@pytest.mark.parametrize("kind", [kind for kind in all_kinds() if kind != "scheda_primo_accesso"])
def test_no_document_of_any_kind_is_begun_in_it(walk: Walk, kind: str) -> None:
    with pytest.raises(FascicoloChiuso):
        start_draft(all_kinds()[kind], {}, walk.fascicolo, office=walk.at(LATER), by=OPERATORE)


def test_a_document_prepared_elsewhere_is_not_registered_in_it(walk: Walk) -> None:
    answers = case("patto_di_servizio", "PS-V01") | {"fascicolo": walk.numero}

    issued = issue(all_kinds()["patto_di_servizio"], answers, office=walk.at(LATER), by=OPERATORE)

    assert issued.document is None
    assert "fascicolo" in [problem.path for problem in issued.problems]


def test_its_documents_are_not_signed_annulled_or_corrected(walk: Walk, patto: Number) -> None:
    office = walk.at(LATER)

    signed = record_signature(patto, date(2011, 3, 9), office=office, by=OPERATORE)
    annulled = annul(patto, "Compilato per errore.", office=office, by=OPERATORE)

    assert [one.code for one in (*signed.problems, *annulled.problems)] == ["fascicolo_chiuso"] * 2
    assert annulled.problems[0].message == (
        f"Il fascicolo {walk.numero} è chiuso («Ritirato»): si legge, ma non si cambia più."
    )
    with pytest.raises(FascicoloChiuso):
        start_correction(office.archive.document(patto), office=office, by=OPERATORE)
    assert office.archive.document(patto).stato == "generato"


def test_the_same_person_may_begin_again_with_a_new_fascicolo(walk: Walk) -> None:
    first = walk.numero

    walk.opens("2011-05-02")

    assert walk.numero != first
    assert walk.stato == "aperto"
    assert walk.office.archive.fascicolo(first).stato == "ritirato"
    walk.signed(
        "presa_in_carico",
        case("presa_in_carico", "PC-V01") | {"data_presa": "2011-05-05"},
        "2011-05-05",
        GLT,
    )
    assert walk.stato == "preso_in_carico"
