"""Requests for access tokens of OAuth 2: the client credentials grant, https://www.rfc-editor.org/rfc/rfc6749#section-4.4."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from visionapis.errors import (
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
    ResponseDecodeError,
    VisionAPIError,
)
from visionapis_generated.operation import Operation

from .auth import Authenticator
from .auth_schemes import PasswordAuth, client_secrets, encode_pair
from .call import RESPONSES
from .redaction import Secret
from .request_parts import RequestParts, add_prefix
from .response_rules import EmbeddedError, ResponseRules
from .session import AsyncSession, Session
from .tokens import Token

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

    from visionapis._transport.pool import Connections

    from .call import Call
    from .settings import Settings
    from .tokens import TokenStore

# The grant has no effect on the server that repeating it would double.
TOKEN = Operation(
    name="oauth2_token",
    operation_id="oauth2_token",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(),
    idempotent=True,
    documented_statuses=(200, 400, 401),
)
"""The operation of token requests, which logs and `on_attempt` name."""

# Servers accept headers of 8 to 64 KiB. The search for a token of megabytes in logs and errors would take many seconds.
_MAX_TOKEN_LENGTH = 65_536


def take_token(session: Session, call: Call[Any]) -> None:
    """Let the next attempt of a call have an access token. Raises VisionAPIError."""
    request = _TokenRequest(session.settings, call)

    def fetch() -> Token:
        nested = Session(request.settings, cast("Any", _Unlimited(session.connections)))
        with request.described():
            return nested.call(TOKEN, request.arguments, read_token)

    with call.credentials.taking_token():
        call.credentials.token = request.tokens.get(request.key, fetch, request.seconds)


async def take_token_async(session: AsyncSession, call: Call[Any]) -> None:
    """Let the next attempt of a call have an access token, as `take_token` does."""
    request = _TokenRequest(session.settings, call)

    async def fetch() -> Token:
        nested = AsyncSession(request.settings, cast("Any", _Unlimited(session.connections)))
        with request.described():
            return await nested.call(TOKEN, request.arguments, read_token)

    with call.credentials.taking_token():
        call.credentials.token = await request.tokens.aget(request.key, fetch, request.seconds)


def read_token(response: httpx.Response) -> Token:
    """Return the token in a response. Raises ValueError, KeyError and TypeError for a response without one."""
    document = response.json()
    value, lifetime = document["access_token"], document.get("expires_in")
    if (
        not isinstance(value, str)
        or len(value) > _MAX_TOKEN_LENGTH
        or not value.isascii()
        or not value.isprintable()
        or not value
        or " " in value
    ):
        raise ValueError("the access token is not a text that a header can hold")
    if str(document.get("token_type", "bearer")).lower() != "bearer":
        raise ValueError("the type of the token is not bearer")
    return Token(Secret(value)) if lifetime is None else Token(Secret(value), max(float(lifetime), 0.0))


class _TokenRequest:
    """The request for the access token of a call."""

    def __init__(self, settings: Settings, call: Call[Any]) -> None:
        authenticator = cast("Authenticator", call.credentials.authenticator)
        self.key = cast("Secret", call.credentials.key)
        self.tokens = cast("TokenStore", authenticator.tokens)
        scheme, url, remaining = self.tokens.scheme, self.tokens.url, call.remaining()
        # Before the call itself times out, which does not name the server that issues tokens.
        self.seconds = max(remaining - min(0.25, remaining / 10), 0.0)
        fields = {"grant_type": "client_credentials"}
        if scheme.scopes:
            fields["scope"] = " ".join(scheme.scopes)
        self.arguments: dict[str, Any] = {"method": "POST", "url": url.raw_path.decode(), "data": fields}
        self.settings = replace(
            settings,
            base_url=url.copy_with(raw_path=b"/"),
            timeout=round(self.seconds, 2),
            authenticator=Authenticator(
                url,
                self.key,
                _ClientAuthInForm() if scheme.credentials_in == "form" else _ClientAuth(),
                authenticator.variable,
            ),
            rules=ResponseRules(find_error=find_error),
            headers={},  # which are for the server of the API
        )

        self._origin = settings.origin
        self._hint = (
            f"check the key in api_key= or {authenticator.variable}, the id and the secret with a colon between them"
        )

    @contextmanager
    def described(self) -> Generator[None]:
        """Raise an error of the block as one of the call that needs a token, which names the server that issues it."""
        outer, failure = RESPONSES.set(None), None
        try:
            yield
        except VisionAPIError as error:
            failure = self._describe(error)
        finally:
            RESPONSES.reset(outer)
        if failure:  # raised here, so that its context is not the error that it replaces
            raise failure

    def _describe(self, error: VisionAPIError) -> VisionAPIError:
        reason, origin = str(error).removeprefix(f"{TOKEN.name}: "), self.tokens.origin
        if isinstance(error, APIStatusError) and 300 <= (error.status_code or 0) < 400:
            error.hint = error.hint if origin == self._origin else None  # which is about base_url
        elif isinstance(error, APIStatusError) and (error.status_code or 0) < 500 and error.status_code != 429:
            error = _as_rejection(error, self._hint)
        error.operation = None  # the one of the call is added
        error.args = (f"no access token{'' if origin in reason else f' from {origin}'}: {reason}",)
        if isinstance(error, APIConnectionError):
            error.request_sent = False
        elif isinstance(error, ResponseDecodeError):
            error.body = error.headers = None  # which may hold a token in another place than expected
        return error


def find_error(response: httpx.Response) -> EmbeddedError | None:
    """Return the error of a response: https://www.rfc-editor.org/rfc/rfc6749#section-5.2."""
    if not response.is_error:
        return None
    document = response.json()
    words = [each for each in (document["error"], document.get("error_description")) if isinstance(each, str)]
    return EmbeddedError(response.status_code, ": ".join(words))


def _as_rejection(error: APIStatusError, hint: str) -> AuthenticationError:
    rejection = AuthenticationError(
        str(error), hint=hint, status_code=error.status_code, body=error.body, request_id=error.request_id
    )
    rejection.headers = error.headers
    rejection._note(attempts=error.attempts, curl=error.as_curl() or "")  # pyright: ignore[reportPrivateUsage]  (private to users of the error)
    return rejection


class _ClientAuth(PasswordAuth):
    """The id and the secret of a client in the header of a token request."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        super().__call__(request, encode_pair(key))

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl, which encodes nothing: a key that needs it is a placeholder."""
        if encode_pair(key.reveal()) != key.reveal():
            return "-u '<URL-encoded client_id>:<URL-encoded client_secret>'"
        return super().as_curl(variable, key, multipart=multipart)

    def secrets(self, key: Secret, /) -> list[Secret]:
        """Return what the header has, and what a server may make of it."""
        return client_secrets(key)


class _ClientAuthInForm(PasswordAuth):
    """The id and the secret of a client in the form of a token request."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        id_, _, secret = key.partition(":")
        add_prefix(request, f"{urlencode({'client_id': id_, 'client_secret': secret})}&".encode())

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as options of curl."""
        fields = (f"client_id=${{{variable}%%:*}}", f"client_secret=${{{variable}#*:}}")
        return " ".join(f'--data-urlencode "{field}"' for field in fields)


class _Unlimited:
    """The connections of a client without its limits: the call that needs a token has its place already."""

    def __init__(self, connections: Connections[Any, Any]) -> None:
        self._connections = connections
        self.secrets = connections.secrets
        self.proxy = connections.proxy

    def get(self) -> tuple[Any, None]:
        """Return the transport for one request."""
        return self._connections.get()[0], None

    def leave(self) -> None:
        """Leave the open connections behind after an interrupt."""
        self._connections.leave()
