"""`NO_PROXY` exempts hosts as it does for curl and requests."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
import pytest

from tests.helpers.recording import RecordingServer
from visionapis import VisionAPIError
from visionapis._transport.proxies import matches_no_proxy

from .proxied import TRANSPORTS, infer
from .proxied import no_proxies as no_proxies

pytestmark = pytest.mark.usefixtures("no_proxies")

EXEMPT = [
    ("http://127.0.0.1:9001", "127.0.0.0/8"),
    ("http://127.0.0.1:9001", "10.0.0.0/8, 127.0.0.1/32"),
    ("http://127.0.0.1:9001", "127.0.0.1:9001"),
    ("http://10.1.2.3", "10.1.2.3/8"),  # the bits of the host are ignored
    ("http://10.1.2.3", "10.0.0.0/255.0.0.0"),
    ("http://10.1.2.3", "10.1.2.3:80"),
    ("https://10.1.2.3", "10.1.2.3:443"),
    ("http://[::1]:9001", "::1"),
    ("http://[::1]:9001", "[::1]"),
    ("http://[::1]:9001", "[::1]:9001"),
    ("http://[fd00::12]:9001", "FD00:0::/8"),
    ("http://[fd00::12]:9001", "[fd00::]/8"),
    ("http://[0:0:0:0:0:0:0:1]", "::1/128"),
    ("http://[::ffff:10.1.2.3]", "10.0.0.0/8"),
    ("https://api.example.com", "example.com"),
    ("https://api.example.com", ".example.com"),
    ("https://api.example.com", "*.example.com"),
    ("https://example.com", ".example.com"),
    ("https://example.com", "*.example.com"),
    ("https://api.example.com", "API.Example.COM"),
    ("https://API.example.com", "example.com."),
    ("https://api.example.com.", "example.com"),
    ("https://api.example.com", "api.example.com:443"),
    ("https://api.example.com", "example.com:443"),
    ("https://api.example.com", "a.example,b.example , example.com"),
    ("https://api.example.com", "a.example b.example\texample.com"),
    ("https://api.example.com", ",,example.com,"),
    ("https://bücher.example", "xn--bcher-kva.example"),
    ("https://bücher.example", "bücher.example"),
    ("http://localhost:9001", "localhost"),
    ("http://api.localhost:9001", "localhost"),
    ("http://gpu01:9001", "gpu01"),
    ("https://api.example.com", "*"),
    ("http://10.1.2.3", "localhost, *"),
]

NOT_EXEMPT = [
    ("http://127.0.0.1:9001", ""),
    ("http://127.0.0.1:9001", "localhost"),  # names are not resolved
    ("http://localhost:9001", "127.0.0.0/8"),
    ("http://127.0.0.1:9001", "127.0.0.1:9002"),
    ("http://127.0.0.1:9001", "127.0.0.0/99"),
    ("http://127.0.0.1:9001", "27.0.0.1"),
    ("http://127.0.0.1:9001", ".0.0.1"),
    ("http://11.1.2.3", "10.0.0.0/8"),
    ("http://[::1]:9001", "127.0.0.1/0"),
    ("http://[::2]:9001", "::1"),
    ("http://[::1]:9001", "[::1]:9002"),
    ("https://notexample.com", "example.com"),
    ("https://example.com.evil.example", "example.com"),
    ("https://example.com", "api.example.com"),
    ("https://example.com", "example.com:80"),
    ("https://example.com", "example.com:port"),
    ("https://example.com", "ex*.com"),
    ("https://example.com", ". , *."),
    ("https://example.com", "com:"),
]


@pytest.mark.parametrize(
    ("url", "no_proxy", "exempt"), [*((*each, True) for each in EXEMPT), *((*each, False) for each in NOT_EXEMPT)]
)
def test_entry(url: str, no_proxy: str, exempt: bool) -> None:
    """An entry exempts the hosts, addresses, networks and ports that it names, and no others."""
    assert matches_no_proxy(httpx.URL(url), no_proxy) is exempt


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(
    ("variables", "used"),
    [
        ({"NO_PROXY": "127.0.0.0/8"}, False),
        ({"no_proxy": "127.0.0.0/8"}, False),
        ({"no_proxy": "127.0.0.0/8", "NO_PROXY": "example.com"}, False),
        ({"no_proxy": "example.com", "NO_PROXY": "127.0.0.0/8"}, True),
        ({"no_proxy": "", "NO_PROXY": "127.0.0.0/8"}, True),
        ({"NO_PROXY": "128.0.0.0/8"}, True),
    ],
)
def test_variable(variables: dict[str, str], used: Any, transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable in lower case has priority, even if it is empty."""
    with RecordingServer() as proxy, RecordingServer() as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        infer(server.url, transport=transport)

    assert (len(proxy.received), len(server.received)) == ((1, 0) if used else (0, 1))


def test_settings_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without variables, the proxy and the exemptions are those of macOS or Windows, as urllib reads them."""
    with RecordingServer() as proxy, RecordingServer() as server:
        monkeypatch.setattr("visionapis._transport.proxies.getproxies", lambda: {"http": proxy.url})
        for exempt in (False, True):
            monkeypatch.setattr("visionapis._transport.proxies.proxy_bypass", lambda _, exempt=exempt: exempt)
            with suppress(VisionAPIError):
                infer(server.url)

    assert (len(proxy.received), len(server.received)) == (1, 1)
