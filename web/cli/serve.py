"""`fascicolo serve`: the pages, and the print room beside them."""

import logging
import os
import secrets
import sys
import threading

import click
import structlog
from waitress import serve as serve_pages

from web.acts.accounts import add_user, list_users
from web.acts.binding import all_faults
from web.acts.demo import prepare_demonstration
from web.acts.drafting import drop_expired
from web.acts.office import Office
from web.acts.outbox import MailRoom
from web.acts.printing import PrintRoom
from web.acts.smtp import SmtpPost
from web.app import create_app
from web.settings import Settings
from web.wiring import demo_date, opened_office

THREADS = 8


@click.command()
@click.option("--vuoto", is_flag=True, help="Un ufficio vuoto, con il primo amministratore.")
def serve(vuoto: bool) -> None:
    """Apre le pagine all'indirizzo delle impostazioni."""
    settings = Settings.from_env(os.environ)
    set_up_log(settings.log)
    with opened_office(settings) as office:
        for sentence in office.archive.recovered:
            click.echo(f"All'apertura dell'archivio: {sentence}")
        if not list_users(office.archive):
            _first_time(office, empty=vuoto)
    # Opened again: a demonstration has its own working date from now on.
    with opened_office(settings) as office:
        _serve(settings, office)


def _first_time(office: Office, *, empty: bool) -> None:
    if empty:
        password = secrets.token_urlsafe(12)
        add_user(
            office.archive,
            utente="amministratore",
            nome="Amministratore",
            ruolo="ADM",
            password=password,
        )
        click.echo(f"Primo amministratore: utente «amministratore», password «{password}».")
        click.echo("La password non sarà mostrata di nuovo.")
    else:
        click.echo("Preparo l'ufficio di dimostrazione...")
        count = prepare_demonstration(office)
        click.echo(f"Pronte {count} persone inventate; gli accessi sono sulla pagina d'ingresso.")


def _serve(settings: Settings, office: Office) -> None:
    if dropped := drop_expired(office=office):
        click.echo(f"Bozze scadute eliminate: {dropped}.")
    print_room = PrintRoom(office)
    post = SmtpPost(settings.smtp) if settings.smtp else None
    mail_room = MailRoom(office, post, settings.address)
    app = create_app(settings, office, print_room)
    print_room.start()
    mail_room.start()
    if not office.press.status().engine:
        click.echo("LibreOffice non c'è: i DOCX si stampano, i PDF restano in attesa.")
    threading.Thread(target=tell_faults, args=(office,), daemon=True).start()
    kind = " di dimostrazione" if demo_date(office.archive) else ""
    click.echo(f"Fascicolo{kind}: http://{settings.indirizzo}:{settings.porta}", nl=True)
    try:
        # poll, since select stops at 1.024 open files and the search index opens many.
        serve_pages(
            app,
            host=settings.indirizzo,
            port=settings.porta,
            threads=THREADS,
            asyncore_use_poll=True,
            **_proxy(settings.proxy),
        )
    except OSError as error:
        address = f"{settings.indirizzo}:{settings.porta}"
        click.echo(f"Non si può servire a {address}: {error.strerror}.", err=True)
        raise SystemExit(2) from None
    finally:
        mail_room.close()
        print_room.close()


def tell_faults(office: Office) -> None:
    """Say which papers cannot be used until their template is mended; the others go on."""
    for name, faults in all_faults(office.papers, office.on).items():
        for fault in faults:
            click.echo(f"Modello da correggere, {name}: {fault}", err=True)


def _proxy(address: str) -> dict[str, object]:
    """Return what waitress must know of the proxy in front; without one nobody is believed."""
    if not address:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def set_up_log(form: str) -> None:
    """Log events to standard error, as text for people or as JSON lines for machines."""
    logging.basicConfig(level=logging.WARNING)
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
