"""The API key checks of the three kinds of servers.

Hosting checks the key before anything else; a self-hosted server only when it loads a model.
"""

import json
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from visionapis_testing.faults.asgi import accepts_any_key

from .errors import RequestError
from .profiles import ProfileName
from .state import RoboflowState


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Checks the API keys of requests by the rules of a profile."""

    profile: ProfileName
    api_key: str
    state: RoboflowState

    async def authenticate(self, request: Request) -> None:
        """Raise RequestError if hosting rejects the key of a request."""
        if request.method not in {"GET", "POST"}:
            return
        match self.profile:
            case "serverless":
                await self._authenticate_serverless(request)
            case "classify":
                self._authenticate_classify(request)
            case "self-hosted":
                pass

    def authorize_loading(self, request: Request) -> None:
        """Raise RequestError if the key does not allow a self-hosted server to load a model."""
        if self.profile == "self-hosted" and not self._accepts(request, _key_in_url_or_header(request)):
            raise RequestError(401, "The API key is missing, wrong, or belongs to another workspace.")

    def _accepts(self, request: Request, key: object) -> bool:
        return key == self.api_key or (key is not None and accepts_any_key(request))

    async def _authenticate_serverless(self, request: Request) -> None:
        key: object = _key_in_url_or_header(request)
        if key is None and _is_json(request):
            key = _key_in_json(await request.body())
        if key is None:
            raise RequestError(401, "Unauthorized api_key", repeat_status=True)
        if not self._accepts(request, key):
            raise RequestError(401, "This api_key is not authorized for serverless inference.", repeat_status=True)

    def _authenticate_classify(self, request: Request) -> None:
        # Whether this host reads the header is unknown; the query parameter is known to work.
        key = request.query_params.get("api_key")
        if key is None:
            raise RequestError(401, "Unauthorized")
        model_id = "/".join(request.path_params.values())
        if not self._accepts(request, key) or (model_id and model_id not in self.state.models):
            raise RequestError(403, "Forbidden")


def _key_in_url_or_header(request: Request) -> str | None:
    key = request.query_params.get("api_key")
    if key is not None:  # an empty one counts as present
        return key
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _key_in_json(body: bytes) -> object:
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        return None  # clients send raw base64 with this content type
    if not isinstance(document, dict):
        raise RequestError(500)  # the real check fails on it
    return cast("dict[str, object]", document).get("api_key")


def _is_json(request: Request) -> bool:
    """Return whether the content type is JSON, whatever its parameters, and the body has a known length."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    return media_type == "application/json" and request.headers.get("content-length", "0") != "0"
