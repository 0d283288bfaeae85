"""The segnalazione: the cases of the office, its rules, what the company is never told."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.kinds.saving import to_json
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import shipped
from schemas.rules.segnalazione import propose, propose_convenzione
from web.acts.cases import Verdict, check_cases

KIND = all_kinds()["segnalazione_azienda"]
CASES = json.loads(Path("tests/cases/segnalazione_azienda.json").read_text(encoding="utf-8"))
VERDICTS = list(check_cases(CASES, shipped()))
DATA, ACCETTATA, SILENZIO = (case["dati"] for case in CASES["casi"][:3])
PERSONA = {
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "data_nascita": "1975-04-18",
    "codice_fiscale": "DLSGLI75D58I531V",
    "domicilio_indirizzo": "Via Pasubio 12",
    "domicilio_comune": "Schio",
    "telefono": "0445 512345",
    "email": "giulia.dalsanto@example.it",
}
PAI = {
    "numero": "PI-2011-T2-00011",
    "tipo": "pai",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-03-21",
    "persona": PERSONA,
    "obiettivo_professionale": "Addetta al magazzino",
    "competenze_possedute": "Vent'anni di telaio, uso del muletto, precisione.",
    "strumento": "stage",
}
PATTO = {
    "numero": "PS-2011-T2-00011",
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "data": "2011-03-07",
    "cpi": "Schio-Thiene",
}
SENT = {
    "numero": "SG-2011-T2-00001",
    "tipo": "segnalazione_azienda",
    "fascicolo": "F-2011-00011",
    "azienda_partita_iva": "03987650243",
    "data": "2011-04-20",
    "stato": "generato",
}
FABBISOGNO = {
    "numero": "FA-2011-T2-00001",
    "tipo": "fabbisogno_aziendale",
    "stato": "firmato",
    "data": "2011-04-01",
    "azienda": {"partita_iva": "03987650243"},
}


def on_file(
    *others: Mapping[str, object],
    pai: Mapping[str, object] | None = None,
    stato: str = "validato",
) -> Contesto:
    """Return an archive with the fascicolo, its Patto, its PAI changed as given, and *others*."""
    fascicolo = {
        "numero": "F-2011-00011",
        "stato": stato,
        "codice_fiscale": "DLSGLI75D58I531V",
        "territorio": "T2",
    }
    documenti = (PATTO, {**PAI, **(pai or {})}, *others)
    return Contesto(
        fascicoli={"F-2011-00011": Record(fascicolo)},
        documenti=tuple(
            Record({name: typed(value) for name, value in each.items()}) for each in documenti
        ),
        closed=True,
    )


def fill(contesto: Contesto | None = None, **changes: object) -> Examined:
    return examine(KIND, {**DATA, **changes}, contesto or on_file(), shipped())


def problems(contesto: Contesto | None = None, **changes: object) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in fill(contesto, **changes).problems]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.id)
def test_the_program_agrees_with_the_case(verdict: Verdict) -> None:
    assert verdict.differences == ()


@pytest.mark.parametrize("stato", ["validato", "segnalato"])
def test_a_whole_segnalazione_is_accepted_by_the_archive(stato: str) -> None:
    assert problems(on_file(stato=stato)) == []


# Of whom, to whom


@pytest.mark.parametrize("stato", ["trasferito_gcp", "rinviato_al_glt", "chiuso_inserito"])
def test_who_is_not_validated_is_not_signalled(stato: str) -> None:
    assert problems(on_file(stato=stato)) == [("fascicolo", "persona_non_validata")]


@pytest.mark.parametrize("stato", ["abbinato", "in_inserimento"])
def test_who_is_matched_already_is_not_signalled_to_others(stato: str) -> None:
    assert problems(on_file(stato=stato)) == [("fascicolo", "fascicolo_stato")]


def test_the_pai_is_signed() -> None:
    assert problems(on_file(pai={"stato": "generato"})) == [("pai", "pai_mancante")]


def test_a_person_is_signalled_to_a_company_once_a_day() -> None:
    assert [each.message for each in fill(on_file(SENT)).problems] == [
        "Dato già presente: SG-2011-T2-00001."
    ]
    assert problems(on_file({**SENT, "data": "2011-04-19"})) == []
    assert problems(on_file({**SENT, "stato": "annullato"})) == []
    assert problems(on_file({**SENT, "fascicolo": "F-2011-00012"})) == []
    assert problems(on_file({**SENT, "azienda_partita_iva": "00496080243"})) == []


def test_the_need_answered_is_of_the_company_addressed() -> None:
    other = {**FABBISOGNO, "azienda": {"partita_iva": "00496080243"}}

    assert problems(on_file(FABBISOGNO), fabbisogno="FA-2011-T2-00001") == []
    assert problems(on_file(other), fabbisogno="FA-2011-T2-00001") == [
        ("fabbisogno", "riferimento_altra_azienda")
    ]


# When


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2011-03-20", ["data_precedente_dipendenza"]), ("2011-03-21", []), ("2012-04-30", [])],
)
def test_it_is_sent_from_the_day_of_the_pai_to_the_end_of_the_project(
    day: str, expected: list[str]
) -> None:
    found = problems(data_invio=day, disponibile_dal="2012-04-30")

    assert found == [("data_invio", code) for code in expected]


def test_nothing_is_sent_after_the_end_of_the_project() -> None:
    assert problems(data_invio="2012-05-01", disponibile_dal="2012-05-01") == [
        ("data_invio", "data_fuori_progetto")
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-04-19", ["data_ordine"]),
        ("2011-04-20", []),
        ("2012-04-30", []),
        ("2012-05-01", ["data_fuori_progetto"]),
    ],
)
def test_the_person_is_available_from_the_day_it_is_sent_within_the_project(
    day: str, expected: list[str]
) -> None:
    assert problems(disponibile_dal=day) == [("disponibile_dal", code) for code in expected]


# What the company reads


@pytest.mark.parametrize("path", ["sintesi", "profilo"])
@pytest.mark.parametrize(
    ("said", "dato"),
    [
        ("codice dls gli 75d58 i531v", "codice fiscale"),
        ("chiamare lo 0445/51.23.45", "telefono"),
        ("scrivere a giulia@example.it", "posta elettronica"),
        ("la sig.ra Giulia DAL SANTO", "cognome e nome"),
        ("abita in via Pasubio, 12", "indirizzo"),
    ],
)
def test_a_text_for_the_company_says_nothing_in_excess(path: str, said: str, dato: str) -> None:
    refused = fill(**{path: f"Persona affidabile e precisa, {said}."}).problems

    assert [(each.path, each.message) for each in refused] == [
        (path, f"Il testo destinato all'azienda contiene dati non necessari: {dato}.")
    ]


def test_the_person_is_named_by_initials_decade_and_comune() -> None:
    data = fill().data

    assert (data["iniziali"], data["fascia_eta"], data["comune"]) == (
        "D. S. G.",
        "30-39 anni",
        "Schio",
    )
    assert (data["cpi"], data["territorio"]) == ("Schio-Thiene", "T2")
    assert data["risposta_entro"] == date(2011, 5, 20)


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("1991-04-21", "meno di 20 anni"),
        ("1991-04-20", "20-29 anni"),
        ("1981-04-21", "20-29 anni"),
        ("1981-04-20", "30-39 anni"),
        ("1951-04-20", "60-69 anni"),
    ],
)
def test_the_age_is_told_by_decades_on_the_day_it_is_sent(birth: str, age: str) -> None:
    contesto = on_file(pai={"persona": {**PERSONA, "data_nascita": birth}})

    assert fill(contesto).data["fascia_eta"] == age


def test_what_is_kept_for_the_company_to_see_does_not_say_who_the_person_is() -> None:
    kept = json.dumps(to_json(KIND, fill().data), ensure_ascii=False).lower()

    told = [
        kept.count(str(PERSONA[name]).lower()) for name in PERSONA if name != "domicilio_comune"
    ]
    assert told == [0] * 7
    assert KIND.index.keys().isdisjoint({"cognome", "nome", "codice_fiscale", "categoria"})


def test_the_notes_of_the_office_are_not_for_the_company() -> None:
    assert KIND.schema.campi()["note"].restricted


@pytest.mark.parametrize(("length", "accepted"), [(29, False), (30, True)])
def test_the_summary_has_thirty_characters_at_least(length: int, accepted: bool) -> None:
    assert problems(sintesi="x" * length) == ([] if accepted else [("sintesi", "lunghezza_min")])


def test_the_pai_proposes_profile_summary_and_instrument() -> None:
    assert propose(on_file(), "F-2011-00011") == {
        "profilo": "Addetta al magazzino",
        "sintesi": "Vent'anni di telaio, uso del muletto, precisione.",
        "strumento_proposto": "stage",
    }
    undecided = propose(on_file(pai={"strumento": "da_definire"}), "F-2011-00011")
    assert "strumento_proposto" not in undecided
    assert propose(on_file(pai={"stato": "annullato"}), "F-2011-00011") == {}


def test_the_segnalazione_accepted_proposes_company_and_work_for_the_stage() -> None:
    accepted = {**SENT, **ACCETTATA, "numero": "SG-2011-T2-00002", "stato": "firmato"}
    refused = {**SENT, "numero": "SG-2011-T2-00003", "esito": "rifiutata"}
    presa = {
        "tipo": "presa_in_carico",
        "fascicolo": "F-2011-00011",
        "stato": "firmato",
        "assistente_incaricato": "Rigon Paola",
    }

    assert propose_convenzione(on_file(accepted, refused, presa), "F-2011-00011") == {
        "segnalazione": "SG-2011-T2-00002",
        "azienda": {
            "ragione_sociale": "Logistica Berica S.r.l.",
            "partita_iva": "03987650243",
            "email": "amministrazione@logistica-berica.example.it",
        },
        "mansione": "Addetta al magazzino",
        "assistente": "Rigon Paola",
    }
    assert propose_convenzione(on_file(refused), "F-2011-00011") == {}


# What the company answers


def test_an_answer_is_dated_from_the_day_it_was_sent() -> None:
    def answered(day: str | None) -> list[tuple[str, str]]:
        return problems(esito="accettata", data_esito=day)

    assert answered("2011-04-20") == []
    assert answered("2011-04-19") == [("data_esito", "data_ordine")]
    assert answered(None) == [("data_esito", "obbligatorio")]


def test_only_a_refusal_has_a_reason() -> None:
    refusal = {"esito": "rifiutata", "data_esito": "2011-04-29", "motivo_rifiuto": "distanza"}

    assert problems(**refusal) == []
    assert fill(**{**refusal, "esito": "colloquio"}).data.get("motivo_rifiuto") is None


@pytest.mark.parametrize(("day", "accepted"), [("2011-05-19", False), ("2011-05-20", True)])
def test_a_company_is_silent_after_thirty_days(day: str, accepted: bool) -> None:
    found = problems(esito="nessuna_risposta", data_esito=day)

    assert found == ([] if accepted else [("data_esito", "data_ordine")])


def test_the_answer_is_a_part_of_its_own_and_until_then_it_is_awaited() -> None:
    esito = KIND.seguiti["esito"]

    assert esito.ruoli == ("AZ", "OCPI")
    assert problems(**esito.initial) == []


@pytest.mark.parametrize("canale", ["fax", "posta", "consegna", "portale"])
def test_an_address_is_needed_only_to_send_by_mail(canale: str) -> None:
    assert problems(canale=canale, azienda_email=None) == []
    assert problems(canale="email", azienda_email=None) == [("azienda_email", "obbligatorio")]
