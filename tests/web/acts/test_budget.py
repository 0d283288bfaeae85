"""The chapters: what is taken, paid and left, and no euro taken twice."""

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from schemas.kinds.registry import all_kinds
from schemas.rules.istruttoria import stato_richiesta
from schemas.rules.numero import Number
from schemas.rules.parameters import Parameter
from schemas.rules.permissions import Actor
from storage.archive import Document
from tests.web.acts.walking import AMMINISTRATIVO, AZIENDA, GCP, GLT, OPERATORE, Walk, case
from web.acts.advancing import Step, advance
from web.acts.beginning import start_seguito
from web.acts.budget import Chapter, budget
from web.acts.drafting import save_step
from web.acts.following import NotNow, open_seguiti
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.registering import Registered, register_draft

EXAMINED = {
    "istruttore": "Todescan Anna",
    "data_istruttoria": "2011-09-05",
    "relazione": "Verificati requisiti, costi e aiuti: si propone di ammettere.",
}
ADMITTED = {"data_esito": "2011-09-19", "esito": "ammessa", "importo_concesso": "3600.00"}
PAID = {
    "data_pagamento": "2011-10-03",
    "importo_liquidato": "3600.00",
    "durc_data": "2011-09-20",
    "contratto_in_essere": True,
}


def with_amounts(office: Office, **euro: str) -> Office:
    """Return the office with the amounts of its chapters set."""
    own = {f"risorse.{name}": amount for name, amount in euro.items()}
    kept = tuple(entry for entry in office.table if entry.chiave not in own)
    new = (Parameter(chiave, euro, None, None, "ufficio", "") for chiave, euro in own.items())
    return replace(office, table=(*kept, *new))


def chapter(office: Office, codice: str) -> Chapter:
    """Return a chapter as it is now."""
    return next(one for one in budget(office=office).chapters if one.codice == codice)


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, and an office with 10.000 euro for grants and 5.000 for incentives."""
    return Walk(with_amounts(office, borse="10000.00", incentivi="5000.00"))


def request(walk: Walk) -> Number:
    """Register the company's request, signed."""
    answers = case("richiesta_incentivo", "RI-V01")
    return walk.signed("richiesta_incentivo", answers, "2011-09-01", AZIENDA)


def decided(walk: Walk, esito: dict[str, str] | None = None) -> Number:
    """Go on to a decision upon the company's request."""
    walk.to_validato()
    number = request(walk)
    walk.follows(number, "istruttoria", EXAMINED, "2011-09-05", AMMINISTRATIVO)
    walk.follows(number, "decisione", esito or ADMITTED, "2011-09-19", GCP)
    return number


def recorded(
    walk: Walk, number: Number, seguito: str, answers: dict[str, object], day: str, by: Actor
) -> Registered:
    """Try to record a part of a document, and return what came of it."""
    office = walk.at(day)
    draft = start_seguito(office.archive.document(number), seguito, office=office, by=by)
    draft = save_step(draft, answers, tuple(answers), office=office, by=by)
    return register_draft(draft.key, draft.version, office=office, by=by)


def problems(tried: Registered) -> list[tuple[str, str]]:
    """Return where and what is wrong."""
    assert tried.examined
    return [(problem.path, problem.message) for problem in tried.examined.problems]


def test_nothing_is_taken_until_the_gcp_validates(walk: Walk) -> None:
    presa, _ = walk.to_gcp()
    assert chapter(walk.office, "borse").impegnato == 0

    walk.decides(presa, "validato")

    borse = chapter(walk.office, "borse")
    assert (borse.impegnato, borse.pagato) == (Decimal("2700.00"), 0)
    assert borse.residuo == Decimal("7300.00")


def test_a_chapter_without_amount_limits_nothing_and_shows_what_is_taken(office: Office) -> None:
    walk = Walk(office)
    walk.to_validato()

    borse = chapter(office, "borse")
    assert (borse.stanziato, borse.residuo) == (None, None)
    assert borse.impegnato == Decimal("2700.00")


def test_a_transfer_over_what_is_left_is_refused_with_the_figure(office: Office) -> None:
    walk = Walk(with_amounts(office, borse="2699.99"))
    presa, patto, pai = walk.to_pai()
    answers = {
        "data_trasferimento": "04/04/2011",
        "patto": str(patto),
        "pai": str(pai),
        "requisiti_confermati": "si",
        "categoria_verificata": "C4",
        "mesi_borsa": "6",
        "importo_borsa": "2.700,00",
    }

    tried = recorded(walk, presa, "trasferimento", answers, "2011-04-04", GLT)

    wanted = "L'importo supera la disponibilità residua di 2.699,99 euro."
    assert ("importo_borsa", wanted) in problems(tried)
    assert walk.stato == "pai_redatto"


def test_what_is_foreseen_for_a_person_who_leaves_comes_back(walk: Walk) -> None:
    walk.to_validato()
    gone = Step("ritirato", date(2011, 5, 2), "Ha trovato lavoro da sola.")

    advance(walk.numero, gone, office=walk.at("2011-05-02"), by=OPERATORE)

    assert chapter(walk.office, "borse").residuo == Decimal("10000.00")


def test_a_request_goes_from_presented_to_paid_and_takes_its_chapter(walk: Walk) -> None:
    number = decided(walk)
    incentivi = chapter(walk.office, "incentivi")
    assert (incentivi.impegnato, incentivi.pagato) == (Decimal("3600.00"), 0)

    document = walk.follows(number, "liquidazione", PAID, "2011-10-03", AMMINISTRATIVO)

    assert stato_richiesta(document.stato, document.answers) == "liquidata"
    assert (document.answers["ritenuta"], document.answers["importo_netto"]) == (
        "144.00",
        "3456.00",
    )
    incentivi = chapter(walk.office, "incentivi")
    assert (incentivi.impegnato, incentivi.pagato) == (Decimal("3600.00"), Decimal("3600.00"))


@pytest.mark.parametrize(
    ("esito", "stato"),
    [
        ({"esito": "respinta", "motivazione": "Il posto non era vacante da mesi."}, "respinta"),
        (
            {"esito": "integrazione_richiesta", "motivazione": "Manca la visura camerale."},
            "integrazione_richiesta",
        ),
    ],
)
def test_a_request_not_admitted_takes_nothing(
    walk: Walk, esito: dict[str, str], stato: str
) -> None:
    number = decided(walk, {"data_esito": "2011-09-19", **esito})

    document = walk.office.archive.document(number)
    assert stato_richiesta(document.stato, document.answers) == stato
    assert chapter(walk.office, "incentivi").impegnato == 0


def test_the_company_integrates_and_the_request_is_decided_again(walk: Walk) -> None:
    missing = {"esito": "integrazione_richiesta", "motivazione": "Manca la visura camerale."}
    number = decided(walk, {"data_esito": "2011-09-19", **missing})

    added = {"data_integrazione": "2011-09-26", "integrazione": "Si allega la visura camerale."}
    document = walk.follows(number, "integrazione", added, "2011-09-26", AZIENDA)
    assert stato_richiesta(document.stato, document.answers) == "integrata"
    again = ADMITTED | {"data_esito": "2011-10-03"}
    document = walk.follows(number, "decisione", again, "2011-10-03", GCP)

    assert stato_richiesta(document.stato, document.answers) == "ammessa"


def test_a_revoked_contribution_comes_back_to_the_chapter(walk: Walk) -> None:
    number = decided(walk)
    revoked = {"data_revoca": "2011-11-02", "motivo_revoca": "Il rapporto è cessato in prova."}

    document = walk.follows(number, "revoca", revoked, "2011-11-02", GCP)

    assert stato_richiesta(document.stato, document.answers) == "revocata"
    assert chapter(walk.office, "incentivi").residuo == Decimal("5000.00")


def test_who_examined_a_request_does_not_decide_it(walk: Walk) -> None:
    walk.to_validato()
    number = request(walk)
    walk.follows(number, "istruttoria", EXAMINED, "2011-09-05", AMMINISTRATIVO)

    same = replace(AMMINISTRATIVO, ruolo="GCP")
    document = walk.office.archive.document(number)
    open_now = {one.name: one.obstacle for one in open_seguiti(document, walk.office.archive, same)}

    assert open_now["decisione"] == "chi ha redatto il documento non può approvarlo"
    with pytest.raises(NotNow):
        walk.follows(number, "decisione", ADMITTED, "2011-09-19", same)


def test_nothing_is_paid_before_the_decision(walk: Walk) -> None:
    walk.to_validato()
    number = request(walk)

    document = walk.office.archive.document(number)
    names = [one.name for one in open_seguiti(document, walk.office.archive, AMMINISTRATIVO)]

    assert names == ["istruttoria", "decisione"]


def test_the_last_euro_is_given_once_whoever_is_quicker(office: Office) -> None:
    walk = Walk(with_amounts(office, incentivi="5000.00"))
    requests = list(_two_requests(walk))

    drafts = []
    for number in requests:
        day = walk.at("2011-09-19")
        draft = start_seguito(day.archive.document(number), "decisione", office=day, by=GCP)
        answers = {"data_esito": "19/09/2011", "esito": "ammessa", "importo_concesso": "3.600,00"}
        drafts.append(save_step(draft, answers, tuple(answers), office=day, by=GCP))
    outcomes: list[Registered] = []
    start = threading.Barrier(2)

    def decide(key: str, version: int) -> None:
        start.wait()
        day = walk.at("2011-09-19")
        outcomes.append(register_draft(key, version, office=day, by=GCP))

    threads = [threading.Thread(target=decide, args=(one.key, one.version)) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    refused = [one for one in outcomes if one.number is None]
    assert len(refused) == 1
    wanted = "L'importo supera la disponibilità residua di 1.400,00 euro."
    assert problems(refused[0]) == [("importo_concesso", wanted)]
    assert chapter(walk.office, "incentivi").impegnato == Decimal("3600.00")


def _two_requests(walk: Walk) -> list[Number]:
    """Return two requests of one company for two hires, both examined."""
    walk.to_validato()
    first = case("richiesta_incentivo", "RI-V01")
    numbers = []
    for hire, end in (("2011-09-12", "2012-03-11"), ("2011-09-13", "2012-03-12")):
        answers = {**first, "data_assunzione": hire, "data_fine_contratto": end}
        number = walk.signed("richiesta_incentivo", answers, "2011-09-01", AZIENDA)
        walk.follows(number, "istruttoria", EXAMINED, "2011-09-05", AMMINISTRATIVO)
        numbers.append(number)
    return numbers


def month(**changes: object) -> dict[str, object]:
    """Return a whole month of grant, paid."""
    return {
        "mese": "2011-06-01",
        "giorni_previsti": 22,
        "giorni_presenza": 22,
        "registro_firmato": True,
        "importo": "450.00",
        "data_pagamento": "2011-07-11",
        "modalita": "bonifico",
        **changes,
    }


def test_the_months_of_a_grant_are_paid_from_what_was_kept_aside(walk: Walk) -> None:
    stage = walk.to_inserimento()
    july = month(mese="2011-07-01", giorni_presenza=11, importo="225.00")
    july["data_pagamento"] = "2011-08-08"

    walk.follows(stage, "borse", {"borse_pagate": [month()]}, "2011-07-11", AMMINISTRATIVO)
    both = {"borse_pagate": [month(), july]}
    document = walk.follows(stage, "borse", both, "2011-08-08", AMMINISTRATIVO)

    assert document.answers["borse_totale"] == "675.00"
    borse = chapter(walk.office, "borse")
    assert (borse.impegnato, borse.pagato) == (Decimal("2700.00"), Decimal("675.00"))


@pytest.mark.parametrize(
    ("rows", "path", "code"),
    [
        ([month(importo="450.01")], "borse_pagate[0].importo", "importo_dovuto"),
        ([month(giorni_presenza=23)], "borse_pagate[0].giorni_presenza", "fuori_intervallo"),
        ([month(), month()], "borse_pagate[1].mese", "duplicato"),
        ([month(mese="2011-05-01")], "borse_pagate[0].mese", "data_fuori_progetto"),
        (
            [month(data_pagamento="2011-05-31")],
            "borse_pagate[0].data_pagamento",
            "data_fuori_progetto",
        ),
        ([month(registro_firmato=False)], "borse_pagate[0].registro_firmato",
         "dichiarazione_mancante"),
    ],
)  # fmt: skip
def test_a_month_is_paid_once_for_its_attendance_and_not_before(
    walk: Walk, rows: list[dict[str, object]], path: str, code: str
) -> None:
    stage = walk.to_inserimento()

    found = judged(walk, stage, rows)

    assert (path, code) in found


@pytest.mark.parametrize(
    ("day", "amount", "refused"),
    [
        ("2011-08-12", "4999.99", False),
        ("2011-08-12", "5000.00", True),
        ("2011-08-13", "2499.99", False),
        ("2011-08-13", "2500.00", True),
        ("2011-12-06", "999.99", False),
        ("2011-12-06", "1000.00", True),
    ],
)
def test_cash_stays_below_the_limit_of_its_day(
    walk: Walk, day: str, amount: str, refused: bool
) -> None:
    stage = walk.to_inserimento()

    found = judged(walk, stage, [month(modalita="contanti", data_pagamento=day, importo=amount)])

    assert (("borse_pagate[0].modalita", "pagamento_contante") in found) is refused


def judged(walk: Walk, stage: Number, rows: list[dict[str, object]]) -> set[tuple[str, str]]:
    """Examine a convention with those months paid."""
    document: Document = walk.office.archive.document(stage)
    answers = {
        name: value
        for name, value in document.answers.items()
        if name in all_kinds()["convenzione_stage"].schema.campi()
    }
    issued = issue(
        all_kinds()["convenzione_stage"],
        {**answers, "borse_pagate": rows},
        office=walk.at("2011-12-31"),
        by=AMMINISTRATIVO,
        replaces=stage,
    )
    return {(problem.path, problem.code) for problem in issued.problems}
