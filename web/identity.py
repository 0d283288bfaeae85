"""Who is asking: the session behind the cookie, and the token behind every form."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.builder.csrf import csrf_token, is_ours
from schemas.rules.permissions import Actor
from web.access import Denied
from web.acts.accounts.sessions import Origin, Session, resume
from web.acts.lost import forget_lost, keep_lost
from web.browsers import program_of
from web.doors import ANYBODY, Door, door_of
from web.services import office, services

LONGEST = timedelta(hours=12)
# What a person may do before they have a password of their own.
WITHOUT_PASSWORD = frozenset({"profile.ask_password", "profile.change"})


class NotLoggedIn(Exception):
    """Nobody is logged in, or the session has ended; *utente* is who was, or ""."""

    def __init__(self, utente: str = "") -> None:
        super().__init__("not logged in")
        self.utente = utente


class ForeignForm(Exception):
    """A form was posted without our token."""


def install(app: Flask) -> None:
    """Ask of every request who makes it and, when it changes something, where it comes from."""
    app.before_request(_identify)
    app.before_request(_check_token)
    app.before_request(_require_login)


def current_actor() -> Actor:
    """
    Return who is logged in.

    Raises:
        NotLoggedIn: nobody is.
    """
    found = current_session()
    if found is None or found.actor is None:
        raise NotLoggedIn
    return found.actor


def require_session() -> Session:
    """
    Return the open session, whether or not a role was chosen in it.

    Raises:
        NotLoggedIn: there is none.
    """
    found = current_session()
    if found is None:
        raise NotLoggedIn
    return found


def origin() -> Origin:
    """Return where the request comes from."""
    return Origin(request.remote_addr or "", program_of(request.user_agent.string))


def current_session() -> Session | None:
    """Return the open session, or None."""
    found: Session | None = g.get("accesso")
    return found


def seconds_left() -> int:
    """Return the seconds until the session ends if nobody touches it again, 0 without one."""
    found = current_session()
    if found is None:
        return 0
    longest = LONGEST - (office().now - found.opened_at)
    return max(0, int(min(services().settings.sessione, longest).total_seconds()))


def enter(opened: Session) -> None:
    """Tie the browser to a session just opened, under a new cookie."""
    same_person = session.get("utente") == opened.account.utente
    seed = session.get("csrf")
    session.clear()
    session.update(chiave=opened.key, utente=opened.account.utente)
    if same_person and seed:
        # Pages that this person left open in other tabs can still be saved.
        session["csrf"] = seed


def page_token() -> str:
    """Return the token to put in the forms of the page."""
    return csrf_token(session, services().secret)


def local_path(path: str) -> str:
    """Return *path* if it leads inside the application, else the way to the desk."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and not parts.scheme and not parts.netloc else url_for("desk.show")


def _identify() -> None:
    key = session.get("chiave")
    if isinstance(key, str) and request.blueprint != "statics":
        idle = services().settings.sessione
        g.accesso = resume(office().archive, key, now=office().now, idle=idle, longest=LONGEST)


def _check_token() -> None:
    if request.method != "POST" or is_ours(request.form, session, services().secret):
        return
    if current_session() is None:
        raise NotLoggedIn
    # The cookie does not travel from other sites (SameSite): what came was typed in an old page.
    _keep_what_was_typed()
    raise ForeignForm


def _require_login() -> ResponseReturnValue | None:
    door = door_of(request.endpoint) if request.endpoint else ANYBODY
    if not door.logged_in:
        return None
    found = current_session()
    if found is None and request.method == "GET":
        return redirect(url_for("entering.ask", next=request.full_path.rstrip("?")), 303)
    if found is None:
        raise NotLoggedIn(_keep_what_was_typed())
    if elsewhere := _unfinished(found, door):
        if request.method == "POST":
            _keep_what_was_typed()
        return redirect(url_for(elsewhere, next=_asked_page()), 303)
    if found.actor and not door.opens_to(found.actor, request.view_args or {}):
        raise Denied
    if request.form.get("ripresa"):
        forget_lost(found.account.utente, office=office())
    return None


def _unfinished(found: Session, door: Door) -> str | None:
    """Return where the person must go first: to a password or a role of their own, or None."""
    if found.account.must_change and not found.outside:
        return None if request.endpoint in WITHOUT_PASSWORD else "profile.ask_password"
    return "entering.roles" if found.actor is None and door.in_role else None


def _asked_page() -> str | None:
    """Return the page to come back to, None for the desk."""
    path = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return path if path != "/" else None


def _keep_what_was_typed() -> str:
    """Keep the lost save for the person whose session ended, and return their user name."""
    utente = str(session.get("utente", ""))
    if utente:
        pairs = [
            (name, text)
            for name, text in request.form.items(multi=True)
            if name not in ("csrf_token", "ripresa")
        ]
        keep_lost(utente, request.path, pairs, office=office())
    return utente
