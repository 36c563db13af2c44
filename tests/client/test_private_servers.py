"""Servers of one's own: which need a key, and which get one over http."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.canary_calls import outcomes, sample_calls
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import each_client, vendor_of
from visionapis import APIStatusError, AsyncRoboflow, ConfigurationError, PermissionDeniedError, Roboflow, Ximilar
from visionapis._http.client import Client
from visionapis._transport.hosts import is_private
from visionapis._vendors import find_vendor, vendors

from .proxied import KEY, TRANSPORTS
from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from visionapis_generated.vendor import Vendor

pytestmark = pytest.mark.usefixtures("no_proxies")

PUBLIC_HTTP = "http://gpu01.corp.example.com:9001"
REFUSAL = "base_url is http://, which would send the API key unencrypted"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for vendor in vendors().values():
        monkeypatch.delenv(vendor.key_variable, raising=False)
        monkeypatch.delenv(vendor.url_variable, raising=False)


def make(client_class: Any, *arguments: Any, **options: Any) -> str:
    """Make and close a client; return its repr."""
    client = client_class(*arguments, **options)
    asyncio.run(client.aclose()) if not isinstance(client, Client) else client.close()
    return repr(client)


PRIVATE = (
    "localhost gpu01 api.localhost gpu.local db.internal nas.lan x.home.arpa LOCALHOST gpu.local. evil.com.local"
    " 127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.1.1 100.64.0.1 100.64.1.2 100.127.255.255"
    " ::1 fd00::1 fe80::1 ::ffff:10.1.2.3 0.0.0.0 ::"
)
PUBLIC = (
    "gpu01.corp.example.com example.com 8.8.8.8 100.63.255.255 100.128.0.1 172.32.0.1 2001:4860:4860::8888"
    " ::ffff:8.8.8.8 134744072 0x08080808 local.example.com localhost.evil.com x.localhost.evil.com x.local.evil.com"
    " x.internal.evil.com nas.lan.evil.com x.home.arpa.evil.com 10.0.0.1.evil.com 127.0.0.1.nip.io 10.0.0.1. 127.1 10.1"
    " notlocal.com x.notlocal x.notlocalhost x.nothome.arpa x.mylan evil.arpa arpa.home.com xlocalhost.com"
    " x.notinternal evil.com.local.com"
    " 240.0.0.1 192.0.2.1 198.18.0.1 0.0.0.1 2001:db8::1 fec0::1"
)


@pytest.mark.parametrize(
    ("host", "private"),
    [*((each, True) for each in PRIVATE.split()), *((each, False) for each in ["", ".", *PUBLIC.split()])],
)
def test_private_hosts(host: str, private: bool) -> None:
    """Private are this machine, private and shared addresses, and names that only a private network resolves."""
    assert is_private(host) is private


@each_client
def test_key_over_http(client_class: Any) -> None:
    """A key is sent over http to private hosts, and elsewhere only with `allow_http`."""
    for url in (PUBLIC_HTTP, "http://100.128.1.2"):
        with pytest.raises(ConfigurationError, match=REFUSAL) as caught:
            make(client_class, KEY, base_url=url)
        assert caught.value.hint == "use https://, or set allow_http=True if the network is trusted"
        with pytest.raises(ConfigurationError, match=REFUSAL):
            make(client_class, lambda: KEY, base_url=url, allow_http=False)
        assert url in make(client_class, KEY, base_url=url, allow_http=True)
    assert "100.64.1.2" in make(client_class, KEY, base_url="http://100.64.1.2:9001")


def test_allow_http_sends_the_key() -> None:
    """With `allow_http`, the request to a public host carries the key."""
    seen: list[httpx.URL] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(401)

    transport = httpx.MockTransport(respond)
    with (
        Roboflow(KEY, base_url=PUBLIC_HTTP, allow_http=True, transport=transport) as client,
        pytest.raises(APIStatusError),
    ):
        client.infer("https://images.example.com/a.png", model="a/1")

    assert (seen[0].host, seen[0].params["api_key"]) == ("gpu01.corp.example.com", KEY)


@pytest.mark.parametrize("value", [1, None, 0.0, []])
def test_allow_http_is_a_bool(value: Any) -> None:
    """`allow_http` must be True or False."""
    with pytest.raises(ConfigurationError, match="allow_http must be True or False, not"):
        Roboflow(KEY, base_url="http://localhost", allow_http=value)


@each_client
def test_key_is_required_by_the_vendors_hosts_only(client_class: Any) -> None:
    """Without a key, a client can be made for every host but the vendor's own."""
    vendor: Vendor = find_vendor(vendor_of(client_class))
    domain = vendor.domains[0]
    for url in (None, vendor.base_url, f"https://eu.{domain}", f"https://{domain.upper()}.", f"http://x.{domain}"):
        with pytest.raises(ConfigurationError, match="no API key") as caught:
            make(client_class, base_url=url)
        assert caught.value.hint == f"set {vendor.key_variable} in the environment, or pass api_key="
    for url in ("https://vision.example.com", PUBLIC_HTTP, "http://100.64.1.2", f"https://not{domain}"):
        assert url in make(client_class, base_url=url)


@each_client
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "400 Bad Request"])
def test_server_that_wants_a_key(status: str, client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key, the hint of a server's refusal says how to pass one; with a key it does not."""
    call, vendor = sample_calls(vendor_of(client_class))[0], find_vendor(vendor_of(client_class))
    expected = f"set {vendor.key_variable} in the environment, or pass api_key="
    with RecordingServer(make_response({"message": "no API key"}, status=status)) as server:
        monkeypatch.setattr("tests.helpers.canary_calls.KEY", None)
        (without,) = outcomes(client_class, server.url, [call.send])
        monkeypatch.setattr("tests.helpers.canary_calls.KEY", KEY)
        (with_key,) = outcomes(client_class, server.url, [call.send])

    assert isinstance(without, APIStatusError)
    assert isinstance(with_key, APIStatusError)
    assert without.hint == expected != with_key.hint
    assert KEY not in repr(server.received[0])


@each_client
@pytest.mark.parametrize(
    ("status", "message", "wanted"),
    [
        ("400 Bad Request", "keypoints: unknown parameter", False),
        ("422 Unprocessable Entity", "the key frame is missing", False),
        ("400 Bad Request", "monkey is not a label", False),
        ("400 Bad Request", "API-KEY required", True),
        ("422 Unprocessable Entity", "body.api_key: field required", True),
        ("400 Bad Request", "no ApiKey", True),
    ],
)
def test_message_about_a_key(
    status: str,
    message: str,
    wanted: bool,
    client_class: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message about another kind of key does not ask for an API key."""
    call, vendor = sample_calls(vendor_of(client_class))[0], find_vendor(vendor_of(client_class))
    monkeypatch.setattr("tests.helpers.canary_calls.KEY", None)
    with RecordingServer(make_response({"message": message}, status=status)) as server:
        (error,) = outcomes(client_class, server.url, [call.send])

    assert isinstance(error, APIStatusError)
    assert (vendor.key_variable in str(error.hint)) is wanted


def test_hint_of_a_call_is_preferred() -> None:
    """Without a key, an error whose message tells what to do gets the hint for that."""
    message: dict[str, object] = {"message": "not enough credits"}
    with (
        RecordingServer(make_response(message, status="403 Forbidden")) as server,
        Ximilar(base_url=server.url) as client,
        pytest.raises(PermissionDeniedError) as caught,
    ):
        client.classify(b"GIF89a" + bytes(50), task="t")

    assert caught.value.hint == "account.details() returns the remaining credits"


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("proxy", ["http://proxy.example.com:3128", "https://8.8.8.8", "proxy.example.com:3128"])
def test_key_over_http_through_a_proxy(transport: str, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is not sent over http through a proxy outside of private networks, except with `allow_http`."""
    client_class: Any = Roboflow if transport == "synchronous" else AsyncRoboflow
    named = {} if transport == "synchronous" else {"transport": transport}
    options = {"base_url": "http://inference.internal:9001", **named}
    shown = proxy if "://" in proxy else f"http://{proxy}"
    with pytest.raises(ConfigurationError, match=f"{REFUSAL} to the proxy {shown}") as caught:
        make(client_class, KEY, proxy=proxy, **options)
    assert caught.value.hint == "use https://, or set allow_http=True if the network is trusted"
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(ConfigurationError, match=f"{REFUSAL} to the proxy {shown}") as caught:
        make(client_class, KEY, **options)
    assert str(caught.value.hint).startswith("add inference.internal to NO_PROXY, use https://")

    make(client_class, **options)  # nothing secret is sent
    make(client_class, KEY, allow_http=True, **options)
    make(client_class, KEY, base_url="https://vision.example.com", proxy=proxy, **named)  # a tunnel
    make(client_class, KEY, proxy="http://100.64.1.2:3128", **options)
    monkeypatch.setenv("NO_PROXY", ".internal")
    make(client_class, KEY, **options)


def test_given_transport_uses_no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a transport of the caller, the proxy of the environment is of no concern."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    make(Roboflow, KEY, base_url="http://localhost:9001", transport=transport)
