"""Calls through a proxy, without its password leaking."""

from __future__ import annotations

import asyncio
import traceback
from base64 import b64encode

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import APIConnectionError, AsyncRoboflow, ConfigurationError, Roboflow, VisionAPIError

KEY = "rf_canary-key"
PASSWORD = "proxy-canary"  # noqa: S105  (a marked value)
URL = "https://images.example.com/a.png"
HTTP_URL = "http://inference.internal:9001"


@pytest.fixture(autouse=True)
def no_proxy_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the proxy variables of the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def infer(base_url: str, proxy: str | None = None, *, asynchronous: bool = False) -> None:
    """Make one call without retries."""

    async def infer_async() -> None:
        async with AsyncRoboflow(KEY, base_url=base_url, proxy=proxy, max_retries=0, timeout=10.0) as client:
            await client.infer(URL, model="digits/1")

    if asynchronous:
        asyncio.run(infer_async())
        return
    with Roboflow(KEY, base_url=base_url, proxy=proxy, max_retries=0, timeout=10.0) as client:
        client.infer(URL, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_proxy_argument(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A plain http request is sent to the proxy with its full URL and host."""
    with RecordingServer() as proxy:
        infer(HTTP_URL, proxy.url, asynchronous=asynchronous)

    (request,) = proxy.received
    assert request.target.startswith(f"{HTTP_URL}/digits/1?")
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
def test_proxy_of_the_environment(
    variables: dict[str, str],
    used: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proxy variables select the proxy by scheme, and NO_PROXY exempts hosts."""
    with RecordingServer() as proxy, RecordingServer() as server:
        ports = {"port": proxy.url.rpartition(":")[2], "server": server.url.rpartition(":")[2]}
        for name, value in variables.items():
            monkeypatch.setenv(name, value.format(proxy.url, **ports))
        infer(server.url, asynchronous=asynchronous)

    assert (len(proxy.received), len(server.received)) == ((1, 0) if used else (0, 1))
    assert all(request.target.startswith(f"{server.url}/digits/1?") for request in proxy.received)
    assert all(request.query["api_key"] == KEY for request in proxy.received)


def test_proxy_argument_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The `proxy` argument wins over the environment, NO_PROXY included."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    with RecordingServer() as proxy:
        infer(HTTP_URL, proxy.url)

    assert len(proxy.received) == 1


def add_password(url: str) -> str:
    """Return the URL of a proxy with credentials."""
    return url.replace("http://", f"http://user:{PASSWORD}@")


def test_proxy_password_is_sent_to_the_proxy() -> None:
    """The password is sent in Proxy-Authorization, and not in the request target."""
    with RecordingServer() as proxy:
        infer(HTTP_URL, add_password(proxy.url))

    (request,) = proxy.received
    assert request.headers["proxy-authorization"] == "Basic " + b64encode(f"user:{PASSWORD}".encode()).decode()
    assert "user" not in request.target


def failure(base_url: str, proxy: str | None, *, asynchronous: bool) -> VisionAPIError:
    """Return the error of a call, or of the constructor."""
    try:
        infer(base_url, proxy, asynchronous=asynchronous)
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


def frame_locals(error: BaseException) -> str:
    """Return the package's frames with their local variables."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(f"{frame} {frame.locals}" for frame in shown.stack if "/overlay/visionapis/" in frame.filename)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize("reply", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
def test_rejected_tunnel(
    reply: str,
    from_environment: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy that rejects CONNECT raises APIConnectionError, without key, request or password leaking."""
    with RecordingServer(make_response("", status=reply)) as proxy:
        if from_environment:
            monkeypatch.setenv("HTTPS_PROXY", add_password(proxy.url))
        argument = None if from_environment else add_password(proxy.url)
        error = failure("https://inference.example.com", argument, asynchronous=asynchronous)

    assert isinstance(error, APIConnectionError)
    assert error.request_sent is False
    assert f"the proxy {proxy.url} failed to connect to https://inference.example.com (" in str(error)
    assert error.hint == "check proxy= and HTTPS_PROXY"
    assert [(request.method, request.target) for request in proxy.received] == [
        ("CONNECT", "inference.example.com:443")
    ]
    assert KEY not in repr(proxy.received)
    assert "session.py" in frame_locals(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_unreachable_proxy(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A proxy that is not running raises APIConnectionError without the password."""
    error = failure(HTTP_URL, add_password("http://127.0.0.1:1"), asynchronous=asynchronous)

    assert isinstance(error, APIConnectionError)
    assert error.request_sent is False
    assert ": cannot connect to the proxy http://127.0.0.1:1 (" in str(error)
    assert error.hint == "check proxy= and HTTP_PROXY, and that the proxy is running"
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_proxy_without_the_right_password(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Status 407 of a proxy has a hint about the proxy."""
    with RecordingServer(make_response("", status="407 Proxy Authentication Required")) as proxy:
        error = failure(HTTP_URL, proxy.url, asynchronous=asynchronous)

    assert error.status_code == 407
    assert error.hint == "check the user and password in the URL of the proxy"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_proxy_url_that_cannot_be_parsed(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A proxy URL without the end of its IPv6 address raises ConfigurationError without the password."""
    error = failure(HTTP_URL, f"http://user:{PASSWORD}@[::1", asynchronous=asynchronous)

    assert isinstance(error, ConfigurationError)
    assert (str(error), error.hint) == ("the URL of the proxy is invalid", "check proxy= and HTTP_PROXY")
    assert PASSWORD not in f"{error!r} {vars(error)} {frame_locals(error)}"


def test_socks_proxy_without_its_package() -> None:
    """A SOCKS proxy needs a package, which the hint names."""
    error = failure(HTTP_URL, "socks5://127.0.0.1:1", asynchronous=False)

    assert isinstance(error, ConfigurationError)
    assert error.hint == "pip install 'httpx[socks]'"
    assert isinstance(error.__cause__, ImportError)


def test_invalid_proxy_url_with_aiohttp() -> None:
    """With aiohttp, too, an invalid proxy URL raises ConfigurationError when the client is created."""
    with pytest.raises(ConfigurationError, match="cannot create a transport") as caught:
        AsyncRoboflow(KEY, transport="aiohttp", proxy=f"http://user:{PASSWORD}@proxy:port")

    assert caught.value.hint == "check proxy= and HTTPS_PROXY"
    assert PASSWORD not in f"{caught.value!r} {frame_locals(caught.value)}"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize("address", [f"gopher://user:{PASSWORD}@proxy", f"http://user:{PASSWORD}@proxy:port"])
def test_invalid_proxy_url(
    address: str,
    from_environment: bool,  # noqa: FBT001  (a test's parameter)
    asynchronous: bool,  # noqa: FBT001  (a test's parameter)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An invalid proxy URL raises ConfigurationError without the password."""
    if from_environment:
        monkeypatch.setenv("HTTP_PROXY", address)
    error = failure(HTTP_URL, None if from_environment else address, asynchronous=asynchronous)

    assert isinstance(error, ConfigurationError)
    assert str(error).startswith("cannot create a transport")
    assert str(error.hint).startswith("check proxy= and HTTP_PROXY")
    assert "pool.py" in frame_locals(error)
    assert PASSWORD not in f"{error} {error!r} {vars(error)} {frame_locals(error)}"


def test_client_does_not_show_its_proxy() -> None:
    """The repr and attributes of a client do not show the proxy's password."""
    with Roboflow(KEY, base_url=HTTP_URL, proxy=add_password("http://127.0.0.1:1")) as client:
        assert PASSWORD not in f"{client!r} {vars(client)} {vars(client._session)} {vars(client._session.connections)}"


@pytest.mark.parametrize("proxy", ["proxy.invalid:3128", "http://proxy.invalid:3128"])
def test_proxy_without_a_scheme_is_an_http_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy URL without a scheme is an http proxy, as in many environments."""
    monkeypatch.setenv("https_proxy", proxy)
    with Roboflow(KEY) as client, pytest.raises(APIConnectionError, match="cannot connect to"):
        client.infer(URL, model="digits/1")
