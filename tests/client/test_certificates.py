"""The TLS certificates that clients trust."""

from __future__ import annotations

import os
import shutil
import ssl
from typing import TYPE_CHECKING, Any

import certifi
import httpx
import pytest

from tests.helpers.canary_calls import outcomes
from tests.helpers.recording import make_response
from tests.helpers.tls import AUTHORITY, TLSServer
from tests.helpers.vendors import key_of
from visionapis import APIConnectionError, AsyncRoboflow, AsyncXimilar, ConfigurationError, Roboflow, Ximilar
from visionapis._transport.tls import default_ssl_context
from visionapis_testing.faults import FaultServer

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = [(Roboflow, {}), (AsyncRoboflow, {}), (AsyncRoboflow, {"transport": "aiohttp"})]
XIMILAR = [(Ximilar, {}), (AsyncXimilar, {}), (AsyncXimilar, {"transport": "aiohttp"})]


@pytest.mark.parametrize(("client_class", "options"), CLIENTS)
def test_ssl_context_is_cached_per_file(
    client_class: Any, options: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate file is read once per process, and read again when SSL_CERT_FILE changes."""
    file = tmp_path / "certificates.pem"
    shutil.copy(certifi.where(), file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    client_class(key_of(client_class), **options)
    file.unlink()
    client_class(key_of(client_class), **options)

    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "others.pem"))
    with pytest.raises(ConfigurationError, match="cannot create a transport") as caught:
        client_class(key_of(client_class), **options)

    assert "SSL_CERT_FILE" in str(caught.value.hint)
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_certificates_are_verified() -> None:
    """The default context requires a trusted certificate for the server's host name."""
    context = default_ssl_context()

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(context.get_ca_certs()) > 10


def test_forked_process_has_its_own_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked process creates its own context, since the parent may hold a lock of the cached one."""
    parent_context = default_ssl_context()
    monkeypatch.setattr(os, "getpid", lambda: 0)

    assert default_ssl_context() is not parent_context


BAD_CERTIFICATES = {
    "trusted": ("its certificate authority is unknown", "name its certificate authority in verify= or SSL_CERT_FILE"),
    "self_signed": ("it is self-signed", "name its certificate authority in verify= or SSL_CERT_FILE"),
    "expired": ("it has expired", "renew the certificate"),
    "other_host": ("it is for another host", "use the host that the certificate names"),
}


def failure(url: str, client_class: Any, options: Any, **more: Any) -> APIConnectionError:
    """Return the error of a call that could be retried."""
    (result,) = outcomes(client_class, url, [lambda client: client.tasks.list()], **options, **more)
    assert isinstance(result, APIConnectionError)
    return result


@pytest.mark.parametrize(("client_class", "options"), XIMILAR)
@pytest.mark.parametrize("name", BAD_CERTIFICATES)
def test_bad_certificate(name: str, client_class: Any, options: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that is not trusted is told as that, with host, reason and remedy, and not tried again."""
    reason, hint = BAD_CERTIFICATES[name]
    if name != "trusted":
        monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with TLSServer(name) as server:
        error = failure(server.url, client_class, options)

    assert str(error) == f"tasks_list: the certificate of {server.url} is not trusted: {reason}"
    assert str(error.hint).startswith(hint)
    assert (error.attempts, server.connections, error.request_sent) == (1, 1, False)
    assert isinstance(error.__cause__, httpx.ConnectError)


@pytest.mark.parametrize(("client_class", "options"), XIMILAR)
@pytest.mark.parametrize("name", BAD_CERTIFICATES)
def test_bad_certificate_of_a_proxy(
    name: str, client_class: Any, options: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate of an https proxy is told like that of a server."""
    reason, hint = BAD_CERTIFICATES[name]
    if name != "trusted":
        monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with TLSServer(name) as proxy:
        http = failure("http://api.internal", client_class, options, proxy=proxy.url)
        https = failure("https://api.internal", client_class, options, proxy=proxy.url)

    assert str(http) == f"tasks_list: the certificate of the proxy {proxy.url} is not trusted: {reason}"
    assert f"the certificate of https://api.internal or the proxy {proxy.url} is not trusted: {reason}" in str(https)
    assert str(http.hint).startswith(hint)
    assert (http.attempts, https.attempts, proxy.connections) == (1, 1, 2)


@pytest.mark.parametrize(("client_class", "options"), XIMILAR)
def test_trusted_proxy(client_class: Any, options: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE applies to an https proxy, too; its refusal is not tried again."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with TLSServer("trusted", make_response("", status="403 Forbidden")) as proxy:
        error = failure("https://api.internal", client_class, options, proxy=proxy.url)

    assert f"the proxy {proxy.url} failed to connect to https://api.internal (403 Forbidden)" in str(error)
    assert (error.attempts, proxy.connections) == (1, 1)


@pytest.mark.parametrize(("client_class", "options"), XIMILAR)
def test_server_that_requires_a_client_certificate(
    client_class: Any, options: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that wants the client's certificate is told as that, and not tried again."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with TLSServer("trusted", client_authority=AUTHORITY) as server:
        error = failure(server.url, client_class, options)

    assert str(error) == f"tasks_list: {server.url} requires a client certificate"
    assert (error.hint, error.attempts) == ("pass it in cert=", 1)


@pytest.mark.parametrize(("client_class", "options"), XIMILAR)
def test_https_at_a_server_of_http(client_class: Any, options: Any) -> None:
    """A server, or a proxy, that does not speak TLS is told as that, and not tried again."""
    with FaultServer() as server:
        url = server.url.replace("http://", "https://")
        direct = failure(url, client_class, options)
        proxied = failure("http://api.internal", client_class, options, proxy=url)

    assert str(direct) == f"tasks_list: {url} does not speak TLS"
    assert direct.hint == "check the scheme and port of base_url"
    assert str(proxied) == f"tasks_list: the proxy {url} does not speak TLS"
    assert proxied.hint == "check the scheme and port of proxy= and HTTP_PROXY"
    assert (direct.attempts, proxied.attempts) == (1, 1)
