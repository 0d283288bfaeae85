"""What each command does, says and answers to misuse."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import docx
import pytest

from tests.samples import sample
from tests.web.cli.conftest import Run
from web.acts.papers import BOZZA
from web.cli import fascicolo
from web.settings import NAMES

REFERENCE = Path("docs/reference/commands.md")
CASES = Path("tests/cases/patto_di_servizio.json")


def commands(
    group: click.Group = fascicolo, words: str = "fascicolo"
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


@pytest.mark.parametrize(("words", "command"), list(commands()), ids=str)
def test_every_command_has_help_and_a_place_in_the_reference(
    words: str, command: click.Command
) -> None:
    assert command.help
    assert f"`{words}" in REFERENCE.read_text(encoding="utf-8")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{words} {parameter.name}"


def test_every_setting_is_in_the_reference() -> None:
    reference = Path("docs/reference/settings.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `FASCICOLO_([A-Z_]+)`", reference, re.MULTILINE) == [*NAMES]


def test_the_cases_of_the_office_agree(run: Run) -> None:
    result = run("cases", "check", CASES)

    assert result.exit_code == 0
    assert "8 casi su 8 concordano." in result.output


def test_a_case_altered_on_purpose_shows_its_difference(
    run: Run, written: Callable[[str, Mapping[str, object]], Path]
) -> None:
    file = json.loads(CASES.read_text(encoding="utf-8"))
    file["casi"][0]["atteso"]["territorio"] = "T1"
    file["casi"][3]["errori_attesi"][0]["codice"] = "cf_formato"

    result = run("cases", "check", written("casi.json", file))

    assert result.exit_code == 1
    assert "territorio: atteso T1, calcolato T2" in result.output
    assert "persona.codice_fiscale: atteso cf_formato, trovato cf_controllo" in result.output
    assert "6 casi su 8 concordano." in result.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "non è JSON"),
        ("[]", "non contiene un oggetto JSON"),
        ('{"tipo_documento": "x"}', "tipo di documento «x» sconosciuto"),
        ('{"tipo_documento": "patto_di_servizio"}', "manca l'elenco «casi»"),
    ],
)
def test_a_file_that_holds_no_cases_is_misuse(
    run: Run, tmp_path: Path, content: str, sentence: str
) -> None:
    path = tmp_path / "casi.json"
    path.write_text(content, encoding="utf-8")

    result = run("cases", "check", path)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_absent_file_is_misuse_in_one_sentence(run: Run) -> None:
    result = run("documents", "render", "patto_di_servizio", "assente.json")

    assert result.exit_code == 2
    assert result.stderr == "Il file assente.json non esiste o non si può leggere.\n"


def test_an_unknown_kind_is_misuse_and_those_there_are_are_named(run: Run, patto: Path) -> None:
    result = run("documents", "render", "patto", patto)

    assert result.exit_code == 2
    assert "patto_di_servizio" in result.stderr


def test_a_paper_rendered_without_registering_is_marked_as_draft(
    run: Run, patto: Path, tmp_path: Path
) -> None:
    out = tmp_path / "bozza.docx"

    result = run("documents", "render", "patto_di_servizio", patto, "--docx", out)

    assert result.exit_code == 0
    paper = docx.Document(io.BytesIO(out.read_bytes()))
    assert BOZZA in "".join(p.text for p in paper.sections[0].header.paragraphs)
    assert run("archive", "verify", "--json").output.count('"documenti": 0') == 1


def test_the_same_data_twice_give_the_same_bytes(run: Run, patto: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"

    run("documents", "render", "patto_di_servizio", patto, "--docx", first)
    run("documents", "render", "patto_di_servizio", patto, "--docx", second)

    assert first.read_bytes() == second.read_bytes()


def test_problems_are_told_by_field_with_their_code(
    run: Run, written: Callable[[str, Mapping[str, object]], Path]
) -> None:
    wrong = sample("patto_di_servizio", presa_visione_privacy=False, inventato=1)

    result = run("documents", "issue", "patto_di_servizio", written("p.json", wrong), "--json")

    assert result.exit_code == 1
    errors = {row["campo"]: row["codice"] for row in json.loads(result.stdout)["errori"]}
    assert errors == {
        "fascicolo": "fascicolo_inesistente",
        "presa_visione_privacy": "dichiarazione_mancante",
        "inventato": "campo_sconosciuto",
    }


def test_an_issued_document_has_a_number_and_is_found(run: Run, patto: Path, context: Path) -> None:
    issued = run(
        "documents", "issue", "patto_di_servizio", patto,
        "--context", context, "--senza-pdf", "--json",
    )  # fmt: skip
    found = run("archive", "find", "dal", "santo", "--territory", "T2", "--json")
    missed = run("archive", "find", "dal", "santo", "--territory", "T1")

    assert json.loads(issued.stdout)["numero"] == "PS-2011-T2-00001"
    assert [row["numero"] for row in json.loads(found.stdout)] == ["PS-2011-T2-00001"]
    assert (missed.exit_code, missed.output) == (1, "0 documenti trovati.\n")


def test_the_archive_verified_is_clean(run: Run, patto: Path, context: Path) -> None:
    run("documents", "issue", "patto_di_servizio", patto, "--context", context, "--senza-pdf")

    result = run("archive", "verify")

    assert result.exit_code == 0
    assert "Nessuna anomalia." in result.output


def test_a_user_is_added_once(run: Run) -> None:
    words = ("users", "add", "m.rossi", "--nome", "Rossi Mario", "--ruolo", "GA")
    words += ("--password", "una-parola-lunga")

    assert run(*words).exit_code == 0
    again = run(*words)

    assert (again.exit_code, again.stderr) == (1, "L'utente «m.rossi» esiste già.\n")
    assert "Rossi Mario" in run("users", "list").output


def test_a_territorial_role_needs_its_centre(run: Run) -> None:
    result = run(
        "users", "add", "m.rossi", "--nome", "Rossi Mario", "--ruolo", "OCPI",
        "--password", "una-parola-lunga",
    )  # fmt: skip

    assert result.exit_code == 1
    assert "Centro per l'Impiego" in result.stderr


def test_the_kinds_are_whole(run: Run) -> None:
    result = run("kinds", "check")

    assert result.exit_code == 0
    assert "patto_di_servizio: in ordine" in result.output


def test_parameters_are_shown_as_they_were_on_a_day(run: Run) -> None:
    before = run("parameters", "show", "pagamento.contante", "--on", "2011-08-12", "--json")
    after = run("parameters", "show", "pagamento.contante", "--on", "13/08/2011", "--json")

    assert [row["valore"] for row in json.loads(before.stdout)] == ["5000.00"]
    assert [row["valore"] for row in json.loads(after.stdout)] == ["2500.00"]


def test_the_office_s_own_parameters_take_the_place_of_those_shipped(
    run: Run, tmp_path: Path
) -> None:
    own = {"parametri": [{"chiave": "persona.eta_minima", "valore": 18, "fonte": "delibera"}]}
    (tmp_path / "dati").mkdir()
    (tmp_path / "dati" / "parametri.json").write_text(json.dumps(own), encoding="utf-8")

    shown = json.loads(run("parameters", "show", "persona.eta_minima", "--json").stdout)

    assert [(row["valore"], row["stato"]) for row in shown] == [(18, "ufficio")]


def test_the_doctor_says_what_works_and_what_does_not(run: Run) -> None:
    result = run("doctor", "--json")

    names = [check["nome"] for check in json.loads(result.stdout)]
    assert names[0] == "Archivio"
    assert {"Ultima verifica", "Tipi di documento", "Stampa PDF", "Posta"} <= set(names)
    assert result.exit_code == 0
