"""The certificates of servers that clients trust."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl


def trusted() -> ssl.SSLContext:
    """What httpx trusts, loaded once for all clients of a process: that takes longer than several calls.

    Raises OSError when `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot be read.
    """
    return _loaded(os.getpid(), os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _loaded(process: int, file: str | None, folder: str | None) -> ssl.SSLContext:
    # Not its parent's in a forked process: a lost thread may hold a lock of that.
    return httpx.create_ssl_context()
