"""SOCKS proxies: their failures are told like those of http proxies, and their passwords are not."""

from __future__ import annotations

import gc
import logging
import socket
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from tests.helpers.canary_calls import outcomes
from visionapis import APIConnectionError, AsyncXimilar, ConfigurationError, Ximilar

from .proxied import HTTP_URL, PASSWORD, failure, frame_locals, outcome_of_list
from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.usefixtures("no_proxies"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),  # httpcore leaves its socket open
]

TRANSPORTS = ["synchronous", "httpx"]
SERVER = "http://api.internal"
PASSWORD_REQUIRED = b"\x05\x02"


@contextmanager
def socks_proxy(*replies: bytes) -> Iterator[str]:
    """Run a proxy that sends each of the replies after it has received something, and then closes; yield its URL."""

    def serve() -> None:
        with suppress(OSError):  # of the closed listener
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    for reply in replies:
                        connection.recv(1000)
                        connection.sendall(reply)

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"socks5://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # ends accept() at once
        listener.close()
        thread.join()
        gc.collect()  # while the warning is ignored


def add_password(url: str, password: str = PASSWORD) -> str:
    """Return the URL of a proxy with credentials."""
    return url.replace("://", f"://user:{quote(password)}@")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_rejected_password(transport: str) -> None:
    """A proxy that rejects the password is not tried again, and the hint says what to check."""
    with socks_proxy(PASSWORD_REQUIRED, b"\x01\x01") as url:
        error = outcome_of_list(SERVER, transport, proxy=add_password(url))

    assert isinstance(error, APIConnectionError)
    assert f"the proxy {url} failed to connect to {SERVER} (Invalid username/password)" in str(error)
    assert (error.hint, error.attempts) == ("check the user and password in proxy= and HTTP_PROXY", 1)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


NOT_SOCKS: dict[str, tuple[bytes, ...]] = {
    "HTTP": (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
    "TLS": (b"\x15\x03\x03\x00\x02\x02\x28",),
    "SOCKS 4": (b"\x00\x5b",),
    "nothing": (b"",),
    "half a reply": (b"\x05",),
    "something else after the password": (PASSWORD_REQUIRED, b"\x01\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "nothing after the password": (PASSWORD_REQUIRED, b"\x01\x00", b""),
}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("name", NOT_SOCKS)
def test_port_that_does_not_speak_socks(name: str, transport: str) -> None:
    """A port that is not that of a SOCKS proxy raises APIConnectionError, which names it; nothing was sent."""
    with socks_proxy(*NOT_SOCKS[name]) as url:
        error = outcome_of_list(SERVER, transport, proxy=add_password(url), max_retries=1)

    assert isinstance(error, APIConnectionError)
    assert str(error) == f"tasks_list: the proxy {url} failed to connect to {SERVER} (no valid SOCKS reply)"
    assert (error.hint, error.request_sent, error.attempts) == ("check proxy= and HTTP_PROXY", False, 2)
    assert type(error.__cause__) is httpx.ProxyError
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("make", [httpx.HTTPTransport, httpx.AsyncHTTPTransport])
def test_given_transport_to_such_a_port(make: Any) -> None:
    """A transport of the caller fails in the same way."""
    with socks_proxy(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        transport = make(proxy=url)
        client_class: Any = Ximilar if make is httpx.HTTPTransport else AsyncXimilar
        (error,) = outcomes(client_class, SERVER, [lambda client: client.tasks.list()], transport=transport)

    assert isinstance(error, APIConnectionError)
    assert f"the proxy {url} failed to connect to {SERVER} (no valid SOCKS reply)" in str(error)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("password", [PASSWORD, "p3", "p\u00e4ss", "it's\\so", "\u65e5\u672c\u8a9e"])
def test_password_is_not_logged(password: str, transport: str, caplog: pytest.LogCaptureFixture) -> None:
    """httpcore logs the credentials of a SOCKS proxy; the password is redacted, also as the repr of bytes has it."""
    caplog.set_level(logging.DEBUG)
    with socks_proxy(PASSWORD_REQUIRED, b"\x01\x01") as url:
        outcome_of_list(SERVER, transport, proxy=add_password(url, password))

    lines = [each.getMessage() for each in caplog.records if each.name == "httpcore.socks"]
    (started,) = [line for line in lines if line.startswith("setup_socks5_connection.started")]
    assert started.endswith(("auth=(b'user', b'***')", "auth=(b'user', b\"***\")"))
    for shown in (password, repr(password.encode())[2:-1]):
        assert shown not in caplog.text


@pytest.mark.parametrize("transport", ["synchronous", "httpx"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_socks_proxy_without_its_package(scheme: str, transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy needs a package, which the hint names."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    error = failure(HTTP_URL, f"{scheme}://user:{PASSWORD}@127.0.0.1:1", transport=transport)

    assert isinstance(error, ConfigurationError)
    assert str(error) == f"the proxy {scheme}://127.0.0.1:1 requires the package socksio"
    assert error.hint == "pip install 'httpx[socks]'"
    assert isinstance(error.__cause__, ImportError)
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"


def test_socks_proxy_with_aiohttp(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transport aiohttp refuses SOCKS proxies, of the environment as well, and the hint names the other one."""
    monkeypatch.setenv("ALL_PROXY", f"socks5://user:{PASSWORD}@127.0.0.1:1")
    error = failure(HTTP_URL, None, transport="aiohttp")

    assert isinstance(error, ConfigurationError)
    assert str(error) == "aiohttp supports proxies with http:// and https:// only"
    assert "use the transport 'httpx'" in str(error.hint)
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"
