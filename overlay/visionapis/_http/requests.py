"""The requests of a call: built from the arguments of a generated client, without the key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import httpx

from visionapis._images.bodies import build
from visionapis.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .settings import Settings

_HEADERS = [
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"User-Agent", f"visionapis/{__version__}".encode()),
]


def build_request(settings: Settings, request: Mapping[str, Any]) -> httpx.Request:
    """Return a request with encoded arguments as httpx sends it."""
    url, common = _cached_url(settings.root, request["url"])
    headers = [(name.encode(), value.encode()) for name, value in request.get("headers", {}).items()]
    if added := settings.headers:
        common = [(name, value) for name, value in common if name.decode().lower() not in added]
        headers += [(name.encode(), value.reveal().encode()) for name, value in added.items()]
    return build(request, url, [*common, *headers])


def public_request(settings: Settings, request: Mapping[str, Any]) -> httpx.Request:
    """Return the request without query and body, for exceptions of httpx."""
    return httpx.Request(request["method"], _cached_url(settings.root, request["url"])[0])


@lru_cache(maxsize=256)
def _cached_url(root: str, path: str) -> tuple[httpx.URL, list[tuple[bytes, bytes]]]:
    """Return the URL and headers of a path; parsing a URL takes longer than decoding most responses."""
    url = httpx.URL(root + path)
    return url, [(b"Host", url.netloc), *_HEADERS]
