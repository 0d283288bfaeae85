"""Handing letters to the office's mail server."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from web.acts.outbox import PostRefused

SECONDS = 20.0
# For each form of address: the port, and how the conversation is protected.
FORMS = {"smtp": (587, "starttls"), "smtps": (465, "tls"), "smtp+chiaro": (25, "")}


@dataclass(frozen=True)
class SmtpServer:
    """
    A mail server.

    Args:
        host: Its name.
        port: Its port.
        tls: ``tls`` from the beginning, ``starttls`` after the greeting, "" never.
        utente: The user name it asks, or "".
        password: The password it asks, or "".
        mittente: The address letters come from.
    """

    host: str
    port: int
    tls: str
    utente: str
    password: str
    mittente: str


def smtp_server(url: str, password: str, mittente: str) -> SmtpServer:
    """
    Return the server of an address: ``smtp://utente@host:587``, ``smtps://``, ``smtp+chiaro://``.

    Raises:
        ValueError: it is no such address.
    """
    parts = urlsplit(url)
    port, tls = FORMS.get(parts.scheme, (0, ""))
    if not port or not parts.hostname or parts.password or parts.path not in ("", "/"):
        raise ValueError(url)
    utente = unquote(parts.username or "")
    return SmtpServer(parts.hostname, parts.port or port, tls, utente, password, mittente)


class SmtpPost:
    """Letters handed to a server, one conversation each: there are few."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def send(self, key: str, to: str, subject: str, body: str) -> None:
        """Hand over a letter; see `web.acts.outbox.Post`."""
        try:
            with self._conversation() as smtp:
                smtp.send_message(self._letter(key, to, subject, body))
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise PostRefused(_said(code, words), for_good=code >= 500) from refused
        except smtplib.SMTPResponseException as refused:
            raise PostRefused(_said(refused.smtp_code, refused.smtp_error)) from refused
        except (OSError, smtplib.SMTPException) as error:
            raise PostRefused(str(error) or type(error).__name__) from error

    def _conversation(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        try:
            if server.tls == "starttls":
                smtp.starttls(context=context)
            if server.utente:
                smtp.login(server.utente, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _letter(self, key: str, to: str, subject: str, body: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self._server.mittente, to
        letter["Subject"] = " ".join(subject.split())
        letter["Date"] = formatdate(localtime=True)
        # The same at every attempt: a server that took it twice delivers it once.
        letter["Message-ID"] = f"<{key}@{self._server.mittente.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(f"{body}\nQuesto messaggio è automatico: non occorre rispondere.\n")
        return letter


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
