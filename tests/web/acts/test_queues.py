"""Every stretch of the path waits for somebody, and only for them."""

from collections.abc import Callable
from datetime import date

import pytest

from schemas.rules.permissions import Actor
from storage.archive import Visibility
from tests.web.acts.walking import (
    AMMINISTRATIVO,
    ASSISTENTE,
    AZIENDA,
    GCP,
    GLT,
    OPERATORE,
    RESPONSABILE,
    Walk,
    case,
)
from web.acts.advancing import Step, advance
from web.acts.deadlines import deadlines
from web.acts.decisions import APPROVAZIONE, BATCHES, VALIDAZIONE, decide, preview
from web.acts.office import Office
from web.acts.queues import QUEUES, queues_of
from web.acts.waiting import Desk, Waiting

ELSEWHERE = Actor("berti", "Berti Paolo", "OCPI", "T4", "Vicenza")


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who has not come yet."""
    return Walk(office)


def waiting(walk: Walk, name: str, by: Actor, day: str = "2011-06-15") -> list[Waiting]:
    """Return what waits in a queue for somebody, on a day."""
    return QUEUES[name].waiting(Desk(by, Visibility(), walk.at(day)))


def suspended(walk: Walk) -> None:
    """Suspend Giulia's path."""
    walk.to_presa_in_carico()
    stop = Step("sospeso", date(2011, 3, 1), "Ricovero in ospedale.")
    advance(walk.numero, stop, office=walk.at("2011-03-01"), by=OPERATORE)


def sent_back(walk: Walk) -> None:
    """Let the GCP send Giulia's path back."""
    presa, _ = walk.to_gcp()
    walk.decides(presa, "rinviato")


@pytest.mark.parametrize(
    ("come", "queue", "by", "since"),
    [
        (lambda walk: walk.opens("2011-02-17"), "da-prendere", GLT, "2011-02-17"),
        (Walk.to_presa_in_carico, "senza-patto", OPERATORE, "2011-02-24"),
        (Walk.to_pai, "da-trasferire", GLT, "2011-03-21"),
        (Walk.to_gcp, "da-validare", GCP, "2011-04-04"),
        (sent_back, "rinviati", GLT, "2011-04-11"),
        (Walk.to_validato, "da-segnalare", OPERATORE, "2011-04-11"),
        (Walk.to_abbinato, "da-avviare", OPERATORE, "2011-04-29"),
        (Walk.to_inserimento, "da-confermare", ASSISTENTE, "2011-05-30"),
        (Walk.to_verifica, "da-verificare", ASSISTENTE, "2011-11-30"),
        (suspended, "sospesi", RESPONSABILE, "2011-03-01"),
    ],
)
def test_a_stretch_of_the_path_waits_for_its_role_since_its_day(
    walk: Walk, come: Callable[[Walk], object], queue: str, by: Actor, since: str
) -> None:
    come(walk)

    (one,) = waiting(walk, queue, by)

    assert (one.fascicolo, one.subject) == (walk.numero, "Dal Santo Giulia")
    assert one.on == date.fromisoformat(since)
    assert [name for name in QUEUES if name != queue and name in PATHS
            and any(waiting(walk, name, each) for each in (OPERATORE, GLT, GCP, RESPONSABILE))
            ] in ([], ["da-avviare"])  # fmt: skip


PATHS = frozenset(
    {"da-prendere", "senza-patto", "senza-pai", "da-trasferire", "da-validare", "rinviati",
     "da-segnalare", "sospesi"}
)  # fmt: skip


def test_nobody_sees_what_waits_in_another_territory(walk: Walk) -> None:
    walk.to_presa_in_carico()

    assert waiting(walk, "senza-patto", ELSEWHERE) == []


def test_a_segnalazione_waits_for_its_company_alone_and_names_nobody(walk: Walk) -> None:
    walk.signals(walk.to_validato())

    (one,) = waiting(walk, "da-rispondere", AZIENDA)
    assert one.on == date(2011, 5, 20)
    assert one.subject == "D. S. G., Addetta al magazzino"
    other = Actor("gasparoni", "Gasparoni Piero", "AZ", azienda="03123450243")
    assert waiting(walk, "da-rispondere", other) == []


def test_a_request_waits_for_ga_then_gcp_then_the_company_or_the_payment(walk: Walk) -> None:
    walk.to_validato()
    number = walk.signed(
        "richiesta_incentivo", case("richiesta_incentivo", "RI-V01"), "2011-09-01", AZIENDA
    )
    assert [one.documento for one in waiting(walk, "da-istruire", AMMINISTRATIVO)] == [str(number)]

    examined = {"istruttore": "Todescan Anna", "data_istruttoria": "2011-09-05"}
    examined["relazione"] = "Verificati requisiti, costi e aiuti: si propone di ammettere."
    walk.follows(number, "istruttoria", examined, "2011-09-05", AMMINISTRATIVO)
    assert waiting(walk, "da-istruire", AMMINISTRATIVO) == []
    assert len(waiting(walk, "da-decidere", GCP)) == 1

    missing = {"data_esito": "2011-09-19", "esito": "integrazione_richiesta"}
    missing["motivazione"] = "Manca la visura camerale."
    walk.follows(number, "decisione", missing, "2011-09-19", GCP)
    assert waiting(walk, "da-decidere", GCP) == []
    company = Actor("bertoldi", "Bertoldi Franco", "AZ", azienda="03987650243")
    assert len(waiting(walk, "da-integrare", company)) == 1

    admitted = {"data_esito": "2011-09-26", "esito": "ammessa", "importo_concesso": "3600.00"}
    walk.follows(number, "decisione", admitted, "2011-09-26", GCP)
    assert len(waiting(walk, "da-liquidare", AMMINISTRATIVO)) == 1


def test_an_assistant_has_the_visits_and_questionnaires_of_whom_they_follow(walk: Walk) -> None:
    walk.to_inserimento()

    visits = waiting(walk, "visite", ASSISTENTE, "2011-06-20")
    assert [one.on for one in visits] == [date(2011, 7, 4)]
    (due,) = waiting(walk, "questionari", ASSISTENTE, "2011-06-20")
    assert (due.on, due.detail) == (date(2011, 7, 16), "Questionario da compilare (in itinere)")
    other = Actor("altro", "Fabris Chiara", "ASS")
    assert waiting(walk, "visite", other, "2011-06-20") == []


def test_a_questionnaire_moves_the_next_one_and_the_last_is_the_final(walk: Walk) -> None:
    stage = walk.to_inserimento()
    first = case("questionario_monitoraggio", "QM-V01") | {"inserimento": str(stage)}
    walk.signed("questionario_monitoraggio", first, "2011-07-04", ASSISTENTE)

    until = date(2011, 12, 31)
    office = walk.at("2011-07-05")
    told = {one.title: one.on for one in deadlines(ASSISTENTE, office=office, until=until)}

    assert told["Questionario da compilare (in itinere)"] == date(2011, 8, 18)
    assert told["Termina lo stage"] == date(2011, 11, 30)


def test_many_paths_are_validated_together_after_a_look(walk: Walk) -> None:
    presa, _ = walk.to_gcp()
    office = walk.at("2011-04-11")
    answers = {**BATCHES[VALIDAZIONE].says, "data_validazione": "11/04/2011"}

    (without,) = preview([presa], VALIDAZIONE, answers, office=office, by=GCP)
    assert without.faults == ("Campo obbligatorio.",)
    assert walk.stato == "trasferito_gcp"

    named = answers | {"assistente_incaricato": "Rigon Paola"}
    (looked,) = preview([presa], VALIDAZIONE, named, office=office, by=GCP)
    assert looked.faults == ()
    assert walk.stato == "trasferito_gcp"
    assert decide([presa], VALIDAZIONE, named, office=office, by=GCP) == [looked]
    assert walk.stato == "validato"


def test_what_is_decided_already_is_told_and_not_decided_twice(walk: Walk) -> None:
    number = walk.to_chiuso()
    answers = {**BATCHES[APPROVAZIONE].says, "data_approvazione": "13/12/2011"}

    (again,) = decide([number], APPROVAZIONE, answers, office=walk.at("2011-12-13"), by=GCP)

    assert again.faults == ("è già registrato",)


def test_every_role_with_a_part_in_the_path_has_a_queue() -> None:
    for ruolo in ("OCPI", "RCPI", "GLT", "GCP", "GA", "AZ", "ASS", "COM", "TUT"):
        assert queues_of(Actor("x", "X", ruolo)), ruolo
