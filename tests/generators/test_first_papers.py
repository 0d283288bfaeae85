"""The first papers of a path: the scheda with its slip, the presa in carico part after part."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generators.text import paper_text
from schemas.kinds.examine import examine
from schemas.kinds.registry import all_kinds
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import Parameters, shipped
from web.acts.papers import Papers, draft_head

ROOT = Path(__file__).resolve().parents[2]
PAPERS = Papers(ROOT / "templates" / "docx")
ON = date(2011, 4, 11)
GIULIA = {"cognome": "Dal Santo", "nome": "Giulia", "codice_fiscale": "DLSGLI75D58I531V"}
CONDITIONS = [{"asked": "Età", "found": "35 anni", "threshold": "", "holds": True, "source": "x"}]
PATTO = {"motivi": [{"subject": "C4", "label": "Adulto", "conditions": CONDITIONS}]}


def words(kind: str, case: str, **changes: object) -> str:
    """Return the words of the paper of an acceptance case with *changes*."""
    file = json.loads((ROOT / "tests" / "cases" / f"{kind}.json").read_text("utf-8"))
    data = next(one["dati"] for one in file["casi"] if one["id"] == case)
    found = all_kinds()[kind]
    examined = examine(found, {**data, **changes}, on_file(file["contesto_comune"]), shipped())
    assert examined.problems == ()
    paper = PAPERS.print(found, examined, draft_head(ON), Parameters(shipped(), ON))
    return paper_text(paper.docx)


def on_file(listed: Mapping[str, list[Mapping[str, object]]]) -> Contesto:
    """Return what the cases list, with the person in the fascicolo and the proof in the Patto."""
    documenti = ({**PATTO, **one} for one in listed["documenti"])
    fascicoli = ({"persona": GIULIA, **one} for one in listed.get("fascicoli", []))
    return Contesto(
        fascicoli={str(one["numero"]): filed(one) for one in fascicoli},
        documenti=tuple(map(filed, documenti)),
    )


def filed(each: Mapping[str, object]) -> Record:
    return Record({name: typed(value) for name, value in each.items()})


# The presa in carico


def test_the_sitting_alone_says_nothing_of_what_will_follow() -> None:
    text = words("presa_in_carico", "PC-V01")

    assert "VERBALE DI PRESA IN CARICO" in text
    assert "Persona | Dal Santo Giulia | Codice fiscale | DLSGLI75D58I531V" in text
    assert "TRASFERIMENTO" not in text
    assert "VALIDAZIONE" not in text


def test_only_the_members_who_were_there_sign() -> None:
    text = words("presa_in_carico", "PC-V02")

    _, signatures = text.split("sottoscritto dai componenti presenti.")
    assert "Centro per l'Impiego | Pretto Giovanni" in signatures
    assert "Gasparin Rita" not in signatures
    assert "Organizzazioni sindacali | Gasparin Rita | ☐ sì ☒ no" in text


def test_who_is_not_taken_reads_why() -> None:
    text = words("presa_in_carico", "PC-V01", esito_presa="rinviato", motivo_presa="Manca la DID.")

    assert "☒ La decisione è rinviata" in text
    assert "☐ La persona è presa in carico" in text
    assert "Motivo: Manca la DID." in text


def test_the_transfer_shows_the_nine_categories_the_one_met_and_what_proves_it() -> None:
    text = words("presa_in_carico", "PC-V02")

    assert "TRASFERIMENTO AL GRUPPO DI COORDINAMENTO PROVINCIALE" in text
    assert text.count("| ☐ sì ☒ no") == 1 + 8  # the absent member, eight categories
    assert "Adulto disoccupato per 12 dei 16 mesi precedenti | ☒ sì ☐ no" in text
    assert "Elementi che la dimostrano, dal Patto di Servizio: Età: 35 anni" in text
    assert "VALIDAZIONE" not in text


def test_the_transfer_shows_what_it_takes() -> None:
    text = words("presa_in_carico", "PC-V02", importo_incentivo="3000.00", ore_formazione=40)

    assert "Borsa di stage | 6 mesi | € 2.400,00" in text
    assert "Incentivo all’azienda | – | € 3.000,00" in text
    assert "Formazione presso il CFP | 40 ore | –" in text


def test_what_is_not_foreseen_is_said_so() -> None:
    text = words("presa_in_carico", "PC-V02", mesi_borsa=0, importo_borsa="")

    assert "Borsa di stage | nessuna | –" in text
    assert "Formazione presso il CFP | nessuna | –" in text


def test_the_validation_has_its_box_and_names_the_assistente() -> None:
    text = words("presa_in_carico", "PC-V03")

    assert "VALIDAZIONE" in text
    assert "☒ percorso validato" in text
    assert "Assistente incaricato di accompagnare l’inserimento: Rigon Paola" in text
    assert "Motivo:" not in text


def test_after_a_new_transfer_the_earlier_validation_is_not_printed() -> None:
    file = json.loads((ROOT / "tests/cases/presa_in_carico.json").read_text("utf-8"))
    kind = all_kinds()["presa_in_carico"]
    sent_back = {
        **file["casi"][2]["dati"],
        "esito_gcp": "rinviato",
        "motivo_gcp": "Rivedere la spesa.",
        "assistente_incaricato": "",
        "data_trasferimento": "2011-04-20",
    }
    part = kind.seguiti["trasferimento"].fields
    examined = examine(kind, sent_back, on_file(file["contesto_comune"]), shipped(), part)

    assert examined.problems == ()
    paper = PAPERS.print(kind, examined, draft_head(ON), Parameters(shipped(), ON))
    assert "20 aprile 2011" in paper_text(paper.docx)
    assert "VALIDAZIONE" not in paper_text(paper.docx)


# The scheda


def test_who_is_sent_to_a_cpi_takes_a_slip_with_day_and_documents() -> None:
    text = words("scheda_primo_accesso", "PA-V02")

    _, slip = text.split("Tagliando da consegnare alla persona")
    assert "Presentarsi a | Centro per l’Impiego di Vicenza | Il giorno | 10 marzo 2011" in slip
    assert "lettera di licenziamento" in slip


def test_without_an_appointment_there_is_room_to_write_it() -> None:
    text = words("scheda_primo_accesso", "PA-V03")

    _, slip = text.split("Tagliando da consegnare alla persona")
    assert "Servizi sociali del Comune di Vicenza | Il giorno | …" in slip


def test_who_only_asked_for_information_takes_no_slip() -> None:
    assert "Tagliando" not in words("scheda_primo_accesso", "PA-V01")
