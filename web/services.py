"""The one way pages reach the office: what the application was started with."""

from dataclasses import dataclass

from flask import Flask, current_app

from web.acts.office import Office
from web.acts.previewing import PreviewRoom
from web.acts.printing import PrintRoom
from web.settings import Settings, cookie_secret

_KEY = "fascicolo"


@dataclass(frozen=True)
class Services:
    """The settings, the office, the rooms that print and preview, and the key of the cookies."""

    settings: Settings
    office: Office
    print_room: PrintRoom
    previews: PreviewRoom
    secret: str


def install(app: Flask, settings: Settings, office: Office, print_room: PrintRoom) -> None:
    """Give the application its services, and the cookies their key and marks."""
    secret = cookie_secret(settings)
    app.extensions[_KEY] = Services(settings, office, print_room, PreviewRoom(office), secret)
    app.secret_key = secret
    app.config.update(
        SESSION_COOKIE_NAME="fascicolo",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
    )


def services() -> Services:
    """Return the services of the application that answers this request."""
    found: Services = current_app.extensions[_KEY]
    return found


def office() -> Office:
    """Return the office."""
    return services().office


def previews() -> PreviewRoom:
    """Return the room that makes the previews of drafts."""
    return services().previews


def print_room() -> PrintRoom:
    """Return the room that makes the PDFs."""
    return services().print_room
