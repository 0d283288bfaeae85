"""Each category, held or not: the page names the condition that decides, and its source."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from forms.builder.build import as_typed
from schemas.kinds.registry import all_kinds
from storage.archive import Fascicolo
from tests.pages import Pages
from tests.web.offices import opened_fascicolo
from web.acts.accounts import list_users
from web.acts.beginning import start_draft
from web.acts.office import Office

PATTO = all_kinds()["patto_di_servizio"]
CASE = json.loads(Path("tests/cases/patto_di_servizio.json").read_text(encoding="utf-8"))["casi"][0]
REQUISITI = 3  # the step with the panel

INOCCUPATA = {
    "persona": {"data_nascita": "1989-03-07"},
    "stato_occupazionale": "inoccupato",
    "mai_occupato": True,
    "periodi_lavoro": [],
    "data_fine_formazione": "2010-06-30",
}
MOBILITA = {
    "stato_occupazionale": "in_mobilita",
    "mobilita_legge": "223/1991",
    "mobilita_iscrizione": "2011-02-01",
}
GIOVANE = {"persona": {"data_nascita": "1987-09-02"}}

# Category, what changes of the case, whether it holds, the condition that decides, its source.
EXAMPLES = [
    ("C1", INOCCUPATA, True, "22 anni; serve: meno di 26 anni", "D.Lgs. 181/2000 art. 1 c. 2"),
    (
        "C1",
        INOCCUPATA | {"data_fine_formazione": "2009-03-06"},
        False,
        "Conclusione",
        "Destinatari",
    ),
    ("C2", {"titolo_studio": "media"}, True, "licenza media", "2204/2002"),
    ("C2", {"titolo_studio": "diploma"}, False, "Titolo di studio", "2204/2002"),
    ("C3", {"persona": {"data_nascita": "1961-03-06"}}, True, "Età", "800/2008"),
    ("C3", {"persona": {"data_nascita": "1961-03-07"}}, False, "Età", "800/2008"),
    ("C4", {}, True, "13 su 16", "Documento di progetto"),
    ("C4", {"data_did": "2010-04-01"}, False, "su 16", "Documento di progetto"),
    ("C5", GIOVANE, True, "su 8", "Documento di progetto"),
    ("C5", GIOVANE | {"data_did": "2010-12-01"}, False, "su 8", "Documento di progetto"),
    ("C6", {"adulto_solo": True, "figli_a_carico": 1}, True, "Figli a carico", "Documento"),
    ("C6", {"adulto_solo": True, "figli_a_carico": 0}, False, "Figli a carico", "Documento"),
    ("C7", {"data_ultima_attivita": "2009-03-07"}, True, "Ultima attività", "Documento"),
    ("C7", {"data_ultima_attivita": "2009-03-08"}, False, "Ultima attività", "Documento"),
    ("C8", MOBILITA, True, "Scadenza dell'iscrizione", "L. 223/1991"),
    ("C8", MOBILITA | {"mobilita_scadenza": "2011-03-06"}, False, "06/03/2011", "L. 223/1991"),
    (
        "C9",
        {"data_cessazione": "2010-01-31", "motivo_cessazione": "licenziamento_individuale"},
        True,
        "indennità",
        "Documento",
    ),
    (
        "C9",
        {"data_cessazione": "2010-01-31", "motivo_cessazione": "dimissioni"},
        False,
        "Motivo",
        "Documento",
    ),
]


def merged(data: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Return *data* with *changes*, inside blocks too."""
    out = dict(data)
    for name, value in changes.items():
        inner = out.get(name)
        out[name] = (
            merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
        )
    return out


@pytest.mark.parametrize(
    ("code", "changes", "holds", "condition", "source"),
    EXAMPLES,
    ids=[f"{example[0]} {'held' if example[2] else 'not held'}" for example in EXAMPLES],
)
def test_the_panel_tells_yes_or_no_with_the_condition_and_its_source(
    operator: Pages,
    office: Office,
    code: str,
    changes: Mapping[str, object],
    holds: bool,
    condition: str,
    source: str,
) -> None:
    fascicolo: Fascicolo = office.archive.fascicolo(opened_fascicolo(operator))
    data = merged(CASE["dati"], changes) | {"fascicolo": fascicolo.numero}
    typed = as_typed(PATTO, PATTO.schema().load(data))
    by = next(actor for actor in list_users(office.archive) if actor.utente == "zanella")
    draft = start_draft(PATTO, typed, fascicolo, office=office, by=by)

    page = operator.get(f"/bozze/{draft.key}/{REQUISITI}")

    panel = page.tree.xpath(f"//li[contains(@class, 'motivo')][.//strong[text()='{code}']]")[0]
    decides = panel.xpath("string(.//p[@class='motivo-decide'])")
    assert panel.xpath("string(.//span[contains(@class, 'esito')])") == ("Sì" if holds else "No")
    assert condition in decides
    assert source in decides
