"""Emulators that fetch images from URLs reach public addresses only."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.tls import AUTHORITY, TLSServer
from visionapis_testing.emulator import fetching
from visionapis_testing.emulator.fetching import fetch, is_public
from visionapis_testing.emulator.images import UnreachableImageError

if TYPE_CHECKING:
    from visionapis_testing.emulator.fetching import IPAddress

REFUSED = "the URL leads to a private address, and fetch_private is off"
LAN = ip_address("127.0.0.2")
"""Stands for a private address; all others of this machine for public ones."""


def is_outside(address: IPAddress) -> bool:
    return address != LAN


def redirect(url: str) -> bytes:
    return make_response(b"", status="302 Found", location=url)


@pytest.mark.parametrize(
    "host",
    [
        *["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"],
        *["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "224.0.0.1", "240.0.0.1", "[::1]", "[fd00::1]"],
        *["[fe80::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]", "[::127.0.0.1]"],
    ],
)
def test_private_hosts(host: str) -> None:
    """Addresses of this machine and of private networks are refused, in every spelling that the resolver knows."""
    with pytest.raises(UnreachableImageError, match=f"{REFUSED}|ConnectError|InvalidURL"):
        asyncio.run(fetch(f"http://{host}:9/a.png"))


@pytest.mark.parametrize(
    "address",
    [
        *["127.0.0.1", "10.0.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "::1", "fd00::1", "ff02::1"],
        *["::ffff:127.0.0.1", "::ffff:10.0.0.1"],
        *["64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::1"],
    ],
)
def test_private_addresses(address: str) -> None:
    """Addresses of this machine and of private networks are not public, nor are those that a gateway translates."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    """Addresses that are routed on the internet are allowed."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize("hops", [1, 3])
def test_redirects(hops: int) -> None:
    """A redirect to a private address is refused, also behind redirects between public ones."""
    responses = [*[redirect("/next")] * (hops - 1), redirect(f"http://{LAN}/secret")]
    with RecordingServer(*responses) as server:
        with pytest.raises(UnreachableImageError, match=REFUSED):
            asyncio.run(fetch(f"{server.url}/a.png", is_outside))
        assert len(server.received) == hops


@pytest.mark.parametrize("url", ["http://[", "http://a b/", "ftp://127.0.0.1/", "", "/a.png"])
def test_useless_redirects(url: str) -> None:
    """A redirect that leads nowhere makes the image unreachable."""
    with RecordingServer(redirect(url)) as server, pytest.raises(UnreachableImageError, match="cannot be fetched"):
        asyncio.run(fetch(f"{server.url}/a.png", is_outside))


def test_redirects_between_public_addresses() -> None:
    """A redirect is followed, and the host of each URL is sent as it stands there."""
    with RecordingServer(redirect("/next"), make_response(b"image")) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        assert asyncio.run(fetch(f"{url}/a.png", is_outside)) == b"image"
        assert [request.headers["host"] for request in server.received] == [url.removeprefix("http://")] * 2
        assert [request.target for request in server.received] == ["/a.png", "/next"]


@pytest.mark.parametrize("first", [["127.0.0.1"], ["127.0.0.1", str(LAN)], [str(LAN), "127.0.0.1"]])
def test_rebound_names(monkeypatch: pytest.MonkeyPatch, first: list[str]) -> None:
    """A name is resolved once per request; it is refused if one of its addresses is, and else this one is used."""
    resolutions: list[str] = []
    original = socket.getaddrinfo

    def resolve(host: str, port: int, *arguments: Any, **options: Any) -> list[Any]:
        if host != "rebound.test":
            return list(original(host, port, *arguments, **options))
        resolutions.append(host)
        addresses = first if len(resolutions) == 1 else [str(LAN)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    with RecordingServer(make_response(b"image")) as server:
        url = server.url.replace("127.0.0.1", "rebound.test")
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        if str(LAN) in first:
            with pytest.raises(UnreachableImageError, match=REFUSED):
                asyncio.run(fetch(url, is_outside))
        else:
            assert asyncio.run(fetch(url, is_outside)) == b"image"
    assert resolutions == ["rebound.test"]


def test_certificate_is_that_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS the certificate has to be that of the host in the URL, not that of the address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with TLSServer("trusted", make_response(b"image")) as server:
        assert asyncio.run(fetch(server.url.replace("127.0.0.1", "localhost"), is_outside)) == b"image"
    with TLSServer("other_host", make_response(b"image")) as server, pytest.raises(UnreachableImageError):
        asyncio.run(fetch(server.url.replace("127.0.0.1", "localhost"), is_outside))


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy, which would connect to an address of its own choice, is not used."""
    with RecordingServer(make_response(b"image")) as server, RecordingServer(make_response(b"proxied")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert asyncio.run(fetch(server.url, is_outside)) == b"image"


@pytest.mark.parametrize("size", [1000, 1001])
def test_largest_image(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """An image of the largest size is fetched, and a larger one is not."""
    monkeypatch.setattr(fetching, "_MAX_BYTES", 1000)
    with RecordingServer(make_response(b"x" * size, content_type="image/png")) as server:
        if size > 1000:
            with pytest.raises(UnreachableImageError, match="has more than 1,000 bytes"):
                asyncio.run(fetch(server.url, None))
        else:
            assert len(asyncio.run(fetch(server.url, None))) == size
