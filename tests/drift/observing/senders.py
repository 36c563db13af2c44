"""HTTP clients of several libraries that send the requests of a vendor's client."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import httpx
import pytest
import requests
import urllib3

from tests.drift.archives import recorded

if TYPE_CHECKING:
    from collections.abc import Callable

_OWN_HEADERS = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "user-agent", "accept"}


@dataclass(frozen=True)
class Sent:
    """A request as a vendor's client sends it."""

    method: str
    target: str
    """Path and query."""
    headers: dict[str, str]
    content: bytes


Result = tuple[int, bytes]
"""Status and body of a response."""


@cache
def sent_requests(vendor: str) -> tuple[Sent, ...]:
    """Return the requests of every call of a vendor's client with the contract's example."""
    return tuple(_sent(each["request"]) for each in recorded(vendor))


def _sent(request: dict[str, Any]) -> Sent:
    parts = urlsplit(request["url"])
    headers = {each["name"]: each["value"] for each in request["headers"] if each["name"].lower() not in _OWN_HEADERS}
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return Sent(request["method"], target, headers, base64.b64decode(request["postData"]["text"]))


def over_httpx(origin: str, sent: list[Sent]) -> list[Result]:
    """Send requests over httpx.Client."""
    with httpx.Client() as client:
        found = [
            client.request(each.method, origin + each.target, headers=each.headers, content=each.content)
            for each in sent
        ]
    return [(each.status_code, each.content) for each in found]


def over_async_httpx(origin: str, sent: list[Sent]) -> list[Result]:
    """Send requests over httpx.AsyncClient."""

    async def send() -> list[httpx.Response]:
        async with httpx.AsyncClient() as client:
            return [
                await client.request(each.method, origin + each.target, headers=each.headers, content=each.content)
                for each in sent
            ]

    return [(each.status_code, each.content) for each in asyncio.run(send())]


def over_requests(origin: str, sent: list[Sent]) -> list[Result]:
    """Send requests over a session of requests."""
    with requests.Session() as session:
        found = [
            session.request(
                each.method, origin + each.target, headers=each.headers, data=each.content, allow_redirects=False
            )
            for each in sent
        ]
    return [(each.status_code, each.content) for each in found]


def over_urllib3(origin: str, sent: list[Sent]) -> list[Result]:
    """Send requests over a pool of urllib3."""
    with urllib3.PoolManager(retries=False) as pool:
        found = [
            pool.request(each.method, origin + each.target, headers=each.headers, body=each.content or None)
            for each in sent
        ]
    return [(each.status, each.data) for each in found]


def over_aiohttp(origin: str, sent: list[Sent]) -> list[Result]:
    """Send requests over a session of aiohttp."""

    async def send() -> list[Result]:
        found: list[Result] = []
        async with aiohttp.ClientSession() as session:
            for each in sent:
                async with session.request(
                    each.method,
                    origin + each.target,
                    headers=each.headers,
                    data=each.content or None,
                    allow_redirects=False,
                ) as response:
                    found.append((response.status, await response.read()))
        return found

    return asyncio.run(send())


SENDERS: dict[str, Callable[[str, list[Sent]], list[Result]]] = {
    "httpx": over_httpx,
    "httpx async": over_async_httpx,
    "requests": over_requests,
    "urllib3": over_urllib3,
    "aiohttp": over_aiohttp,
}

each_sender = pytest.mark.parametrize("sender", SENDERS.values(), ids=SENDERS)
"""Parametrize a test with a function that sends requests over each library."""
