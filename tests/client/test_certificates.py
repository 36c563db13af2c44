"""The TLS certificates that clients trust."""

from __future__ import annotations

import os
import shutil
import ssl
from typing import TYPE_CHECKING, Any

import certifi
import httpx
import pytest

from tests.helpers.images import make_image
from visionapis import APIConnectionError, AsyncRoboflow, ConfigurationError, Roboflow
from visionapis._transport.tls import default_ssl_context
from visionapis_testing.faults import FaultServer

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = [(Roboflow, {}), (AsyncRoboflow, {}), (AsyncRoboflow, {"transport": "aiohttp"})]


@pytest.mark.parametrize(("client_class", "options"), CLIENTS)
def test_ssl_context_is_cached_per_file(
    client_class: Any, options: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate file is read once per process, and read again when SSL_CERT_FILE changes."""
    file = tmp_path / "certificates.pem"
    shutil.copy(certifi.where(), file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    client_class("key", **options)
    file.unlink()
    client_class("key", **options)

    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "others.pem"))
    with pytest.raises(ConfigurationError, match="cannot create a transport") as caught:
        client_class("key", **options)

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


def test_untrusted_certificate() -> None:
    """The hint about an untrusted certificate is about certificates."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("certificate verify failed", request=request) from ssl.SSLCertVerificationError(1, "")

    transport = httpx.MockTransport(fail)
    with Roboflow("key", transport=transport) as client, pytest.raises(APIConnectionError) as caught:
        client.classify(make_image(), model="a/1")

    assert str(caught.value).endswith("cannot connect to https://serverless.roboflow.com (certificate verify failed)")
    assert caught.value.hint == "check the server's certificate, or name its certificate authority in SSL_CERT_FILE"


def test_https_at_a_server_of_http() -> None:
    """The hint about a server that does not speak TLS is about the URL."""
    with (
        FaultServer() as server,
        Roboflow("key", base_url=server.url.replace("http://", "https://"), max_retries=0) as client,
        pytest.raises(APIConnectionError, match="cannot connect to https://") as caught,
    ):
        client.classify(make_image(), model="a/1")

    assert caught.value.hint == "check the scheme and port of base_url"
