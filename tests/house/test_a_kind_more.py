"""A kind more is three files: here the one of the guide, added to a copy of the house."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "how-to" / "add-a-kind.md"
NAME = "nota_di_colloquio"
DATA = {
    "fascicolo": "F-2011-00001",
    "data_colloquio": "2011-06-15",
    "testo": "Cerca un corso serale",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with the three files of the guide added, and none edited."""
    house = tmp_path_factory.mktemp("casa")
    for room in ("schemas", "forms", "generators", "storage", "web", "templates"):
        shutil.copytree(ROOT / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    schema, layout = blocks()
    (house / "schemas" / f"{NAME}.py").write_text(schema, encoding="utf-8")
    (house / "forms" / f"{NAME}.py").write_text(layout, encoding="utf-8")
    (house / "templates" / "docx" / f"{NAME}.docx").write_bytes(template())
    (house / "dati.json").write_text(json.dumps(DATA), encoding="utf-8")
    (house / "contesto.json").write_text("{}", encoding="utf-8")
    return house


def blocks() -> list[str]:
    """Return the schema and the layout that the guide shows."""
    found = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found[:2]]


def template() -> bytes:
    """Return a Word template with the placeholders that the guide shows."""
    paper = docx.Document()
    paper.add_paragraph("Nota di colloquio del {{ data_colloquio|data_lunga }}")
    paper.add_paragraph("Fascicolo {{ fascicolo }}")
    paper.add_paragraph("{{ testo }}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


# What a person does in the pages: begins the document from the fascicolo, fills its one step,
# reads the review, registers it, and finds it. Values are posted as a browser posts them.
DESK = """
import re, sys
from web.acts.accounts import add_user
from web.acts.printing import PrintRoom
from web.app import create_app
from web.settings import Settings
from web.wiring import opened_office

settings = Settings.from_env({"FASCICOLO_DATI": sys.argv[1], "FASCICOLO_OGGI": "2011-06-15",
                              "FASCICOLO_ARCHIVIO": "memory:"})
with opened_office(settings) as office:
    add_user(office.archive, utente="zanella", nome="Zanella Marta", ruolo="OCPI",
             password="una parola lunga", cpi="Schio-Thiene")
    browser = create_app(settings, office, PrintRoom(office)).test_client()
    page = browser.get("/accesso").text

    def post(address, **values):
        token = re.search('name="csrf_token" value="([^"]+)"', page)[1]
        return browser.post(address, data={"csrf_token": token, **values}, follow_redirects=True)

    page = post("/accesso", utente="zanella", password="una parola lunga").text
    page = post("/fascicoli/nuovo", cognome="Dal Santo", nome="Giulia", cpi="Schio-Thiene",
                codice_fiscale="DLSGLI75D58I531V", data_presa_in_carico="01/02/2011").text
    step = post("/fascicoli/F-2011-00001/nota_di_colloquio/nuovo")
    page, address = step.text, step.request.path
    version = re.search('name="versione" value="([^"]+)"', page)[1]
    review = post(address, vai="avanti", versione=version, fascicolo="F-2011-00001",
                  data_colloquio="15/06/2011", testo="Cerca un corso serale")
    page, key = review.text, address.split("/")[2]
    version = re.search('name="versione" value="([^"]+)"', page)[1]
    done = post(f"/bozze/{key}/registra", versione=version)
    print(done.request.path, done.status_code)
    print("NC-2011-T2-00001" in browser.get("/documenti/?q=corso+serali").text)
"""


def run(house: Path, *words: str) -> str:
    """Run a command of the copied house and return what it prints."""
    return python(house, "from web.cli import main; main()", *words)


def python(house: Path, code: str, *words: str) -> str:
    """Run code in the copied house and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=house,
        env={
            "PYTHONPATH": str(house),
            "PATH": "/usr/bin:/bin",
            "FASCICOLO_DATI": str(house / "dati"),
            "FASCICOLO_OGGI": "2011-06-15",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_whole(house: Path) -> None:
    assert f"{NAME}: in ordine" in run(house, "kinds", "check")


def test_it_has_its_number_paper_and_place_in_the_search(house: Path) -> None:
    out = house / "nota.docx"

    issued = run(house, "documents", "issue", NAME, "dati.json", "--context", "contesto.json",
                 "--senza-pdf", "--json")  # fmt: skip
    run(house, "documents", "render", NAME, "dati.json", "--docx", str(out))
    found = run(house, "archive", "find", "corso", "serali", "--json")

    assert json.loads(issued)["numero"] == "NC-2011-PR-00001"
    words = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert "Nota di colloquio del 15 giugno 2011" in words
    assert [row["numero"] for row in json.loads(found)] == ["NC-2011-PR-00001"]


def test_it_has_its_pages(house: Path) -> None:
    seen = python(house, DESK, str(house / "ufficio"))

    assert seen.splitlines()[-2:] == ["/documenti/NC-2011-T2-00001/registrato 200", "True"]
