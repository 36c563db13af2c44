"""The options `verify` and `cert`, on each transport."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import traceback
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from tests.helpers.images import make_image
from tests.helpers.tls_recording import (
    CA,
    CA_NAME,
    CLIENT,
    CLIENT_KEY,
    CLIENT_WITH_KEY,
    ENCRYPTED_KEY,
    PASSWORD,
    TLSRecordingServer,
    server_context,
)
from visionapis import (
    APIConnectionError,
    AsyncRoboflow,
    AsyncXimilar,
    ConfigurationError,
    Roboflow,
    Ximilar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENTS = ["threads", "httpx", "aiohttp"]

each_client = pytest.mark.parametrize("client", CLIENTS)


def infer(client: Any, **options: Any) -> None:
    """Make one call without retries."""

    async def infer_async() -> None:
        async with AsyncRoboflow("key", transport=client, max_retries=0, **options) as async_client:
            await async_client.infer(make_image(), model="digits/1")

    if client != "threads":
        asyncio.run(infer_async())
        return
    with Roboflow("key", max_retries=0, **options) as sync_client:
        sync_client.infer(make_image(), model="digits/1")


TRUSTING: dict[str, Callable[[], object]] = {
    "path": lambda: CA,
    "text": lambda: str(CA),
    "context": lambda: ssl.create_default_context(cafile=CA),
    "False": lambda: False,
}


@each_client
@pytest.mark.parametrize("verify", TRUSTING)
def test_server_is_trusted(verify: str, client: Any) -> None:
    """A server with a certificate of one's own authority is trusted, given as file or context, or unverified."""
    with TLSRecordingServer() as server:
        infer(client, base_url=server.url, verify=TRUSTING[verify]())

    assert len(server.received) == 1


@each_client
@pytest.mark.parametrize("verify", [True, None])
def test_server_is_not_trusted_by_default(verify: bool | None, client: Any) -> None:
    """Nothing is sent to a server whose authority is unknown."""
    with TLSRecordingServer() as server, pytest.raises(APIConnectionError, match="certificate"):
        infer(client, base_url=server.url, verify=verify)

    assert server.received == []


@each_client
def test_host_name_is_verified(client: Any) -> None:
    """A trusted certificate of another host is refused."""
    with TLSRecordingServer() as server, pytest.raises(APIConnectionError, match="certificate"):
        infer(client, base_url=server.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"), verify=CA)

    assert server.received == []


@each_client
def test_folder_of_authorities(client: Any, tmp_path: Path) -> None:
    """A folder is searched for the authority of the server, by the names that OpenSSL gives its files."""
    (tmp_path / CA_NAME).write_bytes(CA.read_bytes())
    with TLSRecordingServer() as server:
        infer(client, base_url=server.url, verify=tmp_path)

    assert len(server.received) == 1


@pytest.mark.parametrize("client_class", [Ximilar, AsyncXimilar])
@pytest.mark.parametrize("name", [None, "ca.pem", "12345678.pem"])
def test_folder_that_openssl_does_not_read(client_class: type[Ximilar], name: str | None, tmp_path: Path) -> None:
    """A folder without files of OpenSSL's names, of which none would be trusted, raises when the client is made."""
    if name:
        (tmp_path / name).write_bytes(CA.read_bytes())

    with pytest.raises(ConfigurationError, match="no file of this folder has a name that 'openssl rehash' gives"):
        client_class("key", verify=tmp_path)


CERTIFICATES: dict[str, object] = {
    "one file": CLIENT_WITH_KEY,
    "text": str(CLIENT_WITH_KEY),
    "two files": (CLIENT, str(CLIENT_KEY)),
    "password": (str(CLIENT), ENCRYPTED_KEY, PASSWORD),
}


@each_client
@pytest.mark.parametrize("cert", CERTIFICATES)
def test_client_presents_its_certificate(cert: str, client: Any) -> None:
    """A server that requires a certificate gets it."""
    server = TLSRecordingServer()
    server.context = server_context(client_certificate=True)
    with server:
        infer(client, base_url=server.url, verify=CA, cert=CERTIFICATES[cert])
        with suppress(APIConnectionError):  # with TLS 1.3 a server may refuse a client after its request
            infer(client, base_url=server.url, verify=CA)

    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"verify": "missing.pem"}, "verify: cannot read 'missing.pem': No such file or directory"),
        ({"verify": Path("missing")}, "verify: cannot read 'missing': No such file or directory"),
        ({"verify": "nul\0"}, "verify: cannot read"),
        ({"verify": CLIENT_KEY}, "verify: cannot read '.*client.key': it is not a file of certificates in PEM format"),
        ({"verify": ""}, "verify must be .* not an empty str"),
        ({"verify": 1}, "verify must be .* not 1"),
        ({"verify": b"a"}, "verify must be .* not bytes"),
        ({"cert": "missing.pem"}, "cert: cannot read 'missing.pem': No such file or directory"),
        ({"cert": (CLIENT, "missing.pem")}, "cert: cannot read 'missing.pem': No such file or directory"),
        ({"cert": CLIENT}, "cert: '.*client.pem' cannot be used with its key"),
        ({"cert": (CLIENT, ENCRYPTED_KEY)}, "cert: '.*client.pem' cannot be used with its key"),
        ({"cert": (CLIENT, ENCRYPTED_KEY, "wrong-canary")}, "cert: '.*client.pem' cannot be used with its key"),
        ({"cert": (CLIENT, CLIENT.parent / "server.pem")}, "cert: '.*client.pem' cannot be used with its key"),
        ({"cert": (CLIENT, CLIENT_KEY, PASSWORD, 1)}, r"cert must be .*, not \(\w*Path, \w*Path, str, int\)$"),
        ({"cert": ()}, r"cert must be a path, or a tuple .*, not \(\)$"),
        ({"cert": (CLIENT, None)}, r"cert must be .*, not \(\w*Path, None\)$"),
        ({"cert": True}, "cert must be .*, not True$"),
        ({"cert": (CLIENT, CLIENT_KEY, 5)}, r"cert must be .*, not \(\w*Path, \w*Path, int\)$"),
        ({"verify": "a-canary-of-the-key"}, r"verify: cannot read '\*\*\*': No such file or directory"),
        ({"cert": "a-canary-of-the-key"}, r"cert: cannot read '\*\*\*': No such file or directory"),
    ],
)
@pytest.mark.parametrize("client_class", [Roboflow, AsyncXimilar])
def test_unusable_certificates(client_class: type[Any], options: dict[str, object], expected: str) -> None:
    """A value that cannot be used raises a ConfigurationError that names the option and the path, at once."""
    with pytest.raises(ConfigurationError, match=expected):
        client_class("a-canary-of-the-key", **options)


@pytest.mark.parametrize("make", [Roboflow, AsyncXimilar, partial(AsyncRoboflow, transport="aiohttp")])
def test_context_of_the_caller_is_not_changed(make: Callable[..., object]) -> None:
    """`cert` is refused together with a context, which may be in use elsewhere, and not loaded into it."""
    context = Mock(wraps=ssl.SSLContext, spec=ssl.SSLContext)
    with pytest.raises(ConfigurationError) as caught:
        make("key", verify=context, cert=CLIENT_WITH_KEY)

    assert str(caught.value) == "cert and an ssl.SSLContext in verify exclude each other"
    assert caught.value.hint == "load the certificate into the context with load_cert_chain()"
    assert context.method_calls == []


@each_client
def test_certificate_in_a_context(client: Any) -> None:
    """A context of the caller presents the certificate that was loaded into it."""
    context = ssl.create_default_context(cafile=CA)
    context.load_cert_chain(CLIENT_WITH_KEY)
    server = TLSRecordingServer()
    server.context = server_context(client_certificate=True)
    with server:
        infer(client, base_url=server.url, verify=context)

    assert len(server.received) == 1


@pytest.mark.parametrize("options", [{"transport": "aiohttp"}, {}])
def test_password_of_the_key_is_not_shown(options: dict[str, Any]) -> None:
    """Neither the message nor the local variables of the frames hold the password."""
    with pytest.raises(ConfigurationError) as caught:
        AsyncRoboflow("key", cert=(CLIENT, CLIENT_KEY.parent / "server.pem", "wrong-canary"), **options)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)

    own = [frame for frame in shown.stack if "visionapis" in frame.filename and "/tests/" not in frame.filename]
    assert own
    assert "canary" not in str(caught.value) + "".join(str(frame.locals) for frame in own)


def test_certificates_of_a_proxy() -> None:
    """`verify` also applies to a proxy at `https://`."""
    reached = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with suppress(OSError), server_context().wrap_socket(connection, server_side=True) as encrypted:
            if encrypted.recv(1000).startswith(b"CONNECT "):
                reached.set()

    for client in CLIENTS:
        reached.clear()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=serve)
            thread.start()
            proxy = f"https://127.0.0.1:{listener.getsockname()[1]}"
            with pytest.raises(APIConnectionError):
                infer(client, base_url="https://api.example.com", proxy=proxy, verify=CA)
            thread.join()
        assert reached.is_set(), client
