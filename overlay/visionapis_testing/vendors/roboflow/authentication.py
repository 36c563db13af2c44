"""The API key checks of the kinds of servers.

Hosting checks the key before anything else; every server checks it when it loads a model.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast

from starlette.requests import Request

from visionapis_testing.contracts.contract import load
from visionapis_testing.faults.asgi import accepts_any_key

from .errors import MISSING_KEY, NO_CREDITS, STUB_WITHOUT_KEY, WRONG_KEY, RequestError, loading_error
from .profiles import ProfileName
from .state import RoboflowState

AccountError: TypeAlias = Literal[402, 403, 423, 502]
"""Why the vendor rejects a known key: no credits, a missing scope, a paused workspace, or its own failure."""

# What hosting serves without a key: operations, and paths that are not in the contract.
_OPEN_OPERATIONS = frozenset({"models_list", "server_health", "server_info", "server_readiness"})
_OPEN_PATHS = frozenset({"/", "/docs", "/metrics", "/openapi.json"})
_OPEN_PREFIXES = ("/static/", "/_next/")


@cache
def _open_paths() -> frozenset[str]:
    """Return the paths that hosting serves without a key."""
    contract = load("roboflow")
    return _OPEN_PATHS | {contract.operation(name).path for name in _OPEN_OPERATIONS}


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Checks the API keys of requests by the rules of a profile."""

    profile: ProfileName
    api_key: str
    account_errors: Mapping[str, AccountError]
    state: RoboflowState

    def is_checked(self, request: Request) -> bool:
        """Return whether hosting checks the key of a request."""
        path: str = request.scope["path"]
        is_open = path in _open_paths() or path.startswith(_OPEN_PREFIXES)
        return self.profile in {"serverless", "classify"} and request.method in {"GET", "POST"} and not is_open

    async def authenticate(self, request: Request) -> None:
        """Raise RequestError if hosting rejects the key of a request."""
        if not self.is_checked(request):
            return
        if self.profile == "serverless":
            await self._authenticate_serverless(request)
        else:
            self._authenticate_classify(request)

    def authorize_loading(self, request: Request, key: str | None, *, stub: bool) -> None:
        """Raise RequestError if the server cannot load a model with the key."""
        if self.profile == "offline":
            raise loading_error(503)
        if stub and key is None:
            raise RequestError(400, STUB_WITHOUT_KEY)
        if status := self.account_errors.get(key or ""):
            raise loading_error(status)
        if not self._accepts(request, key):
            raise loading_error(401)

    def _accepts(self, request: Request, key: object) -> bool:
        return key == self.api_key or (key is not None and accepts_any_key(request))

    async def _authenticate_serverless(self, request: Request) -> None:
        key: object = key_in_url_or_header(request)
        if key is None and _is_json(request):
            key = _key_in_json(await request.body())
        if key is None:
            raise RequestError(401, MISSING_KEY, repeat_status=True)
        match self.account_errors.get(str(key)):
            case 402:
                raise RequestError(402, NO_CREDITS, repeat_status=True)
            case None:
                pass
            case _:
                raise RequestError(500)  # the real check fails on any other response of the vendor's service
        if not self._accepts(request, key):
            raise RequestError(401, WRONG_KEY, repeat_status=True)

    def _authenticate_classify(self, request: Request) -> None:
        # Whether this host reads the header is unknown; the query parameter is known to work.
        key = request.query_params.get("api_key")
        if key is None:
            raise RequestError(401, "Unauthorized")
        if key in self.account_errors:
            raise RequestError(402, NO_CREDITS) if self.account_errors[key] == 402 else RequestError(403, "Forbidden")
        path: str = request.scope["path"]
        model_id = path[1:] if path.count("/") == 2 else ""
        if not self._accepts(request, key) or (model_id and model_id not in self.state.models):
            raise RequestError(403, "Forbidden")


def key_in_url_or_header(request: Request) -> str | None:
    """Return the key of a request, of which that in the query takes precedence."""
    key = request.query_params.get("api_key")
    if key is not None:  # an empty one counts as present
        return key
    return bearer_key(request)


def bearer_key(request: Request) -> str | None:
    """Return the bearer token of a request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _key_in_json(body: bytes) -> object:
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        return None  # clients send raw base64 with this content type
    if not isinstance(document, dict):
        raise RequestError(500)  # the real check fails on it
    key = cast("dict[str, object]", document).get("api_key")
    if key is not None and not isinstance(key, str):
        raise RequestError(500)
    return key


def _is_json(request: Request) -> bool:
    """Return whether the content type is JSON, whatever its parameters, and the body has a known length."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    return media_type == "application/json" and request.headers.get("content-length", "0") != "0"
