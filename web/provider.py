"""The outside identity provider: SPID and the electronic identity card, through a proxy."""

from collections.abc import Mapping
from typing import Protocol

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from web.settings import Settings

# What can go wrong with somebody else's answer: refused, forged, unreadable, or no answer at all.
FAULTS = (OAuthError, JoseError, RequestException, ValueError, RuntimeError)
_KEY = "fascicolo.provider"


class Provider(Protocol):
    """What a page asks of the provider."""

    def authorize_redirect(self, redirect_uri: str) -> ResponseReturnValue:
        """Send the browser there, with what its answer must bring back (state, nonce, PKCE)."""

    def authorize_access_token(self) -> Mapping[str, object]:
        """Return the answer, checked; raises one of FAULTS."""


def install(app: Flask, settings: Settings) -> None:
    """Give the application its provider, when one is set; it is first asked at a login."""
    if settings.oidc is None:
        return
    app.extensions[_KEY] = OAuth(app).register(
        "esterno",
        client_id=settings.oidc.client,
        client_secret=settings.oidc.secret,
        server_metadata_url=f"{settings.oidc.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": 10,
        },
    )


def provider() -> Provider | None:
    """Return the provider, or None when the office has none."""
    found: Provider | None = current_app.extensions.get(_KEY)
    return found
