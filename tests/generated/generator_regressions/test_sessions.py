"""What the generator's own `Client` would do, and no generated client has."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from tests.helpers.contracts import ROOT

from .vendors import (VENDORS, calls, opened)
from visionapis import ServerError


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_call_ends(vendor: str) -> None:
    """Each phase of each call has an end; the generator's default is to wait for ever."""
    timeouts: list[Any] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"])
        return httpx.Response(500)

    with opened(vendor, "http://localhost", httpx.MockTransport(refuse)) as facade:
        for example in calls(vendor):
            with pytest.raises(ServerError):
                example.send(facade)

    assert [sorted(each) for each in timeouts] == [["connect", "pool", "read", "write"]] * len(calls(vendor))
    assert all(0 < seconds <= 10 for each in timeouts for seconds in each.values())


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_client_is_changed_by_its_callers(vendor: str) -> None:
    """The generator's `with_headers` and its like, which change what other callers share, are in no module."""
    modules = sorted((ROOT / "generated" / "visionapis_generated" / vendor).rglob("*.py"))
    shared = [
        path.name
        for path in modules
        if re.search(r"def (with|set|get)_\w*(client|headers|cookies|timeout)\b", path.read_text("utf-8"))
    ]

    assert (shared, "client.py" in {path.name for path in modules}) == ([], False)
