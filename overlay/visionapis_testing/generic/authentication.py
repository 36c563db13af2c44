"""Keys where the security schemes of a contract put them: bearer, Basic, header, query, cookie and OAuth2."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.auth_schemes import key_scheme
from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.parsing import UnreadableBodyError, fields
from visionapis_testing.emulator.responses import JSONResponse
from visionapis_testing.faults.asgi import accepts_any_key

from .errors import UNAUTHORIZED, RequestError
from .state import GenericState

Json = dict[str, Any]

TOKEN_SECONDS = 86_400
"""Virtual seconds until a token of OAuth2 expires."""

_MAX_FIELD = 2**16


def default_key(document: Json) -> str:
    """Return a key for tests in the form that the clients of a contract take."""
    return "test-key" if key_scheme(document).problem("test-key") is None else "test-id:test-key"


class Authentication:
    """Checks the keys of requests, and issues the tokens of OAuth2."""

    def __init__(self, contract: Contract, state: GenericState, api_key: str) -> None:
        self._document = contract.document
        self._state = state
        self._api_key = api_key

    def check(self, request: Request, operation: Operation) -> None:
        """Raise RequestError for a request without the key, or with another one."""
        requirements: list[Mapping[str, Any]] = operation.definition.get("security", self._document.get("security", []))
        if not requirements or not all(requirements):
            return
        present = False
        for requirement in requirements:
            credentials = [list(self._credentials(request, self._schemes[name])) for name in requirement]
            if all(credentials):
                present = True
                if accepts_any_key(request) or all(any(map(self._is_valid, each)) for each in credentials):
                    return
        raise RequestError(UNAUTHORIZED, "the key is wrong" if present else "the key is missing")

    def check_fields(self, secrets: Iterable[tuple[str, object]], request: Request) -> None:
        """Raise RequestError unless each argument that the contract marks as secret is the key."""
        for name, value in secrets:
            if value is None:
                raise RequestError((401, 403, 400, 422), f"the key is missing: {name}")
            if not self._is_valid(str(value)) and not accepts_any_key(request):
                raise RequestError(UNAUTHORIZED, f"the key is wrong: {name}")

    async def issue_token(self, request: Request) -> Response:
        """Return a token for client credentials (RFC 6749, section 4.4)."""
        try:
            form = {name: value for name, value in await fields(request, max_text=_MAX_FIELD) if isinstance(value, str)}
        except UnreadableBodyError:
            form = {}
        if form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        if basic := _basic(request.headers.get("authorization", "")):
            # Encoded before they are joined: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
            client_id, secret = map(unquote_plus, basic.partition(":")[::2])
        if not any(map(self._equals_key, (secret, client_id, f"{client_id}:{secret}"))):
            return JSONResponse({"error": "invalid_client"}, 401)
        number = self._state.issued + 1
        token = f"token-{number}-{hashlib.sha256(f'{self._api_key}/{number}'.encode()).hexdigest()[:16]}"
        self._state.add_token(token, self._state.clock.seconds + TOKEN_SECONDS)
        return JSONResponse({"access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS})

    @property
    def _schemes(self) -> Mapping[str, Json]:
        schemes: Mapping[str, Json] = self._document.get("components", {}).get("securitySchemes", {})
        return schemes

    @staticmethod
    def _credentials(request: Request, scheme: Json) -> Iterator[str]:
        """Yield the key at the place of a security scheme, in its possible readings; nothing if there is none."""
        authorization = request.headers.get("authorization", "")
        match scheme:
            case {"type": "apiKey", "in": "header", "name": name}:
                prefix, value = scheme.get("x-prefix", ""), request.headers.get(name, "")
                if value.startswith(f"{prefix} ".lstrip()):
                    yield from (each for each in (value.removeprefix(prefix).strip(),) if each)
            case {"type": "apiKey", "in": "query", "name": name}:
                yield from (each for each in (request.query_params.get(name, ""),) if each)
            case {"type": "apiKey", "in": "cookie", "name": name}:
                yield from (each for each in (request.cookies.get(name, ""),) if each)
            case {"type": "http", "scheme": str(name)} if name.lower() == "basic":
                user, _, password = _basic(authorization).partition(":")
                yield from (each for each in (user, password, f"{user}:{password}") if each and each != ":")
            case {"type": "mutualTLS"}:
                yield ""  # there is no TLS here
            case _:  # bearer, OAuth2, OpenID Connect
                kind, _, token = authorization.partition(" ")
                expected = scheme.get("scheme", "bearer") if scheme["type"] == "http" else "bearer"
                if kind.lower() == str(expected).lower() and token:
                    yield token.strip()

    def _is_valid(self, key: str) -> bool:
        return self._equals_key(key) or self._state.tokens.get(key, -1.0) > self._state.clock.seconds

    def _equals_key(self, key: str) -> bool:
        return hmac.compare_digest(key.encode("utf-8", "replace"), self._api_key.encode())


def _basic(authorization: str) -> str:
    """Return user and password of a header, joined by a colon; empty if there are none."""
    kind, _, text = authorization.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""
