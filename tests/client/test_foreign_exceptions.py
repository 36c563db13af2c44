"""Exceptions that are not failures of the network are raised as they are."""

from __future__ import annotations

import asyncio
import gzip
import io
import socket
import ssl
import traceback
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
from PIL import UnidentifiedImageError

from tests.helpers.images import make_image
from visionapis import APIConnectionError, APITimeoutError, AsyncRoboflow, AsyncXimilar, Attempt, Roboflow, Ximilar

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"


class CustomError(Exception):
    """An exception that keeps the request."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__(f"sent to {request.url}", request.method)
        self.request = request
        self.url = str(request.url)


def call(
    raise_it: Callable[[httpx.Request], Any], *, asynchronous: bool, attempts: list[Attempt]
) -> BaseException | None:
    """Make a call that would be retried, over a transport that raises, and return what the caller gets."""

    async def handle(request: httpx.Request) -> httpx.Response:
        raise_it(request)
        return httpx.Response(200)

    async def call_async() -> None:
        async with AsyncXimilar(KEY, transport=httpx.MockTransport(handle), on_attempt=attempts.append) as client:
            await client.tasks.get("a")

    try:
        if asynchronous:
            asyncio.run(call_async())
        else:
            with Ximilar(KEY, transport=httpx.MockTransport(raise_it), on_attempt=attempts.append) as client:
                client.tasks.get("a")
    except BaseException as error:  # noqa: BLE001  (returned)
        return error
    return None


def failing(error: BaseException) -> Callable[[httpx.Request], Any]:
    """Return a handler that raises an exception with a cause."""

    def handler_of_the_test(_request: httpx.Request) -> None:
        try:
            raise LookupError("the cause")
        except LookupError as cause:
            raise error from cause

    return handler_of_the_test


FOREIGN: dict[str, Callable[[], BaseException]] = {
    "AssertionError": lambda: AssertionError("wrong path"),
    "KeyError": lambda: KeyError("a"),
    "RuntimeError": lambda: RuntimeError("broken"),
    "ValueError": lambda: ValueError("broken"),
    "TypeError": lambda: TypeError("broken"),
    "UnicodeError": lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
    "InvalidURL": lambda: httpx.InvalidURL("of the handler"),
    "missing file": lambda: FileNotFoundError(2, "No such file", "fixture.json"),
    "forbidden file": lambda: PermissionError(13, "Permission denied", "fixture.json"),
    "missing file without a name": lambda: FileNotFoundError("no fixture"),
    "missing file with a number": lambda: FileNotFoundError(2, "No such file"),
    "unidentified image": lambda: UnidentifiedImageError("cannot identify"),
    "bad gzip": lambda: gzip.BadGzipFile("not gzipped"),
    "unsupported operation": lambda: io.UnsupportedOperation("fileno"),
    "OSError without a number": lambda: OSError("os"),
    "Failed of pytest": lambda: pytest.fail.Exception("failed by the test"),
    "group": lambda: BaseExceptionGroup("several", [OSError("a"), KeyboardInterrupt()]),
    "KeyboardInterrupt": KeyboardInterrupt,
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_exception_is_raised_as_it_is(name: str, asynchronous: bool) -> None:
    """The caller gets the same object with its cause and the frame that raised it, after one attempt."""
    if asynchronous and name == "KeyboardInterrupt":
        pytest.skip("asyncio.run replaces it")
    raised = FOREIGN[name]()
    attempts: list[Attempt] = []

    got = call(failing(raised), asynchronous=asynchronous, attempts=attempts)

    assert got is raised
    assert isinstance(got.__cause__, LookupError)
    for error in (got, got.__cause__):
        frames = traceback.extract_tb(error.__traceback__)
        assert frames[-1].name == "handler_of_the_test"
    assert [(each.number, each.error_type, each.retry_delay) for each in attempts] == [(1, type(raised).__name__, None)]


NETWORK: dict[str, tuple[Callable[[], Exception], type[Exception]]] = {
    "OSError": (lambda: OSError(113, "No route to host"), APIConnectionError),
    "host": (lambda: socket.gaierror("unknown"), APIConnectionError),
    "forbidden": (lambda: PermissionError(1, "Operation not permitted"), APIConnectionError),
    "TLS": (lambda: ssl.SSLError(1, "x"), APIConnectionError),
    "end of TLS": (lambda: ssl.SSLEOFError("x"), APIConnectionError),
    "reset": (ConnectionResetError, APIConnectionError),
    "timeout": (TimeoutError, APITimeoutError),
    "httpx": (lambda: httpx.ReadError("lost"), APIConnectionError),
    "stream": (httpx.StreamClosed, APIConnectionError),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", NETWORK)
def test_network_failure_is_retried(name: str, asynchronous: bool) -> None:
    """A failure of the network is retried, and becomes an error of the package."""
    make, expected = NETWORK[name]
    attempts: list[Attempt] = []

    def fail(_request: httpx.Request) -> None:
        raise make()

    got = call(fail, asynchronous=asynchronous, attempts=attempts)

    assert type(got) is expected
    assert len(attempts) == 3


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("cause", [ssl.SSLError(1, "x"), ssl.SSLError(), ssl.SSLCertVerificationError("x")])
def test_tls_error_of_python_code(cause: ssl.SSLError, asynchronous: bool) -> None:
    """An error of TLS without OpenSSL's attributes, wrapped as httpx does it, is a failed connection."""

    def fail(_request: httpx.Request) -> None:
        raise httpx.ConnectError("boo") from cause

    got = call(fail, asynchronous=asynchronous, attempts=[])

    assert type(got) is APIConnectionError


@pytest.mark.parametrize("asynchronous", [False, True])
def test_error_of_the_package_is_named_once(asynchronous: bool) -> None:
    """An error of the package that a transport raises for each attempt gets the name of the operation once."""
    error = APIConnectionError("mine")
    attempts: list[Attempt] = []

    def fail(_request: httpx.Request) -> None:
        raise error

    got = call(fail, asynchronous=asynchronous, attempts=attempts)

    assert got is error
    assert (str(got), len(attempts)) == ("tasks_get: mine", 3)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_route_missing_in_respx(asynchronous: bool) -> None:
    """The error of respx for a request without a route reaches the test, after one attempt and without the key."""
    attempts: list[Attempt] = []

    async def call_async() -> None:
        async with AsyncRoboflow(KEY, api_key_in="query", on_attempt=attempts.append) as client:
            await client.infer(make_image(), model="digits/1")

    def call_sync() -> None:
        with Roboflow(KEY, api_key_in="query", on_attempt=attempts.append) as client:
            client.infer(make_image(), model="digits/1")

    with respx.mock, pytest.raises(respx.models.AllMockedAssertionError, match="not mocked") as caught:
        asyncio.run(call_async()) if asynchronous else call_sync()

    assert len(attempts) == 1
    assert KEY not in str(caught.value)


def test_foreign_exception_shows_no_key() -> None:
    """Neither texts and requests of an exception nor the frames between client and handler hold the key."""

    def fail(request: httpx.Request) -> None:
        raise CustomError(request)

    with (
        Roboflow(KEY, api_key_in="query", transport=httpx.MockTransport(fail)) as client,  # type: ignore[arg-type]  # it returns nothing
        pytest.raises(CustomError) as caught,
    ):
        client.infer(make_image(), model="digits/1")

    error = caught.value
    assert KEY not in f"{error} {error.args} {vars(error)}"
    assert "?" not in str(error.request.url)
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    library_frames = [frame for frame in trace.stack if "/tests/" not in frame.filename]
    assert library_frames
    assert KEY not in "\n".join(str(frame.locals) for frame in library_frames)
