"""The papers of a placement: the letter to the company, the colloquio, the verifica."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest

from generators.press import Press
from generators.text import paper_text
from schemas.kinds.examine import Examined, examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import Parameter, Parameters, replace, shipped
from web.acts.papers import Head, Papers

TESTS = Path(__file__).resolve().parents[1]
PAPERS = Papers(TESTS.parent / "templates" / "docx")
WHEN = datetime(2011, 4, 20, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))
SEGNALAZIONE, COLLOQUIO, VERIFICA = (
    "segnalazione_azienda",
    "colloquio_iniziale",
    "verifica_inserimento",
)
GCP = "Approvazione del Gruppo di Coordinamento Provinciale"
PATTO = {
    "numero": "PS-2011-T2-00011",
    "tipo": "patto_di_servizio",
    "fascicolo": "F-2011-00011",
    "stato": "firmato",
    "cpi": "Schio-Thiene",
}
RECAPITI = "via Verdi 1, 36015 Schio, tel. 0445 000000"
ADDRESS = Parameter("cpi.recapiti.Schio-Thiene", RECAPITI, None, None, "ufficio", "")


def accepted(kind: str) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Return the data of the first case that a kind accepts, and what is on file for it."""
    file = json.loads((TESTS / "cases" / f"{kind}.json").read_text("utf-8"))
    return file["casi"][0]["dati"], file["contesto_comune"]


PERSONA = accepted("patto_di_servizio")[0]["persona"]


def filled(
    kind: str, table: tuple[Parameter, ...] | None = None, **changes: object
) -> tuple[Examined, Parameters]:
    data, common = accepted(kind)
    listed = Contesto.from_json(common, {"documenti": [PATTO]})
    on_file = tuple(Record({"persona": typed(PERSONA), **record}) for record in listed.documenti)
    contesto = Contesto(listed.fascicoli, on_file)
    table = table or shipped()
    examined = examine(all_kinds()[kind], {**data, **changes}, contesto, table)
    assert examined.problems == ()
    return examined, Parameters(table, WHEN.date())


def paper(kind: str, table: tuple[Parameter, ...] | None = None, **changes: object) -> bytes:
    examined, parameters = filled(kind, table, **changes)
    sigla = all_kinds()[kind].sigla
    head = Head(f"{sigla}-2011-T2-00042", 1, WHEN.date(), WHEN)
    return PAPERS.print(all_kinds()[kind], examined, head, parameters).docx


def words(kind: str, **changes: object) -> str:
    return paper_text(paper(kind, **changes))


def pages(press: Press, docx: bytes) -> list[str]:
    pdf = press.pdf(docx, title="Atto", author="Provincia", subject="Progetto", when=WHEN)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


# The letter


def test_the_letter_names_the_person_by_initials_decade_and_comune_and_by_nothing_else() -> None:
    letter = words(SEGNALAZIONE)

    assert "\nPersona | D. S. G., 30-39 anni | Comune | Schio\n" in letter
    told = [name for name, said in PERSONA.items() if isinstance(said, str) and said in letter]
    assert set(told) <= {"sesso", "comune_nascita", "domicilio_comune", "provincia_nascita"}
    assert "F-2011-00011" not in letter
    assert "PI-2011-T2-00011" not in letter


def test_the_notes_of_the_office_are_not_printed() -> None:
    assert "Richiamare lunedì" not in words(SEGNALAZIONE, note="Richiamare lunedì")


@pytest.mark.parametrize(
    ("esito", "said"),
    [
        ("accettata", "☒ Siamo interessati ad accogliere la persona"),
        ("colloquio", "☒ Chiediamo un colloquio"),
        ("rifiutata", "☒ Non siamo interessati. Motivo: Distanza"),
    ],
)
def test_the_answer_recorded_is_ticked_on_the_slip(esito: str, said: str) -> None:
    answer = {"esito": esito, "data_esito": "2011-04-29", "motivo_rifiuto": "distanza"}

    letter = words(SEGNALAZIONE, **answer)

    assert said in letter
    assert letter.count("☒") == 2  # the other is that the person was told
    assert "29 aprile 2011" in letter


def test_the_slip_is_blank_until_the_company_answers() -> None:
    letter = words(SEGNALAZIONE)

    slip = letter[letter.index("Tagliando di risposta") :]
    assert slip.count("☐") == 3
    assert "Esito registrato" not in slip


def test_the_company_is_told_by_when_and_where_to_answer() -> None:
    known = replace(shipped(), (ADDRESS,))

    assert "entro il 20 maggio 2011 al Centro per l’Impiego di Schio-Thiene" in words(SEGNALAZIONE)
    assert f"riporti il riferimento: {RECAPITI}." in words(SEGNALAZIONE, table=known)


def test_the_letter_and_its_slip_take_one_page(one_engine: Press) -> None:
    summary = "Lunga esperienza industriale, precisione, uso del muletto e del gestionale. " * 12

    printed = pages(one_engine, paper(SEGNALAZIONE, sintesi=summary))

    assert len(printed) == 1
    assert "Data, timbro e firma" in printed[0]


# The colloquio


def test_the_colloquio_lists_objectives_and_visits_and_waits_for_the_first_day() -> None:
    verbale = words(COLLOQUIO)

    assert "\nUsare il gestionale di magazzino | Prova pratica | 31/07/2011\n" in verbale
    assert "1) 4 luglio 2011; 2) 4 agosto 2011; 3) 12 settembre 2011; 4) 20 ottobre 2011" in verbale
    assert "Presenza dal primo giorno | da confermare all’avvio" in verbale
    assert "Presenza dal primo giorno | ☒ sì ☐ no" in words(COLLOQUIO, presenza_confermata=True)


def test_tutor_and_person_sign_the_colloquio_beside_the_assistente(one_engine: Press) -> None:
    printed = pages(one_engine, paper(COLLOQUIO))

    assert len(printed) == 1
    said = " ".join(printed[0].split())
    signatures = said[said.index("Letto, confermato") :]
    assert all(name in signatures for name in ("Rigon Paola", "Costa Andrea", "Dal Santo Giulia"))


# The verifica


@pytest.mark.parametrize(
    ("approved", "said"),
    [
        (None, "☐ approvata ☐ non approvata"),
        (True, "☒ approvata ☐ non approvata"),
        (False, "☐ approvata ☒ non approvata"),
    ],
)
def test_the_box_of_the_gcp_is_ticked_once_it_has_decided(approved: bool | None, said: str) -> None:
    decided = {} if approved is None else {"data_approvazione": "2011-12-12"}

    verifica = words(VERIFICA, approvazione_gcp=approved, **decided)

    box = " ".join(verifica[verifica.index(GCP) :].split())
    assert said in box
    assert ("Data: 12/12/2011" in box) is (approved is not None)


def test_a_hire_is_told_with_its_contract_and_its_proof() -> None:
    verifica = words(VERIFICA)

    assert "Contratto | Tempo indeterminato | Periodo | dal 01/12/2011" in verifica
    assert "Verifica effettiva tramite | Comunicazione obbligatoria" in verifica
    assert "persona risulta occupata. Ai fini del progetto" in verifica
    assert "si chiude con la persona inserita." in verifica
    assert "Motivi e proposta" not in verifica


def test_what_does_not_go_on_is_told_with_its_reason_and_what_comes_next() -> None:
    verifica = words(
        VERIFICA,
        esito="interrotto",
        motivo="Calo degli ordini dell'azienda.",
        proposta_successiva="formazione_cfp",
    )

    assert "Motivo | Calo degli ordini dell'azienda." in verifica
    assert "Proposta successiva | Formazione presso il CFP" in verifica
    assert "la persona non risulta occupata" in verifica
    assert "con la persona non inserita." in verifica
    assert "Nuovo rapporto" not in verifica


def test_a_typical_verifica_takes_one_page_with_the_box_of_the_gcp(one_engine: Press) -> None:
    printed = pages(one_engine, paper(VERIFICA))

    assert len(printed) == 1
    assert GCP in printed[0]
