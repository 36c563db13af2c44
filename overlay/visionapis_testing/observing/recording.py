"""One request and its response, from the moment when the request is sent until the response was read."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import httpx

from visionapis._transport.signing import signed
from visionapis_testing.drift.exchanges import Exchange

from .bodies import Body, decompress
from .hosts import Mount

if TYPE_CHECKING:
    from .ledger import Ledger

Pairs = Iterable[tuple[bytes, bytes]]
"""Names and values of headers."""

P = ParamSpec("P")
Own = TypeVar("Own", bound="Recording")


def _guarded(method: Callable[Concatenate[Own, P], None]) -> Callable[Concatenate[Own, P], None]:
    """Let a method raise nothing into a client's call."""

    @wraps(method)
    def guarded(recording: Own, /, *args: P.args, **kwargs: P.kwargs) -> None:
        with recording.ledger.guarded():
            method(recording, *args, **kwargs)

    return guarded


class Recording:
    """An exchange in progress. No method raises."""

    def __init__(self, ledger: "Ledger", request: httpx.Request, body: Body, *, started: float | None = None) -> None:
        """Begin with the head of a request, whose body is added to `body` while it is sent.

        `started` is in seconds since the epoch; now by default.
        """
        self.ledger = ledger
        self.body = body
        self.received = Body()
        self._head = request
        self._mount: Mount | None = None
        self._status_code = 0
        self._headers = httpx.Headers()
        self.is_compressed = True
        """Whether what was received of the body has the encoding that the headers name."""
        self._started = time.time() if started is None else started
        self._lock = Lock()
        self._is_finished = False

    @property
    def is_observed(self) -> bool:
        """Whether the response is one of an API that is observed, and its body is wanted."""
        return self._mount is not None and not self._is_finished

    @property
    def is_encoded(self) -> bool:
        """Whether the headers of the response name an encoding."""
        return "content-encoding" in self._headers

    @_guarded
    def respond(self, status_code: int, headers: Pairs, emulated: str | None = None) -> None:
        """Add the head of the response; `emulated` is the vendor of the emulator that it comes from."""
        self._mount = self.ledger.mount(self._head.url) or (Mount(emulated) if emulated else None)
        self._status_code, self._headers = status_code, httpx.Headers(list(headers))
        if self._mount is not None:
            self.ledger.wait(self)

    @_guarded
    def receive(self, content: bytes) -> None:
        """Add the whole body of the response, which is not compressed, and finish."""
        self.received, self.is_compressed = Body(content), False
        self.finish()

    @_guarded
    def finish(self) -> None:
        """Pass the exchange on, once, with what is known of its bodies."""
        with self._lock:
            if self._is_finished:
                return
            self._is_finished = True
        if self._mount is None:
            return
        self.ledger.forget(self)
        content = self.received.content
        if content is not None and self.is_compressed and self.is_encoded:
            content = decompress(self._headers, content)
        self.ledger.add(self._exchange(content), self._mount, has_request_body=self.body.content is not None)

    def _exchange(self, content: bytes | None) -> Exchange:
        head = self._head
        plain = httpx.Request(
            head.method,
            head.url,
            headers=head.headers,
            stream=httpx.ByteStream(self.body.content or b""),
            extensions=head.extensions,
        )
        request = signed(plain)
        request.read()
        response = httpx.Response(self._status_code, content=content or b"")
        response.headers = self._headers  # not passed above, since the content is not compressed any more
        elapsed = max(time.time() - self._started, 0.0)  # a test may set the time
        exchange = Exchange.of(request, response, self._started, elapsed)
        return replace(exchange, has_body=content is not None)


def header_pairs(headers: Iterable[tuple[object, object]]) -> list[tuple[bytes, bytes]]:
    """Return names and values of headers as bytes, as clients send them."""
    return [(_bytes(name), _bytes(value)) for name, value in headers]


def _bytes(text: object) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape")
