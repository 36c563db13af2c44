"""Traffic that conforms to the contracts: nothing is found, whichever client sends it."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.canary import KEY
from tests.helpers.canary_calls import all_calls, outcomes
from tests.helpers.vendors import each_async_client, each_client, each_vendor, vendor_of
from visionapis_testing.observing.everything import observe_everything
from visionapis_testing.vendors import emulator

from .senders import Sent, each_sender, sent_requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.canary_calls import Call
    from visionapis_testing import ContractTraffic


def count(traffic: ContractTraffic) -> int:
    """Return the number of observed responses."""
    return sum(each.responses for each in traffic.observations)


def told(traffic: ContractTraffic) -> list[Any]:
    """Return all that was found."""
    return [*traffic.findings, *traffic.broken_requests]


@each_vendor
@each_sender
def test_any_client(sender: Callable[[str, list[Sent]], Any], vendor: str) -> None:
    """Every request of a vendor's client is observed once, and nothing is found, over each library."""
    sent = list(sent_requests(vendor))
    with emulator(vendor).serve() as url, closing(observe_everything()) as traffic:
        origin = str(httpx.URL(url).copy_with(raw_path=b"/")).rstrip("/")
        results = sender(origin, sent)

    assert told(traffic) == []
    assert count(traffic) == len(results) == len(sent) > 0
    traffic.verify()


@each_sender
def test_odd_headers(sender: Callable[[str, list[Sent]], Any]) -> None:
    """Headers of any text are observed without an error; a client may refuse them itself."""
    with emulator("ximilar").serve() as url, closing(observe_everything()) as traffic:
        for value in ("", "späte", "日本", "a" * 10_000, "\x7f"):
            with suppress(Exception):
                sender(
                    url, [Sent("GET", "/recognition/v2/task", {"x-odd": value, "authorization": "Token test-key"}, b"")]
                )

    assert told(traffic) == []
    assert count(traffic) > 0
    traffic.verify()


@each_client
@pytest.mark.parametrize("transport", ["network", "in process"])
def test_own_clients(client_class: Any, transport: str) -> None:
    """Each call of a client of this package is observed once, and nothing is found."""
    vendor = vendor_of(client_class)
    emulated, calls = emulator(vendor, api_key=KEY), all_calls(vendor)
    options: dict[str, Any] = {"transport": emulated.transport()} if transport == "in process" else {}
    check_calls(client_class, emulated, calls, options)


@each_async_client
def test_own_clients_over_aiohttp(client_class: Any) -> None:
    """The same over the transport of aiohttp, which is also observed by itself."""
    vendor = vendor_of(client_class)
    check_calls(client_class, emulator(vendor, api_key=KEY), all_calls(vendor), {"transport": "aiohttp"})


def check_calls(client_class: Any, emulated: Any, calls: list[Call], options: dict[str, Any]) -> None:
    """Assert that calls are observed and nothing is found."""
    with emulated.serve() as url, closing(observe_everything()) as traffic:
        outcomes(client_class, url, [each.send for each in calls], max_retries=0, **options)

    assert told(traffic) == []
    assert count(traffic) == len(calls) > 0
