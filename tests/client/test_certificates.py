"""The certificates that clients trust."""

from __future__ import annotations

import os
import shutil
import ssl
from typing import TYPE_CHECKING, Any

import certifi
import pytest

from visionapis import AsyncRoboflow, ConfigurationError, Roboflow
from visionapis._transport.tls import trusted

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = [(Roboflow, {}), (AsyncRoboflow, {}), (AsyncRoboflow, {"transport": "aiohttp"})]


@pytest.mark.parametrize(("kind", "options"), CLIENTS)
def test_clients_share_them(kind: Any, options: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read for the first client of a process; one that is to trust others reads those."""
    file = tmp_path / "certificates.pem"
    shutil.copy(certifi.where(), file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    kind("key", **options)
    file.unlink()
    kind("key", **options)

    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "others.pem"))
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        kind("key", **options)


def test_servers_are_checked() -> None:
    """A server shows a certificate of its name, from somebody who is trusted."""
    context = trusted()

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(context.get_ca_certs()) > 10


def test_another_process_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a forked one, a lock of the parent's may be held by a thread that is lost."""
    parents = trusted()
    monkeypatch.setattr(os, "getpid", lambda: 0)

    assert trusted() is not parents
