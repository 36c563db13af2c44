"""Transports that clients can use, and requests sent over them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeAlias

import httpx

from visionapis._transport.aiohttp import AiohttpTransport
from visionapis._transport.async_network import AsyncNetworkTransport
from visionapis._transport.network import NetworkTransport
from visionapis._transport.tls import default_ssl_context

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome: TypeAlias = "httpx.Response | Exception"

TRANSPORTS: dict[str, Callable[[], httpx.BaseTransport | httpx.AsyncBaseTransport]] = {
    "synchronous": lambda: NetworkTransport(default_ssl_context()),
    "asynchronous": lambda: AsyncNetworkTransport(default_ssl_context()),
    "aiohttp": lambda: AiohttpTransport(default_ssl_context()),
}


def outcomes(transport: str, *requests: httpx.Request, pause: float = 0.0) -> list[Outcome]:
    """Send requests one after another over one transport and return their responses and exceptions."""
    instance = TRANSPORTS[transport]()
    if isinstance(instance, httpx.AsyncBaseTransport):
        return asyncio.run(_outcomes_async(instance, requests, pause))
    results: list[Outcome] = []
    for request in requests:
        try:
            response = instance.handle_request(request)
            response.read()
            results.append(response)
        except Exception as error:  # noqa: BLE001  (every exception is an outcome)
            results.append(error)
        time.sleep(pause)
    instance.close()
    return results


async def _outcomes_async(
    instance: httpx.AsyncBaseTransport, requests: tuple[httpx.Request, ...], pause: float
) -> list[Outcome]:
    results: list[Outcome] = []
    for request in requests:
        try:
            response = await instance.handle_async_request(request)
            await response.aread()
            results.append(response)
        except Exception as error:  # noqa: BLE001  (every exception is an outcome)
            results.append(error)
        await asyncio.sleep(pause)
    await instance.aclose()
    return results


def request(method: str, url: str, *, timeout: float = 5.0, **options: object) -> httpx.Request:
    """Return a request with a timeout for each step."""
    return httpx.Request(method, url, extensions={"timeout": httpx.Timeout(timeout).as_dict()}, **options)  # type: ignore[arg-type]  # passed on
