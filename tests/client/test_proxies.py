"""Calls through a proxy, without its password leaking."""

from __future__ import annotations

from base64 import b64encode

import httpx
import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import APIConnectionError, Roboflow, VisionAPIError

from .proxied import HTTP_URL, KEY, PASSWORD, TRANSPORTS, URL, add_password, infer
from .proxied import no_proxies as no_proxies

pytestmark = pytest.mark.usefixtures("no_proxies")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_proxy_argument(transport: str) -> None:
    """A plain http request is sent to the proxy with its full URL and host."""
    with RecordingServer() as proxy:
        infer(HTTP_URL, proxy.url, transport=transport)

    (request,) = proxy.received
    assert request.target.startswith(f"{HTTP_URL}/digits/1?")
    assert (request.headers["host"], request.query["api_key"]) == ("inference.internal:9001", KEY)


@pytest.mark.parametrize("transport", TRANSPORTS)
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
    used: bool,
    transport: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proxy variables select the proxy by scheme, and NO_PROXY exempts hosts."""
    with RecordingServer() as proxy, RecordingServer() as server:
        ports = {"port": proxy.url.rpartition(":")[2], "server": server.url.rpartition(":")[2]}
        for name, value in variables.items():
            monkeypatch.setenv(name, value.format(proxy.url, **ports))
        infer(server.url, transport=transport)

    assert (len(proxy.received), len(server.received)) == ((1, 0) if used else (0, 1))
    assert all(request.target.startswith(f"{server.url}/digits/1?") for request in proxy.received)
    assert all(request.query["api_key"] == KEY for request in proxy.received)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_PROXY": "http://127.0.0.1:1", "NO_PROXY": "*"},
        {"http_proxy": "gopher://proxy.invalid", "ALL_PROXY": "http://:1"},
        {"NO_PROXY": "inference.internal,.internal"},
        {"HTTP_PROXY": "{other}", "ALL_PROXY": "{other}", "NO_PROXY": ""},
    ],
)
def test_proxy_argument_overrides_the_environment(
    variables: dict[str, str], transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The `proxy` argument wins over the environment, NO_PROXY and invalid URLs included."""
    with RecordingServer() as proxy, RecordingServer() as other:
        for name, value in variables.items():
            monkeypatch.setenv(name, value.format(other=other.url))
        infer(HTTP_URL, proxy.url, transport=transport)

    assert (len(proxy.received), len(other.received)) == (1, 0)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("url", [HTTP_URL, "https://api.example.com"])
def test_environment_is_read_once(url: str, transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy that was checked is the one that is used, though the environment changes meanwhile."""
    with RecordingServer(make_response("", status="403 No")) as proxy:
        found = iter([{"http": proxy.url, "https": proxy.url}])
        monkeypatch.setattr("visionapis._transport.proxies.getproxies_environment", lambda: next(found))
        with pytest.raises(VisionAPIError, match="403"):
            infer(url, transport=transport)

    assert len(proxy.received) == 1
    assert next(found, None) is None


def test_given_transport_reads_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a transport of the caller, neither the environment nor an invalid proxy in it is of concern."""
    monkeypatch.setenv("ALL_PROXY", "gopher://proxy.invalid")
    with RecordingServer() as server, Roboflow(KEY, base_url=server.url, transport=httpx.HTTPTransport()) as client:
        client.infer(URL, model="digits/1")

    assert len(server.received) == 1


def test_proxy_password_is_sent_to_the_proxy() -> None:
    """The password is sent in Proxy-Authorization, and not in the request target."""
    with RecordingServer() as proxy:
        infer(HTTP_URL, add_password(proxy.url))

    (request,) = proxy.received
    assert request.headers["proxy-authorization"] == "Basic " + b64encode(f"user:{PASSWORD}".encode()).decode()
    assert "user" not in request.target


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
