"""The demonstration office: invented people whose papers are really issued, day by day."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date

from schemas.rules.permissions import Actor
from web.acts.accounts import add_user
from web.acts.demo.lives import REQUESTS, Life, ask, live
from web.acts.demo.people import ACCOUNTS, PASSWORD, SURNAMES, WORKING_DATE, stories
from web.acts.office import Office

__all__ = ["PASSWORD", "SURNAMES", "WORKING_DATE", "prepare_demonstration"]

TOGETHER = 60
# What an invented Provincia set aside, in euro: a real one writes its own parameters.
RISORSE = {
    "risorse.borse": "60000.00",
    "risorse.incentivi": "25000.00",
    "risorse.esperti": "30000.00",
    "risorse.formazione": "15000.00",
    "risorse.promozione": "5000.00",
    "risorse.gestione": "15000.00",
    "risorse.totale": "150000.00",
}


def prepare_demonstration(office: Office) -> int:
    """
    Fill an empty archive: accounts, and people at every point of the path; return how many people.

    Every paper is issued, signed and followed through the office's own acts, each on its day and
    all days in order, so that numbers, papers and register are those of a real office.
    """
    accounts = [
        add_user(
            office.archive,
            utente=utente,
            nome=nome,
            ruolo=ruolo,
            password=PASSWORD,
            cpi="" if ruolo in ("AZ", "TUT") else seat,
            azienda=seat if ruolo in ("AZ", "TUT") else "",
        )
        for utente, nome, ruolo, seat in ACCOUNTS
    ]
    _live_all(office, _staff(accounts))
    rows = [{**asdict(account), "password": PASSWORD} for account in accounts]
    value = {
        "dimostrazione": True,
        "oggi": WORKING_DATE.isoformat(),
        "account": rows,
        "parametri": RISORSE,
    }
    office.archive.put("ufficio", "impostazioni", value)
    return len(SURNAMES)


def _staff(accounts: list[Actor]) -> Mapping[tuple[str, str], Actor]:
    """Return who holds each role in each territory; one desk of a Comune serves them all."""
    staff = {(actor.ruolo, actor.territorio): actor for actor in accounts}
    for ruolo in ("RCPI", "COM"):
        own = next(actor for actor in accounts if actor.ruolo == ruolo)
        for territorio in ("T1", "T2", "T3", "T4"):
            staff.setdefault((ruolo, territorio), replace(own, territorio=territorio))
    return staff


def _live_all(office: Office, staff: Mapping[tuple[str, str], Actor]) -> None:
    """Live every path together, day after day, until the working date."""
    waiting: list[tuple[date, int, Iterator[date], Life]] = []
    for order, (life, path) in enumerate(_lives(office, staff)):
        heapq.heappush(waiting, (next(path), order, path, life))
    while waiting and waiting[0][0] <= WORKING_DATE:
        # Many acts are made durable together: an office in a hurry, not another way of acting.
        with office.archive.transaction():
            for _ in range(TOGETHER):
                if not waiting or waiting[0][0] > WORKING_DATE:
                    break
                on, order, path, life = heapq.heappop(waiting)
                life.office = replace(office, today=on)
                if following := next(path, None):
                    heapq.heappush(waiting, (following, order, path, life))


def _lives(
    office: Office, staff: Mapping[tuple[str, str], Actor]
) -> Iterator[tuple[Life, Iterator[date]]]:
    for story in stories():
        life = Life(story, staff, office)
        yield life, live(life)
        if story.position in REQUESTS:
            asking = Life(story, staff, office)
            yield asking, ask(asking)
