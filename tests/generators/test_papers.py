"""
The papers as the office signs them: their words, what they show of the data, how they break.

Each kind has its golden text: the words of the paper for the first accepted case of
`tests/cases`. After a wanted change of a template or of its sample, write the golden texts again
and read the difference in git before committing it:

    FASCICOLO_GOLDEN=write .venv/bin/pytest tests/generators/test_papers.py
"""

import difflib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pypdf
import pytest

from generators.press import Press
from generators.text import paper_text
from schemas.fields import Blocco, Modulo, Tabella
from schemas.kinds.examine import Examined, examine
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.patto_di_servizio import IMPEGNI, SERVIZI
from schemas.rules.contesto import Contesto, Record, typed
from schemas.rules.parameters import Parameters, shipped
from web.acts.papers import ANNULLATO, BOZZA, Head, Papers

TESTS = Path(__file__).resolve().parents[1]
TEMPLATES = TESTS.parent / "templates" / "docx"
GOLDEN = Path(__file__).with_name("golden")
WHEN = datetime(2011, 3, 7, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))
PATTO = all_kinds()["patto_di_servizio"]
LONG_NAME = "Della Valle Bartolomei " * 3 + "Montecchia."

every_kind = pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)


def first_accepted(name: str) -> tuple[Mapping[str, object], Contesto]:
    """Return the data of the first case that a kind accepts, and what is on file for it."""
    file = json.loads((TESTS / "cases" / f"{name}.json").read_text("utf-8"))
    case = next(case for case in file["casi"] if case["esito"] == "accettato")
    contesto = Contesto.from_json(file["contesto_comune"], case.get("contesto") or {})
    return case["dati"], contesto


def filed(record: Record) -> Record:
    """Return a document on file with all that its own sample says: papers carry it over."""
    kind = record.text("tipo")
    if kind not in all_kinds():
        return record
    persona = first_accepted("patto_di_servizio")[0]["persona"]
    return Record({"persona": typed(persona), **first_accepted(kind)[0], **record})


def sample(kind: Kind, **changes: object) -> Examined:
    """Examine the first accepted case of *kind* with *changes*; it must stand."""
    data, listed = first_accepted(kind.name)
    contesto = replace(listed, documenti=tuple(map(filed, listed.documenti)))
    examined = examine(kind, {**data, **changes}, contesto, shipped())
    assert examined.problems == ()
    return examined


def person(**changes: object) -> dict[str, object]:
    """Return the person of the sample Patto with *changes*."""
    persona = sample(PATTO).typed["persona"]
    assert isinstance(persona, Mapping)
    return {**persona, **changes}


def printed(kind: Kind, examined: Examined, *, numero: str = "", mark: str = "") -> bytes:
    head = Head(numero, 1, WHEN.date(), WHEN, mark)
    return Papers(TEMPLATES).print(kind, examined, head, Parameters(shipped(), WHEN.date())).docx


def words(**changes: object) -> str:
    return paper_text(printed(PATTO, sample(PATTO, **changes)))


def running_heads(paper: bytes) -> tuple[str, str]:
    """Return the words of the header and of the footer."""
    section = docx.Document(io.BytesIO(paper)).sections[0]
    parts = (section.header, section.footer)
    header, footer = ("\n".join(line.text for line in part.paragraphs) for part in parts)
    return header, footer


# What the paper says


@every_kind
def test_the_paper_says_word_for_word_what_its_golden_text_says(kind: Kind) -> None:
    golden = GOLDEN / f"{kind.name}.txt"
    now = paper_text(printed(kind, sample(kind), numero=f"{kind.sigla}-2011-T2-00042")) + "\n"

    if os.environ.get("FASCICOLO_GOLDEN") == "write":
        golden.write_text(now, "utf-8")
    before = golden.read_text("utf-8") if golden.exists() else ""
    difference = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="")

    assert not (changed := "\n".join(difference)), f"{golden.name} differs:\n{changed}"


@every_kind
def test_every_field_is_on_the_paper_except_those_kept_off_it(kind: Kind) -> None:
    template = Papers(TEMPLATES).template(kind)
    body = next(part.source for part in template.parts if part.is_body)
    tags = " ".join(re.findall(r"{[{%].*?[%}]}", body))

    missing = {
        name for name in paths(kind.schema, kind.unprinted) if not re.search(rf"\b{name}\b", tags)
    }

    assert missing == {*restricted(kind.schema), *kind.unprinted}


def paths(modulo: type[Modulo], unprinted: tuple[str, ...] = (), at: str = "") -> Iterator[str]:
    """Yield how a template names each field: blocks by path, columns of a table after a dot."""
    for name, campo in modulo.campi().items():
        if isinstance(campo, Blocco):
            yield from paths(campo.modulo, unprinted, rf"{at}{name}\.")
        elif isinstance(campo, Tabella) and name not in unprinted:
            yield from (rf"\w+\.{column}" for column in campo.modulo.campi())
        else:
            yield at + name


def restricted(modulo: type[Modulo]) -> Iterator[str]:
    return (name for name, campo in modulo.campi().items() if campo.restricted)


@every_kind
def test_no_paper_cites_a_law_that_did_not_exist(kind: Kind) -> None:
    text = paper_text(printed(kind, sample(kind)))

    later = ("2016/679", "GDPR", "150/2015", "Anpal", "101/2018")
    assert [law for law in later if law.lower() in text.lower()] == []


def test_the_reason_of_the_category_is_shown_with_its_source() -> None:
    row = next(line for line in words().splitlines() if line.startswith("Mesi precedenti"))

    assert "| 13 su 16" in row
    assert "| almeno 12" in row
    assert "Documento di progetto, Destinatari" in row


def test_a_person_without_work_periods_has_a_sentence_and_no_empty_table() -> None:
    text = words(
        stato_occupazionale="inoccupato",
        mai_occupato=True,
        periodi_lavoro=[],
        titolo_studio="media",
        categoria_principale="C2",
    )

    assert "nessun periodo di lavoro dichiarato" in text
    assert "Datore di lavoro |" not in text


def test_every_service_chosen_has_its_row_and_the_others_none() -> None:
    all_of_them, one = words(servizi_previsti=list(SERVIZI)), words(servizi_previsti=["pai"])

    assert [label for label in SERVIZI.values() if f"\n{label} | " not in all_of_them] == []
    assert [label for label in SERVIZI.values() if f"\n{label} | " in one] == [SERVIZI["pai"]]


def test_every_commitment_chosen_is_written_out() -> None:
    def commitments(**changes: object) -> list[str]:
        text = words(**changes)
        return text[text.index("La persona si impegna a:") : text.index("Il prossimo")].splitlines()

    assert len(commitments()) == 1 + 4
    assert commitments()[-1].endswith(".")
    assert len(commitments(impegni_persona=list(IMPEGNI))) == 1 + 5


def test_a_man_a_woman_and_a_foreigner_are_named_as_grammar_and_birth_want() -> None:
    file = json.loads((TESTS / "cases" / "patto_di_servizio.json").read_text("utf-8"))
    arben = file["casi"][2]["dati"]
    contesto = Contesto.from_json(file["contesto_comune"])

    woman = words()
    man = paper_text(printed(PATTO, examine(PATTO, arben, contesto, shipped())))

    assert "la sig.ra Dal Santo Giulia, nata a Schio (VI) il 18 aprile 1975" in woman
    assert "il sig. Hoxha Arben, nato in Albania il 30 novembre 1959" in man
    assert "L. 223/1991 (licenziamenti collettivi)" in man


def test_what_people_type_prints_literally() -> None:
    typed = "Rossi & C. <b> {{ 7*7 }} {% x %} D'Angelo \N{GRINNING FACE} שלום"

    assert f"Note\n{typed}" in words(note=typed)


def test_notes_are_left_out_when_there_are_none() -> None:
    assert "\nNote\n" not in words()


# What stands on every page


@every_kind
def test_the_letterhead_and_the_foot_are_those_of_the_cornice(kind: Kind) -> None:
    header, footer = running_heads(
        printed(kind, sample(kind), numero=f"{kind.sigla}-2011-T2-00042")
    )

    assert header.splitlines() == [
        "PROVINCIA DI VICENZA",
        "DIPARTIMENTO FINANZE E LAVORO",
        "SETTORE FORMAZIONE LAVORO IMMIGRAZIONE",
        "Contrà Gazzolle, 1 - 36100 Vicenza - C.F. e P. IVA 00496080243",
    ]
    assert re.fullmatch(
        rf"{kind.sigla}-2011-T2-00042 – versione 1\t[0-9a-f]{{12}}\tpagina  di ", footer
    )


@pytest.mark.parametrize("mark", [BOZZA, ANNULLATO])
def test_a_draft_and_an_annulled_act_say_so_above_the_letterhead(mark: str) -> None:
    header, footer = running_heads(printed(PATTO, sample(PATTO), mark=mark))

    assert header.splitlines()[:2] == [mark, "PROVINCIA DI VICENZA"]
    assert footer.startswith("bozza – versione 1")


# How the papers are made


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_templates_are_light_and_speak_italian(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        styles = package.read("word/styles.xml")
        weight = sum(member.file_size for member in package.infolist())

    # Word writes its 350 KB of unused styles at the first chance; LibreOffice reads them all.
    assert len(styles) < 60_000
    assert weight < 400_000
    assert b'w:lang w:val="it-IT"' in styles


# How the pages break


def pages(press: Press, examined: Examined) -> list[str]:
    """Return the words of each page of the printed Patto."""
    paper = printed(PATTO, examined, numero="PS-2011-T2-00042")
    pdf = press.pdf(paper, title="Patto", author="Provincia", subject="Progetto", when=WHEN)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def many_periods() -> list[dict[str, object]]:
    period = {"dal": "2009-01-12", "al": "2009-02-10", "tipo_rapporto": "tempo_determinato"}
    return [{**period, "datore": f"Tessitura {n} srl", "retribuito": True} for n in range(40)]


LAYOUTS: Mapping[str, Mapping[str, object]] = {
    "typical": {},
    "forty periods": {"periodi_lavoro": many_periods()},
    "long notes": {"note": "Ha lavorato all'estero. " * 100 + "\n" * 20 + "Fine delle note."},
    "long name": {"firmatario_cpi": LONG_NAME},
}


@pytest.mark.parametrize("changes", LAYOUTS.values(), ids=LAYOUTS)
def test_signatures_are_never_parted_from_the_declarations_they_sign(
    one_engine: Press, changes: Mapping[str, object]
) -> None:
    printed_pages = pages(one_engine, sample(PATTO, **changes))

    *_, act, notice = printed_pages
    assert [page.count("Letto, confermato e sottoscritto") for page in printed_pages].count(1) == 1
    assert act.index("Dichiarazione sostitutiva") < act.index("Letto, confermato")
    assert act.index("Letto, confermato") < act.index("Per il CPI di Schio-Thiene")
    assert notice.index("Informativa sul trattamento") < notice.index("Per presa visione")


def test_a_typical_patto_takes_two_to_four_pages_each_with_its_number(one_engine: Press) -> None:
    printed_pages = pages(one_engine, sample(PATTO))

    assert 2 <= len(printed_pages) <= 4
    for number, page in enumerate(printed_pages, 1):
        assert "PROVINCIA DI VICENZA" in page
        assert f"pagina {number} di {len(printed_pages)}" in page


def test_a_table_over_two_pages_repeats_its_heading(one_engine: Press) -> None:
    printed_pages = pages(one_engine, sample(PATTO, periodi_lavoro=many_periods()))

    with_rows = [page for page in printed_pages if re.search(r"Tessitura \d+ srl", page)]
    assert len(with_rows) == 2
    assert all("Datore di lavoro" in page for page in with_rows)


def test_a_name_of_eighty_characters_wraps_and_is_not_cut(one_engine: Press) -> None:
    act = pages(one_engine, sample(PATTO, firmatario_cpi=LONG_NAME))[-2]

    assert len(LONG_NAME) == 80
    assert LONG_NAME in " ".join(act.split())
