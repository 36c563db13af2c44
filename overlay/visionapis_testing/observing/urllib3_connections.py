"""Connections of urllib3 2 that are observed. This module is imported only if the library is."""

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any, cast
from weakref import WeakKeyDictionary

import httpx
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

from .bodies import Body
from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches
from .recording import Recording, header_pairs
from .uploads import watch_upload
from .watched_responses import finish, keep, recordings, watch_response

_PORTS = (None, 80, 443)


class Urllib3Connections:
    """The connections of urllib3, each request of which is one exchange: pools send redirects and retries over them."""

    def __init__(self, ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
        self._ledger = ledger
        self._patches = patches
        self._nesting = nesting
        self._recordings: WeakKeyDictionary[HTTPConnection, tuple[Recording, bool]] = WeakKeyDictionary()

    def add_all(self) -> None:
        """Observe every connection."""
        self._patches.replace(HTTPConnection, "request", self._wrap_request)
        self._patches.replace(HTTPConnection, "getresponse", self._wrap_response)

    def _wrap_request(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def request(
            connection: HTTPConnection, method: str, url: str, body: Any = None, headers: Any = None, **kwargs: Any
        ) -> Any:
            with self._nesting.client():
                if self._ledger.is_open:
                    with self._ledger.guarded():
                        body = self._begin(connection, method, url, body, headers, kwargs)
                return original(connection, method, url, body, headers, **kwargs)

        return request

    def _wrap_response(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def getresponse(connection: HTTPConnection) -> Any:
            response = original(connection)
            recording, is_read = self._recordings.pop(connection, (None, False))
            if recording is not None:
                recording.respond(response.status, header_pairs(response.headers.items()))
                if recording.is_observed:
                    with self._ledger.guarded():
                        _watch(response, recording, is_read=is_read)
            return response

        return getresponse

    def _begin(
        self, connection: HTTPConnection, method: str, url: str, body: Any, headers: Any, options: dict[str, Any]
    ) -> Any:
        target = httpx.URL(url if "://" in url else f"{_origin(connection)}{url}")
        if not self._nesting.enter(method, target):
            self._recordings.pop(connection, None)
            return body
        body, kept = watch_upload(body)
        head = httpx.Request(method, target, headers=header_pairs(cast("dict[Any, Any]", headers or {}).items()))
        recording = Recording(self._ledger, head, kept)
        self._recordings[connection] = recording, options.get("preload_content", True)
        return body


def _origin(connection: HTTPConnection) -> str:
    # Of a connection to a proxy, the server that it leads to.
    tunnel: str | None = getattr(connection, "_tunnel_host", None)
    port = getattr(connection, "_tunnel_port", None) if tunnel else connection.port
    host = tunnel or connection.host
    scheme = "https" if tunnel or isinstance(connection, HTTPSConnection) else "http"
    name = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{scheme}://{name}" if port in _PORTS else f"{scheme}://{name}:{port}"


def _watch(response: HTTPResponse, recording: Recording, *, is_read: bool) -> None:
    """Let a response keep its body while it is read, in any of the ways that it has."""
    recording.is_compressed = not response.decode_content
    if is_read:
        recording.received = Body(response.data)
        recording.finish()
    else:
        watch_response(response, _WatchedResponse, recording)


class _WatchedResponse(HTTPResponse):
    def read(self, amt: int | None = None, *args: Any, **kwargs: Any) -> bytes:
        chunk = super().read(amt, *args, **kwargs)
        _keep(self, chunk, args, kwargs, is_end=amt is None or amt < 0 or (amt > 0 and not chunk))
        return chunk

    def read1(self, amt: int | None = None, *args: Any, **kwargs: Any) -> bytes:
        chunk = super().read1(amt, *args, **kwargs)
        _keep(self, chunk, args, kwargs, is_end=amt != 0 and not chunk)
        return chunk

    def read_chunked(self, amt: int | None = None, *args: Any, **kwargs: Any) -> Generator[bytes]:
        for chunk in super().read_chunked(amt, *args, **kwargs):
            _keep(self, chunk, args, kwargs)
            yield chunk
        _keep(self, b"", args, kwargs, is_end=True)

    def stream(self, amt: int | None = 2**16, *args: Any, **kwargs: Any) -> Generator[bytes]:
        yield from super().stream(amt, *args, **kwargs)
        _keep(self, b"", args, kwargs, is_end=amt != 0)

    def close(self) -> None:
        try:
            super().close()
        finally:
            finish(self, is_complete=False)


def _keep(
    response: HTTPResponse, chunk: bytes, args: tuple[Any, ...], kwargs: dict[str, Any], *, is_end: bool = False
) -> None:
    decodes: bool | None = args[0] if args else kwargs.get("decode_content")
    found = recordings(response)
    for each in found if decodes is not None else ():
        each.is_compressed = not decodes
    keep(found, chunk)
    if is_end or (response.closed and "content-encoding" not in response.headers):
        finish(response, is_complete=True)
