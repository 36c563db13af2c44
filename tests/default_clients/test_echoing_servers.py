"""Servers and proxies that repeat the credentials of every scheme in every part of a response, in many spellings."""

from __future__ import annotations

import asyncio
from itertools import cycle, product
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest

from tests.client.proxied import no_proxies as no_proxies
from tests.helpers.canary import KEY, KEY_MARK, PASSWORD, captured_output, find_marks, frame_locals, visible_texts
from tests.helpers.echo_servers import everywhere
from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis import VisionAPIError

from .calls import IMAGE, arguments, client_of
from .conftest import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("no_proxies")

PAIRED = {"basic", "oauth", "oauthform"}
USER = f"usr/{KEY_MARK}+x=="
PAIR = f"{USER}:{PASSWORD}"
TOKEN = f"tok/{KEY_MARK}+x=="
STATUSES = (200, 302, 401, 407, 500)
VENDORS = [*((vendor, False) for vendor in (*SCHEMES, "form")), ("oauth", True), ("oauthform", True)]
"""Vendors, and whether a token is issued before the server repeats anything."""


def credentials(vendor: str, *, issued: bool) -> list[str]:
    """Return what a server may repeat: the key, or its parts, and the token if one was issued."""
    if vendor not in PAIRED:
        return [KEY]
    encoded = [f"{quote_plus(USER)}:{quote_plus(PASSWORD)}"] if vendor == "oauth" else []
    return [USER, PASSWORD, PAIR, *encoded, *([TOKEN] if issued else [])]


def redirect(secret: str) -> bytes:
    """Return a redirect to a host whose name is a secret."""
    return make_response("", status="307 Temporary Redirect", location=f"https://{secret}.example/{secret}")


class EchoServer:
    """Repeats what was sent to it, and then each secret in each kind of response."""

    def __init__(self, secrets: list[str]) -> None:
        """Issue a token if it is one of the secrets."""
        self._issues = TOKEN in secrets
        kinds: list[Callable[[str], bytes]] = [
            redirect,
            *(lambda text, each=each: everywhere(each, text) for each in STATUSES),
        ]
        self.count = 1 + len(kinds) * len(secrets)
        self._replies = cycle([None, *product(kinds, secrets)])

    def __call__(self, request: Received) -> bytes:
        """Respond to a request."""
        if self._issues and request.path.endswith("/oauth/token"):
            return make_response({"access_token": TOKEN})
        reply = next(self._replies)
        if reply is None:
            text = f"{request.headers} {request.target} {request.body.decode('latin-1')}"
            return make_response({"message": text, text: 1, "body": request.headers}, status="400 Bad Request")
        return reply[0](reply[1])


@pytest.mark.parametrize("way", ["synchronous", "aiohttp", "proxy"])
@pytest.mark.parametrize(("vendor", "issued"), VENDORS)
def test_no_output_shows_credentials(
    modules: dict[str, Any],
    vendor: str,
    issued: bool,
    way: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Messages, bodies, headers, pickles, frames, logs, attempts and commands show none of them."""
    echo = EchoServer(credentials(vendor, issued=issued))
    key, attempts = PAIR if vendor in PAIRED else KEY, list[Any]()
    with RecordingServer(echo) as server, captured_output(capfd) as captured:
        options: dict[str, Any] = {"base_url": server.url, "max_retries": 0, "on_attempt": attempts.append}
        if way == "proxy":
            options |= {"base_url": "http://api.internal", "proxy": server.url}
        if way == "aiohttp":
            options["transport"] = way
        client_class = client_of(modules, vendor, asynchronous=way == "aiohttp")
        results = outcomes(client_class, key, echo.count, options)

    assert {isinstance(each, VisionAPIError) for each in results} == {True}, results
    shown = [place for each in results for place in (*visible_texts(each), *frame_locals(each, [IMAGE, key]))]
    shown += [*captured.items(), ("attempts", " ".join(f"{each!r} {each.attributes}" for each in attempts))]
    assert [f"{place}: {mark}" for place, text in shown for mark in find_marks(text)] == []


def outcomes(client_class: Any, key: str, count: int, options: dict[str, Any]) -> list[Any]:
    """Return results and exceptions of a number of calls."""

    async def send_all() -> list[Any]:
        async with client_class(key, **options) as client:
            return [await _outcome(client) for _ in range(count)]

    if client_class.__name__.startswith("Async"):
        return asyncio.run(send_all())
    with client_class(key, **options) as client:
        return [asyncio.run(_outcome(client)) for _ in range(count)]


async def _outcome(client: Any) -> Any:
    try:
        found = client.classify(IMAGE, **arguments(client))
        return await found if asyncio.iscoroutine(found) else found
    except Exception as error:  # noqa: BLE001  (every exception is an outcome)
        return error
