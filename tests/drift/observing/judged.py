"""Observed clients of the server, and the numbers of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from visionapis_testing import observe

from .server import TASKS, VENDOR

if TYPE_CHECKING:
    from visionapis_testing import ContractTraffic

JSON = {"content-type": "application/json"}


def address(url: str) -> str:
    """Return the URL without its query, to which a POST is echoed."""
    return url.partition("?")[0]


def mocked(body: bytes) -> httpx.MockTransport:
    """Return a transport that responds with JSON."""
    return httpx.MockTransport(lambda _: httpx.Response(200, content=body, headers=JSON))


def observed(client: Any, url: str) -> ContractTraffic:
    """Observe a client; the server is the vendor's."""
    traffic: ContractTraffic = observe(client)
    traffic.add_host(url.partition(TASKS)[0], VENDOR)
    return traffic


def counts(traffic: ContractTraffic) -> tuple[int, int]:
    """Return the number of responses, and of those with the wrong field."""
    wrong = [each.count for each in traffic.findings if each.pointer == "/count"]
    return sum(each.responses for each in traffic.observations), sum(wrong)
