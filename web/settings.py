"""The settings: read once from the environment, every fault told together."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from schemas.rules.identificativi import check_email
from web.acts.smtp import SmtpServer, smtp_server

PREFIX = "FASCICOLO_"
CHECKOUT = Path(__file__).resolve().parent.parent

T = TypeVar("T")


class SettingsFault(ValueError):
    """Some settings cannot be used; the message lists them all, each with what to write."""


@dataclass(frozen=True)
class OidcClient:
    """What an OpenID Connect provider knows us by: its address, our name there, our secret."""

    issuer: str
    client: str
    secret: str


@dataclass(frozen=True)
class Settings:
    """
    Everything that can be set from outside. See ``docs/reference/settings.md``.

    Args:
        dati: Folder of the data; made when it is missing.
        archivio: URL of the archive: ``tinydb:///folder`` or ``memory:``.
        indirizzo: Address to serve at.
        porta: Port to serve at.
        oggi: Fixed working date, or None for today in Europe/Rome.
        segreto: Key that signs cookies.
        soffice: Path of LibreOffice, or None to look for it.
        modelli: Folder of the Word templates.
        parametri: File that replaces parameters, or None.
        uikit: Folder of Bootstrap Italia.
        emblema: Picture of the office's emblem for the head of the pages, or None for ours.
        sessione: How long a session may rest before it ends.
        https: Whether pages are reached over https (cookies are then marked so).
        log: ``testo`` or ``json``.
        url: Address that people reach the pages at, without the last slash, or "".
        proxy: Address of the proxy that is believed when it says who asks, or "".
        smtp: The mail server, or None when the office sends no mail.
        oidc: What an outside identity provider knows us by, or None.
    """

    dati: Path
    archivio: str
    indirizzo: str
    porta: int
    oggi: date | None
    segreto: str
    soffice: str | None
    modelli: Path
    parametri: Path | None
    uikit: Path
    emblema: Path | None
    sessione: timedelta
    https: bool
    log: str
    url: str
    proxy: str
    smtp: SmtpServer | None
    oidc: OidcClient | None

    @property
    def address(self) -> str:
        """Return what a link in an e-mail begins with."""
        return self.url or f"http://{self.indirizzo}:{self.porta}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """
        Read the settings.

        Raises:
            SettingsFault: one or more cannot be used, or a FASCICOLO_ name is unknown.
        """
        faults = _unknown(environ)
        dati = Path(environ.get(PREFIX + "DATI") or CHECKOUT / "dati").resolve()

        def read(name: str, default: T, parse: Callable[[str], T], how: str) -> T:
            text = environ.get(PREFIX + name, "").strip()
            if not text:
                return default
            try:
                return parse(text)
            except (ValueError, KeyError):
                faults.append(f"{PREFIX}{name}={text!r}: {how}")
                return default

        settings = cls(
            dati=dati,
            archivio=read(
                "ARCHIVIO",
                f"tinydb:///{dati / 'archivio'}",
                _archive_url,
                "scrivere tinydb:///cartella o memory:",
            ),
            indirizzo=read("INDIRIZZO", "127.0.0.1", str, "scrivere un indirizzo"),
            porta=read("PORTA", 8000, _port, "scrivere un numero da 1 a 65535"),
            oggi=read("OGGI", None, date.fromisoformat, "scrivere una data AAAA-MM-GG"),
            segreto=read("SEGRETO", "", _secret, "servono almeno 32 caratteri"),
            soffice=read("SOFFICE", None, _program, "il programma non esiste"),
            modelli=read("MODELLI", CHECKOUT / "templates" / "docx", _folder, "non è una cartella"),
            parametri=read("PARAMETRI", _own(dati), _file, "il file non esiste"),
            uikit=read("UIKIT", CHECKOUT / UIKIT, _folder, "non è una cartella"),
            emblema=read("EMBLEMA", None, _emblem, "scrivere il percorso di un file SVG o PNG"),
            sessione=read("SESSIONE", timedelta(minutes=60), _minutes, "scrivere i minuti"),
            https=read("HTTPS", False, _yes_no, "scrivere si o no"),
            log=read("LOG", "testo", _log, "scrivere testo o json"),
            url=read("URL", "", _url, "scrivere https://nome"),
            proxy=read("PROXY", "", str, "scrivere l'indirizzo del proxy"),
            smtp=read("SMTP", None, _mail(environ), MAIL_HOW),
            oidc=read("OIDC", None, _oidc(environ), OIDC_HOW),
        )
        if faults:
            raise SettingsFault("\n".join(["Impostazioni da correggere:", *faults]))
        return settings


UIKIT = Path(".uikit", "bootstrap_italia_template", "static")
NAMES = (
    *("DATI", "ARCHIVIO", "INDIRIZZO", "PORTA", "OGGI", "SEGRETO", "SOFFICE", "MODELLI"),
    *("PARAMETRI", "UIKIT", "EMBLEMA", "SESSIONE", "HTTPS", "LOG", "URL", "PROXY"),
    *("SMTP", "SMTP_PASSWORD", "MITTENTE", "OIDC", "OIDC_CLIENT", "OIDC_SEGRETO"),
)
MAIL_HOW = (
    "scrivere smtp://utente@server:587, smtps:// o smtp+chiaro://, con l'indirizzo di chi scrive "
    "in FASCICOLO_MITTENTE e, se il server la chiede, un file con la password in "
    "FASCICOLO_SMTP_PASSWORD"
)

OIDC_HOW = (
    "scrivere l'indirizzo https del fornitore di identità, con il nome del client in "
    "FASCICOLO_OIDC_CLIENT e un file con il suo segreto in FASCICOLO_OIDC_SEGRETO"
)


def cookie_secret(settings: Settings) -> str:
    """Return the key that signs cookies: the one set, else one made once and kept with the data."""
    if settings.segreto:
        return settings.segreto
    kept = settings.dati / "segreto"
    if not kept.exists():
        settings.dati.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _unknown(environ: Mapping[str, str]) -> list[str]:
    names = sorted(name for name in environ if name.startswith(PREFIX))
    return [
        f"{name}: impostazione sconosciuta"
        for name in names
        if name.removeprefix(PREFIX) not in (*NAMES, "CRASH")
    ]


def _own(dati: Path) -> Path | None:
    own = dati / "parametri.json"
    return own if own.exists() else None


def _archive_url(text: str) -> str:
    if not text.startswith(("tinydb:///", "memory:")):
        raise ValueError(text)
    return text


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError(text)
    return port


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(text)
    return text


def _program(text: str) -> str:
    if not Path(text).is_file():
        raise ValueError(text)
    return text


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise ValueError(text)
    return folder


def _file(text: str) -> Path:
    file = Path(text)
    if not file.is_file():
        raise ValueError(text)
    return file


def _emblem(text: str) -> Path:
    file = _file(text)
    if file.suffix.lower() not in (".svg", ".png"):
        raise ValueError(text)
    return file


def _minutes(text: str) -> timedelta:
    minutes = int(text)
    if not 1 <= minutes <= 1440:
        raise ValueError(text)
    return timedelta(minutes=minutes)


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
        raise ValueError(text)
    return text.rstrip("/")


def _mail(environ: Mapping[str, str]) -> Callable[[str], SmtpServer]:
    """Return what reads the address of the mail server, with the settings that go with it."""

    def parse(text: str) -> SmtpServer:
        mittente, kept = environ.get(PREFIX + "MITTENTE", ""), environ.get(PREFIX + "SMTP_PASSWORD")
        password = _file(kept).read_text(encoding="utf-8").strip() if kept else ""
        return smtp_server(text, password, check_email(mittente))

    return parse


def _oidc(environ: Mapping[str, str]) -> Callable[[str], OidcClient]:
    """Return what reads the address of the identity provider, with what it knows us by."""

    def parse(text: str) -> OidcClient:
        parts = urlsplit(text)
        # Who is recognised travels there and back: in clear on this machine alone.
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError(text)
        client, kept = environ[PREFIX + "OIDC_CLIENT"], environ[PREFIX + "OIDC_SEGRETO"]
        secret = _file(kept).read_text(encoding="utf-8").strip()
        return OidcClient(_url(text), client, secret)

    return parse


def _yes_no(text: str) -> bool:
    return {"si": True, "no": False}[text]


def _log(text: str) -> str:
    return {"testo": "testo", "json": "json"}[text]
