"""One call: the request of each attempt, and the decision to return, retry or raise. Nothing is sent here."""

from __future__ import annotations

import logging
import ssl
import time
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx

from visionapis._images.bodies import build
from visionapis.errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
    VisionAPIError,
)
from visionapis.version import __version__

from . import responses
from .causes import detach
from .limits import LimitTimeoutError
from .reading import take_reader
from .redaction import SECRETS_IN_USE, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from visionapis_generated.operation import Operation

    from .settings import Settings

T = TypeVar("T")

HEADERS = [
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"User-Agent", f"visionapis/{__version__}".encode()),
]

# Collects the responses of the calls in the current context, if a list is set.
RESPONSES: ContextVar[list[httpx.Response] | None] = ContextVar("visionapis_responses", default=None)

LOGGER = logging.getLogger("visionapis")

# Arguments of a request that hold what the caller passed.
_ARGUMENTS = ("params", "json", "data", "files", "content")
# Shorter values in the query of a URL, such as a size, may be words of a message.
MIN_SIGNATURE_LENGTH = 16

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Failures that prove that no server received the request.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


@dataclass(eq=False, repr=False)
class RetryAfter:
    """The outcome of a failed attempt after which the call is retried in `delay` seconds."""

    delay: float


class Call(Generic[T]):
    """One call, from its first attempt to its result or error."""

    def __init__(
        self,
        settings: Settings,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], T],
        secrets: Sequence[Secret] = (),
        proxy: str | None = None,
    ) -> None:
        """Start a call; exceptions of its connections may quote `secrets`, and concern `proxy`, its origin if any."""
        self.operation = operation
        self._settings = settings
        self._request = request
        self._parse = parse
        self._reader = take_reader()
        self._connection_secrets = secrets
        self._proxy = proxy
        self._key: Secret | None = None
        self._logged_secrets: Sequence[Secret] = ()  # redacted from logs as long as the call lives
        self._deadline = time.monotonic() + settings.timeout
        self._attempts = 0
        self._started: float | None = None

    def remaining(self) -> float:
        """Return the seconds until the call times out."""
        return self._deadline - time.monotonic()

    def build(self) -> httpx.Request:
        """Return the request of the next attempt, without the key."""
        self._started = time.monotonic()
        remaining = self.remaining()
        url, common = _cached_url(self._settings.root, self.operation.path, self._request["url"])
        headers = [(name.encode(), value.encode()) for name, value in self._request.get("headers", {}).items()]
        timeout = {"connect": remaining, "read": remaining, "write": remaining, "pool": remaining}
        return build(self._request, url, [*common, *headers], {"timeout": timeout, "operation": self.operation})

    def sign(self, request: httpx.Request) -> httpx.Request:
        """Return a copy of the request with the key; a function that returns keys is called once per call."""
        authenticator = self._settings.authenticator
        if authenticator:
            self._key = self._key or authenticator.resolve()
            request = authenticator.sign(request, self._key)
        if SECRETS_IN_USE.is_active():
            self._logged_secrets = self._secrets()
            for secret in self._logged_secrets:
                SECRETS_IN_USE.add(secret)
        return request

    def handle_outcome(self, outcome: httpx.Response | BaseException) -> T | RetryAfter:
        """Return the result of the call, or the delay before the next attempt. Raises VisionAPIError.

        An exception that is not an Exception, such as KeyboardInterrupt, is raised as it is.
        """
        self._attempts += 1
        if isinstance(outcome, BaseException):
            outcome = detach(outcome, self._secrets(), self._public_request())
            if not isinstance(outcome, Exception):
                self._notify(None, outcome, None)
                raise outcome
            error = self._connection_error(outcome)
            response = None
        else:
            result = responses.read_response(
                self.operation,
                outcome,
                self._parse,
                self._reader,
                rules=self._settings.rules,
                secrets=self._secrets,
            )
            if not isinstance(result, VisionAPIError):
                self._notify(outcome, None, None)
                if self._reader:
                    self._note(self._reader.errors)
                if (collected := RESPONSES.get()) is not None:
                    collected.append(outcome)
                return result
            error, response = result, outcome
        error.hint = self._settings.rules.hint(error)
        delays = self._settings.rules.retry_delays
        if error.status_code == 429 and error.retry_after is None and delays:
            error.retry_after = delays[min(self._attempts, len(delays)) - 1]
        delay = None
        if not isinstance(outcome, LimitTimeoutError):  # raised because no time remains
            delay = self._settings.retry.delay(self.operation, self._attempts, error, self.remaining())
        self._notify(response, error, delay)
        if delay is not None:
            return RetryAfter(delay)
        if not isinstance(error, ConfigurationError):
            self._note([error, *(self._reader.errors if self._reader else ())])
        raise error

    def _note(self, errors: list[VisionAPIError]) -> None:
        """Record the number of attempts and the curl command of the call in its errors."""
        if not errors:
            return
        from .curl import as_curl  # imported on first use: most calls succeed

        curl = as_curl(self._settings.base_url, self._request, self._settings.authenticator)
        for error in errors:
            error._note(attempts=self._attempts, curl=curl)  # pyright: ignore[reportPrivateUsage]  (private to the package)

    def _notify(self, response: httpx.Response | None, error: BaseException | None, delay: float | None) -> None:
        started, self._started = self._started, None
        if self._settings.on_attempt is None:
            return
        from .attempts import Attempt  # imported on first use: most clients have no hook

        base_url = self._settings.base_url
        attempt = Attempt(
            vendor=self._settings.vendor,
            operation=self.operation,
            number=self._attempts,
            host=base_url.host,
            port=base_url.port or _DEFAULT_PORTS[base_url.scheme],
            elapsed=time.monotonic() - started if started else 0.0,
            status_code=response.status_code if response else None,
            error_type=type(error).__name__ if error else None,
            retry_delay=delay,
        )
        try:
            self._settings.on_attempt(attempt)
        except Exception:
            # An error of the hook must not hide the result, which may have cost money, or the error of the call.
            LOGGER.exception("on_attempt raised an exception")

    def _secrets(self) -> list[Secret]:
        """Return the key, the secrets of the connections, and every URL in the request, which may be signed."""
        from .curl import urls

        found = [url for name in _ARGUMENTS for url in urls(self._request.get(name))]
        secrets = [
            *self._connection_secrets,
            *(Secret(text, stays_in_prose=False) for url in found for text in _url_secrets(url)),
        ]
        return [self._key, *secrets] if self._key else secrets

    def _public_request(self) -> httpx.Request | None:
        """Return the request without key, query and body, for exceptions of httpx; None if its URL is invalid."""
        try:
            url, _ = _cached_url(self._settings.root, self.operation.path, self._request["url"])
        except (ConfigurationError, httpx.InvalidURL, UnicodeError):
            return None
        return httpx.Request(self._request["method"], url)

    def _connection_error(self, error: Exception) -> VisionAPIError:
        """Return the error of a call that got no response because of an exception."""
        name, origin, timeout = self.operation.name, self._settings.origin, self._settings.timeout
        if isinstance(error, VisionAPIError):  # raised before or while the request was sent
            error.operation, error.args = name, (f"{name}: {error}",)
            return error
        kind: type[VisionAPIError] = APIConnectionError
        hint = None
        if isinstance(error, LimitTimeoutError):
            kind = APITimeoutError
            what = f"timed out after {timeout:g} s waiting for max_concurrency or requests_per_minute"
            hint = "raise max_concurrency, requests_per_minute or timeout"
        elif isinstance(error, (httpx.TimeoutException, TimeoutError)):
            kind = APITimeoutError
            what, hint = f"no complete response from {origin} within {timeout:g} s", "try again, or raise timeout"
        elif isinstance(error, (httpx.InvalidURL, UnicodeError)):
            kind, what = ConfigurationError, "the URL is invalid: a part is too long, or contains invalid characters"
            hint = "check base_url, the ids and the parameters"
        elif isinstance(error, httpx.DecodingError):
            kind, what = ResponseDecodeError, f"the response from {origin} cannot be decompressed"
        elif isinstance(error, httpx.ConnectError):
            what, hint = self._connect_error(error)
        elif isinstance(error, httpx.ProxyError):
            proxy = f"the proxy {self._proxy}" if self._proxy else "the proxy"
            what = f"{proxy} failed to connect to {origin} ({responses.one_line(str(error))})"
            hint = f"check proxy= and {self._settings.base_url.scheme.upper()}_PROXY"
        elif isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(("Server disc", "peer closed")):
            what = f"{origin} closed the connection before the response was complete"
        elif isinstance(error, httpx.ProtocolError):
            what = f"{origin} sent an invalid HTTP response"
            hint = "check the scheme and port of base_url"
        else:
            what = f"the connection to {origin} failed ({type(error).__name__})"
        failure = kind(f"{name}: {what}", hint=hint, operation=name)
        if isinstance(failure, APIConnectionError):
            failure.request_sent = not isinstance(error, (LimitTimeoutError, *_NOT_SENT))
        failure.__cause__ = None if isinstance(error, LimitTimeoutError) else error
        return failure

    def _connect_error(self, error: httpx.ConnectError) -> tuple[str, str]:
        """Return what could not be connected to, the server or its proxy, and the hint."""
        origin, proxy, root = self._settings.origin, self._proxy, _root_cause(error)
        if isinstance(root, ssl.SSLError):
            route = f" over the proxy {proxy}" if proxy else ""
            hint = (
                "check the server's certificate, or name its certificate authority in SSL_CERT_FILE"
                if isinstance(root, ssl.SSLCertVerificationError)
                else "check the scheme and port of base_url"
            )
            return f"cannot connect to {origin}{route} ({error})", hint
        # asyncio tries every address of a host and tells only that all attempts failed.
        reason = root if isinstance(root, OSError) and root.errno else error
        if proxy:
            variable = f"{self._settings.base_url.scheme.upper()}_PROXY"
            hint = f"check proxy= and {variable}, and that the proxy is running"
            return f"cannot connect to the proxy {proxy} ({reason})", hint
        return f"cannot connect to {origin} ({reason})", "check base_url, and that the server is running"


def _url_secrets(url: str) -> list[str]:
    """Return a URL, its query, and the long values in it: a server may quote only the signature."""
    query = url.partition("?")[2]
    values = (pair.partition("=")[2] for pair in query.split("&"))
    return [url, query, *(value for value in values if len(value) >= MIN_SIGNATURE_LENGTH)]


def _root_cause(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error


@lru_cache(maxsize=256)
def _cached_url(root: str, template: str, path: str) -> tuple[httpx.URL, list[tuple[bytes, bytes]]]:
    """Return the URL and headers of a path; parsing a URL takes longer than decoding most responses.

    Raises ConfigurationError for an id that is empty, `.` or `..`, which would lead to another path.
    """
    for name, segment in zip(template.split("/"), path.split("/"), strict=True):
        if name.startswith("{") and segment in {"", ".", ".."}:
            raise ConfigurationError(f"invalid {name[1:-1]}: {segment!r}")
    url = httpx.URL(root + path)
    return url, [(b"Host", url.netloc), *HEADERS]
