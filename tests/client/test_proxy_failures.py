"""Failures of proxies, told as such, without the password leaking."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.helpers.canary_calls import outcomes
from tests.helpers.recording import RecordingServer, make_response
from visionapis import APIConnectionError, AsyncXimilar, ConfigurationError, Ximilar

from .proxied import HTTP_URL, KEY, PASSWORD, TRANSPORTS, add_password, failure, frame_locals, outcome_of_list
from .proxied import no_proxies as no_proxies

pytestmark = pytest.mark.usefixtures("no_proxies")

PASSWORD_HINT = "check the user and password in proxy= and {}"
REJECTIONS = {
    "407 Proxy Authentication Required": (PASSWORD_HINT, 1),
    "403 Forbidden": ("check proxy= and {}", 1),
    "502 Bad Gateway": ("check proxy= and {}", 2),
}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize("reply", REJECTIONS)
def test_rejected_tunnel(
    reply: str,
    from_environment: bool,
    transport: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy that rejects CONNECT raises APIConnectionError with its status, without key, request or password."""
    with RecordingServer(make_response("", status=reply)) as proxy:
        if from_environment:
            monkeypatch.setenv("HTTPS_PROXY", add_password(proxy.url))
        argument = None if from_environment else add_password(proxy.url)
        error = failure("https://inference.example.com", argument, transport=transport)

    assert isinstance(error, APIConnectionError)
    hint, attempts = REJECTIONS[reply]
    assert f"the proxy {proxy.url} failed to connect to https://inference.example.com ({reply})" in str(error)
    assert (error.status_code, error.request_sent) == (int(reply[:3]), False)
    assert (error.hint, error.attempts) == (hint.format("HTTPS_PROXY"), attempts)
    assert [(request.method, request.target) for request in proxy.received] == [
        ("CONNECT", "inference.example.com:443")
    ] * attempts
    assert KEY not in repr(proxy.received)
    assert "session.py" in frame_locals(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_unreachable_proxy(transport: str) -> None:
    """A proxy that is not running raises APIConnectionError without the password."""
    error = failure(HTTP_URL, add_password("http://127.0.0.1:1"), transport=transport)

    assert isinstance(error, APIConnectionError)
    assert error.request_sent is False
    assert ": cannot connect to the proxy http://127.0.0.1:1 (" in str(error)
    assert error.hint == "check proxy= and HTTP_PROXY, and that the proxy is running"
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_silent_proxy(transport: str) -> None:
    """A timeout names the proxy that the request went through."""
    with RecordingServer(silent=True) as proxy:
        error = outcome_of_list("http://api.internal", transport, proxy=proxy.url, timeout=0.3)

    assert f"no complete response from http://api.internal over the proxy {proxy.url} within 0.3 s" in str(error)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_proxy_without_the_right_password(transport: str) -> None:
    """Status 407 in response to a plain http request is an error of the proxy, as it is for a tunnel."""
    with RecordingServer(make_response("", status="407 Proxy Authentication Required")) as proxy:
        error = failure(HTTP_URL, add_password(proxy.url), transport=transport)

    assert isinstance(error, APIConnectionError)
    assert f"the proxy {proxy.url} failed to connect to {HTTP_URL} (407 Proxy Authentication Required)" in str(error)
    assert (error.status_code, error.request_sent, error.attempts) == (407, False, 1)
    assert error.hint == PASSWORD_HINT.format("HTTP_PROXY")
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize(
    ("status", "content_type", "hint"),
    [
        ("502 Bad Gateway", "text/html", "the response may be from the proxy {}: check that it can connect to"),
        ("503 Service Unavailable", "text/html", "the response may be from the proxy {}: check that it can connect to"),
        ("504 Gateway Timeout", "application/json", "the response may be from the proxy {}: check that it can connect"),
        ("403 Forbidden", "text/html", "the response may be from the proxy {}: check that it permits the server"),
        ("403 Forbidden", "application/json", "None"),
        ("401 Unauthorized", "text/html", "check the key in api_key= or ROBOFLOW_API_KEY"),
    ],
)
def test_response_of_a_proxy(status: str, content_type: str, hint: str) -> None:
    """The hint of a status that a proxy may have sent in place of the server names the proxy."""
    with RecordingServer(make_response("{}" if "json" in content_type else "no", status=status)) as proxy:
        error = failure(HTTP_URL, proxy.url)

    assert str(error.hint).startswith(hint.format(proxy.url))


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_proxy_url_that_cannot_be_parsed(transport: str) -> None:
    """A proxy URL without the end of its IPv6 address raises ConfigurationError without the password."""
    error = failure(HTTP_URL, f"http://user:{PASSWORD}@[::1", transport=transport)

    assert isinstance(error, ConfigurationError)
    assert (str(error), error.hint) == ("the URL of the proxy is invalid", "check proxy= and HTTP_PROXY")
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"gopher://user:{PASSWORD}@proxy", "the URL of the proxy has an unsupported scheme: 'gopher'"),
        (f"socks4://user:{PASSWORD}@proxy", "the URL of the proxy has an unsupported scheme: 'socks4'"),
        (f"http://user:{PASSWORD}@proxy:port", "the port of the proxy is not from 1 to 65535"),
        (f"http://user:{PASSWORD}@", "the URL of the proxy has no host"),
        (f"socks5://user:{PASSWORD}@:1080", "the URL of the proxy has no host"),
        ("http:///", "the URL of the proxy has no host"),
    ],
)
def test_invalid_proxy_url(
    address: str,
    message: str,
    from_environment: bool,
    transport: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An invalid proxy URL raises ConfigurationError without the password."""
    if from_environment:
        monkeypatch.setenv("HTTP_PROXY", address)
    error = failure(HTTP_URL, None if from_environment else address, transport=transport)

    assert isinstance(error, ConfigurationError)
    assert str(error) == message
    assert str(error.hint).endswith("check proxy= and HTTP_PROXY")
    assert "vendor.py" in frame_locals(error) or "pool.py" in frame_locals(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize(
    "make",
    [
        lambda url: httpx.HTTPTransport(proxy=url),
        lambda url: httpx.AsyncHTTPTransport(proxy=url),
        lambda url: httpx.HTTPTransport(proxy=url.replace("http:", "socks5:")),
    ],
)
def test_proxy_of_a_given_transport(make: Any) -> None:
    """The proxy of a transport that the caller made is named, without its password."""
    transport = make(add_password("http://127.0.0.1:1"))
    client_class: Any = Ximilar if isinstance(transport, httpx.BaseTransport) else AsyncXimilar
    (error,) = outcomes(client_class, HTTP_URL, [lambda client: client.tasks.list()], transport=transport)

    assert isinstance(error, APIConnectionError)
    assert re.search(r"cannot connect to the proxy (http|socks5)://127.0.0.1:1 \(", str(error))
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"
