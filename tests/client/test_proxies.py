"""Calls through a proxy, and its password, which nobody sees."""

from __future__ import annotations

import asyncio
import traceback
from base64 import b64encode

import pytest

from tests.helpers.recording import RecordingServer, answer
from visionapis import AsyncRoboflow, ConfigurationError, Roboflow, TransportError, VisionAPIError

KEY = "rf_canary-key"
PASSWORD = "proxy-canary"  # noqa: S105  (what the tests look for)
URL = "https://pictures.example.com/a.png"
PLAIN = "http://inference.internal:9001"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy but those that a test sets."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def infer(base_url: str, proxy: str | None = None, *, asynchronous: bool = False) -> None:
    """One call, without a second attempt."""

    async def later() -> None:
        async with AsyncRoboflow(KEY, base_url=base_url, proxy=proxy, max_retries=0, timeout=10.0) as client:
            await client.infer(URL, model="digits/1")

    if asynchronous:
        asyncio.run(later())
        return
    with Roboflow(KEY, base_url=base_url, proxy=proxy, max_retries=0, timeout=10.0) as client:
        client.infer(URL, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_proxy_can_be_given(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A plain request goes to it whole, and names its host."""
    with RecordingServer() as proxy:
        infer(PLAIN, proxy.url, asynchronous=asynchronous)

    (request,) = proxy.received
    assert request.target.startswith(f"{PLAIN}/digits/1?")
    assert (request.headers["host"], request.query["api_key"]) == ("inference.internal:9001", KEY)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("variables", "used"),
    [
        ({"HTTP_PROXY": "{}"}, True),
        ({"http_proxy": "{}"}, True),
        ({"ALL_PROXY": "{}"}, True),
        ({"HTTP_PROXY": "{}", "ALL_PROXY": "http://127.0.0.1:1"}, True),
        ({"HTTP_PROXY": "127.0.0.1:{port}"}, True),
        ({"HTTPS_PROXY": "{}"}, False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "other.internal,127.0.0.1"}, False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "127.0.0.1:{server}"}, False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "127.0.0.1:1"}, True),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "*"}, False),
    ],
)
def test_environment_names_the_proxy(
    variables: dict[str, str],
    used: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By scheme, or for all, and says which hosts need none."""
    with RecordingServer() as proxy, RecordingServer() as server:
        ports = {"port": proxy.url.rpartition(":")[2], "server": server.url.rpartition(":")[2]}
        for name, value in variables.items():
            monkeypatch.setenv(name, value.format(proxy.url, **ports))
        infer(server.url, asynchronous=asynchronous)

    assert (len(proxy.received), len(server.received)) == ((1, 0) if used else (0, 1))


def test_argument_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for hosts that the environment exempts."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    with RecordingServer() as proxy:
        infer(PLAIN, proxy.url)

    assert len(proxy.received) == 1


def with_password(url: str) -> str:
    """The address of a proxy, with credentials."""
    return url.replace("http://", f"http://user:{PASSWORD}@")


def test_password_goes_to_the_proxy_alone() -> None:
    """In its own header."""
    with RecordingServer() as proxy:
        infer(PLAIN, with_password(proxy.url))

    (request,) = proxy.received
    assert request.headers["proxy-authorization"] == "Basic " + b64encode(f"user:{PASSWORD}".encode()).decode()
    assert "user" not in request.target


def failure(base_url: str, proxy: str | None, *, asynchronous: bool) -> VisionAPIError:
    """The error of a call, or of making the client."""
    try:
        infer(base_url, proxy, asynchronous=asynchronous)
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


def frames(error: BaseException) -> str:
    """The frames of the package, with their local variables."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(f"{frame} {frame.locals}" for frame in shown.stack if "/overlay/visionapis/" in frame.filename)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize("reply", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
def test_tunnel_that_is_refused(
    reply: str,
    from_environment: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing reached the server; the proxy saw no key, and nobody sees the proxy's password."""
    with RecordingServer(answer("", status=reply)) as proxy:
        if from_environment:
            monkeypatch.setenv("HTTPS_PROXY", with_password(proxy.url))
        given = None if from_environment else with_password(proxy.url)
        error = failure("https://inference.example.com", given, asynchronous=asynchronous)

    assert isinstance(error, TransportError)
    assert error.sent is False
    assert "the proxy did not reach https://inference.example.com; check proxy= and HTTPS_PROXY" in str(error)
    assert [(request.method, request.target) for request in proxy.received] == [
        ("CONNECT", "inference.example.com:443")
    ]
    assert KEY not in repr(proxy.received)
    assert "session.py" in frames(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frames(error)}"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_proxy_that_is_not_there(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Nothing was sent."""
    error = failure(PLAIN, with_password("http://127.0.0.1:1"), asynchronous=asynchronous)

    assert isinstance(error, TransportError)
    assert error.sent is False
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frames(error)}"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize("address", [f"gopher://user:{PASSWORD}@proxy", f"http://user:{PASSWORD}@proxy:port"])
def test_address_that_is_no_proxys(
    address: str,
    from_environment: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The client is not made, and the error shows nothing of it."""
    if from_environment:
        monkeypatch.setenv("HTTP_PROXY", address)
    error = failure(PLAIN, None if from_environment else address, asynchronous=asynchronous)

    assert isinstance(error, ConfigurationError)
    assert "check proxy=, HTTP_PROXY" in str(error)
    assert "connections.py" in frames(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frames(error)}"


def test_client_does_not_show_its_proxy() -> None:
    """Neither does what it holds."""
    with Roboflow(KEY, base_url=PLAIN, proxy=with_password("http://127.0.0.1:1")) as client:
        assert PASSWORD not in f"{client!r} {vars(client)} {vars(client._session)} {vars(client._session.connections)}"
