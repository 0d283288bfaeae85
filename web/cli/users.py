"""`fascicolo users`: who may enter."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from schemas.kinds.examine import judge_fields
from schemas.parts.utente import DatiUtente, RuoloUtente
from schemas.rules.permissions import RUOLI, Actor
from storage.archive import NotFound
from web.acts.accounts import administering
from web.acts.accounts.administering import create_user
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.roles import role_key, scope_of
from web.acts.accounts.users import Account, account_of, checked_name, list_accounts
from web.acts.office import Office
from web.cli.console import Command, as_json, office, operator, refused, tell


@click.group()
def users() -> None:
    """Gli utenti."""


def role_options(command: Command) -> Command:
    """Give a command the options that say a role and where it holds."""
    for option in (
        click.option("--azienda", default="", help="Partita IVA, per chi agisce per un'azienda."),
        click.option("--cpi", default="", help="Centro per l'Impiego, o territorio (T1-T4)."),
        click.option("--ruolo", required=True, type=click.Choice(list(RUOLI)), help="Il ruolo."),
    ):
        command = option(command)
    return command


@contextmanager
def _refusals() -> Iterator[Office]:
    """Open the office; what an act refuses is told in one sentence, exit 1."""
    with office() as opened:
        try:
            yield opened
        except UserRefused as refusal:
            click.echo(str(refusal), err=True)
            raise SystemExit(1) from None
        except NotFound:
            click.echo("Non c'è un utente con questo nome.", err=True)
            raise SystemExit(1) from None


@users.command("add")
@click.argument("utente")
@click.option("--nome", required=True, help="Cognome e nome.")
@role_options
@click.option("--email", default="", help="Posta elettronica, per gli avvisi.")
@click.option("--provvisoria", is_flag=True, help="Stampa una password da cambiare subito.")
@click.option("--password", default="", help="La password; se manca viene chiesta.")
def add(
    utente: str, nome: str, ruolo: str, cpi: str, azienda: str, email: str, provvisoria: bool,
    password: str,
) -> None:  # fmt: skip
    """Aggiunge un utente."""
    if not password and not provvisoria:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _refusals() as opened:
        data = {"utente": utente, "nome": nome, "ruolo": ruolo, "cpi": cpi, "azienda": azienda}
        account, one_time = create_user(
            {**data, "email": email}, office=opened, by=operator(), password=password
        )
    click.echo(f"Aggiunto {account.utente}: {account.nome}, {RUOLI[ruolo]}.")
    _show_once(one_time)


def _show_once(password: str) -> None:
    if password:
        click.echo(f"Password provvisoria, da cambiare al primo accesso entro 3 giorni: {password}")


@users.command("list")
@as_json
def list_all(machine: bool) -> None:
    """Elenca gli utenti."""
    with office() as opened:
        accounts = list_accounts(opened.archive)
    if machine:
        tell([_row(account) for account in accounts])
        return
    for account in accounts:
        roles = "; ".join(_words(actor) for actor in account.roles) or "nessun ruolo"
        out = "" if account.active else "  [disattivato]"
        click.echo(f"{account.utente:<24} {account.nome:<28} {roles}{out}")


def _row(account: Account) -> dict[str, object]:
    return {
        "utente": account.utente,
        "nome": account.nome,
        "email": account.email,
        "attivo": account.active,
        "password_da_cambiare": account.must_change,
        "ruoli": [
            {
                "ruolo": actor.ruolo,
                "cpi": actor.cpi,
                "territorio": actor.territorio,
                "azienda": actor.azienda,
            }
            for actor in account.roles
        ],
    }


def _words(actor: Actor) -> str:
    return " ".join(filter(None, (actor.ruolo, scope_of(actor))))


@users.command("set")
@click.argument("utente")
@click.option("--nome", help="Cognome e nome.")
@click.option("--email", help="Posta elettronica; vuota per toglierla.")
@click.option("--codice-fiscale", help="Codice fiscale; vuoto per toglierlo.")
def change(utente: str, nome: str | None, email: str | None, codice_fiscale: str | None) -> None:
    """Cambia nome, posta elettronica e codice fiscale di un utente."""
    with _refusals() as opened:
        account = account_of(opened.archive, checked_name(utente))
        given = {"nome": nome, "email": email, "codice_fiscale": codice_fiscale}
        known = {name: getattr(account, name) for name in given}
        wanted = {name: known[name] if text is None else text for name, text in given.items()}
        _, data, problems = judge_fields(DatiUtente, wanted)
        if problems:
            refused(tuple(problems), machine=False)
        administering.change_details(account.utente, data, office=opened, by=operator())
    click.echo(f"Dati di {account.utente} salvati.")


@users.command("give")
@click.argument("utente")
@role_options
def give(utente: str, ruolo: str, cpi: str, azienda: str) -> None:
    """Dà un ruolo in più a un utente."""
    typed: Mapping[str, object] = {"ruolo": ruolo, "cpi": cpi, "azienda": azienda}
    _, data, problems = judge_fields(RuoloUtente, typed)
    if problems:
        refused(tuple(problems), machine=False)
    with _refusals() as opened:
        actor = administering.give_role(checked_name(utente), data, office=opened, by=operator())
    click.echo(f"{actor.utente} ora è anche {_words(actor)}.")


@users.command("take")
@click.argument("utente")
@role_options
def take(utente: str, ruolo: str, cpi: str, azienda: str) -> None:
    """Toglie un ruolo a un utente."""
    with _refusals() as opened:
        account = account_of(opened.archive, checked_name(utente))
        key = next(
            (
                role_key(actor)
                for actor in account.roles
                if actor.ruolo == ruolo
                and cpi in ("", actor.cpi, actor.territorio)
                and azienda in ("", actor.azienda)
            ),
            "",
        )
        actor = administering.take_role(account.utente, key, office=opened, by=operator())
    click.echo(f"{actor.utente} non è più {_words(actor)}.")


@users.command("disable")
@click.argument("utente")
def disable(utente: str) -> None:
    """Non lascia più entrare un utente; non lo cancella."""
    _set_active(utente, False)


@users.command("enable")
@click.argument("utente")
def enable(utente: str) -> None:
    """Lascia di nuovo entrare un utente."""
    _set_active(utente, True)


def _set_active(utente: str, active: bool) -> None:
    with _refusals() as opened:
        administering.set_active(checked_name(utente), active, office=opened, by=operator())
    click.echo(f"{utente} {'può entrare' if active else 'non può più entrare'}.")


@users.command("reset")
@click.argument("utente")
def reset(utente: str) -> None:
    """Dà a un utente una password provvisoria, e chiude i suoi accessi."""
    with _refusals() as opened:
        password = administering.reset_password(checked_name(utente), office=opened, by=operator())
    _show_once(password)
