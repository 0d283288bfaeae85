"""What counts towards the targets, R-CNT: in the words of the project."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.conteggi import INDICATORI, Atto, Unita, inserimenti, patti_e_pai, segnalazioni

MARZO = date(2011, 3, 7)
PATTO = Atto("PS-2011-T2-00001", "patto_di_servizio", MARZO, "F-1", "DLSGLI75D58I531V", "T2", MARZO)
PAI = replace(
    PATTO, numero="PI-2011-T2-00001", tipo="pai", data=MARZO, firmato_il=date(2011, 3, 21)
)
SEGNALAZIONE = replace(
    PATTO,
    numero="SG-2011-T2-00001",
    tipo="segnalazione_azienda",
    data=date(2011, 4, 20),
    firmato_il=date(2011, 4, 21),
    azienda="03987650243",
)
STAGE = replace(
    PATTO,
    numero="CS-2011-T2-00001",
    tipo="convenzione_stage",
    inizio=date(2011, 6, 1),
    firmato_il=date(2011, 5, 23),
)
COLLOQUIO = replace(
    PATTO,
    numero="CO-2011-T2-00001",
    tipo="colloquio_iniziale",
    inserimento=STAGE.numero,
    presenza=True,
)


# Patti with PAI.


def test_a_patto_with_its_pai_counts_on_the_day_of_the_second_signature():
    (unit,) = patti_e_pai([PATTO, PAI])

    assert unit == Unita(date(2011, 3, 21), "T2", "F-1", ("PS-2011-T2-00001", "PI-2011-T2-00001"))


def test_a_patto_without_pai_does_not_count_nor_one_that_is_not_signed():
    assert list(patti_e_pai([PATTO])) == []
    assert list(patti_e_pai([PATTO, replace(PAI, firmato_il=None)])) == []
    assert list(patti_e_pai([replace(PATTO, firmato_il=None), PAI])) == []


def test_a_pai_of_somebody_else_does_not_count():
    assert list(patti_e_pai([PATTO, replace(PAI, fascicolo="F-2")])) == []


def test_a_pai_written_again_counts_once_from_its_first_signature():
    again = replace(PAI, numero="PI-2011-T2-00009", firmato_il=date(2011, 5, 30))

    (unit,) = patti_e_pai([PATTO, PAI, again])

    assert unit.on == date(2011, 3, 21)


# Segnalazioni.


def test_a_segnalazione_counts_on_the_day_of_its_signature():
    (unit,) = segnalazioni([SEGNALAZIONE])

    assert (unit.on, unit.documenti) == (date(2011, 4, 21), ("SG-2011-T2-00001",))


def test_the_same_person_to_the_same_company_on_the_same_day_counts_once():
    twin = replace(SEGNALAZIONE, numero="SG-2011-T2-00002")
    others = [
        replace(twin, azienda="02468135790"),
        replace(twin, data=date(2011, 4, 27)),
        replace(twin, persona="RSSMRA80A01L840Z"),
    ]

    assert len(list(segnalazioni([SEGNALAZIONE, twin]))) == 1
    assert [len(list(segnalazioni([SEGNALAZIONE, other]))) for other in others] == [2, 2, 2]


def test_a_segnalazione_corrected_by_another_counts_as_corrected():
    right = replace(
        SEGNALAZIONE,
        numero="SG-2011-T2-00002",
        azienda="02468135790",
        sostituisce="SG-2011-T2-00001",
    )

    (unit,) = segnalazioni([SEGNALAZIONE, right])

    assert unit.documenti == ("SG-2011-T2-00002",)
    assert len(list(segnalazioni([SEGNALAZIONE, replace(right, firmato_il=None)]))) == 1


# People placed.


def test_a_person_counts_from_the_first_day_of_a_stage_to_which_they_came():
    (unit,) = inserimenti([STAGE, COLLOQUIO])

    assert unit == Unita(date(2011, 6, 1), "T2", "F-1", ("CS-2011-T2-00001", "CO-2011-T2-00001"))


def test_a_stage_that_nobody_says_has_begun_does_not_count():
    assert list(inserimenti([STAGE])) == []
    assert list(inserimenti([STAGE, replace(COLLOQUIO, presenza=False)])) == []
    assert list(inserimenti([STAGE, replace(COLLOQUIO, firmato_il=None)])) == []
    assert list(inserimenti([replace(STAGE, firmato_il=None), COLLOQUIO])) == []


def test_two_stages_of_one_person_count_once_even_in_two_fascicoli():
    later = replace(
        STAGE, numero="CS-2012-T1-00001", fascicolo="F-9", territorio="T1", inizio=date(2012, 1, 9)
    )
    began = replace(COLLOQUIO, numero="CO-2012-T1-00001", inserimento=later.numero)

    (unit,) = inserimenti([later, began, STAGE, COLLOQUIO])

    assert (unit.on, unit.territorio) == (date(2011, 6, 1), "T2")


# Of every indicator.

days = st.one_of(st.none(), st.integers(0, 40).map(lambda days: MARZO + timedelta(days)))
atti = st.builds(
    Atto,
    numero=st.integers(1, 99_999).map("CS-2011-T1-{:05d}".format),
    tipo=st.sampled_from([PATTO.tipo, PAI.tipo, SEGNALAZIONE.tipo, STAGE.tipo, COLLOQUIO.tipo]),
    data=st.just(MARZO),
    fascicolo=st.sampled_from(["F-1", "F-2", "F-3"]),
    persona=st.sampled_from(["A", "B"]),
    territorio=st.sampled_from(["T1", "T2", "T3", "T4"]),
    firmato_il=days,
    azienda=st.sampled_from(["X", "Y"]),
    inserimento=st.integers(1, 9).map("CS-2011-T1-{:05d}".format),
    inizio=days,
    presenza=st.booleans(),
)
registers = st.lists(atti, max_size=12, unique_by=lambda atto: atto.numero)


@given(register=registers)
def test_nothing_is_counted_twice_nor_without_a_signature(register: list[Atto]):
    signed = {atto.numero for atto in register if atto.firmato_il}
    for indicatore in INDICATORI.values():
        units = list(indicatore.conta(register))

        assert len({unit.documenti for unit in units}) == len(units)
        assert all(signed.issuperset(unit.documenti) for unit in units)
    assert len({unit.fascicolo for unit in patti_e_pai(register)}) == len(
        list(patti_e_pai(register))
    )


@given(register=registers, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_no_figure(register: list[Atto], seed):
    mixed = list(register)
    seed.shuffle(mixed)
    for indicatore in INDICATORI.values():
        assert set(indicatore.conta(mixed)) == set(indicatore.conta(register))
