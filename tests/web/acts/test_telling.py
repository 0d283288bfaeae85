"""Whose turn it is, told to them as soon as it comes, without a name in it."""

import pytest

from schemas.rules.permissions import Actor
from tests.web.acts.walking import AMMINISTRATIVO, GCP, GLT, OPERATORE, Walk, case
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.notices import notices_of
from web.acts.office import Office

# The company of the acceptance case of the segnalazione.
PIVA = str(case("segnalazione_azienda", "SG-V01")["azienda_partita_iva"])
SEGNALATA = Actor("berica", "Berica Laura", "AZ", azienda=PIVA)


@pytest.fixture
def walk(office: Office) -> Walk:
    """Giulia, who has not come yet, and the people who follow her."""
    for actor in (OPERATORE, GLT, GCP, AMMINISTRATIVO, SEGNALATA):
        hired(office, actor)
    return Walk(office)


def hired(office: Office, actor: Actor) -> None:
    add_user(
        office.archive,
        utente=actor.utente,
        nome=actor.nome,
        ruolo=actor.ruolo,
        password=PASSWORD,
        cpi=actor.territorio,
        azienda=actor.azienda,
    )


def told(office: Office, actor: Actor) -> list[str]:
    """Return the subjects of somebody's notices, oldest first."""
    return [notice.subject for notice in notices_of(office, actor.utente)[::-1]]


def test_each_on_the_path_is_told_of_their_turn_and_nobody_of_their_own_act(
    walk: Walk, office: Office
) -> None:
    walk.to_chiuso()

    presa = "PC-2011-T2-00001"
    assert f"{presa}: si attende «Verifica del GCP»" in told(office, GCP)
    assert f"{presa}: registrato «Verifica del GCP»" in told(office, GLT)
    assert f"{walk.numero}: preso in carico" in told(office, OPERATORE)
    assert f"{walk.numero}: validato" in told(office, OPERATORE)
    assert not any("«Verifica del GCP»" in it for it in told(office, OPERATORE))


def test_a_company_is_told_of_a_segnalazione_made_to_it_and_of_no_other(
    walk: Walk, office: Office
) -> None:
    other = Actor("altra", "Altra Anna", "AZ", azienda="00496080243")
    hired(office, other)

    walk.to_chiuso()

    assert told(office, other) == []
    assert any(it.startswith("SG-") for it in told(office, SEGNALATA))


def test_a_notice_names_papers_and_never_people(walk: Walk, office: Office) -> None:
    walk.to_chiuso()

    for actor in (GLT, GCP, AMMINISTRATIVO, SEGNALATA, OPERATORE):
        for notice in notices_of(office, actor.utente):
            words = f"{notice.subject} {notice.text}"
            assert "Dal Santo" not in words
            assert "DLSGLI75D58I531V" not in words
