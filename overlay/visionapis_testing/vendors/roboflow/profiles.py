"""The three kinds of server that answer this route, and how each checks a key.

The order is the servers' own: hosting checks the key before it looks at anything else; a self-hosted server only while
it loads a model.
"""

import json
from dataclasses import dataclass
from typing import Literal, cast

from starlette.requests import Request

from visionapis_testing.faults.asgi import accepts_any_key

from .errors import RefusalError
from .state import RoboflowState

ProfileName = Literal["classify", "serverless", "self-hosted"]

_MEGABYTE = 2**20
_UPLOAD = 20 * _MEGABYTE * 4 // 3 + _MEGABYTE // 16  # the documented 20 MB as base64, and room for a multipart frame


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a server is found, and the largest body that it takes."""

    base_url: str
    max_body_bytes: int


PROFILES: dict[ProfileName, Profile] = {
    # The legacy host publishes no limit: that it is serverless hosting's is an assumption.
    "classify": Profile("https://classify.roboflow.com", _UPLOAD),
    "serverless": Profile("https://serverless.roboflow.com", _UPLOAD),
    # The real server has no limit for a body; this one only keeps the machine that runs the tests alive.
    "self-hosted": Profile("http://localhost:9001", 256 * _MEGABYTE),
}


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """Whether a request's key is good enough, by a profile's rules."""

    profile: ProfileName
    api_key: str
    state: RoboflowState

    async def admit(self, request: Request) -> None:
        """Raise RefusalError for what hosting turns away at its edge."""
        if request.method not in {"GET", "POST"}:
            return
        match self.profile:
            case "serverless":
                await self._admit_serverless(request)
            case "classify":
                self._admit_classify(request)
            case "self-hosted":
                pass

    def may_load(self, request: Request) -> None:
        """Raise RefusalError unless the key lets a self-hosted server look up a model that it has not loaded."""
        if self.profile == "self-hosted" and not self._takes(request, _key_in_url_or_header(request)):
            raise RefusalError(401, "The API key is missing, wrong, or belongs to another workspace.")

    def _takes(self, request: Request, key: object) -> bool:
        return key == self.api_key or (key is not None and accepts_any_key(request))

    async def _admit_serverless(self, request: Request) -> None:
        key: object = _key_in_url_or_header(request)
        if key is None and _is_json(request):
            key = _key_in_json(await request.body())
        if key is None:
            raise RefusalError(401, "Unauthorized api_key", repeat_status=True)
        if not self._takes(request, key):
            raise RefusalError(401, "This api_key is not authorized for serverless inference.", repeat_status=True)

    def _admit_classify(self, request: Request) -> None:
        # Whether this host reads the header is unknown: only what is known to work works here.
        key = request.query_params.get("api_key")
        if key is None:
            raise RefusalError(401, "Unauthorized")
        model_id = "/".join(request.path_params.values())
        if not self._takes(request, key) or (model_id and model_id not in self.state.models):
            raise RefusalError(403, "Forbidden")


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
        return None  # raw base64 under this content type is customary
    if not isinstance(document, dict):
        raise RefusalError(500)  # the real check stumbles over it
    return cast("dict[str, object]", document).get("api_key")


def _is_json(request: Request) -> bool:
    """Whether a body of a known length is announced as JSON. Parameters of the content type do not matter."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    return media_type == "application/json" and request.headers.get("content-length", "0") != "0"
