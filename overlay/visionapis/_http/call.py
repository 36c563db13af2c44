"""One call: the request of each attempt, and the decision to return, retry or raise. Nothing is sent here."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import httpx

from visionapis._transport.proxies import DEFAULT_PORTS
from visionapis._vendors import vendors
from visionapis.errors import APIStatusError, ConfigurationError, VisionAPIError

from . import responses
from .arguments import encode_arguments, explain
from .causes import detach, expose
from .credentials import Credentials
from .failures import Phase, is_failure, make_error
from .headers import MIN_SECRET_LENGTH
from .limits import LimitTimeoutError
from .network_errors import Route, is_permanent, proxy_failure
from .reading import Reader, take_reader
from .redaction import Secret, url_secrets
from .requests import build_request, public_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_generated.operation import Operation

    from .settings import Settings

T = TypeVar("T")

# Collects the responses of the calls in the current context, if a list is set.
RESPONSES: ContextVar[list[httpx.Response] | None] = ContextVar("visionapis_responses", default=None)


class Gate(Protocol):
    """A gate that requests of async clients wait for, besides the clients' own limits.

    A call raises what a method raises; then nothing of the request was sent.
    """

    async def acquire(self) -> None:
        """Wait before a request, which is encoded, takes its place in the client's limits; its timeout is later."""
        ...

    async def before_send(self) -> None:
        """Wait within the limits and the timeout, immediately before the request is sent."""
        ...


# The gate of the calls in the current context.
GATE: ContextVar[Gate | None] = ContextVar("visionapis_gate", default=None)

LOGGER = logging.getLogger("visionapis")
# A program that does not configure logging prints nothing: https://docs.python.org/3/howto/logging.html#library-config
LOGGER.addHandler(logging.NullHandler())

# Arguments of a request that hold what the caller passed.
_ARGUMENTS = ("params", "json", "data", "files", "content")


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
        self._reader: Reader[T, object] | None = take_reader()
        self._connection_secrets = secrets
        self._proxy = proxy
        self._prepared: httpx.Request | None = None
        self.credentials = Credentials(settings.authenticator, operation)
        self._logged_secrets: list[Secret] | None = None
        self._deadline = time.monotonic() + settings.timeout
        self._attempts = 0
        self._started: float | None = None
        self._connecting = False

    @property
    def _route(self) -> Route:
        return Route(self._settings.origin, self._proxy)

    def remaining(self) -> float:
        """Return the seconds until the call times out."""
        return self._deadline - time.monotonic()

    def extend(self, seconds: float) -> float:
        """Let the call time out later, and return the seconds until it does."""
        self._deadline += seconds
        return self.remaining()

    def prepare(self) -> None:
        """Encode the request. Raises ConfigurationError for an argument that cannot be sent, and InvalidImageError."""
        if error := self._encode():
            raise error

    def _encode(self) -> VisionAPIError | None:
        """Encode the request; an error is returned, so that its traceback has no frame that holds an argument."""
        try:
            self._request = encode_arguments(self.operation, self._request)
            self._prepared = build_request(self._settings, self._request)
        except Exception as error:  # noqa: BLE001  (objects of the caller may raise anything)
            return self._named(explain(error, self.operation, self._request))
        return None

    def build(self) -> httpx.Request:
        """Return the request of the next attempt, without the key."""
        self._started = time.monotonic()
        self._connecting = False
        remaining = self.remaining()
        request, self._prepared = self._prepared or build_request(self._settings, self._request), None
        # Before the call itself times out, which does not tell whether the request was sent.
        connect = remaining - min(0.25, remaining / 10)
        timeout = {"connect": connect, "read": remaining, "write": remaining, "pool": connect}
        request.extensions = {"timeout": timeout, "operation": self.operation}
        return request

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note the progress of a request; an async transport calls this."""
        self.note_progress(event, info)

    def note_progress(self, event: str, info: dict[str, Any]) -> None:
        """Note whether a connection is being made, or the request is sent.

        Neither a timeout of asyncio tells, nor a failure while a proxy is asked to connect. A transport calls this:
        https://www.encode.io/httpcore/extensions/#trace
        """
        if event.endswith(".connect_tcp.started"):  # of a connection, or of one over SOCKS
            self._connecting = True
        elif event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self._connecting = False

    def sign(self, request: httpx.Request) -> httpx.Request:
        """Let the transport sign the request, and return it."""
        self.credentials.attach(request)
        self._logged_secrets = None  # of a log record that the function made
        return request

    def handle_outcome(self, outcome: httpx.Response | BaseException) -> T | RetryAfter:
        """Return the result of the call, or the delay before the next attempt. Raises VisionAPIError.

        An exception that is not a failure of the network, such as one of a test's transport, is raised as it is.
        """
        if self._started is not None:  # else no request was made: of a closed client, or while it waited for a limit
            self._attempts += 1
        outcome = proxy_failure(outcome) or outcome
        if isinstance(outcome, BaseException):
            if not is_failure(outcome):
                expose(outcome, self._secrets(), public_request(self._settings, self._request))
                self._notify(None, outcome, None)
                raise outcome
            outcome = detach(outcome, self._secrets(), public_request(self._settings, self._request))
            error = self._connection_error(cast("Exception", outcome))
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
            error.headers = responses.redact_headers(outcome, self._secrets())
            if error.status_code == 401 and self.remaining() > 0 and self.credentials.discard_token():
                self._notify(response, error, 0.0)
                return RetryAfter(0.0)
        rules = self._settings.rules
        error.hint = error.hint or rules.find_hint(error) or self._missing_key_hint(error) or self._route.hint(error)
        error.hint = error.hint or rules.status_hint(error)
        delays = rules.retry_delays
        if error.status_code == 429 and error.retry_after is None and delays:
            error.retry_after = delays[min(self._attempts, len(delays)) - 1]
        delay, has_no_token = None, self.credentials.has_failed
        # A limit's is raised because no time remains.
        is_final = isinstance(outcome, LimitTimeoutError) or (isinstance(outcome, Exception) and is_permanent(outcome))
        if not (has_no_token or is_final):
            attempts = self._attempts - self.credentials.is_renewed
            delay = self._settings.retry.delay(self.operation, attempts, error, self.remaining())
        self._notify(response, error, delay)
        if delay is not None:
            return RetryAfter(delay)
        if not (has_no_token or isinstance(error, ConfigurationError)):
            self._note([error, *(self._reader.errors if self._reader else ())])
        # The repr of a response has the server's reason phrase, which may repeat the key.
        response = None
        del outcome
        raise error

    def _note(self, errors: list[VisionAPIError]) -> None:
        """Record the number of attempts and the curl command of the call in its errors."""
        if not errors:
            return
        from .curl import as_curl  # imported on first use: most calls succeed

        settings, credentials = self._settings, self.credentials
        curl = as_curl(settings.base_url, self._request, credentials.authenticator, credentials.key, settings.headers)
        for error in errors:
            error._note(attempts=self._attempts, curl=curl)  # pyright: ignore[reportPrivateUsage]  (private to the package)

    def _notify(self, response: httpx.Response | None, error: BaseException | None, delay: float | None) -> None:
        started, self._started = self._started, None
        if started is None:
            return
        elapsed = time.monotonic() - started
        if LOGGER.isEnabledFor(logging.DEBUG if delay is None else logging.WARNING):
            outcome = type(error).__name__ if response is None else f"status {response.status_code}"
            what, number = f"{self._settings.vendor} {self.operation.name}", self._attempts
            if delay is not None:
                LOGGER.warning("%s: attempt %d failed, retrying in %.3f s: %s", what, number, delay, str(error))
            wait = "no retry" if delay is None else f"retry in {delay:.3f} s"
            LOGGER.debug("%s: attempt %d: %s after %.3f s, %s", what, number, outcome, elapsed, wait)
        if self._settings.observer is not None and response is not None:
            key = self.credentials.token or self.credentials.key
            observe = self._settings.observer._record  # pyright: ignore[reportPrivateUsage]  (private to the package)
            observe(self._settings.vendor, self.operation.operation_id, response, elapsed, key, self._request)
        if self._settings.on_attempt is None:
            return
        from .attempts import Attempt  # imported on first use: most clients have no hook

        base_url = self._settings.base_url
        attempt = Attempt(
            vendor=self._settings.vendor,
            operation=self.operation,
            number=self._attempts,
            host=base_url.host,
            port=base_url.port or DEFAULT_PORTS[base_url.scheme],
            elapsed=elapsed,
            status_code=response.status_code if response else None,
            error_type=type(error).__name__ if error else None,
            retry_delay=delay,
        )
        try:
            self._settings.on_attempt(attempt)
        except Exception:
            # An error of the hook must not hide the result, which may have cost money, or the error of the call.
            LOGGER.exception("on_attempt raised an exception")

    def logged_secrets(self) -> list[Secret]:
        """Return the secrets of the call for its log records, which are many at DEBUG."""
        if self._logged_secrets is None:
            self._logged_secrets = self._secrets()
        return self._logged_secrets

    def _secrets(self) -> list[Secret]:
        """Return the key, the secrets of the connections, and every URL in the request, which may be signed."""
        from .curl import urls

        found = [url for name in _ARGUMENTS for url in urls(self._request.get(name))]
        values = [each for each in self._settings.headers.values() if len(each.reveal()) >= MIN_SECRET_LENGTH]
        urls_in_request = (Secret(text, stays_in_prose=False) for url in found for text in url_secrets(url))
        return [*self.credentials.secrets(), *self._connection_secrets, *values, *urls_in_request]

    def _connection_error(self, error: Exception) -> VisionAPIError:
        """Return the error of a call that got no response because of an exception."""
        if isinstance(error, VisionAPIError):  # raised before or while the request was sent
            return self._named(error)
        phase: Phase = "key" if self.credentials.is_resolving else "connection" if self._connecting else "request"
        return make_error(error, self.operation.name, self._route, self._settings.timeout, phase)

    def _named(self, error: VisionAPIError) -> VisionAPIError:
        """Return an error of this operation; one that a transport raises for each attempt is named once."""
        if error.operation is None:
            name = self.operation.name
            error.operation, error.args = name, (f"{name}: {error}",)
        return error

    def _missing_key_hint(self, error: VisionAPIError) -> str | None:
        """Return the hint if the server wants a key and there is none."""
        if self._settings.authenticator or not isinstance(error, APIStatusError):
            return None
        wanted = error.status_code in {401, 403} or (
            error.status_code in {400, 422} and re.search(r"(?i)\bapi[ _-]?keys?\b", error.message)
        )
        vendor = vendors().get(self._settings.vendor) if wanted else None
        return f"set {vendor.key_variable} in the environment, or pass api_key=" if vendor else None
