"""The life of a fascicolo: each paper moves it, and nothing moves it without its paper."""

from datetime import date

import pytest

from schemas.rules.numero import Number
from tests.web.acts.walking import GCP, GLT, OPERATORE, RESPONSABILE, Walk, case
from web.acts.advancing import Step, advance, possible_steps
from web.acts.office import Office


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who has not come yet."""
    return Walk(office)


def test_a_path_is_walked_by_its_papers_from_the_first_day_to_the_placement(walk: Walk) -> None:
    walk.to_chiuso()

    events = [(event.tipo, event.dati["data"]) for event in walk.fascicolo.events]
    assert events == [
        ("preso_in_carico", "2011-02-24"),
        ("patto_firmato", "2011-03-07"),
        ("pai_redatto", "2011-03-21"),
        ("trasferito_gcp", "2011-04-04"),
        ("validato", "2011-04-11"),
        ("segnalato", "2011-04-20"),
        ("abbinato", "2011-04-29"),
        ("in_inserimento", "2011-05-30"),
        ("in_verifica", "2011-11-30"),
        ("chiuso_inserito", "2011-12-12"),
    ]


def test_who_the_glt_does_not_take_is_not_admitted(walk: Walk) -> None:
    walk.opens("2011-02-17")
    presa = case("presa_in_carico", "PC-V01")
    presa |= {"esito_presa": "non_preso", "motivo_presa": "Segue un altro progetto."}

    walk.signed("presa_in_carico", presa, "2011-02-24", GLT)

    assert walk.stato == "non_ammesso"


def test_a_sitting_that_puts_off_leaves_the_fascicolo_where_it_is(walk: Walk) -> None:
    walk.opens("2011-02-17")
    presa = case("presa_in_carico", "PC-V01")
    presa |= {"esito_presa": "rinviato", "motivo_presa": "La persona non si è presentata."}

    walk.signed("presa_in_carico", presa, "2011-02-24", GLT)

    assert walk.stato == "aperto"


def test_a_path_sent_back_by_the_gcp_is_corrected_transferred_again_and_validated(
    walk: Walk,
) -> None:
    presa, _ = walk.to_gcp()
    walk.decides(presa, "rinviato")
    assert walk.stato == "rinviato_al_glt"

    again = Step("pai_redatto", date(2011, 4, 12), "Rivista la spesa per la borsa.")
    advance(walk.numero, again, office=walk.at("2011-04-12"), by=GLT)
    document = walk.office.archive.document(presa)
    transfer = {**document.answers, "data_trasferimento": "2011-04-13"}
    walk.follows(presa, "trasferimento", transfer, "2011-04-13", GLT)
    walk.decides(presa, "validato", "2011-04-14")

    assert walk.stato == "validato"
    assert walk.fascicolo.events[-1].dati["data"] == "2011-04-14"


def test_who_does_not_meet_the_requirements_is_not_admitted_by_the_gcp(walk: Walk) -> None:
    presa, _ = walk.to_gcp()

    walk.decides(presa, "non_ammesso")

    assert walk.stato == "non_ammesso"


def test_a_person_whom_every_company_refuses_is_signalled_again(walk: Walk) -> None:
    pai = walk.to_validato()
    first, second = walk.signals(pai), walk.signals(pai, "2011-04-21")

    walk.answered(first, "rifiutata")
    assert walk.stato == "segnalato"
    walk.answered(second, "rifiutata")
    assert walk.stato == "validato"

    third = walk.signals(pai, "2011-05-02")
    assert walk.stato == "segnalato"
    walk.answered(third, "rifiutata", "2011-05-05")
    assert walk.stato == "validato"


def test_the_placement_starts_when_both_the_convention_and_the_colloquio_are_signed(
    walk: Walk,
) -> None:
    pai = walk.to_abbinato()
    answers = case("convenzione_stage", "CS-V01") | {"pai": str(pai)}

    stage = walk.signed("convenzione_stage", answers, "2011-05-23")
    assert walk.stato == "abbinato"

    walk.signed(
        "colloquio_iniziale",
        case("colloquio_iniziale", "CO-V01") | {"inserimento": str(stage)},
        "2011-05-30",
    )
    assert walk.stato == "in_inserimento"


def test_a_placement_that_breaks_off_needs_new_papers_to_start_again(walk: Walk) -> None:
    stage = walk.to_inserimento()
    pai = Number.parse(str(walk.office.archive.document(stage).data["pai"]))
    broken = Step("validato", date(2011, 6, 20), "L'azienda ha chiuso il reparto.")
    advance(walk.numero, broken, office=walk.at("2011-06-20"), by=OPERATORE)

    elsewhere = {"azienda_partita_iva": "03123450243", "disponibile_dal": "2011-07-01"}
    again = walk.signals(pai, "2011-06-21", **elsewhere)
    walk.answered(again, "accettata", "2011-06-27")

    assert walk.stato == "abbinato"


def test_a_step_that_papers_take_is_no_button_and_says_which_paper_and_whose(walk: Walk) -> None:
    walk.to_presa_in_carico()

    told = {one.passo.a: one.obstacle for one in possible_steps(walk.fascicolo, OPERATORE)}
    assert told["patto_firmato"] == (
        "avviene con: Patto di Servizio, firma. può farlo: Operatore del Centro per l'Impiego"
    )
    asked = Step("patto_firmato", date(2011, 3, 1))
    advanced = advance(walk.numero, asked, office=walk.at("2011-03-01"), by=OPERATORE)
    assert [problem.code for problem in advanced.problems] == ["passo_impedito"]
    assert walk.stato == "preso_in_carico"


def test_a_step_from_elsewhere_is_refused_with_both_states(walk: Walk) -> None:
    walk.to_presa_in_carico()

    asked = Step("validato", date(2011, 3, 1))
    advanced = advance(walk.numero, asked, office=walk.at("2011-03-01"), by=GCP)

    assert advanced.problems[0].message == "Da «Preso in carico» non si passa a «Validato»."


def test_a_suspended_path_goes_back_where_it_stood_and_nowhere_else(walk: Walk) -> None:
    walk.to_presa_in_carico()
    stop = Step("sospeso", date(2011, 3, 1), "Ricovero in ospedale.")
    advance(walk.numero, stop, office=walk.at("2011-03-01"), by=OPERATORE)

    assert [one.passo.a for one in possible_steps(walk.fascicolo, OPERATORE)] == ["preso_in_carico"]
    again = Step("preso_in_carico", date(2011, 3, 20))
    advance(walk.numero, again, office=walk.at("2011-03-20"), by=OPERATORE)
    assert walk.stato == "preso_in_carico"


def test_what_was_signed_while_suspended_counts_when_the_path_goes_on(walk: Walk) -> None:
    walk.to_presa_in_carico()
    patto = walk.paper("patto_di_servizio", case("patto_di_servizio", "PS-V01"), "2011-03-07")
    stop = Step("sospeso", date(2011, 3, 8), "Ricovero in ospedale.")
    advance(walk.numero, stop, office=walk.at("2011-03-08"), by=OPERATORE)
    walk.sign(patto, "2011-03-09")
    assert walk.stato == "sospeso"

    again = Step("preso_in_carico", date(2011, 3, 20))
    advance(walk.numero, again, office=walk.at("2011-03-20"), by=OPERATORE)

    assert walk.stato == "patto_firmato"
    assert walk.fascicolo.events[-1].dati["documento"] == str(patto)


@pytest.mark.parametrize(
    ("heard", "code"), [(None, "obbligatorio"), (date(2011, 3, 2), "audizione_successiva")]
)
def test_nobody_lapses_unheard(walk: Walk, heard: date | None, code: str) -> None:
    walk.to_presa_in_carico()
    asked = Step("decaduto", date(2011, 3, 1), "Tre assenze senza motivo.", heard)

    advanced = advance(walk.numero, asked, office=walk.at("2011-03-05"), by=RESPONSABILE)

    assert [(problem.path, problem.code) for problem in advanced.problems] == [("sentita", code)]
    assert walk.stato == "preso_in_carico"


def test_who_was_heard_lapses_with_reason_and_both_days_on_file(walk: Walk) -> None:
    walk.to_presa_in_carico()
    asked = Step("decaduto", date(2011, 3, 1), "Tre assenze senza motivo.", date(2011, 2, 28))

    advance(walk.numero, asked, office=walk.at("2011-03-05"), by=RESPONSABILE)

    assert dict(walk.fascicolo.events[-1].dati) == {
        "data": "2011-03-01",
        "motivo": "Tre assenze senza motivo.",
        "sentita": "2011-02-28",
    }
