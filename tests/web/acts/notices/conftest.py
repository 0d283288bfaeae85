"""A real mail server on the loopback, and an office whose clock can be moved."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.web.offices import hire
from web.acts.accounts.users import change
from web.acts.office import ROME, Office
from web.acts.smtp import SmtpPost, smtp_server

NOON = datetime(2011, 6, 15, 12, tzinfo=ROME)


class Letterbox:
    """What the server took, and how it answers to each recipient."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def authenticator(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    """Let in who knows the password."""
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data.password == b"segreto del server", handled=False)


@pytest.fixture
def letterbox() -> Letterbox:
    """The letters that arrived."""
    return Letterbox()


@pytest.fixture
def port(letterbox: Letterbox) -> Iterator[int]:
    """The port of a mail server that asks a password of who gives one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = Controller(
        letterbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=authenticator,
        auth_require_tls=False,
    )
    server.start()
    yield port
    server.stop()


@pytest.fixture
def post(port: int) -> SmtpPost:
    """The way to that server, with the right password."""
    url = f"smtp+chiaro://fascicolo@127.0.0.1:{port}"
    return SmtpPost(smtp_server(url, "segreto del server", "fascicolo@provincia.example.it"))


@pytest.fixture
def office(office: Office) -> Office:
    """The office at noon, where Marta has an e-mail address and the group of Schio has none."""
    for utente in ("zanella", "cogo", "frison"):
        hire(office, utente)
    change(office.archive, "zanella", email="marta@example.it")
    return at(office, timedelta())


def at(office: Office, later: timedelta) -> Office:
    """Return the office some time after noon."""
    instant = NOON + later
    return replace(office, clock=lambda: instant, today=instant.date())
