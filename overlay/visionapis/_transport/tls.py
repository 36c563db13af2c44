"""The certificates that clients trust."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl


def default_ssl_context() -> ssl.SSLContext:
    """Return the TLS settings of httpx, loaded once per process, since that takes longer than several calls.

    Raises OSError if `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot be read.
    """
    return _loaded(os.getpid(), os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _loaded(process: int, file: str | None, folder: str | None) -> ssl.SSLContext:
    # Per process: after a fork, a thread of the parent may have held a lock of the inherited one.
    return httpx.create_ssl_context()
