"""One failure of a client: what a caller does, and the exception that must come of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis import VisionAPIError

OpenClient: TypeAlias = Callable[[], AbstractContextManager[Any]]
"""Opens a client of a server that was prepared for the failure."""

RED, BLUE = make_image(colour=(200, 30, 30)), make_image(colour=(30, 30, 200))
TRUNCATED = make_image("JPEG", (64, 64))[:-20]
# A PNG with its header and its end, but without its pixels.
DAMAGED = RED[:43] + bytes(len(RED) - 55) + RED[-12:]
URL = "https://images.example.com/missing.png"
LOGIN_PAGE = make_response("<html>Sign in</html>", content_type="text/html")


@dataclass(frozen=True)
class Failure:
    """A call that fails."""

    open_client: OpenClient
    call: Callable[[Any], object]
    error: type[VisionAPIError]
    message: str
    hint: str | None


def replying(client: type[Any], reply: bytes) -> OpenClient:
    """Return what opens a client of a server that always sends this response."""

    @contextmanager
    def opened() -> Iterator[Any]:
        with (
            RecordingServer(reply) as server,
            client(key_of(client), base_url=server.url, max_retries=0) as opened_client,
        ):
            yield opened_client

    return opened


@contextmanager
def without_client() -> Iterator[None]:
    """Open no client, for a call that makes one itself."""
    yield
