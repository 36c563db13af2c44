"""Requests that break the contracts, and that the server accepts, are told with their places."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.vendors import VENDORS, each_vendor, of_vendors, own
from visionapis_testing import ContractTrafficError
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import FaultServer
from visionapis_testing.observing.everything import observe_everything
from visionapis_testing.vendors import emulator

from .changes import Exchange, exchanges
from .senders import each_sender, over_httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import ContractTraffic

    from .senders import Result, Sent


def _add_parameter(sent: Sent) -> Sent:
    return replace(sent, target=f"{sent.target}{'&' if '?' in sent.target else '?'}surprise=1")


def _of_type(sent: Sent, media_type: str) -> Sent:
    return replace(sent, headers={**sent.headers, "content-type": media_type})


BREAKS: dict[str, tuple[Callable[[Sent], Sent], str, str | None]] = {
    "unknown parameter": (_add_parameter, "query", "/surprise"),
    "method": (lambda sent: replace(sent, method="PATCH"), "method", None),
    "path": (lambda sent: replace(sent, target="/a/path/that/no/contract/has"), "path", None),
    "content type": (lambda sent: _of_type(sent, "text/csv"), "content type", None),
}

SUBJECT = "broken_requests"


def observed(vendor: str, exchange: Exchange, sent: Sent, sender: Any = over_httpx) -> ContractTraffic:
    """Return the traffic of a request to which a server responds as to the right one."""
    response = exchange.response.status_code, list(exchange.response.headers), exchange.response.body
    with FaultServer(response=lambda *_: response) as server, closing(observe_everything()) as traffic:
        traffic.add_host(server.url, vendor)
        sender(server.url, [sent])
    return traffic


def check(traffic: ContractTraffic, vendor: str, method: str, rule: str, pointer: str | None) -> str:
    """Assert that the only broken request breaks a rule at a place; return the line about it."""
    (found,) = {(each.method, each.rule, each.pointer) for each in traffic.broken_requests if each.pointer == pointer}
    assert found == (method, rule, pointer)
    with pytest.raises(ContractTrafficError) as caught:
        traffic.verify()
    assert caught.value.requests == traffic.broken_requests
    lines = [each for each in str(caught.value).splitlines() if f"the contract, {rule}: {pointer or ''}" in each]
    assert lines[0].startswith(f"{vendor} {method} /")
    return lines[0]


@pytest.mark.parametrize("name", BREAKS)
@each_vendor
@each_sender
def test_broken_request(sender: Callable[[str, list[Sent]], list[Result]], vendor: str, name: str) -> None:
    """A request that breaks each rule is told over each library."""
    change, rule, pointer = BREAKS[name]
    exchange = next(each for each in exchanges(vendor) if each.sent.content)
    sent = change(exchange.sent)

    line = check(observed(vendor, exchange, sent, sender), vendor, sent.method, rule, pointer)

    assert line.endswith(f"accepted with status {exchange.response.status_code}, once")
    operation = load(vendor).operation(exchange.operation_id)
    if rule in {"query", "content type"}:
        assert f"{operation.method} {operation.path} ({operation.id}): " in line


@of_vendors("vendor", [each for each in VENDORS if own(each, SUBJECT)])
def test_missing_and_wrong_values(vendor: str) -> None:
    """A missing value and one of a wrong type are told with the operation and the place."""
    for operation_id, changed, rule, pointer in own(vendor, SUBJECT).REQUESTS:
        exchange = next(each for each in exchanges(vendor) if each.operation_id == operation_id)

        line = check(
            observed(vendor, exchange, replace(exchange.sent, **changed)), vendor, exchange.sent.method, rule, pointer
        )

        assert f"({operation_id}): " in line


@each_vendor
def test_request_without_key(vendor: str) -> None:
    """A request without a key that a server accepts is told."""
    secured = [each for each in exchanges(vendor) if load(vendor).operation(each.operation_id).variants[0].security]
    exchange = min(secured, key=lambda each: each.sent.method)  # a GET has no key in its body
    sent = replace(
        exchange.sent,
        target=exchange.sent.target.partition("?")[0],
        headers={name: value for name, value in exchange.sent.headers.items() if name.lower() != "authorization"},
    )

    (found,) = {each.rule for each in observed(vendor, exchange, sent).broken_requests}

    assert found == "security"


@each_vendor
def test_rejected_request(vendor: str) -> None:
    """A request that breaks the contract, and that the emulator rejects as the contract says, is fine."""
    with emulator(vendor).serve() as url, closing(observe_everything()) as traffic, httpx.Client() as client:
        statuses = [
            client.request(method, f"{url}/nothing/here", content=b"?").status_code for method in ("GET", "PATCH")
        ]

    assert all(status >= 400 for status in statuses)
    assert traffic.observations
    traffic.verify()


@each_vendor
def test_count(vendor: str) -> None:
    """Requests that break the contract in the same way are one line with their number."""
    exchange = next(exchanges(vendor))
    sent = _add_parameter(exchange.sent)
    line = check(
        observed(vendor, exchange, sent, lambda url, _: over_httpx(url, [sent] * 3)),
        vendor,
        sent.method,
        "query",
        "/surprise",
    )

    assert line.endswith(", 3 times")
