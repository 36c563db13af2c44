"""Ports of servers and proxies that do not exist are refused."""

from __future__ import annotations

import pytest

from tests.helpers.recording import RecordingServer
from tests.helpers.vendors import key_of
from visionapis import AsyncXimilar, ConfigurationError, Roboflow, Ximilar

INVALID = [":0", ":65536", ":+80", ":-1", ":8_0", ":\uff18\uff10", ":1" + "0" * 5000]


@pytest.mark.parametrize("port", INVALID)
@pytest.mark.parametrize("client_class", [Ximilar, AsyncXimilar, Roboflow])
def test_invalid_port_of_the_server(port: str, client_class: type[Ximilar]) -> None:
    """A base_url with a port that is not from 1 to 65535 raises ConfigurationError when the client is made."""
    with pytest.raises(ConfigurationError, match="invalid base_url") as caught:
        client_class(key_of(client_class), base_url=f"http://127.0.0.1{port}/path")
    assert caught.value.hint == "a port is from 1 to 65535"


@pytest.mark.parametrize("variable", ["base_url", "environment"])
def test_port_is_not_taken_modulo_65536(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is not sent to the port that a larger number wraps around to, also of a URL in the environment."""
    with RecordingServer() as server:
        host, _, port = server.url.rpartition(":")
        url = f"{host}:{int(port) + 65536}"
        monkeypatch.setenv("XIMILAR_BASE_URL", url)
        with pytest.raises(ConfigurationError, match=r"invalid (base_url|XIMILAR_BASE_URL): "):
            Ximilar("key", base_url=url) if variable == "base_url" else Ximilar("key")
    assert not server.received


@pytest.mark.parametrize("port", INVALID)
@pytest.mark.parametrize("scheme", ["", "http://user:proxy-canary@", "https://", "socks5://"])
def test_invalid_port_of_the_proxy(scheme: str, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy URL with such a port raises ConfigurationError without its password, also one of the environment."""
    proxy = f"{scheme}127.0.0.1{port}"
    with pytest.raises(ConfigurationError, match="the port of the proxy is not from 1 to 65535") as caught:
        Ximilar("key", base_url="http://127.0.0.1:1", proxy=proxy)
    assert "canary" not in f"{caught.value} {caught.value.hint}"
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(ConfigurationError, match="the port of the proxy"):
        Ximilar("key", base_url="http://127.0.0.1:1")


def test_largest_port() -> None:
    """Ports up to 65535, and an empty one, are accepted."""
    for port in (":1", ":65535", ":0080", ":", ""):
        Ximilar("key", base_url=f"http://127.0.0.1{port}", proxy=f"http://127.0.0.1{port}").close()
