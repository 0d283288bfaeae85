"""The token that tells a form of ours from one posted by another site."""

from collections.abc import MutableMapping

from wtforms import Form
from wtforms.csrf.session import SessionCSRF

from forms.builder.build import MultiDict


class _Token(Form):
    """A form with nothing but the token, so that every page's form can carry the same one."""

    class Meta:
        csrf = True
        csrf_class = SessionCSRF
        # The token lasts as long as the session: an interview of an hour must still be saved.
        csrf_time_limit = None


def csrf_token(session: MutableMapping[str, object], secret: str) -> str:
    """Return the token to put in a form; the first time it leaves its seed in *session*."""
    return str(_token(session, secret)["csrf_token"]._value())  # type: ignore[attr-defined]  # stubs


def is_ours(posted: MultiDict, session: MutableMapping[str, object], secret: str) -> bool:
    """Return whether *posted* carries the token that *session* gave."""
    return _token(session, secret, posted).validate()


def _token(
    session: MutableMapping[str, object], secret: str, posted: MultiDict | None = None
) -> Form:
    meta = {"csrf_context": session, "csrf_secret": secret.encode()}
    return _Token(formdata=posted, meta=meta)
