"""Responses that break the contracts are told with their places."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.helpers.vendors import each_vendor
from visionapis_testing import ContractTrafficError
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import FaultServer
from visionapis_testing.observing.everything import observe_everything

from .changes import CHANGES
from .senders import each_sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from .senders import Result, Sent


@pytest.mark.parametrize("name", CHANGES)
@each_vendor
@each_sender
def test_change(sender: Callable[[str, list[Sent]], list[Result]], vendor: str, name: str) -> None:
    """A change of each kind is found at its place over each library, and the caller gets the changed response."""
    change = CHANGES[name](vendor)
    response = change.response.status_code, list(change.response.headers), change.response.body
    with FaultServer(response=lambda *_: response) as server, closing(observe_everything()) as traffic:
        traffic.add_host(server.url, vendor)
        results = sender(server.url, [change.exchange.sent])

    operation = load(vendor).operation(change.exchange.operation_id)
    assert results == [(change.response.status_code, change.response.body)]
    found = [each for each in traffic.findings if each.kind == change.kind]
    assert [(each.pointer, each.count) for each in found] == [(change.pointer, 1)]
    with pytest.raises(ContractTrafficError) as caught:
        traffic.verify()
    finding = next(each for each in caught.value.findings if each.kind == change.kind)
    line = next(each for each in str(caught.value).splitlines() if f": {finding.message}" in each)
    assert line.startswith(f"{vendor} {operation.method} {operation.path} ({operation.id}): ")
    assert f"response {finding.place}" in line
    assert finding.effect.methods[0] in line
