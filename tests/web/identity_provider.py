"""A small real OpenID Connect provider on the loopback, made of Authlib's server side."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "fascicolo", "segreto del client"


@dataclass
class Client:
    """The one client that the provider knows."""

    redirect_uri: str

    @property
    def id_token_signed_response_alg(self) -> str:
        return "RS256"

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """A code given to a browser, to be changed into a token."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int | None:
        return None

    get_acr = get_amr = get_auth_time


@dataclass
class Provider:
    """The provider: who is at the browser, and what it may be made to do wrong."""

    redirect_uri: str
    claims: dict[str, object] = field(default_factory=dict)
    url: str = ""
    nonce: str = ""
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "uno"}))
    signing_key: RSAKey | None = None
    codes: dict[str, Code] = field(default_factory=dict)

    def app(self) -> Flask:
        """Return its pages."""
        app = Flask("provider")
        server = AuthorizationServer(
            app, query_client=lambda _: Client(self.redirect_uri), save_token=lambda *_: None
        )
        server.register_grant(self._grant(), [self._open_id(), CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Response:
            return jsonify(
                issuer=self.url,
                authorization_endpoint=f"{self.url}/authorize",
                token_endpoint=f"{self.url}/token",
                jwks_uri=f"{self.url}/keys",
                id_token_signing_alg_values_supported=["RS256"],
            )

        @app.get("/keys")
        def keys() -> Response:
            return jsonify(keys=[self.key.as_dict(private=False)])

        @app.get("/authorize")
        def authorize() -> Response:
            user = None if "rifiuta" in request.args else "chi è al computer"
            grant = server.get_consent_grant(end_user=user)
            return server.create_authorization_response(grant_user=user, grant=grant)

        @app.post("/token")
        def token() -> Response:
            return server.create_token_response()

        return app

    def _grant(self) -> type[AuthorizationCodeGrant]:
        provider = self

        class Grant(AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

            def save_authorization_code(self, code: str, request: object) -> None:
                data = request.payload.data
                provider.codes[code] = Code(
                    code,
                    request.payload.redirect_uri,
                    request.payload.scope,
                    provider.nonce or data.get("nonce", ""),
                    data.get("code_challenge", ""),
                    data.get("code_challenge_method", ""),
                )

            def query_authorization_code(self, code: str, client: Client) -> Code | None:
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code: Code) -> None:
                del provider.codes[authorization_code.code]

            def authenticate_user(self, authorization_code: Code) -> str:
                return "chi è al computer"

        return Grant

    def _open_id(self) -> OpenIDCode:
        provider = self

        class OpenId(OpenIDCode):
            def exists_nonce(self, nonce: str, request: object) -> bool:
                return any(code.nonce == nonce for code in provider.codes.values())

            def resolve_client_private_key(self, client: Client) -> RSAKey:
                return provider.signing_key or provider.key

            def get_client_claims(self, client: Client) -> dict[str, object]:
                return {"iss": provider.issuer or provider.url}

            def generate_user_info(self, user: str, scope: str) -> UserInfo:
                return UserInfo(sub=secrets.token_hex(8), **provider.claims)

        return OpenId(require_nonce=True)


@contextmanager
def served(provider: Provider) -> Iterator[Provider]:
    """Serve the provider on the loopback for the time of the block."""
    # Closes each connection with its answer: clients that keep theirs do not hold the test.
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
