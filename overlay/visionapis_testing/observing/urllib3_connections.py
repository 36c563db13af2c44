"""Connections of urllib3 2 that are observed. This module is imported only if the library is."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast
from weakref import WeakKeyDictionary, ref

import httpx
from urllib3.connection import HTTPConnection, HTTPSConnection

from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches
from .recording import Recording
from .uploads import watch_upload

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
                recording.respond(response.status, response.headers.items())
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
        pairs = [(str(name), str(value)) for name, value in cast("dict[Any, Any]", headers or {}).items()]
        head = httpx.Request(method, target, headers=pairs)
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


def _watch(response: Any, recording: Recording, *, is_read: bool) -> None:
    """Let a response keep its body while it is read, in any of the ways that it has."""
    if is_read:
        recording.receive(response.data)
        return
    kind = cast("Any", type(response))
    known = ref(response)  # no cycle, which would keep the connection of a response that is left unread
    decodes_by_default: bool = response.decode_content

    def keep(chunk: bytes, args: tuple[Any, ...], kwargs: dict[str, Any], *, is_end: bool = False) -> bytes:
        if recording.is_observed:
            decodes: bool | None = args[0] if args else kwargs.get("decode_content")
            recording.is_compressed = not (decodes_by_default if decodes is None else decodes)
            recording.received.add(chunk)
            if is_end or (not recording.is_encoded and getattr(known(), "closed", False)):
                recording.received.is_complete = True
                recording.finish()
        return chunk

    def read(amt: int | None = None, *args: Any, **kwargs: Any) -> bytes:
        chunk: bytes = kind.read(known(), amt, *args, **kwargs)
        return keep(chunk, args, kwargs, is_end=amt is None or amt < 0 or (amt > 0 and not chunk))

    def read1(amt: int | None = None, *args: Any, **kwargs: Any) -> bytes:
        chunk: bytes = kind.read1(known(), amt, *args, **kwargs)
        return keep(chunk, args, kwargs, is_end=amt != 0 and not chunk)

    def read_chunked(amt: int | None = None, *args: Any, **kwargs: Any) -> Iterator[bytes]:
        for chunk in kind.read_chunked(known(), amt, *args, **kwargs):
            yield keep(chunk, args, kwargs)
        keep(b"", args, kwargs, is_end=True)

    def stream(amt: int | None = 2**16, *args: Any, **kwargs: Any) -> Iterator[bytes]:
        yield from kind.stream(known(), amt, *args, **kwargs)
        keep(b"", args, kwargs, is_end=amt != 0)

    def close() -> None:
        try:
            kind.close(known())
        finally:
            recording.finish()

    response.__dict__.update(read=read, read1=read1, read_chunked=read_chunked, stream=stream, close=close)
