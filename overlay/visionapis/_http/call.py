"""One call: what to send in each attempt, and what its outcome means. Nothing is sent here."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx

from visionapis._images.bodies import build
from visionapis.errors import CallTimeoutError, ConfigurationError, DecodeError, TransportError, VisionAPIError
from visionapis.version import __version__

from . import responses
from .limits import NoPlaceError
from .redaction import Secret
from .retry import Attempt, Retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_generated.operation import Operation

    from .auth import Keyring
    from .responses import Rules

T = TypeVar("T")

HEADERS = [
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"User-Agent", f"visionapis/{__version__}".encode()),
]

# The answers of the calls that run where a list was set here.
ANSWERS: ContextVar[list[httpx.Response] | None] = ContextVar("visionapis_answers", default=None)

LOGGER = logging.getLogger("visionapis")

_BODY = ("params", "json", "data", "files", "content")


@dataclass(eq=False, repr=False)
class Settings:
    """Where calls go, how long they may take, and what answers mean: everything that does not change between calls."""

    base_url: httpx.URL
    timeout: float
    retry: Retry
    keyring: Keyring | None
    rules: Rules
    on_attempt: Callable[[Attempt], None] | None = None

    @cached_property
    def root(self) -> str:
        """What the paths of requests follow."""
        return str(self.base_url).rstrip("/")

    @property
    def place(self) -> str:
        """The server as messages name it."""
        return f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"


@dataclass(eq=False, repr=False)
class Wait:
    """That a call is to be sent again, after so many seconds."""

    seconds: float


class Call(Generic[T]):
    """One call from its first attempt to its end."""

    def __init__(
        self, settings: Settings, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]
    ) -> None:
        self.operation = operation
        self._settings = settings
        self._request = request
        self._parse = parse
        self._key: Secret | None = None
        self._end = time.monotonic() + settings.timeout
        self._number = 0
        self._started: float | None = None

    def left(self) -> float:
        """Seconds until the call has to be over."""
        return self._end - time.monotonic()

    def build(self) -> httpx.Request:
        """The request without the key, for the next attempt."""
        self._started = time.monotonic()
        left = self.left()
        url, common = _fixed(self._settings.root, self.operation.path, self._request["url"])
        own = [(name.encode(), value.encode()) for name, value in self._request.get("headers", {}).items()]
        timeout = {"connect": left, "read": left, "write": left, "pool": left}
        return build(self._request, url, [*common, *own], {"timeout": timeout, "operation": self.operation})

    def keyed(self, request: httpx.Request) -> httpx.Request:
        """A copy of the request that has the key, for which the caller's function is asked once a call."""
        keyring = self._settings.keyring
        if keyring is None:
            return request
        self._key = self._key or keyring.ask()
        return keyring.apply(request, self._key)

    def conclude(self, outcome: httpx.Response | BaseException) -> T | Wait:
        """What the attempt's outcome means: the call's result, or a wait. Raises VisionAPIError.

        Whatever is no ordinary exception, an interrupt for example, is raised as it is.
        """
        self._number += 1
        if isinstance(outcome, BaseException):
            if not isinstance(outcome, Exception):
                self._tell(outcome, outcome, None)
                raise outcome
            error = self._failure(outcome)
        else:
            try:
                value = responses.read(
                    self.operation, outcome, self._parse, rules=self._settings.rules, secrets=self._secrets
                )
            except VisionAPIError as raised:
                error = raised
            else:
                self._tell(outcome, None, None)
                if (seen := ANSWERS.get()) is not None:
                    seen.append(outcome)
                return value
        if error.status == 429 and error.retry_after is None and self._settings.rules.waits:
            error.retry_after = self._settings.rules.waits[min(self._number, len(self._settings.rules.waits)) - 1]
        seconds = None
        if not isinstance(outcome, NoPlaceError):  # which has looked at all the time that is left
            seconds = self._settings.retry.wait(self.operation, self._number, error, self.left())
        self._tell(outcome, error, seconds)
        if seconds is not None:
            return Wait(seconds)
        if not isinstance(error, ConfigurationError):
            from .curl import as_curl  # with the first failure

            curl = as_curl(self._settings.base_url, self._request, self._settings.keyring)
            error.note(attempts=self._number, curl=curl)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise error.with_traceback(None)

    def _tell(self, outcome: httpx.Response | BaseException, error: BaseException | None, wait: float | None) -> None:
        started, self._started = self._started, None
        if self._settings.on_attempt is None:
            return
        attempt = Attempt(
            operation=self.operation,
            number=self._number,
            host=self._settings.base_url.host,
            seconds=time.monotonic() - started if started else 0.0,
            status=outcome.status_code if isinstance(outcome, httpx.Response) else None,
            error=type(error).__name__ if error else None,
            wait=wait,
        )
        try:
            self._settings.on_attempt(attempt)
        except Exception:
            # An answer that was paid for, or the error that tells what went wrong, is worth more than the hook.
            LOGGER.exception("on_attempt raised")

    def _secrets(self) -> list[Secret]:
        """The key, and every address in the request, which may be signed."""
        from .curl import addresses

        urls = [address for name in _BODY for address in addresses(self._request.get(name))]
        found = [Secret(text) for url in urls for text in (url, url.partition("?")[2])]
        return [self._key, *found] if self._key else found

    def _failure(self, error: Exception) -> VisionAPIError:
        """The typed error for whatever kept an answer from coming."""
        place, timeout = self._settings.place, self._settings.timeout
        kind: type[VisionAPIError] = TransportError
        sent = not isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError))
        if isinstance(error, VisionAPIError):  # before or while the request was sent
            error.operation, error.args = self.operation.name, (f"{self.operation.name}: {error}",)
            return error
        if isinstance(error, NoPlaceError):
            kind, sent = CallTimeoutError, False
            what = f"the client's own limits left no place for it within {timeout:g} s; raise them, or timeout"
        elif isinstance(error, (httpx.TimeoutException, TimeoutError)):
            kind = CallTimeoutError
            what = f"no whole answer from {place} within {timeout:g} s; try again, or raise timeout"
        elif isinstance(error, (httpx.InvalidURL, UnicodeError)):
            kind = ConfigurationError
            what = "base_url, the model or a parameter cannot stand in an address: too long, or with odd characters"
        elif isinstance(error, httpx.DecodingError):
            kind = DecodeError
            what = f"the answer from {place} is compressed in a way that cannot be undone"
        elif isinstance(error, httpx.ConnectError):
            what = f"{place} cannot be reached ({error}); is base_url right, and the server running?"
        elif isinstance(error, httpx.ProxyError):
            what = f"the proxy did not reach {place}; check proxy= and {self._settings.base_url.scheme.upper()}_PROXY"
        elif isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(("Server disc", "peer closed")):
            what = f"{place} closed the connection before the answer was whole; try again"
        elif isinstance(error, httpx.ProtocolError):
            what = f"{place} does not speak HTTP as it should; are scheme and port of base_url right?"
        else:
            what = f"the connection to {place} broke ({type(error).__name__}); try again"
        failure = kind(f"{self.operation.name}: {what}", operation=self.operation.name)
        if isinstance(failure, TransportError):
            failure.sent = sent
        return failure


@lru_cache(maxsize=256)
def _fixed(root: str, template: str, path: str) -> tuple[httpx.URL, list[tuple[bytes, bytes]]]:
    """What is the same in every request for a path: to parse an address takes longer than to decode most answers.

    Raises ConfigurationError for an id that is no segment of a path: the call would go to another one.
    """
    for name, segment in zip(template.split("/"), path.split("/"), strict=True):
        if name.startswith("{") and segment in {"", ".", ".."}:
            raise ConfigurationError(f"{name[1:-1]} is {segment!r}; give the id of what is meant")
    url = httpx.URL(root + path)
    return url, [(b"Host", url.netloc), *HEADERS]
