"""`fascicolo archive`: closing a year of the register, destroying by authority."""

from pathlib import Path

import click

from storage.archive import ArchiveFault, NotFound
from storage.care import Closing, Erasure
from web.acts.closing import close_year as close
from web.acts.closing import closed_listing
from web.acts.erasing import Going, going
from web.acts.erasing import erase as destroy
from web.acts.office import ROME
from web.cli.console import (
    EXISTING_FILE,
    as_json,
    in_italian,
    misused,
    office,
    operator,
    progress,
    refused,
    say,
    tell,
    write_file,
)

SURE = "DISTRUGGERE"


@click.command("close-year")
@click.argument("anno", metavar="ANNO", type=int)
@click.option("--list", "list_file", type=EXISTING_FILE, help="File per l'elenco dei documenti.")
@as_json
def close_year(anno: int, list_file: Path | None, machine: bool) -> None:
    """Chiude il registro di ANNO, finito: non vi si potrà più registrare nulla."""
    with office() as opened:
        try:
            closing = close(anno, office=opened, by=operator())
        except NotFound:
            misused(f"Nell'anno {anno} non è stato registrato nulla.")
        except ArchiveFault as fault:
            say(str(fault))
            raise SystemExit(1) from None
        if list_file:
            write_file(list_file, closed_listing(anno, office=opened))
    if machine:
        tell(_row_of_closing(closing))
    else:
        _show_closing(closing)


@click.command("closings")
@as_json
def closings(machine: bool) -> None:
    """Elenca le chiusure dei registri annuali."""
    with office() as opened:
        found = opened.archive.closings()
    if machine:
        tell([_row_of_closing(closing) for closing in found])
    else:
        for closing in found:
            _show_closing(closing)
    raise SystemExit(0 if found else 1)


def _row_of_closing(closing: Closing) -> dict[str, object]:
    return {
        "anno": closing.anno,
        "chiuso_il": closing.at.isoformat(),
        "da": closing.by,
        "registrati": dict(closing.registrati),
        "annullati": list(closing.annullati),
        "righe": closing.head.line,
        "catena": closing.head.chain,
        "impronta": closing.impronta,
    }


def _show_closing(closing: Closing) -> None:
    at = closing.at.astimezone(ROME)
    click.echo(f"Registro {closing.anno} chiuso il {at:%d/%m/%Y alle %H:%M} da {closing.by}")
    for sigla, registered in closing.registrati.items():
        click.echo(f"  {sigla}: {in_italian(registered)}")
    click.echo(f"  annullati: {', '.join(closing.annullati) or 'nessuno'}")
    click.echo(f"  righe del registro: {in_italian(closing.head.line)}")
    click.echo(f"  catena: {closing.head.chain}")
    click.echo(f"  impronta dell'elenco dei documenti: {closing.impronta}")


@click.command("erase")
@click.argument("numeri", metavar="NUMERO...", nargs=-1, required=True)
@click.option(
    "--authorised-by", "authority", required=True, help="L'atto che autorizza, con numero e data."
)
@click.option("--reason", required=True, help="Il motivo dello scarto.")
@click.option("--yes", is_flag=True, help="Non chiede conferma.")
@as_json
def erase(numeri: tuple[str, ...], authority: str, reason: str, yes: bool, machine: bool) -> None:
    """
    Distrugge fascicoli (con i loro documenti) o documenti il cui termine è scaduto.

    Serve l'autorizzazione archivistica. Nel registro ne resta la prova, per sempre.
    """
    with office() as opened:
        _confirm(going(numeri, office=opened), yes=yes)
        erased = destroy(numeri, authority, reason, office=opened, by=operator(), told=progress())
    if erased.problems:
        refused(erased.problems, machine=machine)
    if machine:
        tell([_row_of_erasure(proof) for proof in erased.proofs])
    else:
        for proof in erased.proofs:
            _show_erasure(proof)
        click.echo(f"{len(erased.proofs)} distrutti. Rifare la copia dell'archivio.")


def _confirm(found: Going, *, yes: bool) -> None:
    if found.problems or yes:
        return
    say(f"Saranno distrutti per sempre {len(found.fascicoli)} fascicoli e i documenti:")
    for document in found.documents:
        say(f"  {document.number}  {document.on:%d/%m/%Y}  {document.oggetto}")
    if (
        click.prompt(f"Per procedere scrivere {SURE}", default="", show_default=False, err=True)
        != SURE
    ):
        misused("Nulla è stato distrutto.")


@click.command("erasures")
@as_json
def erasures(machine: bool) -> None:
    """Elenca ciò che fu distrutto, con la prova."""
    with office() as opened:
        found = opened.archive.erasures()
    if machine:
        tell([_row_of_erasure(proof) for proof in found])
    else:
        for proof in found:
            _show_erasure(proof)
    raise SystemExit(0 if found else 1)


def _row_of_erasure(proof: Erasure) -> dict[str, object]:
    return {
        "numero": proof.numero,
        "tipo": proof.kind,
        "data": f"{proof.on:%d/%m/%Y}",
        "scartato_il": proof.at.isoformat(),
        "da": proof.by,
        "autorizzazione": proof.autorizzazione,
        "motivo": proof.motivo,
        "file": list(proof.files),
        "righe": {str(line): left for line, left in proof.righe.items()},
    }


def _show_erasure(proof: Erasure) -> None:
    at = proof.at.astimezone(ROME)
    click.echo(
        f"{proof.numero}  {proof.kind} del {proof.on:%d/%m/%Y}, scartato il {at:%d/%m/%Y} "
        f"da {proof.by}: {proof.autorizzazione}; {proof.motivo}"
    )
