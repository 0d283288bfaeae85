"""The scheda of a Comune's desk opens the fascicolo of who is sent to a CPI."""

from dataclasses import replace
from datetime import date

from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import Actor
from storage.archive import Document
from tests.web.acts.walking import case
from web.acts.issuing import issue
from web.acts.office import Office

SPORTELLO = Actor("ferrari", "Ferrari Silvia", "COM", "T4")


def registered(office: Office, name: str) -> Document:
    """Register a scheda of the acceptance cases."""
    kind = all_kinds()["scheda_primo_accesso"]
    issued = issue(kind, case(kind.name, name), office=office, by=SPORTELLO)
    assert issued.document, issued.problems
    return issued.document


def test_who_is_sent_to_a_cpi_has_a_fascicolo_there_from_the_day_of_the_access(
    office: Office,
) -> None:
    scheda = registered(office, "PA-V02")

    (fascicolo,) = office.archive.fascicoli()
    assert scheda.fascicolo == fascicolo.numero == "F-2011-00001"
    assert (fascicolo.stato, fascicolo.cpi, fascicolo.territorio) == ("aperto", "Vicenza", "T4")
    assert fascicolo.on == date(2011, 3, 1)
    assert fascicolo.persona["cognome"] == "D'Agostino"


def test_who_only_wanted_to_know_has_none(office: Office) -> None:
    scheda = registered(office, "PA-V01")

    assert scheda.fascicolo == ""
    assert office.archive.fascicoli() == []


def test_who_is_followed_already_keeps_the_fascicolo_they_have(office: Office) -> None:
    registered(office, "PA-V02")

    again = registered(replace(office, today=date(2011, 6, 16)), "PA-V02")

    assert again.fascicolo == ""
    assert len(office.archive.fascicoli()) == 1
