"""Fetching a document from a URL: from its own host alone, within a time and a number of bytes."""

from __future__ import annotations

import time
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 60
MOST_REDIRECTS = 5

# The content, and the location that a redirect leads to.
Response = tuple[bytes, str | None]

PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """Nothing could be fetched; the message says why, without the URL."""


class TooLargeError(FetchError):
    """The content has too many bytes."""


class Deadline:
    """The end of the time for all requests together, which begins with the first one."""

    def __init__(self) -> None:
        self._end: float | None = None

    def left(self) -> float:
        """Return the seconds that are left. Raises FetchError when there are none."""
        now = time.monotonic()
        if self._end is None:
            self._end = now + SECONDS
        if now >= self._end:
            raise FetchError(f"no complete response within {SECONDS} seconds")
        return self._end - now


def is_of_origin(url: str, source: str) -> bool:
    """Return whether a URL is of the host and port of a source; `https://` may take the place of `http://`."""
    try:
        one, other = urlsplit(url), urlsplit(source)
        ports = one.port or PORTS.get(one.scheme), other.port or PORTS.get(other.scheme)
    except ValueError:
        return False
    if one.hostname is None or one.hostname != other.hostname:
        return False
    upgraded = (other.scheme, one.scheme) == ("http", "https") and ports == (443, 80)
    return upgraded or (one.scheme == other.scheme and ports[0] == ports[1])


def joined(url: str, reference: str) -> str:
    """Return what a reference in a document leads to; the reference itself if it is no URL."""
    try:
        return urljoin(url, reference)
    except ValueError:
        return reference


def fetch(url: str, most: int, deadline: Deadline) -> bytes:
    """Return the content of a URL, of at most `most` bytes. Raises FetchError.

    A redirect to another host is an error that names it: it could be a host that only this machine can reach.
    """
    for _ in range(MOST_REDIRECTS + 1):
        content, location = _within(deadline, partial(_get, url, most))
        if location is None:
            return content
        target = joined(url, location)
        if not is_of_origin(target, url):
            raise FetchError(f"redirects to another host, which is not followed: {_shown(target)}")
        url = target
    raise FetchError(f"more than {MOST_REDIRECTS} redirects")


def _within(deadline: Deadline, work: Callable[[], Response]) -> Response:
    """Return the result of work that may hang, such as a response of a byte a second."""
    results: list[Response | FetchError] = []

    def run() -> None:
        try:
            results.append(work())
        except FetchError as error:
            results.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not results:
        deadline.left()
        raise FetchError("no response")
    if isinstance(results[0], FetchError):
        raise results[0]
    return results[0]


def _get(url: str, most: int) -> Response:
    """Return the content, or the location that a redirect leads to."""
    content = bytearray()
    try:
        with httpx.stream("GET", url, timeout=SECONDS, follow_redirects=False) as response:
            if response.has_redirect_location:
                return b"", response.headers["location"]
            if not response.is_success:
                raise FetchError(f"status {response.status_code}")
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > most:
                    raise TooLargeError
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        raise FetchError(" ".join(str(error).split()) or type(error).__name__) from None
    return bytes(content), None


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
