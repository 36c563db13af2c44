"""Calls over a proxy, and their outcomes."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

import pytest

from tests.helpers.canary_calls import outcomes
from visionapis import AsyncRoboflow, AsyncXimilar, Roboflow, VisionAPIError, Ximilar
from visionapis._http import retry

KEY = "rf_canary-key"
PASSWORD = "proxy-canary"
URL = "https://images.example.com/a.png"
HTTP_URL = "http://inference.internal:9001"
TRANSPORTS = ["synchronous", "httpx", "aiohttp"]


def infer(base_url: str, proxy: str | None = None, *, transport: str = "synchronous") -> None:
    """Make one call, retried once if that helps."""
    options: Any = {"base_url": base_url, "proxy": proxy, "max_retries": 1, "timeout": 10.0}

    async def infer_async() -> None:
        async with AsyncRoboflow(KEY, transport=transport, **options) as client:  # type: ignore[arg-type]  # a name
            await client.infer(URL, model="digits/1")

    if transport != "synchronous":
        asyncio.run(infer_async())
        return
    with Roboflow(KEY, **options) as client:
        client.infer(URL, model="digits/1")


def failure(base_url: str, proxy: str | None, *, transport: str = "synchronous") -> VisionAPIError:
    """Return the error of a call, or of the constructor."""
    try:
        infer(base_url, proxy, transport=transport)
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


def frame_locals(error: BaseException) -> str:
    """Return the package's frames with their local variables."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(f"{frame} {frame.locals}" for frame in shown.stack if "/overlay/visionapis/" in frame.filename)


def add_password(url: str) -> str:
    """Return the URL of a proxy with credentials."""
    return url.replace("http://", f"http://user:{PASSWORD}@")


def outcome_of_list(base_url: str, transport: str, **options: Any) -> object:
    """Return the outcome of a call that may be repeated."""
    client_class: Any = Ximilar if transport == "synchronous" else AsyncXimilar
    if transport != "synchronous":
        options["transport"] = transport
    return outcomes(client_class, base_url, [lambda client: client.tasks.list()], **options)[0]


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the proxy variables of the environment, and the delays before retries."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
